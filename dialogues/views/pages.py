"""What the pages of the dialogue share: finding a meeting or an agreement, its calendar file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.calendar import local_date
from accounts.requests import GuestRequest, MemberRequest
from dialogues.formats.calendar import CONTENT_TYPE, Entry, as_bytes
from dialogues.models import Agreement, Meeting


def find_meeting(request: MemberRequest | GuestRequest, pk: int) -> Meeting:
    """The meeting, if the reader may see it; else 404."""
    visible = Meeting.objects.visible_to(request.user).select_related("organisation", "organiser")
    return get_object_or_404(visible, pk=pk)


def find_agreement(request: MemberRequest | GuestRequest, pk: int) -> Agreement:
    visible = Agreement.objects.visible_to(request.user).with_overdue(local_date(request.now))
    related = ("meeting__organisation", "meeting__organiser", "supplier", "owner_user", "reported_by", "refused_by")
    return get_object_or_404(visible.select_related(*related), pk=pk)


def agreements_of(request: MemberRequest | GuestRequest, meeting: Meeting) -> list[Agreement]:
    """The agreements of a meeting that the reader may see, with what became of them."""
    rows = Agreement.objects.visible_to(request.user).filter(meeting=meeting)
    rows = rows.with_overdue(local_date(request.now))
    related = ("supplier", "owner_user", "reported_by", "refused_by", "confirmed_by", "meeting")
    return list(rows.select_related(*related).order_by("due_on", "pk"))


def add_errors(form: Any, refused: ValidationError) -> None:
    """Each sentence at its field; one for a field that the form does not show stands above the form."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def calendar_file(meeting: Meeting, *, page: str) -> HttpResponse:
    """The meeting as a download for a calendar program; ``page`` is where its reader finds it."""
    title = f"{meeting.get_kind_display()}: {meeting.organisation}"
    points = "\n".join(f"{number}. {point.text}" for number, point in enumerate(meeting.points.all(), start=1))
    entry = Entry(
        uid=f"meeting-{meeting.pk}@{settings.BASE_URL.partition('//')[2]}",
        sequence=meeting.edition,
        stamp=meeting.invited_at or meeting.created_at,
        day=meeting.date,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=title[:1].upper() + title[1:],
        description="\n\n".join(part for part in (meeting.purpose, points) if part),
        location=meeting.location,
        url=f"{settings.BASE_URL}{page}",
        organiser=str(meeting.organiser),
        organiser_email=meeting.organiser.email,
        is_cancelled=meeting.state == "cancelled",
    )
    response = HttpResponse(as_bytes(entry), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_("meeting")}-{meeting.pk}.ics"'
    return response
