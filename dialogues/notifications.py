"""Messages of the dialogue: one function per message. A contact person gets a fresh personal link each time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.actions import links, outbox
from accounts.models import User
from dialogues.models import Agreement, Confirmation, Meeting
from dialogues.reads import contacts_for, contacts_of, hosts_of
from suppliers.models import Supplier


def invitation(*, meeting: Meeting, by: User, at: datetime, suppliers: Iterable[Supplier] | None = None) -> None:
    """Purpose, points, time and place to the suppliers' contact persons; to colleagues when nobody is picked out."""
    _to_suppliers("meeting_invitation", meeting, suppliers=suppliers, by=by, at=at)
    if suppliers is None:
        _to_colleagues("meeting_invitation", meeting, by=by, at=at)


def changed(*, meeting: Meeting, told: Iterable[Supplier], by: User, at: datetime) -> None:
    """That time, place, purpose or points are different from what was sent."""
    _to_suppliers("meeting_changed", meeting, suppliers=told, by=by, at=at)
    _to_colleagues("meeting_changed", meeting, by=by, at=at)


def cancelled(*, meeting: Meeting, by: User, at: datetime) -> None:
    _to_suppliers("meeting_cancelled", meeting, by=by, at=at)
    _to_colleagues("meeting_cancelled", meeting, by=by, at=at)


def minutes(*, meeting: Meeting, suppliers: Iterable[Supplier], number: int, by: User, at: datetime) -> None:
    """The report with the agreements in writing, to be confirmed; each supplier gets his own agreements."""
    for contact in contacts_of(meeting, suppliers):
        own = Agreement.objects.visible_to(contact.user).filter(meeting=meeting)
        _to_supplier(
            "meeting_minutes", meeting, contact.user, by=by, at=at, agreements=list(own), points=_points(meeting),
            number=number,
        )  # fmt: skip


def answered(*, confirmation: Confirmation, at: datetime) -> None:
    """That a supplier confirmed the report or objected to it, to who organised the meeting."""
    meeting = confirmation.meeting
    template = "meeting_confirmed" if confirmation.answer == Confirmation.Answer.CONFIRMED else "meeting_objected"
    _to_member(template, meeting, meeting.organiser, at=at, confirmation=confirmation)


def agreement_reported(*, agreement: Agreement, by: User, at: datetime) -> None:
    """To the other side: that something was reported and waits for its confirmation."""
    meeting = agreement.meeting
    if agreement.owner_side == Agreement.Side.SUPPLIER:
        _to_judging_colleagues(agreement, by=by, at=at)
        return
    contacts = contacts_for(agreement)
    for contact in contacts:
        page = reverse("portal:agreement-judge", args=[agreement.pk])
        _to_supplier("agreement_reported", meeting, contact.user, by=by, at=at, page=page, agreement=agreement)
    if not contacts:
        _to_judging_colleagues(agreement, by=by, at=at)


def agreement_judged(*, agreement: Agreement, reporter: User, by: User, at: datetime) -> None:
    """Confirmed, or refused with the reason, to who reported it."""
    context: dict[str, Any] = {"agreement": agreement, "is_confirmed": agreement.state != "open"}
    if reporter.is_supplier:
        _to_supplier("agreement_judged", agreement.meeting, reporter, by=by, at=at, **context)
    else:
        _to_member("agreement_judged", agreement.meeting, reporter, at=at, **context)


def _to_judging_colleagues(agreement: Agreement, *, by: User, at: datetime) -> None:
    """To the organiser; when it was the organiser who reported, to the others who may judge."""
    organiser = agreement.meeting.organiser
    others = [organiser] if organiser.pk != by.pk else [*hosts_of(agreement.meeting.organisation).exclude(pk=by.pk)]
    page = reverse("dialogues:agreement-judge", args=[agreement.pk])
    for colleague in others:
        _to_member("agreement_reported", agreement.meeting, colleague, at=at, page=page, agreement=agreement)


def _to_suppliers(
    template: str, meeting: Meeting, *, by: User, at: datetime, suppliers: Iterable[Supplier] | None = None
) -> None:
    for contact in contacts_of(meeting, suppliers):
        _to_supplier(template, meeting, contact.user, by=by, at=at, points=_points(meeting))


def _to_colleagues(template: str, meeting: Meeting, *, by: User, at: datetime) -> None:
    people = {user.pk: user for user in meeting.colleagues.filter(is_active=True)}
    if meeting.organiser.is_active:
        people.setdefault(meeting.organiser_id, meeting.organiser)
    people.pop(by.pk, None)
    for colleague in people.values():
        _to_member(template, meeting, colleague, at=at, points=_points(meeting))


def _to_supplier(
    template: str, meeting: Meeting, to: User, *, by: User, at: datetime, page: str = "", **context: Any
) -> None:
    _link, token = links.create(user=to, organisation=meeting.organisation, by=by, at=at)
    address = links.address(token, to=page or reverse("portal:meeting", args=[meeting.pk]))
    _send(template, meeting, to, at=at, link=address, **context)


def _to_member(template: str, meeting: Meeting, to: User, *, at: datetime, page: str = "", **context: Any) -> None:
    address = f"{settings.BASE_URL}{page or reverse('dialogues:meeting-detail', args=[meeting.pk])}"
    _send(template, meeting, to, at=at, link=address, **context)


def _send(template: str, meeting: Meeting, to: User, *, at: datetime, **context: Any) -> None:
    about = context.get("agreement") or meeting
    outbox.enqueue(
        to=to, template=template, context={"meeting": meeting, **context}, organisation=meeting.organisation,
        about=about, at=at,
    )  # fmt: skip


def _points(meeting: Meeting) -> list[Any]:
    return list(meeting.points.all())
