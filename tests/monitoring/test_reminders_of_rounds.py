"""Reminders of a round of approval: who still has to judge, and from the due date on who submitted."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.calendar import AMSTERDAM
from accounts.models import OutgoingMessage
from monitoring.actions import lookups, reminders
from monitoring.models import Reminder
from procurement.actions import approvals, replacements
from procurement.models import Tender
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

DUE = date(2026, 11, 16)
"""Ten working days after ``AT``, a Monday."""


@pytest.fixture
def submitted(cast: Cast, shipped: None) -> Tender:
    lookups.load_reminder_offsets(by=system_user(), at=AT)
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


def reminded(day: date) -> set[str]:
    """Who gets a reminder on this day."""
    Reminder.objects.all().delete()
    OutgoingMessage.objects.filter(kind="reminder_colleague").delete()
    reminders.send_due(at=datetime(day.year, day.month, day.day, 6, 0, tzinfo=AMSTERDAM), by=system_user())
    sent = OutgoingMessage.objects.filter(kind="reminder_colleague")
    return set(sent.values_list("recipient__email", flat=True))


def mails(cast: Cast, *roles: str) -> set[str]:
    return {cast.people[role].email for role in roles}


def test_who_judges_is_reminded_before_and_who_submitted_when_it_is_due(cast: Cast, submitted: Tender) -> None:
    judging = mails(cast, "tenderboard", "budget_holder")
    assert reminded(date(2026, 11, 6)) == set()
    assert reminded(date(2026, 11, 9)) == judging
    assert reminded(DUE) == judging | mails(cast, "buyer")


def test_reminders_follow_another_due_date(cast: Cast, submitted: Tender) -> None:
    approvals.move_due_date(tender=submitted, due_on=date(2026, 11, 30), reason="Ziekte.", by=cast.tenderboard, at=AT)
    assert not reminded(DUE) & mails(cast, "buyer")
    assert reminded(date(2026, 11, 30)) == mails(cast, "tenderboard", "budget_holder", "buyer")


def test_it_is_not_sent_twice_and_names_the_tender(cast: Cast, submitted: Tender) -> None:
    assert reminded(DUE)
    reminders.send_due(at=datetime(2026, 11, 16, 7, 0, tzinfo=AMSTERDAM), by=system_user())
    message = OutgoingMessage.objects.get(recipient=cast.tenderboard, kind="reminder_colleague")
    assert "besluit over de aanpak van een aanbesteding" in message.body_text
    assert submitted.reference in message.body_text


def test_who_decided_hears_nothing_more_and_nobody_after_the_last_decision(cast: Cast, submitted: Tender) -> None:
    approvals.decide(tender=submitted, role="tenderboard", verdict="approved", reason="", by=cast.tenderboard, at=AT)
    assert reminded(date(2026, 11, 9)) == mails(cast, "budget_holder")
    approvals.decide(
        tender=submitted, role="budget_holder", verdict="approved", reason="", by=cast.budget_holder, at=AT
    )
    assert reminded(DUE) == set()


def test_who_stands_in_is_reminded_too_and_never_of_his_own_submission(cast: Cast, shipped: None) -> None:
    lookups.load_reminder_offsets(by=system_user(), at=AT)
    author = cast.with_roles("buyer", "tenderboard")
    TenderFactory(organisation=cast.organisation, by=author, state="submitted")
    other, standing_in = cast.with_roles("tenderboard"), cast.with_roles("budget_holder")
    for member, colleague in ((author, cast.budget_holder), (other, standing_in)):
        replacements.name(
            organisation=cast.organisation, colleague=colleague, from_on=AT.date(), until_on=DUE, by=member, at=AT
        )
    OutgoingMessage.objects.all().delete()
    expected = mails(cast, "tenderboard", "budget_holder") | {other.email, standing_in.email}
    assert reminded(date(2026, 11, 9)) == expected
