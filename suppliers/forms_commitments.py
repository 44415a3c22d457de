"""What a contract manager fills in about a commitment: what came of it, and how the contract words it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.fields import DayField, NumberField
from suppliers.actions.commitments import WORDS, Result
from suppliers.models import Commitment, CommitmentResult


class ResultForm(forms.Form):
    """What came of it. The year is that of the measurement."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=CommitmentResult.Outcome, widget=forms.RadioSelect)
    measured_on = DayField(label=_("Measured on"), help_text=_("Counts for the year of this day."))
    measured_value = NumberField(label=_("Measured value"), required=False)
    note = forms.CharField(
        label=_("Explanation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How was it seen: a document, a visit, a measurement? Who said so?"),
    )  # fmt: skip

    def __init__(self, *args: Any, commitment: Commitment, today: date, **options: Any) -> None:
        options.setdefault("initial", {"measured_on": today})
        super().__init__(*args, **options)
        if commitment.target_unit:
            self.fields["measured_value"].label = _("Measured value (%(unit)s)") % {"unit": commitment.target_unit}

    @property
    def result(self) -> Result:
        return Result(**self.cleaned_data)


class WordsForm(forms.Form):
    """How the contract words the promise, and why otherwise than the tender did."""

    goal = forms.CharField(label=_("Goal"), max_length=400, required=False)
    target = forms.CharField(label=_("Measurable target"), max_length=400, required=False)
    indicator = forms.CharField(label=_("Indicator"), max_length=200, required=False)
    target_value = NumberField(label=_("Target value"), required=False)
    target_unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        options.setdefault("initial", {name: getattr(commitment, name) for name in WORDS})
        super().__init__(*args, **options)
