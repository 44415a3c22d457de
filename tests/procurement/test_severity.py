"""What goes first: for people severity, elsewhere both."""

from __future__ import annotations

import pytest

from procurement.risk_bounds import OURS, Bounds
from procurement.severity import Assessed, priority


@pytest.mark.parametrize(
    ("group", "severity", "likelihood", "asks"),
    [
        ("labour", 5, 1, "high"), ("environment", 5, 1, "low"), ("labour", 2, 5, "medium"), ("labour", 3, 1, "medium"),
        ("environment", 3, 5, "high"), ("fair_business", 3, 2, "medium"), ("human_rights", 1, 1, "low"),
    ],
)  # fmt: skip
def test_severity_outweighs_likelihood_for_people(group: str, severity: int, likelihood: int, asks: str) -> None:
    assert priority(group, severity, likelihood, OURS) == asks


def test_an_organisation_sets_its_own_bounds() -> None:
    own = Bounds(medium_priority=4, high_priority=20, people_medium=4, people_high=5)
    asked = [("labour", 4, 1), ("labour", 3, 1), ("labour", 5, 1), ("environment", 4, 4), ("environment", 2, 2)]
    assert [priority(*each, own) for each in asked] == ["medium", "low", "high", "medium", "medium"]


def test_harm_is_as_severe_as_its_gravest_side() -> None:
    assert Assessed(scale=2, scope=1, irremediability=5, likelihood=1).severity == 5
