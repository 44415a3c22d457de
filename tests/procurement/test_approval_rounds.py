"""Rounds: what was submitted, by when it is decided, and what changed between two of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from procurement.actions import ambitions, approvals, isv
from procurement.ambition_cells import Values
from procurement.approach_snapshot import RowChange
from procurement.approval_reads import changes_by_round, changes_since, current_round, theme_names
from procurement.models import ApproachRound, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory, ask

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def returned(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="returned")


def running(tender: Tender) -> ApproachRound:
    found = current_round(tender)
    assert found is not None
    return found


def change(tender: Tender, cast: Cast, code: str, **values: object) -> None:
    row = tender.ambitions.get(theme__code=code)
    cells: Values = dict(values)
    answer = ambitions.Answer(Theme.objects.get(code=code), cells, version=row.version)
    ambitions.save(tender=tender, answers=[answer], by=cast.buyer, at=AT)


def flat(changes: list[RowChange]) -> list[tuple[str, str, str, str]]:
    return [(row.code, cell.cell, cell.before, cell.after) for row in changes for cell in row.cells]


def test_the_rule_for_the_value_says_who_is_asked_and_by_when(cast: Cast) -> None:
    ask(cast.organisation, "budget_holder", 0, 3)
    ask(cast.organisation, "both", 1_000_000, 10)
    small = TenderFactory(organisation=cast.organisation, state="submitted", estimated_value=Decimal(999_999))
    large = TenderFactory(organisation=cast.organisation, state="submitted", estimated_value=Decimal(1_000_000))
    unknown = TenderFactory(organisation=cast.organisation, state="submitted", estimated_value=None)
    foreign = TenderFactory(organisation=cast.organisation, state="submitted", currency="SEK")
    assert [(running(each).asks, running(each).due_on) for each in (small, large, unknown, foreign)] == [
        ("budget_holder", date(2026, 11, 5)), ("both", date(2026, 11, 16)), ("both", date(2026, 11, 16)),
        ("both", date(2026, 11, 16)),
    ]  # fmt: skip


def test_holidays_and_weekends_are_no_days_to_decide_in(cast: Cast) -> None:
    ask(cast.organisation, "either", working_days=2)
    friday = AT.replace(month=12, day=24)
    tender = TenderFactory(organisation=cast.organisation, state="submitted", at=friday)
    assert running(tender).due_on == date(2026, 12, 29)


def test_a_rule_that_changes_does_not_move_a_round_that_runs(cast: Cast) -> None:
    rule = ask(cast.organisation, "tenderboard")
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    rule.asks = "both"
    rule.save()
    approvals.decide(tender=tender, role="tenderboard", verdict="approved", reason="", by=cast.tenderboard, at=AT)
    assert tender.approach_state == "approved"


def test_the_team_sees_what_it_changed_since_it_submitted(cast: Cast, returned: Tender) -> None:
    change(returned, cast, "climate", level=3, reason="Nu ambitieus.")
    isv.apply(tender=returned, forms=["contract_condition", "award_criterion"], explanation="", by=cast.buyer, at=AT)
    found = changes_since(running(returned), returned, theme_names())
    assert [one[:2] for one in flat(found)] == [("climate", "choice"), ("climate", "reason"), ("isv", "forms")]
    assert found[0].cells[1].pieces


def test_the_difference_between_rounds_stays_when_the_approach_goes_on(cast: Cast, returned: Tender) -> None:
    change(returned, cast, "climate", level=3)
    approvals.submit(tender=returned, by=cast.buyer, at=AT)
    approvals.decide(
        tender=returned, role="tenderboard", verdict="returned", reason="Nog niet.", by=cast.tenderboard, at=AT
    )
    change(returned, cast, "climate", level=1, reason="Toch niet.")
    rounds = list(returned.approach_rounds.order_by("number"))
    found = changes_by_round(rounds, theme_names())
    assert [one[:2] for one in flat(found[2])] == [("climate", "choice")]


def test_a_submission_of_before_rounds_were_kept_has_no_difference(cast: Cast, returned: Tender) -> None:
    returned.approach_rounds.update(snapshot={})
    change(returned, cast, "climate", level=3)
    assert changes_since(running(returned), returned, theme_names()) == []
