"""Tenders as JSON. What is not known is null or empty, never guessed (interfaces.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from procurement.models import (
    CRITERION_KINDS,
    ISV_FORMS,
    Ambition,
    Buyer,
    Lot,
    ProcurementCategory,
    RiskTheme,
    Tender,
    Theme,
)
from procurement.models.tenders import FOLLOW_UP_LABELS
from procurement.obligation import MISSING, OUTCOMES, Obligation
from procurement.reads import Judgement
from procurement.wording import OBLIGATIONS


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "required": ["amount", "currency"],
        "properties": {
            "amount": {"type": "string", "format": "decimal", "example": "1240000.00"},
            "currency": {"type": "string", "example": "EUR"},
        },
    }
)
class MoneyField(serializers.Field[Any, Any, Any, Any]):
    """An amount as a decimal string with the currency of its row; null where the amount is not known."""

    def __init__(self, amount: str, currency: str = "currency") -> None:
        super().__init__(source="*", read_only=True)
        self.amount, self.currency = amount, currency

    def to_representation(self, row: Any) -> dict[str, str] | None:
        amount, currency = (_along(row, path) for path in (self.amount, self.currency))
        return None if amount is None else {"amount": str(amount), "currency": currency}


def _along(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name)
    return row


class ThemeSerializer(serializers.ModelSerializer[Theme]):
    class Meta:
        model = Theme
        fields = read_only_fields = ["code", "name"]


class RiskThemeSerializer(serializers.ModelSerializer[RiskTheme]):
    class Meta:
        model = RiskTheme
        fields = read_only_fields = ["code", "name"]


class CategorySerializer(serializers.ModelSerializer[ProcurementCategory]):
    class Meta:
        model = ProcurementCategory
        fields = read_only_fields = ["code", "name", "is_risk"]


class LotSerializer(serializers.ModelSerializer[Lot]):
    category = CategorySerializer(read_only=True, allow_null=True)
    cpv = serializers.ListField(child=serializers.CharField(), read_only=True)
    estimated_value = MoneyField("estimated_value", "tender.currency")

    class Meta:
        model = Lot
        fields = read_only_fields = ["identifier", "title", "category", "cpv", "estimated_value", "start_on", "end_on"]


class BuyerSerializer(serializers.ModelSerializer[Buyer]):
    class Meta:
        model = Buyer
        fields = read_only_fields = ["name", "identifier", "country"]


class PersonSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = read_only_fields = ["id", "name"]


class AmbitionSerializer(serializers.ModelSerializer[Ambition]):
    """One theme. No ``level`` and ``is_relevant`` not false: not chosen yet. ``version`` goes back when one saves."""

    theme = ThemeSerializer(read_only=True)
    criterion_kinds = serializers.ListField(child=serializers.ChoiceField(list(CRITERION_KINDS)), read_only=True)
    responsible = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Ambition
        fields = read_only_fields = [
            "theme", "is_relevant", "level", "reason", "opportunity", "risk", "goal", "criterion_kinds", "target",
            "indicator", "target_value", "target_unit", "responsible", "version", "changed_at",
        ]  # fmt: skip


class AmbitionChangeSerializer(serializers.Serializer[Any]):
    """What changes of one theme; what is not named stays. ``version``: of the row as it was read, 0 when there is none.

    A theme that gets a level is relevant; one that is not relevant loses its level.
    """

    theme = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all())
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    is_relevant = serializers.BooleanField(required=False, allow_null=True)
    level = serializers.ChoiceField(Ambition.Level.choices, required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    opportunity = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    risk = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    goal = serializers.CharField(required=False, allow_blank=True, max_length=400)
    criterion_kinds = serializers.ListField(
        child=serializers.ChoiceField(list(CRITERION_KINDS)), required=False, max_length=len(CRITERION_KINDS)
    )
    target = serializers.CharField(required=False, allow_blank=True, max_length=400)
    indicator = serializers.CharField(required=False, allow_blank=True, max_length=200)
    target_value = serializers.DecimalField(
        max_digits=17, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True
    )
    target_unit = serializers.CharField(required=False, allow_blank=True, max_length=40)
    responsible = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**63 - 1, help_text=_("Key of a colleague.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("is_relevant") is False and attrs.get("level") is not None:
            raise serializers.ValidationError({"level": _("A theme that is not relevant has no level.")})
        return attrs


class ProposalSerializer(serializers.Serializer[Any]):
    """The level that is proposed for one theme; null: no proposal. ``because``: the line of the rule that fits, empty
    without a proposal; ``sentence``: the same for people. ``asks_explanation``: the choice as it is now needs a reason.
    """

    theme = ThemeSerializer(read_only=True)
    level = serializers.IntegerField(read_only=True, allow_null=True)
    because = serializers.CharField(read_only=True)
    sentence = serializers.CharField(read_only=True)
    asks_explanation = serializers.BooleanField(read_only=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """Levels beside those of this tender: of the latest published tenders, and what the organisation aims at."""

    theme = ThemeSerializer(read_only=True)
    average = serializers.FloatField(read_only=True, allow_null=True)
    target = serializers.FloatField(read_only=True, allow_null=True)


class CellHistorySerializer(serializers.Serializer[Any]):
    """One change of one cell, as a person reads it; empty is not filled in."""

    changed_at = serializers.DateTimeField(read_only=True)
    changed_by = serializers.CharField(read_only=True)
    before = serializers.CharField(read_only=True, allow_blank=True)
    after = serializers.CharField(read_only=True, allow_blank=True)


class AmbitionsSerializer(serializers.Serializer[Any]):
    """The ambition as it is now. To change it: the themes that change."""

    ambitions = AmbitionSerializer(many=True, read_only=True)
    proposals = ProposalSerializer(many=True, read_only=True)
    web = ComparisonSerializer(many=True, read_only=True)


class AmbitionChangesSerializer(serializers.Serializer[Any]):
    ambitions = AmbitionChangeSerializer(many=True, allow_empty=False)

    def validate_ambitions(self, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({change["theme"].pk for change in changes}) < len(changes):
            raise serializers.ValidationError(_("Name each theme once."))
        return changes


class IsvSerializer(serializers.Serializer[Tender]):
    """What was decided about ISV; without a decision there are no forms."""

    decided = serializers.BooleanField(source="isv_answered")
    forms = serializers.ListField(child=serializers.ChoiceField(list(ISV_FORMS)), source="isv_forms")
    explanation = serializers.CharField(source="isv_explanation")
    follow_up = serializers.ChoiceField(list(FOLLOW_UP_LABELS.items()), allow_blank=True)
    follow_up_reason = serializers.CharField(allow_blank=True)


class ObligationSerializer(serializers.Serializer[Obligation]):
    """What the obligation rests on: ``reason`` and ``missing`` are codes, ``threshold`` is in euro."""

    reason = serializers.CharField()
    threshold = serializers.DecimalField(
        max_digits=14, decimal_places=2, source="threshold.amount", default=None, allow_null=True
    )
    is_at_threshold = serializers.BooleanField(allow_null=True)
    risk_categories = serializers.SerializerMethodField()
    missing = serializers.ListField(child=serializers.ChoiceField(MISSING))

    def get_risk_categories(self, found: Obligation) -> list[str]:
        return [category.name for category in found.risk_categories]


class TenderSerializer(serializers.ModelSerializer[Tender]):
    """A tender in a list."""

    estimated_value = MoneyField("estimated_value")
    obligation = serializers.ChoiceField([(code, OBLIGATIONS[code]) for code in OUTCOMES], read_only=True)
    isv = IsvSerializer(source="*", read_only=True)
    highest_level = serializers.IntegerField(read_only=True, allow_null=True)
    themes_filled = serializers.IntegerField(read_only=True)

    class Meta:
        model = Tender
        fields = [
            "id", "reference", "title", "nature", "regime", "procedure", "estimated_value", "publication_date",
            "award_date", "stage", "approach_state", "obligation", "isv", "highest_level", "themes_filled",
            "is_published_unapproved", "is_approved_late",
        ]  # fmt: skip
        read_only_fields = fields


class TenderDetailSerializer(TenderSerializer):
    """A tender with its facts, lots, ambitions, and why ISV is mandatory or not."""

    cpv = serializers.ListField(child=serializers.CharField(), read_only=True)
    lots = LotSerializer(many=True, read_only=True)
    buyers = BuyerSerializer(many=True, read_only=True)
    ambitions = AmbitionSerializer(many=True, read_only=True)
    obligation_basis = serializers.SerializerMethodField()

    class Meta(TenderSerializer.Meta):
        fields = [
            *TenderSerializer.Meta.fields, "procedure_id", "description", "cpv", "government_wide",
            "relevant_product_group", "product_groups", "impact_weight", "lots", "buyers", "ambitions",
            "obligation_basis",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ObligationSerializer)
    def get_obligation_basis(self, tender: Tender) -> dict[str, Any]:
        return dict(ObligationSerializer(Judgement(tender).obligation).data)
