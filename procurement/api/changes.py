"""What a program sends to make and change tenders. What is not named stays; null or empty is unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import DayField
from procurement.actions.tenders import LotInput
from procurement.fields import MOST
from procurement.formats.cpv import without_check_digit
from procurement.models import ISV_FORMS, Lot, ProcurementCategory, Tender
from procurement.models.tenders import FOLLOW_UP_LABELS, LONGEST_TITLE
from procurement.workflow import STAGE


class MoneySerializer(serializers.Serializer[Any]):
    """An amount as it is read: a decimal string and a currency."""

    amount = serializers.DecimalField(max_digits=17, decimal_places=2, min_value=Decimal(0), max_value=MOST - 1)
    currency = serializers.RegexField(r"\A[A-Z]{3}\Z", default="EUR", help_text=_("Three letters, like EUR."))


class CpvField(serializers.CharField):
    """A code of the common procurement vocabulary, with or without its check digit."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return without_check_digit(super().to_internal_value(data))
        except ValueError as refused:
            raise serializers.ValidationError(_("This is not a CPV code.")) from refused


class LotChangeSerializer(serializers.Serializer[Any]):
    """A lot, known by its number: a number that the tender has is changed, another one is made."""

    identifier = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=LONGEST_TITLE, required=False, allow_blank=True, default="")
    category = serializers.CharField(
        max_length=80, required=False, allow_null=True, default=None, help_text=_("Code of a procurement category.")
    )


class TenderChangeSerializer(serializers.ModelSerializer[Tender]):
    """The facts of a tender. ``lots``, when named, are all lots there are; one that is not named is removed."""

    estimated_value = MoneySerializer(required=False, allow_null=True)
    publication_date = DayField(required=False, allow_null=True)
    award_date = DayField(required=False, allow_null=True)
    cpv = serializers.ListField(child=CpvField(), required=False, max_length=100)
    lots = LotChangeSerializer(many=True, required=False)

    class Meta:
        model = Tender
        validators: list[Any] = []
        fields = [
            "reference", "title", "description", "nature", "regime", "procedure", "estimated_value",
            "publication_date", "award_date", "cpv", "government_wide", "relevant_product_group", "product_groups",
            "impact_weight", "lots",
        ]  # fmt: skip

    def validate_lots(self, lots: list[dict[str, Any]]) -> list[dict[str, Any]]:
        numbers = [lot["identifier"] for lot in lots]
        if len(set(numbers)) < len(numbers):
            raise serializers.ValidationError(_("Name each lot once."))
        return lots

    def facts(self) -> dict[str, Any]:
        """What was named, as the action takes it; without the lots."""
        facts: dict[str, Any] = {name: value for name, value in self.validated_data.items() if name != "lots"}
        if "estimated_value" in facts:
            money = facts.pop("estimated_value")
            facts["estimated_value"] = money and money["amount"]
            facts |= {"currency": money["currency"]} if money else {}
        return facts

    def lot_inputs(self, tender: Tender | None, categories: list[ProcurementCategory]) -> list[LotInput] | None:
        """The lots as the action takes them; none where they were not named."""
        given = self.validated_data.get("lots")
        if given is None:
            return None
        by_code = {category.code: category for category in categories}
        unknown = {lot["category"] for lot in given if lot["category"]} - set(by_code)
        if unknown:
            raise serializers.ValidationError({"lots": _("There is no category with this code.")})
        present: dict[str, Lot] = {lot.identifier: lot for lot in tender.lots.all()} if tender else {}
        keys = {number: lot.pk for number, lot in present.items()}
        wanted = [
            LotInput(lot["identifier"], lot["title"], by_code.get(lot["category"] or ""), keys.get(lot["identifier"]))
            for lot in given
        ]
        gone = [present[number] for number in present.keys() - {lot["identifier"] for lot in given}]
        return wanted + [LotInput(lot.identifier, lot.title, lot.category, lot.pk, is_removed=True) for lot in gone]


class TenderPatchSerializer(TenderChangeSerializer):
    """What changes of a tender. Not a partial serializer: that would not ask what a lot or an amount must have."""

    class Meta(TenderChangeSerializer.Meta):
        extra_kwargs = {"reference": {"required": False}, "title": {"required": False}}


class IsvDecisionSerializer(serializers.Serializer[Any]):
    """The decision on ISV. No forms: deliberately not applied. Mandatory without the contract condition asks why."""

    forms = serializers.ListField(child=serializers.ChoiceField(list(ISV_FORMS)), max_length=len(ISV_FORMS))
    explanation = serializers.CharField(allow_blank=True, default="", max_length=4000)
    follow_up = serializers.ChoiceField(
        list(FOLLOW_UP_LABELS.items()), allow_blank=True, allow_null=True, default=None,
        help_text=_("Left out: as it was. Empty: not chosen. Departing from the proposal asks a reason."),
    )  # fmt: skip
    follow_up_reason = serializers.CharField(allow_blank=True, default="", max_length=4000)


class StageMoveSerializer(serializers.Serializer[Any]):
    """Another stage: ``published`` asks the day, ``withdrawn`` and a step back ask the reason."""

    to = serializers.ChoiceField(list(STAGE.labels.items()))
    date = DayField(required=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
