"""Suppliers, contracts, deliverables and findings as JSON. What is not known is null or empty."""

from __future__ import annotations

from django.urls import reverse
from rest_framework import serializers

from procurement.api.serializers import MoneyField, RiskThemeSerializer, ThemeSerializer
from procurement.models import Tender
from suppliers.deadlines import days_late
from suppliers.models import (
    Commitment,
    CommitmentResult,
    Contract,
    Deliverable,
    DueDateChange,
    Finding,
    Submission,
    SubmissionFile,
    Supplier,
)


class SupplierReferenceSerializer(serializers.ModelSerializer[Supplier]):
    """A supplier as other rows name it."""

    class Meta:
        model = Supplier
        fields = ["id", "name", "kvk"]
        read_only_fields = fields


class ContractReferenceSerializer(serializers.ModelSerializer[Contract]):
    """A contract as other rows name it."""

    class Meta:
        model = Contract
        fields = ["id", "reference", "title"]
        read_only_fields = fields


class TenderReferenceSerializer(serializers.ModelSerializer[Tender]):
    """A tender as its contracts name it."""

    class Meta:
        model = Tender
        fields = ["id", "reference"]
        read_only_fields = fields


class SupplierSerializer(serializers.ModelSerializer[Supplier]):
    """The identity, the name by which this organisation knows the supplier, and what is to be done."""

    alias = serializers.CharField(read_only=True)
    contract_count = serializers.IntegerField(read_only=True)
    overdue_count = serializers.IntegerField(read_only=True)
    to_assess_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Supplier
        fields = [
            "id", "name", "alias", "kvk", "lei", "registration", "country", "website", "contract_count",
            "overdue_count", "to_assess_count",
        ]  # fmt: skip
        read_only_fields = fields


class DeliverableSerializer(serializers.ModelSerializer[Deliverable]):
    """A deliverable with the due date in force, ``first_due_on`` for the first version, and its timeliness."""

    contract = ContractReferenceSerializer(read_only=True)
    supplier = SupplierReferenceSerializer(source="contract.supplier", read_only=True)
    first_due_on = serializers.DateField(read_only=True)
    is_overdue = serializers.BooleanField(read_only=True)
    is_late = serializers.BooleanField(read_only=True)
    days_late = serializers.SerializerMethodField()

    class Meta:
        model = Deliverable
        fields = [
            "id", "contract", "supplier", "kind", "about_year", "occurrence", "state", "due_on", "grace_days",
            "first_due_on", "submitted_on", "is_overdue", "is_late", "days_late", "assessed_on", "published_on",
            "public_url", "waived_reason",
        ]  # fmt: skip
        read_only_fields = fields

    def get_days_late(self, row: Deliverable) -> int | None:
        return days_late(row.submitted_on, row.first_due_on, row.grace_days) if row.submitted_on else None


class DueDateChangeSerializer(serializers.ModelSerializer[DueDateChange]):
    class Meta:
        model = DueDateChange
        fields = ["from_date", "to_date", "source", "reason", "changed_on"]
        read_only_fields = fields


class DeliverableDetailSerializer(DeliverableSerializer):
    """A deliverable with the history of its due date."""

    due_date_changes = DueDateChangeSerializer(many=True, read_only=True)

    class Meta(DeliverableSerializer.Meta):
        fields = [*DeliverableSerializer.Meta.fields, "due_date_changes"]
        read_only_fields = fields


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """A contract with what is to be done about its deliverables."""

    supplier = SupplierReferenceSerializer(read_only=True)
    tender = TenderReferenceSerializer(read_only=True, allow_null=True)
    value = MoneyField("value")
    contract_manager = serializers.CharField(source="contract_manager.name", read_only=True, allow_null=True)
    overdue_count = serializers.IntegerField(read_only=True)
    due_soon_count = serializers.IntegerField(read_only=True)
    to_assess_count = serializers.IntegerField(read_only=True)
    next_due_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Contract
        fields = [
            "id", "reference", "title", "supplier", "tender", "awarded_on", "start_on", "end_on", "value", "isv",
            "risk_signals", "follow_up", "contract_manager", "overdue_count", "due_soon_count", "to_assess_count",
            "next_due_on",
        ]  # fmt: skip
        read_only_fields = fields


