"""The proposed ambition level, with the examples (a) to (f) of domain.md §4."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procurement.proposal import Situation, needs_explanation, proposed_level, reaches

THRESHOLD = Decimal(140_000)

WORKWEAR = Situation(value=Decimal(2_000_000), threshold=THRESHOLD, is_relevant=True)
WORKWEAR_PLANNED = Situation(
    value=Decimal(2_000_000), threshold=THRESHOLD, is_relevant=True, focus_themes=frozenset({"circular"})
)
CLEANING = Situation(value=Decimal(50_000), threshold=THRESHOLD, is_relevant=False)
PROMISING = Situation(value=4 * THRESHOLD, threshold=THRESHOLD, is_promising=True)
ALMOST_PROMISING = Situation(value=Decimal("3.99") * THRESHOLD, threshold=THRESHOLD, is_promising=True)
EMPTY_VALUE = Situation(threshold=THRESHOLD, is_relevant=True)
ENERGY = Situation(is_relevant=False, criteria_themes=frozenset({"climate"}))


@pytest.mark.parametrize(
    ("situation", "theme", "level", "reason"),
    [
        pytest.param(WORKWEAR, "supply_chain", 2, "relevant_group", id="a"),
        pytest.param(WORKWEAR_PLANNED, "circular", 3, "plan_focus", id="b"),
        pytest.param(WORKWEAR_PLANNED, "supply_chain", 2, "relevant_group", id="b: another theme"),
        pytest.param(CLEANING, "supply_chain", None, "", id="c"),
        pytest.param(PROMISING, "climate", 3, "promising", id="d: 4.0"),
        pytest.param(ALMOST_PROMISING, "climate", 2, "value", id="d: 3.99"),
        pytest.param(EMPTY_VALUE, "environment", 2, "relevant_group", id="e"),
        pytest.param(ENERGY, "climate", 1, "criteria", id="f"),
        pytest.param(ENERGY, "circular", None, "", id="f: another theme"),
    ],
)
def test_the_examples(situation: Situation, theme: str, level: int | None, reason: str) -> None:
    proposed = proposed_level(theme, situation)
    assert (proposed.level, proposed.reason) == (level, reason)


@pytest.mark.parametrize(("theme", "level"), [("supply_chain", 2), ("climate", None)])
def test_a_signal_counts_for_the_supply_chain_only(theme: str, level: int | None) -> None:
    assert proposed_level(theme, Situation(has_signal=True)).level == level


@pytest.mark.parametrize(("value", "level"), [("140000", 2), ("139999.99", None)])
def test_at_the_threshold_counts(value: str, level: int | None) -> None:
    assert proposed_level("diversity", Situation(value=Decimal(value), threshold=THRESHOLD)).level == level


def test_an_unknown_value_or_threshold_proposes_nothing_by_itself() -> None:
    assert proposed_level("climate", Situation(value=None, threshold=THRESHOLD, is_promising=True)).level is None
    assert proposed_level("climate", Situation(value=THRESHOLD, threshold=None, is_promising=True)).level is None


@pytest.mark.parametrize(
    ("chosen", "proposed", "is_optional", "needed"),
    [
        (2, 2, False, False),
        (3, 2, False, False),
        (1, 2, False, True),
        (None, 2, False, True),
        (None, None, False, False),
        (1, None, False, False),
        (0, None, False, True),
        (0, 1, False, True),
        (None, 2, True, False),
        (0, None, True, True),
        (1, 2, True, True),
    ],
)
def test_when_an_explanation_is_asked(
    chosen: int | None, proposed: int | None, is_optional: bool, needed: bool
) -> None:
    assert needs_explanation(chosen=chosen, proposed=proposed, is_optional=is_optional) is needed


@pytest.mark.parametrize(
    ("levels", "level", "reached"),
    [([1, 2], 2, True), ([1, 1], 2, False), ([], 1, False), ([3], 1, True), ([], 0, True)],
)
def test_criteria_reach_the_highest_level_among_them(levels: list[int], level: int, reached: bool) -> None:
    assert reaches(levels, level) is reached
