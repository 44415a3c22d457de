"""The yearly dialogue that intensive follow-up asks: when a contract waits for one, and which meetings count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Organisation
from dialogues.reads import a_year_after, a_year_before, awaiting_dialogue, dialogue_due_on
from suppliers.models import Contract
from tests.accounts.factories import OrganisationFactory
from tests.dialogues.factories import MeetingFactory
from tests.suppliers.factories import ContractFactory, SupplierFactory

START = date(2025, 3, 1)
TODAY = date(2027, 4, 14)


@pytest.fixture
def organisation(db: None) -> Organisation:
    made: Organisation = OrganisationFactory()
    return made


@pytest.fixture
def contract(organisation: Organisation) -> Contract:
    return intensive(organisation)


def intensive(organisation: Organisation, **kwargs: Any) -> Contract:
    given = {"start_on": START, "end_on": date(2029, 2, 28), "follow_up": "intensive", "follow_up_reason": "Signalen."}
    made: Contract = ContractFactory(organisation=organisation, awarded_on=None, **(given | kwargs))
    return made


def talk(contract: Contract, day: date, **kwargs: Any) -> None:
    given = {"organisation": contract.organisation, "suppliers": (contract.supplier,), "contracts": (contract,)}
    MeetingFactory(date=day, **(given | kwargs))


@pytest.mark.parametrize(
    ("today", "due_on"),
    [(date(2026, 2, 28), None), (date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 3, 2), date(2026, 3, 1))],
)
def test_the_first_dialogue_is_due_a_year_after_the_start(contract: Contract, today: date, due_on: date | None) -> None:
    assert dialogue_due_on(contract, today) == due_on


@pytest.mark.parametrize("state", ["planned", "invited", "held", "confirmed"])
@pytest.mark.parametrize(("day", "due_on"), [(date(2026, 4, 14), TODAY), (date(2026, 4, 15), None)])
def test_the_next_is_due_a_year_after_the_last(contract: Contract, day: date, due_on: date | None, state: str) -> None:
    talk(contract, date(2025, 9, 1))
    talk(contract, day, state=state)

    assert dialogue_due_on(contract, TODAY) == due_on


def test_a_dialogue_planned_for_later_is_enough(contract: Contract) -> None:
    talk(contract, date(2027, 6, 1))

    assert dialogue_due_on(contract, TODAY) is None


def test_a_cancelled_meeting_does_not_count(contract: Contract) -> None:
    talk(contract, date(2026, 6, 1))
    talk(contract, date(2027, 6, 1), cancelled=True)

    assert dialogue_due_on(contract, date(2027, 6, 1)) == date(2027, 6, 1)


def test_a_meeting_about_another_contract_does_not_count(organisation: Organisation, contract: Contract) -> None:
    other = intensive(organisation, supplier=contract.supplier)
    talk(other, date(2027, 4, 1))

    assert list(awaiting_dialogue(Contract.objects.all(), TODAY)) == [contract]


def test_a_meeting_from_which_the_supplier_was_taken_does_not_count(contract: Contract) -> None:
    talk(contract, date(2027, 4, 1))
    contract.meetings.get().suppliers.set([SupplierFactory()])

    assert dialogue_due_on(contract, TODAY) == date(2026, 3, 1)


def test_a_meeting_of_another_organisation_with_the_same_supplier_does_not_count(
    organisation: Organisation, contract: Contract
) -> None:
    other = OrganisationFactory()
    theirs = intensive(other, supplier=SupplierFactory(organisation=other, kvk=contract.supplier.kvk))
    assert theirs.supplier == contract.supplier
    talk(theirs, date(2027, 4, 1))

    assert dialogue_due_on(contract, TODAY) == date(2026, 3, 1)
    assert list(awaiting_dialogue(Contract.objects.of(other), TODAY)) == []


def test_a_meeting_before_the_start_does_not_bring_the_first_year_forward(contract: Contract) -> None:
    talk(contract, date(2025, 1, 15))

    assert dialogue_due_on(contract, date(2026, 2, 28)) is None


@pytest.mark.parametrize("kwargs", [{"follow_up": "normal"}, {"follow_up": "light"}, {"end_on": date(2027, 4, 13)}])
def test_other_follow_up_and_ended_contracts_ask_none(organisation: Organisation, kwargs: dict[str, Any]) -> None:
    contract = intensive(organisation, **kwargs)

    assert dialogue_due_on(contract, TODAY) is None
    assert not awaiting_dialogue(Contract.objects.all(), TODAY).exists()


def test_a_contract_asks_until_and_with_its_last_day(organisation: Organisation) -> None:
    assert dialogue_due_on(intensive(organisation, end_on=TODAY), TODAY) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "due_on"),
    [
        (date(2028, 2, 28), date(2029, 2, 28)),
        (date(2028, 2, 29), date(2029, 3, 1)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_year_from_a_leap_day_is_over_on_the_first_of_march(day: date, due_on: date) -> None:
    assert a_year_after(day) == due_on
    assert a_year_before(due_on) >= day
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
