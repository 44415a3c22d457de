"""Forms of the tables of this app."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.fields import AmountField
from procurement.forms import labelled
from procurement.models import (
    ApprovalRule,
    LevelMeaning,
    ProcurementCategory,
    PromisingCategory,
    RiskRule,
    RiskTheme,
    Theme,
    ThemeTarget,
    Threshold,
)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ThemeForm(forms.ModelForm[Theme]):
    class Meta:
        model = Theme
        fields = ["name_nl", "name_en", "is_optional", "position", "valid_from", "valid_until"]
        widgets = {"valid_from": day_input(), "valid_until": day_input()}


class CategoryForm(forms.ModelForm[ProcurementCategory]):
    class Meta:
        model = ProcurementCategory
        fields = ["code", "name_nl", "name_en", "is_risk", "valid_from", "valid_until", "successor", "position"]
        widgets = {"valid_from": day_input(), "valid_until": day_input()}
        help_texts = {
            "code": _("Small letters, digits and hyphens; other programs use it."),
            "is_risk": _("ISV is mandatory for central government in a risk category at or above the threshold."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor = cast("forms.ModelChoiceField[ProcurementCategory]", self.fields["successor"])
        shared = ProcurementCategory.objects.filter(organisation=None)
        successor.queryset = shared | ProcurementCategory.objects.filter(organisation=self.instance.organisation_id)


class PromisingCategoryForm(forms.ModelForm[PromisingCategory]):
    class Meta:
        model = PromisingCategory
        fields = ["category", "reason"]
        help_texts = {
            "reason": _("High expected impact: a large volume, a strong position, a market that can do more.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = cast("forms.ModelChoiceField[ProcurementCategory]", self.fields["category"])
        shared = ProcurementCategory.objects.filter(organisation=None)
        category.queryset = shared | ProcurementCategory.objects.filter(organisation=self.instance.organisation_id)
        category.choices = [("", _("choose")), *((row.pk, labelled(row)) for row in category.queryset)]


class ThresholdForm(forms.ModelForm[Threshold]):
    class Meta:
        model = Threshold
        fields = ["kind", "valid_from", "amount"]
        widgets = {"valid_from": day_input()}


class RiskThemeForm(forms.ModelForm[RiskTheme]):
    class Meta:
        model = RiskTheme
        fields = ["group", "name_nl", "name_en", "position"]


class LevelMeaningForm(forms.ModelForm[LevelMeaning]):
    class Meta:
        model = LevelMeaning
        fields = ["theme", "product_group", "level", "text_nl", "text_en"]
        help_texts = {
            "product_group": _("As it is written at the tender. Leave empty to let it hold for every product group."),
            "text_nl": _("One sentence: what does this level ask here?"),
        }


class ThemeTargetForm(forms.ModelForm[ThemeTarget]):
    class Meta:
        model = ThemeTarget
        fields = ["theme", "level"]
        help_texts = {"level": _("From 0 to 3; 2.0 means: on average significant.")}


class ApprovalRuleForm(forms.ModelForm[ApprovalRule]):
    from_value = AmountField(
        label=_("From value"), help_text=_("In euro, VAT excluded. 0 makes a rule for every lower value.")
    )

    class Meta:
        model = ApprovalRule
        fields = ["from_value", "asks", "working_days"]
        help_texts = {"working_days": _("The due date of a round: so many working days after the submission.")}


class RiskRuleForm(forms.ModelForm[RiskRule]):
    class Meta:
        model = RiskRule
        fields = [
            "signal_rating", "high_rating", "medium_priority", "high_priority", "people_medium", "people_high",
        ]  # fmt: skip
        help_texts = {
            "signal_rating": _("This rating or a worse one is a signal. A better one is shown and counts for nothing."),
            "high_rating": _("This rating or a worse one makes the risk of the tender high: it asks more follow-up."),
            "medium_priority": _("Severity times likelihood, from 1 to 25."),
            "high_priority": _("Severity times likelihood, from 1 to 25. For people the severity decides."),
            "people_medium": _("From 1 to 5, however unlikely."),
            "people_high": _("From 1 to 5, however unlikely."),
        }
