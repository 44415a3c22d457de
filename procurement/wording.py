"""Sentences and labels about tenders that pages, exports and messages share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from procurement.models import CRITERION_KINDS, Ambition
from procurement.obligation import MANDATORY, NOT_MANDATORY, UNKNOWN, VOLUNTARY
from procurement.plan_reads import ACTION, CATEGORY, PlanBehind
from procurement.proposal import Proposed

OBLIGATIONS: dict[str, Any] = {
    MANDATORY: pgettext_lazy("ISV", "mandatory"),
    NOT_MANDATORY: pgettext_lazy("ISV", "not mandatory"),
    VOLUNTARY: pgettext_lazy("ISV", "voluntary"),
    UNKNOWN: gettext_lazy("unknown"),
}

PROCEDURES: dict[str, Any] = {
    "open": pgettext_lazy("procedure", "open"),
    "restricted": pgettext_lazy("procedure", "restricted"),
    "neg-w-call": gettext_lazy("competitive with negotiation"),
    "neg-wo-call": gettext_lazy("negotiated without prior call"),
    "comp-dial": gettext_lazy("competitive dialogue"),
    "innovation": gettext_lazy("innovation partnership"),
    "oth-single": gettext_lazy("other, in one stage"),
    "oth-mult": gettext_lazy("other, in several stages"),
}

CELL_LABELS: dict[str, Any] = {
    "choice": gettext_lazy("Level"),
    "reason": gettext_lazy("Reason"),
    "goal": gettext_lazy("Goal in one sentence"),
    "opportunity": gettext_lazy("Opportunity"),
    "risk": gettext_lazy("Risk"),
    "kinds": gettext_lazy("How it lands in the tender"),
    "target": gettext_lazy("Measurable target"),
    "responsible": gettext_lazy("Who is responsible"),
}

NEEDS: dict[str, Any] = {
    "choice": gettext_lazy("Choose a level, or say that the theme is not relevant."),
    "level": gettext_lazy("The theme is relevant: choose a level."),
    "none": gettext_lazy("Explain why this theme is deliberately given no ambition."),
    "left_out": gettext_lazy("Explain why this theme is left out, while a level is proposed."),
    "below": gettext_lazy("Explain why the level is below the proposed level."),
}
"""What a theme still needs before the approach can be submitted, by the code of ``reads.need_of``."""

PROPOSAL_REASONS: dict[str, Any] = {
    "plan_focus": gettext_lazy("the category plan or the action plan names this theme as focus"),
    "promising": gettext_lazy("a promising category, with at least four times the threshold"),
    "relevant_group": gettext_lazy("a relevant product group"),
    "value": gettext_lazy("the value is at or above the threshold"),
    "signal": gettext_lazy("there is a signal for a product and a country in the chain"),
    "criteria": gettext_lazy("the product group has criteria for this theme"),
}


PLAN_REASONS: dict[str, Any] = {
    CATEGORY: gettext_lazy("the category plan %(plan)s names this theme as focus at level 3"),
    ACTION: gettext_lazy("the action plan %(plan)s names this theme as focus at level 3"),
}


def proposal_sentence(proposed: Proposed, plan: PlanBehind | None = None, promising: str = "") -> str:
    """Why this level is proposed, or that there is no proposal; with the name of the plan or category behind it."""
    if proposed.level is None:
        return _("No proposal: nothing is known yet that asks for a level.")
    reason = PROPOSAL_REASONS[proposed.reason]
    if plan is not None:
        reason = PLAN_REASONS[plan.kind] % {"plan": plan.name}
    elif proposed.reason == "promising" and promising:
        reason = _("%(category)s is a promising category, and the value is at least four times the threshold") % {
            "category": promising
        }
    return _("Proposed: level %(level)s (%(reason)s).") % {"level": proposed.level, "reason": reason}


def level_text(level: int | None) -> str:
    return "" if level is None else f"{level} {Ambition.Level(level).label}"


def cell_text(cell: str, values: Mapping[str, Any]) -> str:
    """A cell in words, from its fields as the audit trail keeps them; a field that is not there is not said."""
    if cell == "choice":
        return _choice_text(values)
    if cell == "kinds":
        return ", ".join(str(CRITERION_KINDS.get(kind, kind)) for kind in values.get("criterion_kinds") or [])
    if cell == "target":
        amount = " ".join(str(values[name]) for name in ("target_value", "target_unit") if values.get(name))
        measured = ": ".join(part for part in (values.get("indicator") or "", amount) if part)
        return " · ".join(part for part in (values.get("target") or "", measured) if part)
    return str(values.get(cell) or "")


def _choice_text(values: Mapping[str, Any]) -> str:
    if values.get("is_relevant") is False:
        return _("not relevant")
    if values.get("level") is not None:
        return level_text(values["level"])
    return _("relevant, level still open") if values.get("is_relevant") else ""
