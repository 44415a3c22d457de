"""What the gallery page shows: a form with one field of every kind, and figures for each chart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PROCEDURES = [("open", gettext_lazy("Open procedure")), ("restricted", gettext_lazy("Restricted procedure"))]
LEVELS = [(1, gettext_lazy("1 Basis")), (2, gettext_lazy("2 Significant")), (3, gettext_lazy("3 Ambitious"))]
THEMES = [
    ("climate", gettext_lazy("Climate")),
    ("circular", gettext_lazy("Circular")),
    ("supply_chain", gettext_lazy("Supply-chain responsibility")),
]


class SeveralFiles(forms.FileInput):
    """A file input that takes more than one file."""

    allow_multiple_selected = True


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("As it is in the notice"))
    value = forms.DecimalField(label=gettext_lazy("Estimated value"), min_value=0)
    procedure = forms.ChoiceField(label=gettext_lazy("Procedure"), choices=PROCEDURES)
    starts_on = forms.DateField(
        label=gettext_lazy("Start date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Ambition level"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"),
        required=False,
        choices=THEMES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose all that apply"),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=gettext_lazy("I have read the contract clause"))
    documents = forms.FileField(
        label=gettext_lazy("Documents"),
        required=False,
        widget=SeveralFiles,
        help_text=gettext_lazy("PDF, Word, Excel or OpenDocument, at most 100 MB each"),
    )


def chart_samples() -> dict[str, Any]:
    """Figures for the charts, with unknown values among them."""
    levels = [_("None"), _("Basis"), _("Significant"), _("Ambitious")]
    return {
        "bars": [
            {"label": _("Risk analysis"), "value": 0.87, "url": "?rows=risk_analysis"},
            {"label": _("Improvement plan"), "value": 0.62},
            {"label": _("Annual report"), "value": 0.41},
            {"label": _("Chain map"), "value": None},
        ],
        "levels": levels,
        "stacks": [
            {"label": "2024", "values": [41, 62, 30, 4]},
            {"label": "2025", "values": [28, 70, 44, 9]},
            {"label": "2026", "values": [12, 58, 61, 22], "url": "?rows=2026"},
        ],
        "years": [2022, 2023, 2024, 2025, 2026],
        "lines": [
            {"label": _("With MVI"), "values": [0.57, 0.656, None, 0.71, 0.78]},
            {"label": _("With ISV"), "values": [0.21, 0.25, 0.31, 0.33, 0.44]},
        ],
        "axes": [str(label) for label in [_("Environment"), *(name for _code, name in THEMES), _("Diversity"), "SROI"]],
        "webs": [
            {"label": _("Chosen"), "values": [1, 3, 2, 2, 1, 0]},
            {"label": _("Average"), "values": [1.4, 1.8, 1.2, 2.1, 0.7, 1]},
            {"label": _("Target"), "values": [2, 2, 2, 3, 1, 1]},
        ],
        "gap_axes": [
            *(str(label) for label in [_("Environment"), *(name for _code, name in THEMES)]),
            {"label": _("Diversity"), "note": _("not relevant")},
            "SROI",
            {"label": "Innovatie", "note": _("open")},
        ],
        "gap_webs": [
            {"label": _("Chosen"), "values": [1, 3, 2, 2, None, 1, None]},
            {"label": _("Average"), "values": [1.4, 1.8, 1.2, 2.1, 0.7, 1, None]},
        ],
    }
