"""The day's page: what to do, most urgent first, for each role his own; and nothing that is not his."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import OutgoingMessage
from monitoring.worklist import Worklist, worklist
from procurement.actions import remarks
from suppliers.actions import findings
from suppliers.actions.findings import Reported
from suppliers.models import Contract
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, DeliverableFactory, ExtensionFactory

TODAY = date(2027, 4, 14)
"""A Wednesday."""
LATE = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def contract(cast: Cast) -> Contract:
    made: Contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    return made


def work_of(cast: Cast, role: str, *, mine: bool = False) -> Worklist:
    return worklist(user=cast.people[role], organisation=cast.organisation, today=TODAY, mine=mine)


def codes(work: Worklist) -> list[str]:
    return [section.code for section in work.sections]


def intensive(cast: Cast, **kwargs: Any) -> Contract:
    kwargs.setdefault("contract_manager", cast.contract_manager)
    kwargs |= {"organisation": cast.organisation, "follow_up": "intensive", "follow_up_reason": "Signalen in de keten."}
    made: Contract = ContractFactory(awarded_on=None, **kwargs)
    return made


def test_overdue_comes_first_then_what_is_to_assess_then_what_is_due_soon(cast: Cast, contract: Contract) -> None:
    DeliverableFactory(contract=contract, occurrence=1, due_on=TODAY + timedelta(days=10))
    DeliverableFactory(contract=contract, occurrence=2, due_on=TODAY - timedelta(days=10), submitted=True)
    late = DeliverableFactory(contract=contract, occurrence=3, due_on=TODAY - timedelta(days=5))
    DeliverableFactory(contract=contract, occurrence=4, due_on=TODAY + timedelta(days=200))

    work = work_of(cast, "contract_manager")

    assert codes(work) == ["overdue", "to-assess", "due-soon"]
    assert work.first is not None
    assert work.first[1].url.endswith(f"/{late.pk}/")


def test_what_is_due_on_a_sunday_is_not_overdue_on_monday(cast: Cast, contract: Contract) -> None:
    DeliverableFactory(contract=contract, due_on=date(2027, 4, 11))
    monday, tuesday = date(2027, 4, 12), date(2027, 4, 13)
    manager = cast.contract_manager

    found = [
        codes(worklist(user=manager, organisation=cast.organisation, today=day, mine=False))
        for day in (monday, tuesday)
    ]

    assert found == [["due-soon"], ["overdue"]]


def test_mine_leaves_out_the_contracts_of_a_colleague(cast: Cast, contract: Contract) -> None:
    other = ContractFactory(organisation=cast.organisation, contract_manager=cast.with_roles("contract_manager"))
    DeliverableFactory(contract=other, due_on=TODAY - timedelta(days=5))

    assert codes(work_of(cast, "contract_manager", mine=True)) == []
    assert codes(work_of(cast, "contract_manager", mine=False)) == ["overdue"]


def test_an_extension_waits_for_somebody_else_than_who_asked(cast: Cast, contract: Contract) -> None:
    deliverable = DeliverableFactory(contract=contract, due_on=TODAY + timedelta(days=60))
    ExtensionFactory(deliverable=deliverable, by=cast.contract_manager, at=datetime(2027, 4, 1, tzinfo=UTC))

    assert "extensions" in codes(work_of(cast, "category_manager"))
    assert "extensions" not in codes(work_of(cast, "contract_manager"))


def test_a_submitted_approach_is_work_of_who_judges_it(cast: Cast) -> None:
    TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted", at=AT)
    TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted", at=LATE)

    work = work_of(cast, "tenderboard")

    assert codes(work) == ["approvals-overdue", "approvals"]
    assert [section.items[0].due_on for section in work.sections] == [date(2026, 11, 16), date(2027, 4, 26)]
    assert codes(work_of(cast, "buyer")) == []


def test_a_remark_without_answer_is_work_of_the_team(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    made = remarks.write(tender=tender, theme=None, text="Waarom niet?", by=cast.tenderboard, at=AT)
    assert codes(work_of(cast, "mvi_adviser")) == ["remarks"]
    remarks.answer(remark=made, text="Daarom.", by=cast.buyer, at=AT)
    assert codes(work_of(cast, "mvi_adviser")) == []


def test_an_approach_to_fill_in_is_work_of_who_writes_it(cast: Cast) -> None:
    TenderFactory(organisation=cast.organisation, by=cast.buyer)

    assert codes(work_of(cast, "buyer")) == ["drafts"]
    assert codes(work_of(cast, "management")) == []


def test_agreements_appear_when_they_are_due_and_when_they_are_to_be_confirmed(cast: Cast) -> None:
    AgreementFactory(organisation=cast.organisation, due_on=TODAY - timedelta(days=9))
    AgreementFactory(organisation=cast.organisation, due_on=TODAY + timedelta(days=9), reported=True)

    assert codes(work_of(cast, "contract_manager")) == ["agreements-overdue", "agreements-reported"]


def test_a_contract_without_its_yearly_dialogue_asks_for_it_with_the_form_filled_in(cast: Cast, client: Client) -> None:
    contract = intensive(cast, start_on=date(2026, 4, 14))

    (section,) = work_of(cast, "contract_manager").sections

    assert (section.code, section.number) == ("dialogues-to-plan", 1)
    (item,) = section.items
    assert (item.due_on, item.who, item.about) == (TODAY, contract.supplier.name, contract.title)
    client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
    form = client.get(item.url).context["form"]
    assert form.initial["contracts"] == [contract]
    assert form.initial["suppliers"] == [contract.supplier]
    assert not contract.meetings.exists()


def test_the_yearly_dialogue_of_a_colleague_is_not_mine(cast: Cast) -> None:
    intensive(cast, start_on=date(2026, 4, 14), contract_manager=cast.with_roles("contract_manager"))

    assert codes(work_of(cast, "contract_manager", mine=True)) == []
    assert codes(work_of(cast, "contract_manager", mine=False)) == ["dialogues-to-plan"]


def test_who_cannot_plan_a_dialogue_is_not_asked_to(cast: Cast) -> None:
    intensive(cast, start_on=date(2026, 4, 14))

    assert codes(work_of(cast, "buyer")) == []


def test_mail_that_did_not_arrive_shows_to_the_contract_manager(cast: Cast, contract: Contract) -> None:
    OutgoingMessage.objects.update(state="failed", last_error="550 no such user")

    assert codes(work_of(cast, "contract_manager")) == ["messages"]


def test_nothing_of_another_organisation_shows(cast: Cast, contract: Contract) -> None:
    DeliverableFactory(contract=contract, due_on=TODAY - timedelta(days=5))

    work = worklist(user=cast.outsider, organisation=cast.other, today=TODAY, mine=False)

    assert work.sections == []


def test_the_gravest_finding_comes_first_and_one_of_unknown_severity_last(cast: Cast) -> None:
    for number, severity in enumerate((None, 2, 5)):
        reported = Reported(f"B-{number}", None, None, date(2027, 4, 1), "audit", None, severity, str(severity))
        findings.report(organisation=cast.organisation, reported=reported, by=cast.contract_manager, at=LATE)

    found = next(one for one in work_of(cast, "contract_manager").sections if one.code == "findings")
    assert [item.what for item in found.items] == ["5", "2", "None"]


def test_a_long_section_shows_its_beginning_and_counts_all(cast: Cast, contract: Contract) -> None:
    for occurrence in range(1, 19):
        DeliverableFactory(contract=contract, occurrence=occurrence, due_on=TODAY - timedelta(days=occurrence))

    (section,) = work_of(cast, "contract_manager").sections

    assert (section.number, len(section.items), section.hidden) == (18, 15, 3)


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_queries_whatever_it_shows(
    cast: Cast, contract: Contract, client: Client, django_assert_max_num_queries: Counter, number: int
) -> None:
    for occurrence in range(1, number + 1):
        DeliverableFactory(contract=contract, occurrence=occurrence, due_on=TODAY - timedelta(days=occurrence))
        intensive(cast, start_on=date(2026, 4, 1))

    with time_machine.travel(datetime(2027, 4, 14, 9, tzinfo=UTC)):
        client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
        with django_assert_max_num_queries(24):
            answer = client.get("/")

    assert answer.status_code == 200


def test_a_day_without_work_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.auditor, backend="accounts.backends.PersonBackend")

    answer = client.get("/", headers={"accept-language": "en"})

    assert "Nothing to do today" in answer.content.decode()
