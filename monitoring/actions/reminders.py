"""Sending reminders: what is due and not yet in the ledger, one message per person and organisation."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.calendar import is_working_day, local_date
from accounts.models import Organisation, OutgoingMessage, User
from dialogues.models import Agreement
from monitoring import deadlines, notifications, reads
from monitoring.models import Reminder
from monitoring.notifications import Subject
from procurement.models import ActionPlan, ApproachRound, CategoryPlan
from suppliers.models import Deliverable

log = logging.getLogger(__name__)

MOST_MESSAGES = 2000
"""No run writes more; what is left over comes in the next run, and the log says so (users-ask 4)."""

SUPERSEDED = "superseded"

NAMES: dict[type[Subject], str] = {
    Deliverable: "deliverable", Agreement: "agreement", ApproachRound: "approach_round", CategoryPlan: "category_plan",
    ActionPlan: "action_plan",
}  # fmt: skip
"""What is reminded of → its field in the ledger."""


@dataclass(frozen=True)
class Entry:
    """One line for the ledger, and for the message unless it was superseded."""

    subject: Subject
    due_on: date
    reminder: deadlines.Reminder
    is_superseded: bool


Group = tuple[int, int]


def send_due(*, at: datetime, by: User) -> int:
    """Write the reminders due at ``at`` into outbox and ledger; returns the number of messages.

    Running it again, or twice at once, sends nothing twice: the ledger's key refuses it. A missed day is
    caught up by one message per deadline; the moments in between are noted as superseded.
    """
    today = local_date(at)
    if not is_working_day(today):
        return 0
    people: dict[int, User] = {}
    organisations: dict[int, Organisation] = {}
    groups: dict[Group, list[Entry]] = defaultdict(list)
    for candidate in reads.candidates(today):
        organisations[candidate.organisation.pk] = candidate.organisation
        for recipient in candidate.recipients:
            people[recipient.user.pk] = recipient.user
            groups[recipient.user.pk, candidate.organisation.pk] += _entries(candidate, recipient, today)
    due = [(key, entries) for key, entries in groups.items() if entries]
    if len(due) > MOST_MESSAGES:
        log.warning("%s people are to be reminded; %s now, the others in the next run", len(due), MOST_MESSAGES)
    return sum(
        _send(people[person], organisations[organisation], entries, by=by, at=at)
        for (person, organisation), entries in due[:MOST_MESSAGES]
    )


def _entries(candidate: reads.Candidate, recipient: reads.Recipient, today: date) -> list[Entry]:
    rule = candidate.rule
    if not recipient.is_owner:
        later = [offset for offset in rule.offsets if offset >= 0]
        rule = replace(rule, offsets=later, then_monthly=rule.then_monthly and bool(later))
    due = deadlines.due(candidate.deadline, rule, today=today, done=candidate.done_for(recipient.user))
    due_on = candidate.deadline.due_on
    found = [Entry(candidate.subject, due_on, missed, is_superseded=True) for missed in due.superseded]
    if due.send is not None:
        found.append(Entry(candidate.subject, due_on, due.send, is_superseded=False))
    return found


def _send(person: User, organisation: Organisation, entries: list[Entry], *, by: User, at: datetime) -> int:
    today = local_date(at)
    lines = [
        notifications.Line(entry.subject, entry.due_on, (today - entry.due_on).days)
        for entry in entries
        if not entry.is_superseded
    ]
    try:
        with transaction.atomic():
            message = None
            if lines:
                message = notifications.reminder(to=person, organisation=organisation, lines=lines, by=by, at=at)
            Reminder.objects.bulk_create(_rows(entries, person, message, at))
    except IntegrityError:
        log.info("another sweep reminded %s at the same time", person.pk)
        return 0
    return 1 if message else 0


def _rows(entries: Iterable[Entry], person: User, message: OutgoingMessage | None, at: datetime) -> list[Reminder]:
    return [
        Reminder(
            **{NAMES[type(entry.subject)]: entry.subject},
            due_on=entry.due_on,
            offset_days=entry.reminder.offset,
            occurrence=entry.reminder.occurrence,
            recipient=person,
            message=None if entry.is_superseded else message,
            passed_over=SUPERSEDED if entry.is_superseded else "",
            created_at=at,
        )
        for entry in entries
    ]
