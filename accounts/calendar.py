"""The Dutch calendar: local days and working days. Pure: the caller brings the date or the instant.

A working day is a day from Monday to Friday that is no Dutch public holiday; Good Friday and Liberation Day count as
holidays every year, as government offices are closed then. On other days nobody is reminded, nothing becomes overdue.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

ONE_DAY = timedelta(days=1)
SATURDAY = 5

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)
"""The days that people and programs fill in lie between these (ours). Far beyond them a day has no midnight in every
time zone, and none half a year later."""


def local_date(at: datetime) -> date:
    """The calendar day in the Netherlands at this instant. Refuses an instant without time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    """The first instant of this day in the Netherlands."""
    return datetime.combine(day, time.min, AMSTERDAM)


def end_of_day(day: date) -> datetime:
    """The last instant of this day in the Netherlands: what an *as of* date compares with."""
    return datetime.combine(day, time.max, AMSTERDAM)


@lru_cache(maxsize=64)
def holidays_in(year: int) -> frozenset[date]:
    """The days of this year on which government offices are closed."""
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays_in(day.year)


def first_working_day_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(day: date, number: int) -> date:
    """The day on which the ``number``-th working day after ``day`` falls."""
    for _each in range(number):
        day = first_working_day_on_or_after(day + ONE_DAY)
    return day


def last_working_day_before(day: date) -> date:
    """The latest working day earlier than ``day``.

    For queries: on ``today`` exactly those rows are overdue whose due date plus grace days is on or before
    ``last_working_day_before(today)``.
    """
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def overdue_from(due_on: date, grace_days: int = 0) -> date:
    """The first day on which something due on ``due_on`` is overdue.

    That is the day after the first working day on or after the due date plus grace days (interfaces.md).
    """
    return first_working_day_on_or_after(due_on + timedelta(days=grace_days)) + ONE_DAY


def is_overdue(due_on: date, today: date, grace_days: int = 0) -> bool:
    return today >= overdue_from(due_on, grace_days)
