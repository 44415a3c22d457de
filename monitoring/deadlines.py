"""Which reminder of a deadline is due today: date arithmetic without database or clock.

A reminder is identified by its offset and its occurrence: the fixed offsets of a rule have occurrence 0; the monthly
ones after the last offset repeat that offset with occurrence 1, 2, 3 … The ledger keeps these per deadline, due date
and recipient, so that nothing is sent twice and a new due date starts anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from accounts.calendar import first_working_day_on_or_after, is_working_day
from suppliers.deadlines import add_months

Key = tuple[int, int]


@dataclass(frozen=True)
class ReminderRule:
    """On how many days before (negative) or after the due date to remind, and whether to go on every month."""

    offsets: Sequence[int]
    then_monthly: bool = True

    def __post_init__(self) -> None:
        if len(set(self.offsets)) != len(self.offsets):
            raise ValueError("an offset occurs once")
        if self.then_monthly and not self.offsets:
            raise ValueError("monthly reminders follow a last offset")


@dataclass(frozen=True)
class Deadline:
    """A due date, and the day since which it is known: made, imported, or given by the latest extension."""

    due_on: date
    known_since: date

    @property
    def reminds(self) -> bool:
        """A due date that had passed when it became known reminds nobody; it shows in the work list."""
        return self.due_on >= self.known_since


@dataclass(frozen=True)
class Reminder:
    """One reminder of one deadline: ``planned_on`` is a working day."""

    offset: int
    occurrence: int
    planned_on: date

    @property
    def key(self) -> Key:
        return (self.offset, self.occurrence)


@dataclass(frozen=True)
class Due:
    """What to do today: send ``send`` (if any), and write down the missed ones that it replaces as superseded."""

    send: Reminder | None = None
    superseded: tuple[Reminder, ...] = ()

    def __bool__(self) -> bool:
        return self.send is not None or bool(self.superseded)


def planned(deadline: Deadline, rule: ReminderRule, *, until: date) -> list[Reminder]:
    """All reminders of this deadline planned on or before ``until``, in order.

    A day that is no working day moves to the next one. A day before the deadline was known is left out.
    """
    if not deadline.reminds:
        return []
    found = [
        reminder
        for reminder in _all(deadline.due_on, rule, until)
        if deadline.known_since <= reminder.planned_on <= until
    ]
    return sorted(found, key=lambda reminder: (reminder.planned_on, reminder.offset, reminder.occurrence))


def due(deadline: Deadline, rule: ReminderRule, *, today: date, done: Collection[Key] = ()) -> Due:
    """What this deadline asks today. ``done`` holds the keys that the ledger has, sent or superseded.

    Only the latest is sent: after missed days one message comes, not a flood. Nothing is sent on a day that is
    no working day. Asking again after writing down the answer gives nothing.
    """
    if not is_working_day(today):
        return Due()
    passed = planned(deadline, rule, until=today)
    if not passed:
        return Due()
    *earlier, latest = passed
    missed = tuple(reminder for reminder in earlier if reminder.key not in done)
    return Due(send=latest if latest.key not in done else None, superseded=missed)


def _all(due_on: date, rule: ReminderRule, until: date) -> Iterator[Reminder]:
    for offset in rule.offsets:
        yield Reminder(offset, 0, first_working_day_on_or_after(due_on + timedelta(days=offset)))
    if not rule.then_monthly:
        return
    last = max(rule.offsets)
    for occurrence in count(1):
        day = add_months(due_on + timedelta(days=last), occurrence)
        if day > until:
            return
        yield Reminder(last, occurrence, first_working_day_on_or_after(day))
