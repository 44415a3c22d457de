"""The approval of an approach as JSON: its rounds with decisions and changes, remarks with answers, and commands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import DayField
from accounts.models import User
from procurement.api.serializers import PersonSerializer
from procurement.approach_snapshot import ISV
from procurement.models import ASKS, ApproachDecision, ApproachRemark, Replacement, Theme
from procurement.models.approvals import JUDGES, row_of_criterion
from procurement.workflow import APPROACH

ABOUT = _("Code of a theme, isv, or criterion-KEY with the key of a chosen criterion.")


class DecisionSerializer(serializers.ModelSerializer[ApproachDecision]):
    """Who decided what in which role; ``on_behalf_of`` where he stood in for somebody."""

    decided_by = PersonSerializer(read_only=True)
    on_behalf_of = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = ApproachDecision
        fields = read_only_fields = ["role", "verdict", "reason", "decided_by", "on_behalf_of", "decided_at"]


class CellChangeSerializer(serializers.Serializer[Any]):
    cell = serializers.CharField()
    name = serializers.CharField(source="label")
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class RowChangeSerializer(serializers.Serializer[Any]):
    about = serializers.CharField(source="code", help_text=ABOUT)
    cells = CellChangeSerializer(many=True)


class DueDateMoveSerializer(serializers.Serializer[Any]):
    """That the due date of a round was changed, and why. ``by``: the name of who did it."""

    before = serializers.DateField()
    after = serializers.DateField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class RoundSerializer(serializers.Serializer[Any]):
    """One submission. ``changes``: what differs from the round before; empty too where that one was not kept."""

    number = serializers.IntegerField()
    asks = serializers.ChoiceField(ASKS)
    due_on = serializers.DateField()
    due_date_moves = DueDateMoveSerializer(many=True, help_text=_("How it came to be due then, the first first."))
    submitted_by = PersonSerializer()
    submitted_at = serializers.DateTimeField()
    decisions = DecisionSerializer(many=True)
    changes = RowChangeSerializer(many=True)


class RemarkSerializer(serializers.ModelSerializer[ApproachRemark]):
    """``criterion``: the name of the criterion, also once it was taken out (then ``about`` is criteria-out)."""

    about = serializers.CharField(source="row", read_only=True, help_text=ABOUT)
    criterion = serializers.CharField(source="criterion_name", read_only=True)
    written_by = PersonSerializer(read_only=True)
    answered_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = ApproachRemark
        fields = read_only_fields = [
            "id", "round", "about", "criterion", "text", "written_by", "written_at", "answer", "answered_by",
            "answered_at",
        ]  # fmt: skip


class ApprovalSerializer(serializers.Serializer[Any]):
    """``open_roles``: who has still to decide, while it is submitted."""

    approach_state = serializers.ChoiceField(list(APPROACH.labels.items()))
    open_roles = serializers.ListField(child=serializers.ChoiceField(JUDGES))
    rounds = RoundSerializer(many=True)
    remarks = RemarkSerializer(many=True)


class DecideSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(JUDGES)
    verdict = serializers.ChoiceField(ApproachDecision.Verdict.choices)
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=4000,
        help_text=_("Required when you return the approach."),
    )  # fmt: skip
    on_behalf_of = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1,
        help_text=_("Key of the colleague for whom you stand in."),
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] == ApproachDecision.Verdict.RETURNED and not attrs["reason"].strip():
            raise serializers.ValidationError({"reason": _("Give a reason: what has to be different?")})
        return attrs


class WhySerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=4000)


class DueDateSerializer(WhySerializer):
    due_on = DayField(help_text=_("A working day that has not passed."))


class WordsSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)


class RemarkChangeSerializer(WordsSerializer):
    about = serializers.CharField(max_length=60, help_text=ABOUT)

    def validate_about(self, code: str) -> dict[str, Any]:
        """The row as the action takes it. The context has the tender."""
        criteria = {row_of_criterion(row.pk): row for row in self.context["tender"].criteria.all()}
        theme = Theme.objects.filter(code=code).first()
        if theme is None and code not in criteria and code != ISV:
            raise serializers.ValidationError(_("There is no row with this code."))
        return {"theme": theme, "criterion": criteria.get(code)}


class ReplacementSerializer(serializers.ModelSerializer[Replacement]):
    """Who stands in for whom on which days; ``ended_at`` where it was ended before its last day."""

    member = PersonSerializer(read_only=True)
    colleague = PersonSerializer(read_only=True)

    class Meta:
        model = Replacement
        fields = read_only_fields = ["id", "member", "colleague", "from_on", "until_on", "made_at", "ended_at"]


class ReplacementChangeSerializer(serializers.Serializer[Any]):
    colleague = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text=_("Key of a colleague who judges approaches too.")
    )
    from_on = DayField()
    until_on = DayField()

    def validate_colleague(self, key: int) -> User:
        """A member of the organisation of the context; the action looks whether he may judge."""
        members = User.objects.filter(memberships__organisation=self.context["organisation"], is_active=True)
        colleague = members.filter(pk=key).first()
        if colleague is None:
            raise serializers.ValidationError(_("Choose a colleague who may judge approaches too."))
        return colleague
