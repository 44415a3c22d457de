"""After a meeting: its report written, sent, and confirmed or objected to by the supplier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from dialogues import notifications
from dialogues.actions.meetings import locked
from dialogues.models import Confirmation, DiscussionPoint, Meeting
from dialogues.permissions import check_lead, own_confirmations
from dialogues.reads import last_round, reached_suppliers
from dialogues.workflow import MEETING


class Said(NamedTuple):
    """What was said about a point, and which leverage was used (empty: none)."""

    said: str
    leverage: str = ""


@transaction.atomic
def record(
    *,
    meeting: Meeting,
    held_on: date,
    attendance: str,
    summary: str,
    points: Mapping[int, Said],
    by: User,
    at: datetime,
) -> Meeting:
    """Write down that it was held, who was there and what was said; again until the supplier has confirmed.

    A report that was sent already is taken back by this and has to be sent again.
    """
    check_lead(by, meeting.organisation_id)
    meeting = locked(meeting)
    if held_on > local_date(at):
        raise ValidationError({"held_on": _("This day is still to come.")})
    if not attendance.strip():
        raise ValidationError({"attendance": _("Fill in who was there.")})
    changes: dict[str, Any] = {"date": held_on, "attendance": attendance.strip(), "summary": summary.strip()}
    if meeting.state == "held":
        _rewrite(meeting, changes, by=by, at=at)
    else:
        move(
            meeting, workflow=MEETING, to="held", by=by, at=at, organisation_id=meeting.organisation_id,
            held_recorded_at=at, **changes,
        )  # fmt: skip
    _note(meeting, points, by=by, at=at)
    return meeting


@transaction.atomic
def send(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Send the report with the agreements to each supplier for confirmation: the first time, or after corrections."""
    check_lead(by, meeting.organisation_id)
    meeting = locked(meeting)
    if meeting.state != "held":
        raise TransitionNotAllowed(_("There is no report to send: the meeting was not held, or it is confirmed."))
    earlier = last_round(meeting)
    is_objected = any(each.answer == Confirmation.Answer.OBJECTED for each in earlier)
    if meeting.minutes_sent_at is not None and not is_objected:
        raise TransitionNotAllowed(_("The report has been sent; the supplier answers first."))
    asked = list(meeting.suppliers.filter(pk__in=reached_suppliers(meeting)))
    if not asked:
        raise ValidationError(_("There is nobody to write to: add a contact person of the supplier first."))
    number = earlier[0].round + 1 if earlier else 1
    Confirmation.objects.bulk_create(
        Confirmation(meeting=meeting, supplier=supplier, round=number, asked_at=at) for supplier in asked
    )
    meeting.minutes_sent_at = at
    meeting.save(update_fields=["minutes_sent_at"])
    audit.record(
        action="meeting.minutes_sent", obj=meeting, organisation=meeting.organisation_id, by=by, at=at,
        after={"round": number, "suppliers": [supplier.name for supplier in asked]},
    )  # fmt: skip
    notifications.minutes(meeting=meeting, suppliers=asked, number=number, by=by, at=at)
    return meeting


@transaction.atomic
def confirm(*, meeting: Meeting, number: int, by: User, at: datetime) -> Meeting:
    """The supplier agrees with edition ``number`` of the report. The last of them makes the meeting *confirmed*."""
    meeting, own = _asked(meeting, number, by)
    for each in own:
        _answer(each, Confirmation.Answer.CONFIRMED, "", by=by, at=at)
    if all(each.answer == Confirmation.Answer.CONFIRMED for each in last_round(meeting)):
        move(
            meeting, workflow=MEETING, to="confirmed", by=by, at=at, organisation_id=meeting.organisation_id,
            confirmed_at=at, confirmed_by=by,
        )  # fmt: skip
    for each in own:
        notifications.answered(confirmation=each, at=at)
    return meeting


@transaction.atomic
def object_to(*, meeting: Meeting, number: int, objection: str, by: User, at: datetime) -> Meeting:
    """The supplier says what is not right in edition ``number``. It stays on record, whatever is corrected."""
    if not objection.strip():
        raise ValidationError({"objection": _("Say what is not right.")})
    meeting, own = _asked(meeting, number, by)
    for each in own:
        _answer(each, Confirmation.Answer.OBJECTED, objection.strip(), by=by, at=at)
        notifications.answered(confirmation=each, at=at)
    return meeting


def take_back(meeting: Meeting) -> None:
    """The report changes: what was sent no longer holds, and is confirmed by nobody. Inside another action."""
    if meeting.minutes_sent_at is not None and meeting.state == "held":
        meeting.minutes_sent_at = None
        meeting.save(update_fields=["minutes_sent_at"])


def _rewrite(meeting: Meeting, changes: Mapping[str, Any], *, by: User, at: datetime) -> None:
    before = audit.snapshot(meeting, *changes)
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(changes))
    old, new = audit.changes(before, audit.snapshot(meeting, *changes))
    if new:
        take_back(meeting)
        audit.record(
            action="meeting.minutes_changed", obj=meeting, organisation=meeting.organisation_id, by=by, at=at,
            before=old, after=new,
        )  # fmt: skip


def _note(meeting: Meeting, points: Mapping[int, Said], *, by: User, at: datetime) -> None:
    for point in meeting.points.filter(pk__in=points):
        wanted = points[point.pk]
        if (point.said, point.leverage) == (wanted.said.strip(), wanted.leverage):
            continue
        if wanted.leverage and wanted.leverage not in DiscussionPoint.Leverage.values:
            raise ValidationError(_("This kind of leverage does not exist."))
        before = audit.snapshot(point, "said", "leverage")
        if before["said"] != wanted.said.strip():
            take_back(meeting)
        point.said, point.leverage = wanted.said.strip(), wanted.leverage
        point.save(update_fields=["said", "leverage"])
        audit.record(
            action="meeting.point_noted", obj=meeting, organisation=meeting.organisation_id, by=by, at=at,
            before=before, after={"point": point.text, **audit.snapshot(point, "said", "leverage")},
        )  # fmt: skip


def _asked(meeting: Meeting, number: int, by: User) -> tuple[Meeting, list[Confirmation]]:
    """What ``by`` was asked in this round. A report that was changed meanwhile has to be read first."""
    if not by.is_supplier or not Meeting.objects.visible_to(by).filter(pk=meeting.pk).exists():
        raise PermissionDenied(_("Only the supplier can confirm the report or object to it."))
    meeting = locked(meeting)
    own = own_confirmations(by, meeting)
    if not own:
        raise TransitionNotAllowed(
            _("There is nothing to confirm now: it was answered, or the report is being changed.")
        )
    if own[0].round != number:
        raise TransitionNotAllowed(_("The report has been changed meanwhile. Please read it again first."))
    for each in own:
        each.meeting = meeting
    return meeting, own


def _answer(row: Confirmation, answer: str, objection: str, *, by: User, at: datetime) -> None:
    row.answer, row.objection, row.answered_at, row.answered_by = answer, objection, at, by
    row.save(update_fields=["answer", "objection", "answered_at", "answered_by"])
    audit.record(
        action=f"meeting.minutes_{answer}", obj=row.meeting, organisation=row.meeting.organisation_id, by=by, at=at,
        after={"supplier": row.supplier.name, "round": row.round}, reason=objection,
    )  # fmt: skip
