"""Tenders as JSON. What is not known is null or empty, never guessed (interfaces.md)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procurement.models import ISV_FORMS, Ambition, Buyer, Lot, ProcurementCategory, RiskTheme, Tender, Theme
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


class AmbitionSerializer(serializers.ModelSerializer[Ambition]):
    theme = ThemeSerializer(read_only=True)

    class Meta:
        model = Ambition
        fields = read_only_fields = ["theme", "level", "reason", "goal"]


class IsvSerializer(serializers.Serializer[Tender]):
    """What was decided about ISV; without a decision there are no forms."""

    decided = serializers.BooleanField(source="isv_answered")
    forms = serializers.ListField(child=serializers.ChoiceField(list(ISV_FORMS)), source="isv_forms")
    explanation = serializers.CharField(source="isv_explanation")


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
