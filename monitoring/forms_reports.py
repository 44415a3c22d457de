"""Forms of the annual report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procurement.fields import DayField

MOST_TEXT = 20_000


class AsOfForm(forms.Form):
    """The day as of which the figures count."""

    as_of = DayField(label=_("Figures as of"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_as_of(self) -> date | None:
        as_of: date | None = self.cleaned_data["as_of"]
        if as_of is not None and as_of > self.today:
            raise ValidationError(_("Choose a day that is not in the future."))
        return as_of


class ReportTextForm(AsOfForm):
    """What people write of a year themselves."""

    introduction = forms.CharField(
        label=_("What was done and learned"),
        help_text=_("Your own words: what was tried this year, what worked, what the organisation learned. Leave an "
                    "empty line between paragraphs."),
        max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 14}),
    )  # fmt: skip
    correction = forms.CharField(
        label=_("Why does this edition correct the one before?"),
        help_text=_("Readers see this above the list of figures that changed."),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    field_order = ["correction", "introduction", "as_of"]

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["correction"]
        self.fields["as_of"].help_text = _("Empty: the day of publication.")


class ReasonForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(
        label=_("What should change?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
