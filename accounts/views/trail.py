"""What happened and what went out: the audit trail, the outbox, and mail that goes nowhere."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import outbox
from accounts.actions.transitions import may_move
from accounts.forms import AuditFilterForm
from accounts.mail import names_of
from accounts.models import AuditEvent, Organisation, OutgoingMessage
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.trail import actions_named, lines
from accounts.views.gates import internal
from accounts.workflow import MESSAGE, TransitionNotAllowed

PAGE = 50


@internal
def audit_list(request: MemberRequest) -> HttpResponse:
    """The audit trail of the organisation, newest first."""
    check_right(request.user, request.organisation, "settings", READ)
    form = AuditFilterForm(request.GET)
    events = _filtered(
        AuditEvent.objects.visible_to(request.user).filter(organisation_id=request.organisation.pk), form.conditions()
    )
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/audit.html", {"form": form, "page": page, "lines": lines(page)})


@internal
def message_list(request: MemberRequest) -> HttpResponse:
    """Outgoing messages with their delivery state; failed ones first."""
    check_right(request.user, request.organisation, "contract", READ)
    found = OutgoingMessage.objects.visible_to(request.user).filter(organisation=request.organisation)
    state = request.GET.get("state", "")
    if state in MESSAGE.states:
        found = found.filter(state=state)
    page = Paginator(found.select_related("recipient"), PAGE).get_page(request.GET.get("page"))
    url = reverse("accounts:messages")
    tabs = [{"label": _("All"), "url": url, "current": not state}]
    tabs += [
        {"label": label, "url": f"{url}?state={code}", "current": state == code} for code, label in MESSAGE.choices
    ]
    context = {"page": page, "tabs": tabs, "may_retry": _may_retry(request)}
    return render(request, "accounts/messages.html", context)


@require_POST
@internal
def message_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a failed message once more."""
    found = OutgoingMessage.objects.visible_to(request.user).filter(organisation=request.organisation)
    message = get_object_or_404(found, pk=pk)
    try:
        outbox.retry(message=message, by=request.user, at=request.now)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The message will be sent again."))
    return redirect("accounts:messages")


@internal
def mail_list(request: MemberRequest) -> HttpResponse:
    """Mail of an installation without a mail server: it lies as files and is shown here."""
    folder = _mail_folder(request)
    names = _own_mail(request, folder)
    page = Paginator(names, PAGE).get_page(request.GET.get("page"))
    mails = [_summary(name, _read(folder / name)) for name in page]
    return render(request, "accounts/mail.html", {"page": page, "mails": mails})


@internal
def mail_detail(request: MemberRequest, name: str) -> HttpResponse:
    """One mail as text."""
    folder = _mail_folder(request)
    path = folder / name
    if name not in _own_mail(request, folder):
        raise Http404
    mail = _read(path)
    body = mail.get_body(preferencelist=("plain",))
    text = str(body.get_content()) if isinstance(body, EmailMessage) else ""
    return render(request, "accounts/mail_detail.html", {"mail": _summary(name, mail), "text": text})


def _filtered(events: QuerySet[AuditEvent], conditions: dict[str, Any]) -> QuerySet[AuditEvent]:
    zone = timezone.get_default_timezone()
    if text := conditions.get("q"):
        events = events.filter(
            actions_named(text)
            | Q(action__icontains=text)
            | Q(object_label__icontains=text)
            | Q(actor_label__icontains=text)
        )
    if since := conditions.get("since"):
        events = events.filter(at__gte=datetime.combine(since, time.min, tzinfo=zone))
    if until := conditions.get("until"):
        events = events.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, tzinfo=zone))
    return events


def _may_retry(request: MemberRequest) -> bool:
    failed = OutgoingMessage(state="failed")
    return may_move(failed, workflow=MESSAGE, to="pending", by=request.user, organisation_id=request.organisation.pk)


def _mail_folder(request: MemberRequest) -> Path:
    if not settings.EMAIL_FILE_PATH:
        raise Http404
    if not has_right(request.user, request.organisation, "settings", WRITE):
        # Personal links stand in it: who reads it can come in as somebody else.
        raise PermissionDenied(_("Only an administrator sees this mail."))
    return Path(settings.EMAIL_FILE_PATH)


def _own_mail(request: MemberRequest, folder: Path) -> list[str]:
    """Mail in the name of this organisation; that of the installation (a new password) while nobody else is on it."""
    names = names_of(folder, request.organisation.slug)
    if not Organisation.objects.exclude(pk=request.organisation.pk).exists():
        names = sorted([*names, *names_of(folder, "")], reverse=True)
    return names


def _summary(name: str, mail: EmailMessage) -> dict[str, Any]:
    written = mail["date"].datetime
    if timezone.is_naive(written):  # "-0000": in UTC, from a place that does not tell its zone
        written = written.replace(tzinfo=UTC)
    return {"name": name, "at": written, "to": str(mail["to"]), "subject": str(mail["subject"])}


def _read(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not isinstance(found, EmailMessage):
        raise Http404
    return found
