"""Sentences and headings about criteria that pages and documents share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from procurement.criteria_check import Attention
from procurement.models import Ambition, ChosenCriterion, Theme

KIND_HEADINGS: dict[str, Any] = {
    "suitability_requirement": gettext_lazy("Suitability requirements"),
    "selection_criterion": gettext_lazy("Selection criteria"),
    "minimum_requirement": gettext_lazy("Minimum requirements"),
    "award_criterion": gettext_lazy("Award criteria"),
    "contract_clause": gettext_lazy("Contract clauses"),
}

USE_HEADINGS: dict[str, Any] = {
    "technical_specification": gettext_lazy("Minimum requirements as technical specification"),
    "contract_condition": gettext_lazy("Minimum requirements as contract condition"),
    "": gettext_lazy("Minimum requirements"),
}

STATES: dict[str, tuple[Any, str]] = {
    "in_force": (gettext_lazy("counts now"), "success"),
    "coming": (gettext_lazy("counts later"), "info"),
    "superseded": (gettext_lazy("replaced"), "warning"),
    "expired": (gettext_lazy("ended"), "warning"),
}
"""What the state of a version is called, and the tone of its badge."""

ORIGINS: dict[str, Any] = {
    "own": gettext_lazy("own"), "adapted": gettext_lazy("adapted"), "library": gettext_lazy("library"),
}  # fmt: skip
"""Where the words of a chosen criterion come from, by the codes of ``ChosenCriterion.origin``."""

ATTENTION: dict[str, Any] = {
    "duplicate": gettext_lazy("These are the same, or two versions of one number: %(names)s."),
    "expired": gettext_lazy("%(names)s is no longer valid."),
    "superseded": gettext_lazy("Of %(names)s there is a newer version."),
    "coming": gettext_lazy("%(names)s is not valid yet."),
    "no_weight": gettext_lazy("No weight yet: %(names)s."),
    "weights": gettext_lazy("The weights are %(total)s %% together; that should be 100."),
    "level": gettext_lazy("%(theme)s: level %(level)s is chosen, and no criterion reaches it."),
}
"""What asks attention, by the codes of ``criteria_check``."""


def attention_text(found: Attention, rows: Mapping[int, ChosenCriterion], themes: Mapping[int, Theme]) -> str:
    """One thing to look at, as a sentence."""
    told = {"names": ", ".join(f"“{rows[key]}”" for key in found.keys)}
    if found.total is not None:
        told["total"] = number_format(found.total.normalize(), use_l10n=True)
    if found.theme is not None and found.level is not None:
        told["theme"] = themes[found.theme].name
        told["level"] = f"{found.level} ({Ambition.Level(found.level).label})"
    return str(ATTENTION[found.code]) % told
