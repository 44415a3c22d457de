"""What two people, two sweeps or two workers do at one moment."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pytest
from django.core.mail import EmailMessage

from accounts.actions import outbox
from accounts.actions.transitions import move
from accounts.calendar import AMSTERDAM
from accounts.models import AuditEvent, Organisation, OutgoingMessage
from monitoring.actions import lookups, reminders
from monitoring.models import Reminder
from procurement.actions import approvals, category_plans, criteria, plans, remarks, signals
from procurement.models import RiskTheme, Tender
from procurement.workflow import STAGE
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.at_once import both_at_once, hold
from tests.procurement.criteria import price
from tests.procurement.factories import TenderFactory
from tests.procurement.plans import category_plan
from tests.suppliers.factories import ContractFactory, DeliverableFactory, contact_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_simultaneous_transitions_one_wins(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="published")

    def withdraw() -> object:
        mine = Tender.objects.get(pk=tender.pk)
        return move(
            mine, workflow=STAGE, to="withdrawn", by=cast.buyer, at=AT, organisation_id=cast.organisation.pk,
            reason="De behoefte verviel.",
        )  # fmt: skip

    with both_at_once(withdraw) as results:
        Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)

    assert sorted(type(each).__name__ for each in results) == ["Tender", "TransitionNotAllowed"]
    withdrawn = AuditEvent.objects.filter(action="tender.stage", object_id=tender.pk, after__stage="withdrawn")
    assert withdrawn.count() == 1


def test_of_two_simultaneous_plans_for_one_category_the_second_is_told(cast: Cast, shipped: None) -> None:
    made = category_plan(cast, state="submitted")
    plans.adopt(plan=made, by=cast.management, at=AT)

    def follow() -> object:
        return category_plans.new_edition(plan=made, by=cast.category_manager, at=AT)

    with both_at_once(follow) as results:
        Organisation.objects.select_for_update().get(pk=cast.organisation.pk)

    assert sorted(type(each).__name__ for each in results) == ["CategoryPlan", "ValidationError"]


def test_a_signal_that_is_written_down_twice_at_once_is_there_once(cast: Cast, shipped: None) -> None:
    wages = RiskTheme.objects.get(code="wages")

    def write_down() -> object:
        entry = signals.Entry(kind="own", source="FNV", country="BD", theme=wages)
        return signals.write_down(entry=entry, organisation=cast.organisation, by=cast.buyer, at=AT)

    with both_at_once(write_down) as results:
        Organisation.objects.select_for_update().get(pk=cast.organisation.pk)

    assert sorted(type(each).__name__ for each in results) == ["Signal", "ValidationError"]


def test_a_remark_is_answered_while_its_criterion_is_taken_out(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    money = price(cast, tender)
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    judge: dict[str, Any] = {"tender": tender, "by": cast.tenderboard, "at": AT}
    remark = remarks.write(theme=None, criterion=money, text="Waarom zo zwaar?", **judge)
    approvals.decide(role="tenderboard", verdict="returned", reason="Zie de opmerking.", **judge)

    def remove() -> object:
        return criteria.remove(chosen=money, by=cast.buyer, at=AT)

    def answer() -> object:
        time.sleep(1)  # so that the other one is the first to wait
        return remarks.answer(remark=remark, text="Eruit gehaald.", by=cast.buyer, at=AT)

    with both_at_once(remove, answer) as results:
        Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)

    assert [type(each).__name__ for each in results] == ["NoneType", "ApproachRemark"]
    remark.refresh_from_db()
    assert (remark.criterion, remark.answer) == (None, "Eruit gehaald.")


def test_two_sweeps_at_once_send_nothing_twice(cast: Cast) -> None:
    lookups.load_reminder_offsets(by=system_user(), at=AT)
    contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    contact_of(contract)
    DeliverableFactory(contract=contract, due_on=date(2027, 4, 1))
    OutgoingMessage.objects.all().delete()
    at = datetime(2027, 4, 1, 6, tzinfo=AMSTERDAM)

    with both_at_once(lambda: reminders.send_due(at=at, by=system_user())) as results:
        hold("LOCK TABLE monitoring_reminder IN SHARE MODE")

    assert sum(int(str(each)) for each in results) == 2
    assert OutgoingMessage.objects.count() == 2
    assert Reminder.objects.exclude(message=None).count() == 2


def test_two_workers_claim_one_message_once(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    message = outbox.enqueue(
        to=cast.buyer, template="welcome", context={"role_names": ["inkoper"], "is_new": True},
        organisation=cast.organisation, about=cast.buyer, at=AT,
    )  # fmt: skip

    with both_at_once(lambda: outbox.deliver(key=message.pk, at=AT, by=system_user())) as results:
        OutgoingMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)

    assert sorted(str(each) for each in results) == ["False", "True"]
    assert len(mailoutbox) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
