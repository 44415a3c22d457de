"""Terms and what follows from them: yearly cycles by themselves, and deadlines that follow a change."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from suppliers import deadlines
from suppliers.actions import contracts, extensions, schedules
from suppliers.models import Contract, ContractTerm, Deliverable, DueDateChange
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, contact_of, hand_in, noon

TODAY = date(2027, 1, 15)
NOW = noon(TODAY)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return ContractFactory(organisation=cast.organisation, isv=True)


def due(contract: Contract) -> list[tuple[str, date]]:
    return [(each.kind, each.due_on) for each in contract.deliverables.order_by("due_on", "kind")]


def test_an_open_ended_contract_grows_a_year_at_a_time(cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation, isv=True, end_on=None)
    before = due(contract)
    later = noon(date(2028, 6, 1))

    made = schedules.extend_all(by=system_user(), at=later)

    assert made == len(due(contract)) - len(before) > 0
    assert due(contract)[: len(before)] == before
    assert schedules.extend_all(by=system_user(), at=later) == 0


@pytest.mark.parametrize("number", [1, 4])
def test_a_sweep_with_nothing_to_add_costs_the_same_for_any_number_of_contracts(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(number):
        contract = ContractFactory(organisation=cast.organisation, isv=True, end_on=None)
        schedules.record_request(
            contract=contract, received_on=date(2027, 1, 14), subject="Brand", by=cast.contract_manager, at=NOW
        )
    schedules.extend_all(by=cast.system, at=NOW)

    with django_assert_num_queries(4):
        assert schedules.extend_all(by=cast.system, at=NOW) == 0


def test_a_sweep_finds_the_one_contract_that_lacks_something(cast: Cast) -> None:
    lacking, *_others = (ContractFactory(organisation=cast.organisation, isv=True, end_on=None) for _turn in range(3))
    before = due(lacking)
    lacking.deliverables.filter(kind="annual_report").latest("due_on").delete()

    assert schedules.extend_all(by=cast.system, at=NOW) == 1

    assert due(lacking) == before


def test_a_sweep_makes_nothing_that_was_due_before_it(cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation, isv=True, end_on=None)
    contract.deliverables.all().delete()

    schedules.extend(
        contract=contract, until=deadlines.horizon(date(2028, 6, 1)), by=system_user(), at=noon(date(2028, 6, 1))
    )

    assert min(day for _kind, day in due(contract)) >= date(2028, 6, 1)


def test_a_contract_that_ended_while_the_sweep_went_on_grows_no_further(cast: Cast) -> None:
    as_the_sweep_read_it = ContractFactory(organisation=cast.organisation, isv=True, end_on=None)
    before, end = due(as_the_sweep_read_it), max(day for _kind, day in due(as_the_sweep_read_it))
    ended_on = end.replace(month=1, day=1)
    contracts.edit(contract=as_the_sweep_read_it, follow=False, by=cast.contract_manager, at=NOW, end_on=ended_on)

    schedules.extend(
        contract=as_the_sweep_read_it, until=deadlines.horizon(date(2031, 6, 1)), by=cast.system, at=noon(end)
    )

    made = due(as_the_sweep_read_it)[len(before) :]
    assert made == [("annual_report", date(end.year + 1, 4, 1))]  # about its last year


def test_a_contract_with_an_end_has_all_of_it_from_the_start(contract: Contract) -> None:
    before = due(contract)

    schedules.extend_all(by=system_user(), at=noon(date(2028, 1, 1)))

    assert due(contract) == before


def test_deadlines_follow_a_new_start(cast: Cast, contract: Contract) -> None:
    plan = contracts.edit(
        contract=contract, follow=True, reason="Later begonnen.", by=cast.contract_manager, at=NOW,
        start_on=date(2027, 2, 1),
    )  # fmt: skip

    assert len(plan.moved) == 3
    assert ("risk_analysis", date(2027, 5, 1)) in due(contract)
    change = DueDateChange.objects.filter(deliverable__kind="improvement_plan").get()
    assert (change.from_date, change.to_date, change.reason) == (date(2027, 7, 1), date(2027, 8, 1), "Later begonnen.")


def test_deadlines_stay_where_one_wants_that(cast: Cast, contract: Contract) -> None:
    before = due(contract)

    contracts.edit(contract=contract, follow=False, by=cast.contract_manager, at=NOW, start_on=date(2027, 2, 1))

    assert due(contract) == before


def test_a_shorter_contract_loses_what_is_no_longer_owed(cast: Cast, contract: Contract) -> None:
    plan = contracts.edit(contract=contract, follow=True, by=cast.contract_manager, at=NOW, end_on=date(2027, 12, 31))

    assert {(each.kind, each.about_year) for each in plan.removed} == {("risk_analysis", None), ("annual_report", 2028)}
    assert contract.deliverables.count() == 3
    assert AuditEvent.objects.filter(action="deliverable.removed").count() == 2


def test_what_was_handed_in_or_extended_stays(cast: Cast, contract: Contract) -> None:
    first, plan_due = contract.deliverables.get(kind="risk_analysis", occurrence=1), date(2027, 7, 1)
    hand_in(first, on=date(2027, 1, 10))
    plan = contract.deliverables.get(kind="improvement_plan")
    extensions.request(
        deliverable=plan, wanted_on=date(2027, 8, 15), reason="meer tijd", by=contact_of(contract), at=NOW
    )

    contracts.edit(contract=contract, follow=True, by=cast.contract_manager, at=NOW, start_on=date(2027, 3, 1))

    first.refresh_from_db()
    plan.refresh_from_db()
    assert (first.due_on, plan.due_on) == (date(2027, 4, 1), plan_due)


def test_new_terms_replace_the_old(cast: Cast, contract: Contract) -> None:
    term = ContractTerm(kind="improvement_plan", anchor="contract_start", offset_months=9, clause="art. 12")

    schedules.replace_terms(
        contract=contract,
        terms=[term],
        follow=True,
        reason="Bepaling in het contract.",
        by=cast.category_manager,
        at=NOW,
    )

    assert due(contract) == [("improvement_plan", date(2027, 10, 1))]
    assert contract.terms.get().clause == "art. 12"


def test_a_request_gives_what_counts_from_it(cast: Cast, contract: Contract) -> None:
    term = ContractTerm(kind="risk_analysis", anchor="request", offset_days=30)
    schedules.replace_terms(
        contract=contract, terms=[*contract.terms.all(), term], follow=False, reason="Bijlage 4.",
        by=cast.contract_manager, at=NOW,
    )  # fmt: skip

    _request, made = schedules.record_request(
        contract=contract, received_on=date(2027, 1, 14), subject="Brand bij een toeleverancier",
        by=cast.contract_manager, at=NOW,
    )  # fmt: skip

    assert [(each.about_year, each.due_on) for each in made] == [(2027, date(2027, 2, 13))]
    assert made[0].term == term


def test_a_pause_that_a_colleague_changed_meanwhile_is_told_as_it_was(cast: Cast, contract: Contract) -> None:
    by, as_read_before = cast.contract_manager, Contract.objects.get(pk=contract.pk)
    contracts.pause_reminders(about=contract, until=date(2027, 2, 1), reason="Overleg.", by=by, at=NOW)

    contracts.pause_reminders(about=as_read_before, until=date(2027, 3, 1), reason="Brand.", by=by, at=NOW)

    event = AuditEvent.objects.filter(action="contract.reminders_paused").latest("pk")
    assert event.before == {"reminders_paused_until": "2027-02-01"}
    assert as_read_before.reminders_paused_until == date(2027, 3, 1)


def test_reminders_that_a_colleague_resumed_meanwhile_are_not_resumed_again(cast: Cast, contract: Contract) -> None:
    deliverable = contract.deliverables.earliest("due_on")
    contracts.pause_reminders(
        about=deliverable, until=date(2027, 2, 1), reason="Overleg.", by=cast.contract_manager, at=NOW
    )
    as_read_before = Deliverable.objects.get(pk=deliverable.pk)

    for about in (deliverable, as_read_before):
        contracts.resume_reminders(about=about, by=cast.contract_manager, at=NOW)

    assert AuditEvent.objects.filter(action="deliverable.reminders_resumed").count() == 1
    assert as_read_before.reminders_paused_until is None


@pytest.mark.parametrize("role", ["buyer", "mvi_adviser", "auditor", "administrator"])
def test_others_change_nothing(cast: Cast, contract: Contract, role: str) -> None:
    with pytest.raises(PermissionDenied):
        contracts.edit(contract=contract, follow=True, by=cast.people[role], at=AT, title="Anders")


def test_a_change_that_changes_nothing_leaves_no_trace(cast: Cast, contract: Contract) -> None:
    before = AuditEvent.objects.count()

    contracts.edit(contract=contract, follow=True, by=cast.contract_manager, at=NOW, title=contract.title)

    assert AuditEvent.objects.count() == before


def test_a_contract_that_cannot_be_extended_holds_up_no_other(cast: Cast) -> None:
    broken, sound = (ContractFactory(organisation=cast.organisation, isv=True, end_on=None) for _number in range(2))
    broken.terms.update(anchor="contract_end", recurrence="yearly")
    before = sound.deliverables.count()

    with pytest.raises(schedules.NotExtended):
        schedules.extend_all(by=cast.system, at=noon(date(2028, 6, 1)))

    assert sound.deliverables.count() > before
