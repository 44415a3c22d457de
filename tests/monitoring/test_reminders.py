"""Reminders: what is due and not yet sent, one message a person, never twice, caught up after a missed day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.calendar import AMSTERDAM
from accounts.models import AccessLink, OutgoingMessage
from dialogues.models import Agreement
from monitoring import reads
from monitoring.actions import lookups, reminders
from monitoring.models import Reminder, ReminderOffset
from suppliers.actions import contacts
from suppliers.actions import deliverables as deliverable_actions
from suppliers.models import Contract, Deliverable, SupplierContact
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory
from tests.suppliers.factories import ContactFactory, ContractFactory, DeliverableFactory, contact_of

DUE = date(2027, 4, 1)
"""A Thursday."""


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=AMSTERDAM)


def sweep(day: date) -> int:
    return reminders.send_due(at=morning(day), by=system_user())


@pytest.fixture(autouse=True)
def _offsets(db: None) -> None:
    lookups.load_reminder_offsets(by=system_user(), at=AT)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    made: Contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    contact_of(made)
    return made


@pytest.fixture
def deliverable(contract: Contract) -> Deliverable:
    made: Deliverable = DeliverableFactory(contract=contract, due_on=DUE)
    OutgoingMessage.objects.all().delete()
    return made


def test_nothing_is_sent_before_the_first_moment(deliverable: Deliverable) -> None:
    assert sweep(DUE - timedelta(days=31)) == 0


def test_the_supplier_is_reminded_thirty_days_before(deliverable: Deliverable) -> None:
    assert sweep(DUE - timedelta(days=30)) == 1

    message = OutgoingMessage.objects.get()
    assert message.recipient == contact_of(deliverable.contract)
    assert "/portal/enter/" in message.body_text
    assert "1 april 2027" in message.subject


def test_the_same_day_twice_sends_once(deliverable: Deliverable) -> None:
    sweep(DUE - timedelta(days=30))

    assert sweep(DUE - timedelta(days=30)) == 0
    assert OutgoingMessage.objects.count() == 1


def test_a_missed_week_is_caught_up_with_one_message(deliverable: Deliverable) -> None:
    assert sweep(DUE - timedelta(days=2)) == 1

    states = dict(Reminder.objects.values_list("offset_days", "passed_over"))
    assert states == {-30: reminders.SUPERSEDED, -7: ""}


def test_a_reminder_never_leaves_on_a_weekend(contract: Contract) -> None:
    DeliverableFactory(contract=contract, due_on=date(2027, 5, 10), occurrence=2)
    saturday = date(2027, 4, 10)

    assert sweep(saturday) == 0
    assert sweep(date(2027, 4, 12)) == 1


def test_the_contract_manager_hears_from_the_due_date_on(deliverable: Deliverable) -> None:
    sweep(DUE - timedelta(days=7))
    assert not OutgoingMessage.objects.filter(recipient=deliverable.contract.contract_manager).exists()

    sweep(DUE)

    assert OutgoingMessage.objects.filter(recipient=deliverable.contract.contract_manager).count() == 1


def test_late_is_said_and_repeated_every_month(deliverable: Deliverable) -> None:
    days = [DUE, DUE + timedelta(days=7), date(2027, 5, 3), date(2027, 6, 1), date(2027, 7, 1)]
    for day in days:
        sweep(day)

    to_supplier = OutgoingMessage.objects.filter(recipient=contact_of(deliverable.contract)).order_by("pk")
    assert [message.created_at.date() for message in to_supplier] == days
    assert "dagen te laat" in to_supplier[4].body_text


def test_one_message_holds_everything_of_the_day(contract: Contract) -> None:
    for occurrence in (1, 2, 3):
        DeliverableFactory(contract=contract, due_on=DUE, occurrence=occurrence)
    OutgoingMessage.objects.all().delete()

    assert sweep(DUE - timedelta(days=30)) == 1
    assert Reminder.objects.count() == 3


def test_what_came_in_is_not_reminded(contract: Contract) -> None:
    DeliverableFactory(contract=contract, due_on=DUE, submitted=True)
    OutgoingMessage.objects.all().delete()

    assert sweep(DUE) == 0


def test_a_moved_due_date_reminds_anew(deliverable: Deliverable, cast: Cast) -> None:
    sweep(DUE - timedelta(days=7))
    deliverable_actions.correct_due_date(
        deliverable=deliverable,
        due_on=DUE + timedelta(days=60),
        reason="De keten is herzien.",
        by=cast.contract_manager,
        at=morning(DUE - timedelta(days=6)),
    )

    assert sweep(DUE) == 0
    assert sweep(date(2027, 5, 3)) == 1


def test_a_deadline_that_lay_in_the_past_when_it_came_in_reminds_nobody(contract: Contract) -> None:
    DeliverableFactory(contract=contract, due_on=DUE, created_at=morning(DUE + timedelta(days=5)))
    OutgoingMessage.objects.all().delete()

    assert sweep(DUE + timedelta(days=10)) == 0


def test_a_pause_holds_reminders_back(deliverable: Deliverable) -> None:
    deliverable.reminders_paused_until = DUE
    deliverable.reminders_paused_reason = "Faillissement aangevraagd."
    deliverable.save()

    assert sweep(DUE - timedelta(days=7)) == 0
    assert sweep(DUE + timedelta(days=1)) > 0


def test_the_ledger_refuses_the_same_reminder_twice(deliverable: Deliverable) -> None:
    sweep(DUE - timedelta(days=30))
    row = Reminder.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_of_two_sweeps_at_once_one_message_goes_out(deliverable: Deliverable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second sweep read the ledger before the first one wrote it."""
    read = list(reads.candidates(DUE - timedelta(days=30)))
    sweep(DUE - timedelta(days=30))
    monkeypatch.setattr(reads, "candidates", lambda today: iter(read))

    assert sweep(DUE - timedelta(days=30)) == 0
    assert OutgoingMessage.objects.count() == 1