class OwnDeliverableSerializer(DeliverableSerializer):
    """A deliverable inside its own contract."""

    class Meta(DeliverableSerializer.Meta):
        fields = [name for name in DeliverableSerializer.Meta.fields if name not in ("contract", "supplier")]
        read_only_fields = fields

    contract = None  # type: ignore[assignment]
    supplier = None  # type: ignore[assignment]


class ResultSerializer(serializers.ModelSerializer[CommitmentResult]):
    """What came of a commitment in a year. To record one: without the year, which is that of the measurement."""

    class Meta:
        model = CommitmentResult
        fields = ["year", "outcome", "measured_value", "measured_on", "note"]
        read_only_fields = ["year"]


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """What a contract promises on one theme, with what came of it, the last year first."""

    theme = ThemeSerializer(read_only=True)
    results = ResultSerializer(many=True, read_only=True)

    class Meta:
        model = Commitment
        fields = read_only_fields = [
            "id", "theme", "level", "goal", "indicator", "target", "target_value", "target_unit", "results",
        ]  # fmt: skip


class ContractDetailSerializer(ContractSerializer):
    """A contract with its deliverables and commitments."""

    deliverables = OwnDeliverableSerializer(many=True, read_only=True)
    commitments = CommitmentSerializer(many=True, read_only=True)

    class Meta(ContractSerializer.Meta):
        fields = [*ContractSerializer.Meta.fields, "follow_up_reason", "deliverables", "commitments"]
        read_only_fields = fields


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A finding in a list."""

    supplier = SupplierReferenceSerializer(read_only=True, allow_null=True)
    contract = ContractReferenceSerializer(read_only=True, allow_null=True)
    theme = RiskThemeSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Finding
        fields = [
            "id", "reference", "supplier", "contract", "reported_on", "source", "theme", "severity", "state",
            "closed_on",
        ]  # fmt: skip
        read_only_fields = fields


class FindingDetailSerializer(FindingSerializer):
    """A finding with what was found."""

    class Meta(FindingSerializer.Meta):
        fields = [*FindingSerializer.Meta.fields, "description"]
        read_only_fields = fields


class SharedFileSerializer(serializers.ModelSerializer[SubmissionFile]):
    """A file that a supplier shares; ``page`` is where a person with the right downloads it."""

    name = serializers.CharField(source="document.name", read_only=True)
    size = serializers.IntegerField(source="document.size", read_only=True)
    sha256 = serializers.CharField(source="document.sha256", read_only=True)
    page = serializers.SerializerMethodField()

    class Meta:
        model = SubmissionFile
        fields = ["id", "name", "size", "sha256", "page"]
        read_only_fields = fields

    def get_page(self, file: SubmissionFile) -> str:
        return reverse("suppliers:shared-file", args=[file.pk])


class SharedDocumentsSerializer(serializers.ModelSerializer[Submission]):
    """What a supplier handed in to another buyer and shares with this one; for whom it was made is not told."""

    supplier = SupplierReferenceSerializer(source="deliverable.contract.supplier", read_only=True)
    kind = serializers.CharField(source="deliverable.kind", read_only=True)
    about_year = serializers.IntegerField(source="deliverable.about_year", read_only=True, allow_null=True)
    received_at = serializers.DateTimeField(source="submitted_at", read_only=True)
    files = SharedFileSerializer(many=True, read_only=True)

    class Meta:
        model = Submission
        fields = ["id", "supplier", "kind", "about_year", "received_at", "confidentiality", "public_url", "files"]
        read_only_fields = fields
