"""Local days and Dutch working days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.calendar import (
    end_of_day,
    first_working_day_on_or_after,
    holidays_in,
    is_overdue,
    is_working_day,
    last_working_day_before,
    local_date,
    overdue_from,
    start_of_day,
)

HOLIDAYS = "nl-organisations/holidays/nl_holidays_public_and_optional_2020_2035_nl.json"

days = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 7, 31, 21, 59, tzinfo=UTC), date(2026, 7, 31)),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
        (datetime(2026, 1, 1, 3, 0, tzinfo=timezone(timedelta(hours=5))), date(2025, 12, 31)),
    ],
)
def test_the_local_day_changes_at_midnight_in_the_netherlands(at: datetime, day: date) -> None:
    assert local_date(at) == day


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 1, 1))  # noqa: DTZ001


@given(days)
def test_a_day_starts_and_ends_on_itself(day: date) -> None:
    assert local_date(start_of_day(day)) == local_date(end_of_day(day)) == day
    assert local_date(end_of_day(day).astimezone(UTC) + timedelta(microseconds=1)) == day + timedelta(days=1)
    assert local_date(start_of_day(day).astimezone(UTC) - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 12, 25), False),  # Christmas
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 5, 5), False),  # Liberation Day in a year that is no fifth one
        (date(2026, 5, 6), True),
        (date(2025, 4, 28), True),  # King's Day was on Saturday the 26th
        (date(2027, 4, 27), False),  # King's Day
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("due", "last_day"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 4, 3), date(2026, 4, 7)),  # Easter: Good Friday to Tuesday
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_overdue_after_the_first_working_day(due: date, last_day: date) -> None:
    assert first_working_day_on_or_after(due) == last_day
    assert not is_overdue(due, last_day)
    assert is_overdue(due, last_day + timedelta(days=1))
    assert overdue_from(due) == last_day + timedelta(days=1)


def test_grace_days_come_before_the_working_day() -> None:
    assert overdue_from(date(2026, 11, 20), grace_days=1) == date(2026, 11, 24)
    assert overdue_from(date(2026, 11, 20), grace_days=7) == date(2026, 11, 28)


@given(days, st.integers(0, 60), st.integers(-20, 90))
def test_the_bound_for_queries_says_the_same(due: date, grace: int, later: int) -> None:
    today = due + timedelta(days=later)
    assert is_overdue(due, today, grace) == (due + timedelta(days=grace) <= last_working_day_before(today))


@given(days)
def test_moving_to_a_working_day_is_done_once(day: date) -> None:
    moved = first_working_day_on_or_after(day)
    assert moved >= day
    assert is_working_day(moved)
    assert first_working_day_on_or_after(moved) == moved
    assert moved - day <= timedelta(days=5)


def test_holidays_are_those_of_the_published_list(real_data: Path) -> None:
    published = {date.fromisoformat(day) for day in json.loads((real_data / HOLIDAYS).read_text(encoding="utf-8"))}
    years = {day.year for day in published}
    assert len(years) == 16
    assert published == {day for year in years for day in holidays_in(year)}
