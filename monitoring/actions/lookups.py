"""Loading all shipped data: this app's reminder moments, and through the lower apps theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.actions.shipped import Tally, edited_by_people, load_rows
from accounts.models import User
from monitoring.formats import lookups
from monitoring.models import ReminderOffset
from procurement.actions import lookups as procurement_lookups
from procurement.actions import obligations
from suppliers.actions import lookups as suppliers_lookups


def bring_up_to_date(*, by: User, at: datetime) -> list[Tally]:
    """Load all tables, and judge all tenders by what changed in them, without waiting for a worker."""
    tallies = load_all(by=by, at=at)
    obligations.run_waiting(at=at)
    return tallies


@transaction.atomic
def load_all(*, by: User, at: datetime) -> list[Tally]:
    """Bring the tables of every app up to date with the data files of the product. Repeatable."""
    return [
        *procurement_lookups.load_shipped(by=by, at=at),
        *suppliers_lookups.load_shipped(by=by, at=at),
        load_reminder_offsets(by=by, at=at),
    ]


@transaction.atomic
def load_reminder_offsets(*, by: User, at: datetime) -> Tally:
    """The product's reminder moments, unless a person edited one. A moment that is gone is removed."""
    held = ReminderOffset.objects.filter(organisation=None)
    edited = edited_by_people(ReminderOffset)
    if any(offset.pk in edited for offset in held):
        return Tally("reminderoffset", kept=len(held))
    row = lookups.reminders().rows[0]
    last = max(row["offsets"])
    wanted = [{"days": days, "repeats_monthly": row["then_monthly"] and days == last} for days in row["offsets"]]
    for gone in held.exclude(days__in=row["offsets"]):
        audit.record(action="reminderoffset.removed", obj=gone, by=by, at=at)
        gone.delete()
    return load_rows(rows=held.all(), key=["days"], wanted=wanted, by=by, at=at)
