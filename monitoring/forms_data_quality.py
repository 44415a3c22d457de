"""Filters of the page of data quality."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.data_quality import GAPS, Gap

ALL = "all"


class GapForm(forms.Form):
    """Which year, and which kind of unknown; what does not exist counts as not chosen."""

    kind = forms.ChoiceField(
        label=_("What is unknown"), required=False,
        choices=[("", _("everything")), *((gap.code, gap.label) for gap in GAPS)],
    )  # fmt: skip

    def __init__(self, data: Any, *, years: Sequence[int], this_year: int) -> None:
        given = data.copy()
        given.setdefault("year", str(this_year))
        super().__init__(given)
        self.this_year = this_year
        known = sorted({*years, this_year}, reverse=True)
        choices = [*((str(year), str(year)) for year in known), (ALL, _("all years"))]
        self.fields["year"] = forms.ChoiceField(label=_("Year"), required=False, choices=choices)

    def choice(self) -> tuple[int | None, Gap | None]:
        """The year (none is all of them) and the kind."""
        self.is_valid()
        year = self.cleaned_data.get("year") or str(self.this_year)
        kind = self.cleaned_data.get("kind")
        return None if year == ALL else int(year), next((gap for gap in GAPS if gap.code == kind), None)
