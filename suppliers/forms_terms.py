"""What holds for a term wherever somebody fills it in: in a contract, or in a default schedule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

LIMITS = {
    "offset_months": (-120, 120),
    "offset_days": (-1000, 1000),
    "month": (1, 12),
    "day": (1, 31),
    "grace_days": (0, 366),
}
"""Ten years from what a term counts from is far enough (ours); beyond some thousands a date does not exist."""


class TermFieldsForm(forms.ModelForm[Any]):
    """A term from which a due date can always be computed (suppliers.deadlines.ScheduleLine)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (least, most) in LIMITS.items():
            field = self.fields[name]
            field.validators = [MinValueValidator(least), MaxValueValidator(most)]
            field.widget.attrs |= {"min": least, "max": most}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        anchor = data.get("anchor")
        if anchor == "calendar":
            data["recurrence"] = "yearly"
        elif anchor in ("contract_end", "request") and data.get("recurrence") != "none":
            self.add_error("recurrence", _("What counts from the end or from a request happens once."))
        for name in ("month", "day"):
            if anchor != "calendar":
                data[name] = None
            elif data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Fill this in for a calendar date."))
        return data
