"""Whose judgement an approach needs, and by when."""

from decimal import Decimal

import pytest

from procurement.approval import Rule, is_complete, roles_asked, roles_open, rule_for

LADDER = [
    Rule(Decimal(0), "budget_holder", 5),
    Rule(Decimal(221_000), "either", 10),
    Rule(Decimal(1_000_000), "both", 15),
]


@pytest.mark.parametrize(
    ("value", "asks", "days"),
    [
        (0, "budget_holder", 5), ("220999.99", "budget_holder", 5), (221_000, "either", 10), (999_999, "either", 10),
        (1_000_000, "both", 15), (None, "both", 15),
    ],
)  # fmt: skip
def test_the_highest_rule_that_a_value_reaches_holds_and_the_strictest_for_none(
    value: int | str | None, asks: str, days: int
) -> None:
    found = rule_for(LADDER, None if value is None else Decimal(value))
    assert (found.asks, found.working_days) == (asks, days)


@pytest.mark.parametrize(
    ("asked", "strictest"),
    [
        ([], "both"), (["either"], "either"), (["either", "tenderboard"], "tenderboard"),
        (["tenderboard", "budget_holder"], "both"), (["budget_holder", "both"], "both"),
    ],
)  # fmt: skip
def test_the_strictest_of_rules(asked: list[str], strictest: str) -> None:
    rules = [Rule(Decimal(number), asks, 10) for number, asks in enumerate(asked)]
    assert rule_for(rules, None).asks == strictest


def test_below_the_lowest_rule_both_judge() -> None:
    found = rule_for([Rule(Decimal(1000), "either", 3)], Decimal(999))
    assert (found.asks, found.working_days) == ("both", 10)


@pytest.mark.parametrize(
    ("approval", "approved_by", "complete", "still_open"),
    [
        ("tenderboard", [], False, ("tenderboard",)),
        ("tenderboard", ["tenderboard"], True, ()),
        ("budget_holder", [], False, ("budget_holder",)),
        ("budget_holder", ["tenderboard"], False, ("budget_holder",)),
        ("either", [], False, ("tenderboard", "budget_holder")),
        ("either", ["budget_holder"], True, ()),
        ("both", [], False, ("tenderboard", "budget_holder")),
        ("both", ["tenderboard"], False, ("budget_holder",)),
        ("both", ["tenderboard", "budget_holder"], True, ()),
    ],
)
def test_the_rule_of_the_organisation_says_who_judges(
    approval: str, approved_by: list[str], complete: bool, still_open: tuple[str, ...]
) -> None:
    assert is_complete(approval, approved_by) is complete
    assert roles_open(approval, approved_by) == still_open


def test_a_single_role_is_asked_alone() -> None:
    assert roles_asked("tenderboard") == ("tenderboard",)
