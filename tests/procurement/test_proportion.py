"""Follow-up in proportion to value and risk."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.proportion import FOLLOW_UPS, TABLE, Signals, propose, risk_class, value_class

THRESHOLD = Decimal(140_000)
NO_SIGNALS = Signals()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "small"),
        ("139999.99", "small"),
        ("140000", "medium"),
        ("700000", "medium"),
        ("700000.01", "large"),
    ],
)
def test_the_class_of_value_by_the_threshold(value: str, expected: str) -> None:
    assert value_class(Decimal(value), THRESHOLD) == expected


def test_an_unknown_value_or_threshold_has_no_class() -> None:
    assert value_class(None, THRESHOLD) is None
    assert value_class(THRESHOLD, None) is None


@pytest.mark.parametrize(
    ("category", "signals", "expected"),
    [
        (False, NO_SIGNALS, "low"),
        (True, NO_SIGNALS, "elevated"),
        (False, Signals(has_any=True), "elevated"),
        (None, Signals(has_any=True), "elevated"),
        (False, Signals(has_forced_or_child_labour=True), "high"),
        (None, Signals(has_high_rating=True), "high"),
        (True, Signals(has_any=True, has_high_rating=True), "high"),
        (None, NO_SIGNALS, None),
        (False, None, None),
        (True, None, None),
    ],
)
def test_the_class_of_risk(category: bool | None, signals: Signals | None, expected: str | None) -> None:
    assert risk_class(in_risk_category=category, signals=signals) == expected


@pytest.mark.parametrize(
    ("value", "low", "elevated", "high"),
    [
        ("100000", "light", "light", "normal"),
        ("140000", "light", "normal", "intensive"),
        ("900000", "normal", "intensive", "intensive"),
    ],
)
def test_the_table(value: str, low: str, elevated: str, high: str) -> None:
    risks = [(False, NO_SIGNALS), (True, NO_SIGNALS), (True, Signals(has_high_rating=True))]
    found = [
        propose(value=Decimal(value), threshold=THRESHOLD, in_risk_category=category, signals=signals).follow_up
        for category, signals in risks
    ]
    assert found == [low, elevated, high]


@pytest.mark.parametrize(
    ("value", "signals", "reason"),
    [
        (None, NO_SIGNALS, "unknown_value"),
        (THRESHOLD, None, "unknown_risk"),
        (None, None, "unknown_value_and_risk"),
    ],
)
def test_no_proposal_where_something_is_unknown(value: Decimal | None, signals: Signals | None, reason: str) -> None:
    proposal = propose(value=value, threshold=THRESHOLD, in_risk_category=True, signals=signals)
    assert proposal.follow_up is None
    assert proposal.reason == reason


def test_an_organisation_brings_its_own_table() -> None:
    own = dict.fromkeys(TABLE, "intensive")
    proposal = propose(value=Decimal(1), threshold=THRESHOLD, in_risk_category=False, signals=NO_SIGNALS, table=own)
    assert proposal.follow_up == "intensive"
    assert proposal.reason == "small_low"


@given(st.decimals(0, 10**7, places=2), st.decimals(0, 10**7, places=2), st.booleans())
def test_more_value_never_asks_less(value: Decimal, more: Decimal, in_risk_category: bool) -> None:
    def follow_up(amount: Decimal) -> int:
        found = propose(value=amount, threshold=THRESHOLD, in_risk_category=in_risk_category, signals=NO_SIGNALS)
        return FOLLOW_UPS.index(found.follow_up or "")

    assert follow_up(value) <= follow_up(value + more)
