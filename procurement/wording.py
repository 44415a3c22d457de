"""Sentences and labels about tenders that pages, exports and messages share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from procurement.obligation import MANDATORY, NOT_MANDATORY, UNKNOWN, VOLUNTARY
from procurement.proposal import Proposed

OBLIGATIONS: dict[str, Any] = {
    MANDATORY: pgettext_lazy("ISV", "mandatory"),
    NOT_MANDATORY: pgettext_lazy("ISV", "not mandatory"),
    VOLUNTARY: pgettext_lazy("ISV", "voluntary"),
    UNKNOWN: gettext_lazy("unknown"),
}

NOTICE_FORMS: dict[str, Any] = {
    "planning": gettext_lazy("planning notice"),
    "consultation": gettext_lazy("market consultation"),
    "competition": gettext_lazy("contract notice"),
    "dir-awa-pre": gettext_lazy("notice of a direct award"),
    "result": gettext_lazy("contract award notice"),
    "cont-modif": gettext_lazy("notice of a contract modification"),
    "completion": gettext_lazy("notice of completion"),
    "change": gettext_lazy("corrigendum"),
    "discontinued": gettext_lazy("notice of a procedure that ended without an award"),
}

PROPOSAL_REASONS: dict[str, Any] = {
    "plan_focus": gettext_lazy("the category plan or the action plan names this theme as focus"),
    "promising": gettext_lazy("a promising category, with at least four times the threshold"),
    "relevant_group": gettext_lazy("a relevant product group"),
    "value": gettext_lazy("the value is at or above the threshold"),
    "signal": gettext_lazy("there is a signal for a product and a country in the chain"),
    "criteria": gettext_lazy("the product group has criteria for this theme"),
}


def proposal_sentence(proposed: Proposed) -> str:
    """Why this level is proposed, or that there is no proposal."""
    if proposed.level is None:
        return _("No proposal: nothing is known yet that asks for a level.")
    return _("Proposed: level %(level)s (%(reason)s).") % {
        "level": proposed.level,
        "reason": PROPOSAL_REASONS[proposed.reason],
    }
