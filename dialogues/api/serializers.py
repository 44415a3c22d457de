"""Meetings and what was agreed in them as JSON."""

from __future__ import annotations

from rest_framework import serializers

from dialogues.models import Agreement, DiscussionPoint, Meeting
from suppliers.api.serializers import ContractReferenceSerializer, SupplierReferenceSerializer


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting in a list, with how much was agreed and is still open."""

    suppliers = SupplierReferenceSerializer(many=True, read_only=True)
    agreement_count = serializers.IntegerField(read_only=True)
    open_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Meeting
        fields = [
            "id", "reference", "kind", "date", "starts_at", "ends_at", "location", "purpose", "state", "suppliers",
            "agreement_count", "open_count",
        ]  # fmt: skip
        read_only_fields = fields


class PointSerializer(serializers.ModelSerializer[DiscussionPoint]):
    class Meta:
        model = DiscussionPoint
        fields = ["text", "said", "leverage"]
        read_only_fields = fields


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """An agreement with its owner and due date; without a supplier it was made with all of the meeting."""

    supplier = SupplierReferenceSerializer(read_only=True, allow_null=True)
    is_overdue = serializers.BooleanField(read_only=True)

    class Meta:
        model = Agreement
        fields = [
            "id", "reference", "text", "owner", "owner_side", "supplier", "due_on", "state", "is_overdue", "done_on",
        ]  # fmt: skip
        read_only_fields = fields


class MeetingDetailSerializer(MeetingSerializer):
    """A meeting with its points, report and agreements."""

    contracts = ContractReferenceSerializer(many=True, read_only=True)
    points = PointSerializer(many=True, read_only=True)
    agreements = AgreementSerializer(many=True, read_only=True)

    class Meta(MeetingSerializer.Meta):
        fields = [
            *MeetingSerializer.Meta.fields, "benefit", "contracts", "attendance", "summary", "minutes_sent_at",
            "confirmed_at", "points", "agreements",
        ]  # fmt: skip
        read_only_fields = fields