def test_no_run_writes_more_than_its_cap(contract: Contract, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MOST_MESSAGES", 1)
    other = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    contact_of(other)
    for each in (contract, other):
        DeliverableFactory(contract=each, due_on=DUE)
    OutgoingMessage.objects.all().delete()

    assert [sweep(DUE - timedelta(days=30)) for _run in range(3)] == [1, 1, 0]


def test_an_organisation_follows_its_own_moments(deliverable: Deliverable, cast: Cast) -> None:
    ReminderOffset.objects.create(organisation=cast.organisation, days=-60)

    assert sweep(DUE - timedelta(days=59)) == 1
    assert sweep(DUE - timedelta(days=30)) == 0


def test_the_owner_of_an_agreement_is_reminded_and_the_organiser_once_it_is_due(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation)
    OutgoingMessage.objects.all().delete()
    organiser = agreement.meeting.organiser

    before = sweep(agreement.due_on - timedelta(days=7))
    on_the_day = sweep(agreement.due_on)

    assert (before, on_the_day) == (1, 2)
    assert OutgoingMessage.objects.filter(recipient=organiser).count() == 1
    assert Reminder.objects.filter(agreement=agreement, passed_over="").count() == 3


def test_a_reminder_of_an_agreement_promises_no_extension(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, owner_side="supplier", text="De studie wordt gedeeld.")
    agreement.owner_user = contact_of(ContractFactory(organisation=cast.organisation))
    agreement.save(update_fields=["owner_user"])
    OutgoingMessage.objects.all().delete()

    sweep(agreement.due_on - timedelta(days=7))

    message = OutgoingMessage.objects.get()
    assert message.subject.startswith("Herinnering: De studie wordt gedeeld uiterlijk ")
    assert "uitstel" not in message.body_text
    assert "meldt u in het portaal" in message.body_text


def test_an_agreement_that_was_reported_is_not_reminded(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, reported=True)
    OutgoingMessage.objects.all().delete()

    assert sweep(agreement.due_on) == 0


def test_who_left_the_organisation_is_reminded_no_more(deliverable: Deliverable, cast: Cast) -> None:
    cast.contract_manager.memberships.all().delete()

    sweep(DUE)

    assert not OutgoingMessage.objects.filter(recipient=cast.contract_manager).exists()


def test_a_contact_person_who_was_taken_away_is_reminded_of_no_agreement(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation)
    suppliers = agreement.meeting.suppliers.all()
    first = SupplierContact.objects.get(supplier__in=suppliers)
    other = ContactFactory(supplier=first.supplier, organisation=cast.organisation)
    Agreement.objects.update(owner_user=first.user)
    contacts.deactivate(contact=first, by=cast.contract_manager, at=AT)
    OutgoingMessage.objects.all().delete()

    sweep(agreement.due_on - timedelta(days=7))

    assert [message.recipient for message in OutgoingMessage.objects.all()] == [other.user]
    assert not AccessLink.objects.filter(user=first.user, revoked_at=None).exists()
