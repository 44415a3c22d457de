"""What a beheerder may fill in about reminders."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models.reminders import MOST_LEAD

FURTHEST = 365
MOST = 20


class RemindersForm(forms.Form):
    """The moments of reminding, as days from the due date: negative is before."""

    days = forms.CharField(
        label=_("Days from the due date"),
        help_text=_("Separated by commas; negative is before the due date, 0 is the day itself. Empty: our default."),
        required=False,
        max_length=200,
    )
    then_monthly = forms.BooleanField(label=_("After the last one, every month again"), required=False)

    plan_days = forms.IntegerField(
        label=_("Days before the last day of a plan"), required=False, min_value=1, max_value=MOST_LEAD,
        help_text=_("When a plan that ends without a next edition is first told. Empty: our default."),
        widget=forms.NumberInput(attrs={"class": "control--short"}),
    )  # fmt: skip

    def clean_days(self) -> list[int]:
        parts = [part for part in re.split(r"[,;\s]+", self.cleaned_data["days"].replace("\u2212", "-")) if part]
        try:
            days = sorted({int(part) for part in parts})
        except ValueError as error:
            raise ValidationError(gettext("Write whole numbers, such as -30, -7, 0, 7, 30.")) from error
        if any(abs(day) > FURTHEST for day in days):
            raise ValidationError(gettext("At most a year before or after the due date."))
        if len(days) > MOST:
            raise ValidationError(gettext("At most 20 moments."))
        return days
