"""Follow-up in proportion, in sentences: what was found about value and risk, and what is proposed (domain.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.proportion import ELEVATED, HIGH, LARGE, LOW, MEDIUM, SMALL, Proposal, Signals

SIGNALS: Mapping[str, Signals | None] = MappingProxyType(
    {
        "": None,
        "none": Signals(),
        "some": Signals(has_any=True),
        "severe": Signals(has_any=True, has_forced_or_child_labour=True),
    }
)
"""What somebody entered about the chain → what the rule asks for. Empty: nobody has looked."""

VALUE_SENTENCES: Mapping[str | None, Promise] = MappingProxyType(
    {
        SMALL: gettext_lazy("The value is below the threshold (small)."),
        MEDIUM: gettext_lazy("The value is at the threshold or up to five times it (medium)."),
        LARGE: gettext_lazy("The value is more than five times the threshold (large)."),
        None: gettext_lazy("The value cannot be compared with a threshold, because something is not known."),
    }
)
RISK_SENTENCES: Mapping[str | None, Promise] = MappingProxyType(
    {
        LOW: gettext_lazy("No risk category and no signals (low risk)."),
        ELEVATED: gettext_lazy("A risk category or a signal (elevated risk)."),
        HIGH: gettext_lazy("A signal that makes the risk high by itself."),
        None: gettext_lazy("The risk is not known: the category is empty, or nobody has looked for signals yet."),
    }
)


def reasons(proposal: Proposal) -> list[str]:
    """What the proposal rests on, a sentence about the value and one about the risk."""
    return [str(VALUE_SENTENCES[proposal.value_class]), str(RISK_SENTENCES[proposal.risk_class])]


def headline(proposal: Proposal, labels: Mapping[str, str]) -> str:
    """The proposal in one sentence; ``labels`` names the kinds of follow-up."""
    if proposal.follow_up is None:
        return _("No proposal: choose the follow-up yourself.")
    return _("Proposed follow-up: %(follow_up)s.") % {"follow_up": labels[proposal.follow_up]}
