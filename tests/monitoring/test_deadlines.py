"""Which reminder is due: offsets, working days, missed days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.calendar import is_working_day
from monitoring.deadlines import Deadline, Due, Key, Reminder, ReminderRule, due, planned

RULE = ReminderRule(offsets=(-30, -7, 0, 7, 30))
WEDNESDAY = date(2026, 9, 16)
LONG_BEFORE = date(2026, 1, 5)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def keys(deadline: Deadline, until: date, rule: ReminderRule = RULE) -> list[tuple[int, int, str]]:
    return [
        (each.offset, each.occurrence, each.planned_on.isoformat()) for each in planned(deadline, rule, until=until)
    ]


def sweep(deadline: Deadline, first: date, last: date, down: tuple[date, date] | None = None) -> list[tuple[date, Key]]:
    """What a sweep each day sends, with a ledger; ``down``: days on which no sweep ran."""
    done: set[Key] = set()
    sent = []
    today = first
    while today <= last:
        if down is None or not down[0] <= today <= down[1]:
            answer = due(deadline, RULE, today=today, done=done)
            if answer.send:
                sent.append((today, answer.send.key))
                done.add(answer.send.key)
            done.update(reminder.key for reminder in answer.superseded)
        today += timedelta(days=1)
    return sent


def test_reminders_before_on_after_and_then_monthly() -> None:
    assert keys(Deadline(WEDNESDAY, LONG_BEFORE), until=date(2027, 1, 31)) == [
        (-30, 0, "2026-08-17"),
        (-7, 0, "2026-09-09"),
        (0, 0, "2026-09-16"),
        (7, 0, "2026-09-23"),
        (30, 0, "2026-10-16"),
        (30, 1, "2026-11-16"),
        (30, 2, "2026-12-16"),
        (30, 3, "2027-01-18"),  # 16 January is a Saturday
    ]


def test_a_rule_without_monthly_reminders_ends() -> None:
    rule = ReminderRule(offsets=(-14, 0), then_monthly=False)
    assert keys(Deadline(WEDNESDAY, LONG_BEFORE), date(2030, 1, 1), rule) == [
        (-14, 0, "2026-09-02"),
        (0, 0, "2026-09-16"),
    ]


def test_nothing_for_a_day_before_the_deadline_was_known() -> None:
    assert keys(Deadline(WEDNESDAY, date(2026, 9, 10)), until=date(2026, 9, 30)) == [
        (0, 0, "2026-09-16"),
        (7, 0, "2026-09-23"),
    ]


def test_the_day_on_which_it_became_known_counts() -> None:
    assert due(Deadline(WEDNESDAY, date(2026, 9, 9)), RULE, today=date(2026, 9, 9)).send == Reminder(
        -7, 0, date(2026, 9, 9)
    )


def test_a_deadline_that_had_passed_when_it_became_known_reminds_nobody() -> None:
    deadline = Deadline(WEDNESDAY, WEDNESDAY + timedelta(days=1))
    assert not deadline.reminds
    assert keys(deadline, until=date(2028, 1, 1)) == []
    assert not due(deadline, RULE, today=date(2026, 10, 16))


@pytest.mark.parametrize("today", [date(2026, 9, 19), date(2026, 9, 20), date(2026, 12, 25)])
def test_nothing_is_sent_on_a_weekend_or_holiday(today: date) -> None:
    assert due(Deadline(WEDNESDAY, LONG_BEFORE), RULE, today=today) == Due()


def test_a_missed_day_is_caught_up() -> None:
    answer = due(Deadline(WEDNESDAY, LONG_BEFORE), RULE, today=date(2026, 9, 18), done={(-30, 0), (-7, 0)})
    assert answer == Due(send=Reminder(0, 0, WEDNESDAY))


def test_after_weeks_without_a_sweep_one_reminder_comes_and_the_others_are_superseded() -> None:
    answer = due(Deadline(WEDNESDAY, LONG_BEFORE), RULE, today=date(2026, 9, 25), done={(-30, 0)})
    assert answer.send == Reminder(7, 0, date(2026, 9, 23))
    assert [reminder.key for reminder in answer.superseded] == [(-7, 0), (0, 0)]


def test_an_offset_added_later_is_superseded_and_not_sent_after_a_later_one() -> None:
    rule = ReminderRule(offsets=(-30, -14, -7, 0))
    answer = due(Deadline(WEDNESDAY, LONG_BEFORE), rule, today=date(2026, 9, 10), done={(-30, 0), (-7, 0)})
    assert answer.send is None
    assert [reminder.key for reminder in answer.superseded] == [(-14, 0)]


def test_a_daily_sweep_sends_each_once() -> None:
    sent = sweep(Deadline(WEDNESDAY, LONG_BEFORE), date(2026, 8, 1), date(2026, 12, 31))
    assert sent == [
        (date(2026, 8, 17), (-30, 0)),
        (date(2026, 9, 9), (-7, 0)),
        (date(2026, 9, 16), (0, 0)),
        (date(2026, 9, 23), (7, 0)),
        (date(2026, 10, 16), (30, 0)),
        (date(2026, 11, 16), (30, 1)),
        (date(2026, 12, 16), (30, 2)),
    ]


def test_a_sweep_that_was_down_loses_nothing_and_floods_nobody() -> None:
    down = (date(2026, 9, 1), date(2026, 9, 24))
    sent = sweep(Deadline(WEDNESDAY, LONG_BEFORE), date(2026, 8, 1), date(2026, 10, 31), down)
    assert sent == [
        (date(2026, 8, 17), (-30, 0)),
        (date(2026, 9, 25), (7, 0)),
        (date(2026, 10, 16), (30, 0)),
    ]


@pytest.mark.parametrize("offsets", [(-7, -7), ()])
def test_a_rule_that_makes_no_sense_is_refused(offsets: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="offset"):
        ReminderRule(offsets=offsets)


@given(days, st.integers(-200, 60), st.integers(-120, 400))
def test_asking_again_gives_nothing(due_on: date, known: int, later: int) -> None:
    deadline = Deadline(due_on, due_on + timedelta(days=known))
    today = due_on + timedelta(days=later)
    first = due(deadline, RULE, today=today)
    done = {reminder.key for reminder in (*first.superseded, *([first.send] if first.send else []))}
    assert not due(deadline, RULE, today=today, done=done)


@given(days, st.integers(-200, 60), st.integers(0, 500))
def test_what_is_planned_is_on_working_days_since_it_was_known(due_on: date, known: int, later: int) -> None:
    deadline = Deadline(due_on, due_on + timedelta(days=known))
    found = planned(deadline, RULE, until=due_on + timedelta(days=later))
    assert all(is_working_day(each.planned_on) and each.planned_on >= deadline.known_since for each in found)
    assert [each.planned_on for each in found] == sorted(each.planned_on for each in found)
    assert len({each.key for each in found}) == len(found)


@given(days, st.integers(1, 40))
def test_a_sweep_sends_at_most_one_a_day_however_long_it_was_down(due_on: date, length: int) -> None:
    first = due_on - timedelta(days=40)
    down = (due_on - timedelta(days=10), due_on - timedelta(days=10) + timedelta(days=length))
    sent = sweep(Deadline(due_on, first), first, due_on + timedelta(days=80), down)
    assert len({day for day, _key in sent}) == len(sent)
    assert len({key for _day, key in sent}) == len(sent)
    assert all(is_working_day(day) for day, _key in sent)
