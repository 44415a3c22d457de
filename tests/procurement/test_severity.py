"""What goes first: for people severity, elsewhere both."""

from __future__ import annotations

import pytest

from procurement.severity import Assessed, priority


@pytest.mark.parametrize(
    ("group", "severity", "likelihood", "asks"),
    [
        ("labour", 5, 1, "high"), ("environment", 5, 1, "low"), ("labour", 2, 5, "medium"), ("labour", 3, 1, "medium"),
        ("environment", 3, 5, "high"), ("fair_business", 3, 2, "medium"), ("human_rights", 1, 1, "low"),
    ],
)  # fmt: skip
def test_severity_outweighs_likelihood_for_people(group: str, severity: int, likelihood: int, asks: str) -> None:
    assert priority(group, severity, likelihood) == asks


def test_harm_is_as_severe_as_its_gravest_side() -> None:
    assert Assessed(scale=2, scope=1, irremediability=5, likelihood=1).severity == 5
