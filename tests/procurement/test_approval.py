"""Whose judgement an approach needs."""

import pytest

from procurement.approval import is_complete, roles_asked, roles_open


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
