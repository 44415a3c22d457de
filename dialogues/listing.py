"""The lists of meetings and agreements as tables, for the export: all that the pages show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.calendar import local_date
from dialogues.querysets import AgreementQuerySet, MeetingQuerySet
from procurement.formats.sheets import Cell

CHUNK = 1000


def meeting_header() -> list[str]:
    return [
        _("Reference"), _("Kind"), _("Date"), _("From"), _("Until"), _("Place"), _("Suppliers"), _("Contracts"),
        _("Purpose and expected outcome"), _("What the supplier gains"), _("Discussion points"), _("Organiser"),
        _("State"), _("Who was there"), _("Summary"), _("Confirmed on"), _("Agreements"), _("Open agreements"),
    ]  # fmt: skip


def meeting_rows(meetings: MeetingQuerySet) -> Iterator[list[Cell]]:
    """A row per meeting of ``meetings.with_agreements()``, read in chunks."""
    read = meetings.select_related("organiser").prefetch_related("suppliers", "contracts", "points")
    for row in read.iterator(chunk_size=CHUNK):
        counted: Any = row
        yield [
            row.reference, row.get_kind_display(), row.date,
            f"{row.starts_at:%H:%M}" if row.starts_at else None, f"{row.ends_at:%H:%M}" if row.ends_at else None,
            row.location, "; ".join(each.name for each in row.suppliers.all()),
            "; ".join(each.reference for each in row.contracts.all()), row.purpose, row.benefit,
            "\n".join(_point(each.text, each.said) for each in row.points.all()), str(row.organiser),
            row.get_state_display(), row.attendance, row.summary,
            local_date(row.confirmed_at) if row.confirmed_at else None,
            counted.agreement_count, counted.open_count,
        ]  # fmt: skip


def agreement_header() -> list[str]:
    return [
        _("Meeting"), _("Date of the meeting"), _("Reference"), _("Agreement"), _("Supplier"), _("Owner"),
        _("Who does it?"), _("Due date"), _("State"), _("Overdue"), _("Reported on"), _("Reported as"), _("Report"),
        _("Not agreed because"), _("Confirmed by"), _("Done on"),
    ]  # fmt: skip


def agreement_rows(agreements: AgreementQuerySet) -> Iterator[list[Cell]]:
    """A row per agreement of ``agreements.with_overdue(today)``, read in chunks."""
    read = agreements.select_related("meeting", "supplier", "confirmed_by")
    for row in read.iterator(chunk_size=CHUNK):
        counted: Any = row
        yield [
            row.meeting.reference, row.meeting.date, row.reference, row.text, row.supplier.name if row.supplier else "",
            row.owner, row.get_owner_side_display(), row.due_on, row.get_state_display(),
            _("yes") if counted.is_overdue else _("no"), local_date(row.reported_at) if row.reported_at else None,
            row.get_reported_as_display(), row.report, row.refused_reason,
            str(row.confirmed_by) if row.confirmed_by else "", row.done_on,
        ]  # fmt: skip


def _point(text: str, said: str) -> str:
    return f"{text}: {said}" if said else text
