"""The calendar file: local time, replaceable, cancellable, safe with strange text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Component

from dialogues.formats.calendar import Entry, as_bytes

ENTRY = Entry(
    uid="meeting-1@gepast.example", sequence=2, stamp=datetime(2026, 11, 2, 9, tzinfo=UTC), day=date(2026, 7, 1),
    starts_at=time(10), ends_at=time(11, 30), title="Leveranciersdialoog", description="Doel; en, punten\n1. Loon",
    location="Den Haag", url="https://gepast.example/meetings/1/", organiser="Cas", organiser_email="cas@example.nl",
)  # fmt: skip


def event(entry: Entry) -> tuple[Calendar, Component]:
    calendar = Calendar.from_ical(as_bytes(entry))
    return calendar, calendar.walk("VEVENT")[0]


def test_local_time_in_summer_and_winter() -> None:
    assert event(ENTRY)[1].decoded("dtstart") == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert event(replace(ENTRY, day=date(2026, 12, 1)))[1].decoded("dtend") == datetime(2026, 12, 1, 10, 30, tzinfo=UTC)


def test_without_time_it_takes_the_day_and_without_end_an_hour() -> None:
    assert event(replace(ENTRY, starts_at=None, ends_at=None))[1].decoded("dtend") == date(2026, 7, 2)
    assert event(replace(ENTRY, ends_at=None))[1].decoded("dtend") == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_a_later_edition_replaces_and_a_cancelled_one_takes_away() -> None:
    assert event(ENTRY)[1]["sequence"] == 2
    calendar, cancelled = event(replace(ENTRY, is_cancelled=True))
    assert (calendar["method"], cancelled["status"]) == ("CANCEL", "CANCELLED")


def test_text_cannot_break_out_of_its_line() -> None:
    _calendar, found = event(replace(ENTRY, title="Hallo\r\nATTENDEE:mailto:x@example.nl", organiser='"A";B'))
    assert "ATTENDEE" not in found
    assert found["description"] == ENTRY.description
