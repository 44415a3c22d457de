"""A meeting as a calendar file (RFC 5545). Bytes from plain values; no ORM, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from accounts.calendar import AMSTERDAM

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """``uid`` stays the same for one meeting; a higher ``sequence`` replaces what a calendar holds of it."""

    uid: str
    sequence: int
    stamp: datetime
    day: date
    starts_at: time | None
    ends_at: time | None
    title: str
    description: str
    location: str
    url: str
    organiser: str
    organiser_email: str
    is_cancelled: bool = False


def as_bytes(entry: Entry) -> bytes:
    """The file; without a time it takes the whole day, without an end it takes an hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gepast//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    start, end = _span(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("url", entry.url)
    if entry.location:
        event.add("location", entry.location)
    organiser = vCalAddress(f"mailto:{entry.organiser_email}")
    organiser.params["cn"] = vText(entry.organiser)
    event["organizer"] = organiser
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _span(entry: Entry) -> tuple[date | datetime, date | datetime]:
    if entry.starts_at is None:
        return entry.day, entry.day + timedelta(days=1)
    start = datetime.combine(entry.day, entry.starts_at, AMSTERDAM).astimezone(UTC)
    if entry.ends_at is None:
        return start, start + timedelta(hours=1)
    return start, datetime.combine(entry.day, entry.ends_at, AMSTERDAM).astimezone(UTC)
