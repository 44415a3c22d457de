"""The proposed ambition level per theme, and when a choice asks an explanation (domain.md §4, ours)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NONE, BASIS, SIGNIFICANT, AMBITIOUS = 0, 1, 2, 3

SUPPLY_CHAIN = "supply_chain"

PLAN_FOCUS = "plan_focus"

PROMISING_FROM = 4
"""A promising category asks for the highest level from this many times the threshold."""


@dataclass(frozen=True)
class Situation:
    """What is known of the tender. ``value`` and ``threshold`` in euro; empty is unknown and proposes nothing.

    ``focus_themes``: themes that the category plan or the action plan names as focus for this category at level 3;
    ``is_promising``: the organisation calls the category promising; ``is_relevant``: relevant product group;
    ``has_signal``: any signal for a product and a country; ``criteria_themes``: themes for which the product group has
    criteria.
    """

    value: Decimal | None = None
    threshold: Decimal | None = None
    focus_themes: frozenset[str] = frozenset()
    is_promising: bool = False
    is_relevant: bool | None = None
    has_signal: bool = False
    criteria_themes: frozenset[str] = frozenset()

    def value_reaches(self, times: int) -> bool:
        return self.value is not None and self.threshold is not None and self.value >= times * self.threshold


@dataclass(frozen=True)
class Proposed:
    """A level, or none. ``reason`` names the line: plan_focus, promising, relevant_group, value, signal, criteria."""

    level: int | None
    reason: str = ""


def proposed_level(theme: str, situation: Situation) -> Proposed:
    """The first line that fits."""
    lines = (
        (theme in situation.focus_themes, AMBITIOUS, PLAN_FOCUS),
        (situation.is_promising and situation.value_reaches(PROMISING_FROM), AMBITIOUS, "promising"),
        (bool(situation.is_relevant), SIGNIFICANT, "relevant_group"),
        (situation.value_reaches(1), SIGNIFICANT, "value"),
        (theme == SUPPLY_CHAIN and situation.has_signal, SIGNIFICANT, "signal"),
        (theme in situation.criteria_themes, BASIS, "criteria"),
    )
    return next((Proposed(level, reason) for fits, level, reason in lines if fits), Proposed(None))


def needs_explanation(*, chosen: int | None, proposed: int | None, is_optional: bool = False) -> bool:
    """Whether the choice asks a reason: level 0, a level below the proposal, a theme left out that has a proposal.

    An optional theme may be left out without a reason.
    """
    if chosen is None:
        return proposed is not None and not is_optional
    return chosen == NONE or (proposed is not None and chosen < proposed)


def reaches(criteria_levels: Iterable[int], level: int) -> bool:
    """Whether the chosen criteria of a theme reach this level: the highest among them is at least it."""
    return max(criteria_levels, default=NONE) >= level
