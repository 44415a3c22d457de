"""Overdue, due soon, on time and late, exactly as interfaces.md defines them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.calendar import is_overdue
from suppliers.actions import contracts, deliverables, extensions
from suppliers.models import Contract, Deliverable
from tests.suppliers.factories import (
    ContractFactory,
    DeliverableFactory,
    ExtensionFactory,
    category_manager_of,
    hand_in,
    manager_of,
    noon,
)

pytestmark = pytest.mark.django_db

GOOD_FRIDAY_2027 = date(2027, 3, 26)


@pytest.mark.parametrize(
    ("due_on", "grace", "today", "overdue"),
    [
        (date(2027, 3, 1), 0, date(2027, 3, 1), False),
        (date(2027, 3, 1), 0, date(2027, 3, 2), True),
        (date(2027, 3, 6), 0, date(2027, 3, 8), False),  # Saturday: the Monday after still counts
        (date(2027, 3, 6), 0, date(2027, 3, 9), True),
        (date(2027, 3, 1), 5, date(2027, 3, 8), False),  # with grace Saturday again
        (date(2027, 3, 1), 5, date(2027, 3, 9), True),
        (GOOD_FRIDAY_2027, 0, date(2027, 3, 30), False),  # Easter Monday is no working day either
        (GOOD_FRIDAY_2027, 0, date(2027, 3, 31), True),
    ],
)
def test_overdue_is_later_than_the_first_working_day(due_on: date, grace: int, today: date, overdue: bool) -> None:
    DeliverableFactory(due_on=due_on, grace_days=grace)

    assert Deliverable.objects.overdue(today).exists() is overdue
    assert Deliverable.objects.with_timeliness(today).get().is_overdue is overdue
    assert Deliverable.objects.due_soon(today).exists() is not overdue


class OverdueAgrees(TestCase):
    """The query and the pure rule never disagree."""

    @settings(max_examples=40)
    @given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.integers(0, 30), st.integers(-10, 50))
    def test_with_the_calendar(self, due_on: date, grace: int, after: int) -> None:
        Deliverable.objects.all().delete()
        contract = Contract.objects.first() or ContractFactory()
        DeliverableFactory(contract=contract, due_on=due_on, grace_days=grace)
        today = due_on + timedelta(days=after)

        assert Deliverable.objects.overdue(today).exists() is is_overdue(due_on, today, grace)


@pytest.mark.parametrize("state", ["submitted", "in_assessment", "accepted", "accepted_with_remarks", "waived"])
def test_what_is_in_or_waived_is_never_overdue(state: str) -> None:
    DeliverableFactory(state=state)

    assert not Deliverable.objects.overdue(date(2030, 1, 1)).exists()


def test_a_requested_revision_becomes_overdue_by_its_own_date() -> None:
    deliverable = DeliverableFactory(revision_requested=True)

    assert not Deliverable.objects.overdue(deliverable.due_on).exists()
    assert Deliverable.objects.overdue(deliverable.due_on + timedelta(days=10)).exists()


def test_due_soon_looks_thirty_days_ahead() -> None:
    DeliverableFactory(due_on=date(2027, 4, 1))

    assert Deliverable.objects.due_soon(date(2027, 3, 2)).exists()
    assert not Deliverable.objects.due_soon(date(2027, 3, 1)).exists()


def test_awaiting_assessment_is_submitted_or_in_assessment() -> None:
    contract = ContractFactory()
    states = ["expected", "submitted", "in_assessment", "accepted"]
    for number, state in enumerate(states, start=1):
        DeliverableFactory(contract=contract, occurrence=number, state=state)

    assert {each.state for each in Deliverable.objects.awaiting_assessment()} == {"submitted", "in_assessment"}


@pytest.mark.parametrize(
    ("day", "late"), [(date(2027, 4, 1), False), (date(2027, 4, 6), False), (date(2027, 4, 7), True)]
)
def test_on_time_is_due_date_plus_grace(day: date, late: bool) -> None:
    DeliverableFactory(submitted=True, due_on=date(2027, 4, 1), grace_days=5, submitted_on=day)

    found = Deliverable.objects.with_timeliness(day).get()

    assert found.is_late is late
    assert Deliverable.objects.late(date(2027, 12, 31)).exists() is late
    assert Deliverable.objects.on_time(date(2027, 12, 31)).exists() is not late


def test_a_revision_does_not_make_a_late_first_submission_timely() -> None:
    deliverable = DeliverableFactory(revision_requested=True, due_on=date(2027, 4, 1), submitted_on=date(2027, 4, 20))

    found = Deliverable.objects.with_timeliness(date(2027, 5, 1)).get(pk=deliverable.pk)

    assert found.due_on > date(2027, 4, 20)
    assert found.first_due_on == date(2027, 4, 1)
    assert found.is_late
    assert Deliverable.objects.late(date(2027, 12, 31)).exists()


def test_the_due_date_as_of_a_day_is_that_in_force_after_extensions() -> None:
    deliverable = DeliverableFactory(due_on=date(2027, 4, 1))
    ExtensionFactory(deliverable=deliverable, granted=True, wanted_on=date(2027, 5, 1), at=noon(date(2027, 3, 10)))
    ExtensionFactory(deliverable=deliverable, granted=True, wanted_on=date(2027, 6, 1), at=noon(date(2027, 4, 20)))

    seen = {
        day: Deliverable.objects.with_due_on_as_of(day).get().due_on_as_of
        for day in (date(2027, 3, 9), date(2027, 3, 10), date(2027, 4, 19), date(2027, 4, 20))
    }

    assert list(seen.values()) == [date(2027, 4, 1), date(2027, 5, 1), date(2027, 5, 1), date(2027, 6, 1)]


def test_a_revision_moves_the_due_date_of_no_day() -> None:
    deliverable = DeliverableFactory(revision_requested=True, due_on=date(2027, 4, 1))
    manager, at = manager_of(deliverable.contract.organisation), noon(date(2027, 4, 2))
    later = deliverable.due_on + timedelta(days=30)
    asked = extensions.request(deliverable=deliverable, wanted_on=later, reason="meer tijd", by=manager, at=at)
    extensions.grant(request=asked, by=category_manager_of(deliverable.contract.organisation), at=at)

    found = Deliverable.objects.with_due_on_as_of(date(2027, 12, 31)).get()

    assert found.due_on == later
    assert found.due_on_as_of == date(2027, 4, 1)


def test_outstanding_is_due_and_not_received_by_then() -> None:
    deliverable = DeliverableFactory(due_on=date(2027, 4, 1))
    hand_in(deliverable, on=date(2027, 4, 10))

    assert Deliverable.objects.outstanding(date(2027, 4, 5)).exists()
    assert not Deliverable.objects.outstanding(date(2027, 4, 10)).exists()
    assert not Deliverable.objects.outstanding(date(2027, 3, 31)).exists()


def test_what_was_waived_is_not_outstanding() -> None:
    DeliverableFactory(waived=True, due_on=date(2027, 4, 1))

    assert not Deliverable.objects.outstanding(date(2027, 12, 31)).exists()


@pytest.mark.parametrize("what", ["deliverable", "contract"])
def test_reminders_can_be_paused_on_both(what: str) -> None:
    deliverable = DeliverableFactory()
    about = deliverable if what == "deliverable" else deliverable.contract
    by = manager_of(deliverable.contract.organisation)
    until = date(2027, 3, 1)
    contracts.pause_reminders(about=about, until=until, reason="Overleg loopt.", by=by, at=noon(date(2027, 2, 1)))

    assert not Deliverable.objects.not_paused(until).exists()
    assert Deliverable.objects.not_paused(until + timedelta(days=1)).exists()


def test_a_correction_counts_for_on_time() -> None:
    deliverable = DeliverableFactory(due_on=date(2027, 4, 1))
    by = manager_of(deliverable.contract.organisation)
    deliverables.correct_due_date(
        deliverable=deliverable, due_on=date(2027, 5, 1), reason="Tikfout.", by=by, at=noon(date(2027, 2, 1))
    )
    hand_in(deliverable, on=date(2027, 4, 20))

    assert not Deliverable.objects.with_timeliness(date(2027, 4, 20)).get().is_late


def test_the_follow_up_of_a_contract_is_counted() -> None:
    contract = ContractFactory()
    today = date(2027, 5, 3)
    for number, (state, due_on) in enumerate(
        [("expected", date(2027, 4, 1)), ("expected", date(2027, 5, 20)), ("submitted", date(2027, 4, 1))], start=1
    ):
        DeliverableFactory(contract=contract, occurrence=number, state=state, due_on=due_on)

    found = Contract.objects.with_follow_up(today).get()

    assert (found.overdue_count, found.due_soon_count, found.to_assess_count) == (1, 1, 1)
    assert found.next_due_on == date(2027, 4, 1)
