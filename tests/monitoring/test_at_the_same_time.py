"""What two people, two sweeps or two workers do at one moment: real threads on real connections.

The test holds a lock until both wait for it, so that they are at the same point for certain.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction

from accounts.actions import outbox
from accounts.actions.transitions import move
from accounts.calendar import AMSTERDAM
from accounts.models import AuditEvent, OutgoingMessage
from accounts.workflow import TransitionNotAllowed
from monitoring.actions import lookups, reminders
from monitoring.models import Reminder
from procurement.models import Tender
from procurement.workflow import STAGE
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, DeliverableFactory, contact_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
"""


@contextmanager
def both_at_once(act: Callable[[], object]) -> Iterator[list[object]]:
    """Do it twice at a time. Inside the block take the lock for which both have to wait; the results come after it."""
    results: list[object] = []
    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            yield results
            done = [threads.submit(_on_its_own_connection, act) for _ in range(2)]
            _wait_for_two()
        results += [each.result(timeout=30) for each in done]


def _on_its_own_connection(act: Callable[[], object]) -> object:
    try:
        return act()
    except TransitionNotAllowed as refused:
        return refused
    finally:
        connection.close()


def _wait_for_two() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0] == 2:
                return
        time.sleep(0.05)
    raise AssertionError("they did not come to the same point")


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


def test_two_sweeps_at_once_send_nothing_twice(cast: Cast) -> None:
    lookups.load_reminder_offsets(by=system_user(), at=AT)
    contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    contact_of(contract)
    DeliverableFactory(contract=contract, due_on=date(2027, 4, 1))
    OutgoingMessage.objects.all().delete()
    at = datetime(2027, 4, 1, 6, tzinfo=AMSTERDAM)

    with both_at_once(lambda: reminders.send_due(at=at, by=system_user())) as results:
        _hold("LOCK TABLE monitoring_reminder IN SHARE MODE")

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


def _hold(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(lock)
