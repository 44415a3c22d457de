"""Asking for a later due date, and deciding on it: by another person than who asked."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from suppliers import notifications
from suppliers.actions.deliverables import change_due_date
from suppliers.deadlines import ExtensionNotPossible, check_new_due_date
from suppliers.models import Deliverable, DueDateChange, ExtensionRequest
from suppliers.permissions import check_request_extension
from suppliers.querysets import AWAITED
from suppliers.workflow import DELIVERABLE, EXTENSION


@transaction.atomic
def request(*, deliverable: Deliverable, wanted_on: date, reason: str, by: User, at: datetime) -> ExtensionRequest:
    """Ask for more time: the supplier's contact person, or a contract manager for him. One open request at a time.

    Raises ``ValidationError`` at ``wanted_on`` or ``reason``, ``TransitionNotAllowed`` when nothing is awaited or a
    request is open already.
    """
    check_request_extension(by, deliverable)
    fresh = _locked(deliverable)
    if fresh.state not in AWAITED:
        raise TransitionNotAllowed(_("There is nothing to extend: the document came in or was waived."))
    if fresh.extension_requests.filter(state="requested").exists():
        raise TransitionNotAllowed(_("A request for extension is open already; it is decided on first."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why more time is needed.")})
    try:
        check_new_due_date(due_on=fresh.due_on, new_due_on=wanted_on, today=local_date(at))
    except ExtensionNotPossible as refused:
        raise ValidationError({"wanted_on": str(refused)}) from refused
    asked = ExtensionRequest.objects.create(
        deliverable=fresh, wanted_on=wanted_on, reason=reason.strip(), requested_by=by, requested_at=at
    )
    audit.record(
        action="deliverable.extension_requested", obj=fresh, organisation=fresh.contract.organisation_id, by=by, at=at,
        before={"due_on": fresh.due_on}, after={"wanted_on": wanted_on}, reason=reason,
    )  # fmt: skip
    notifications.extension_requested(request=asked, at=at)
    return asked


@transaction.atomic
def grant(*, request: ExtensionRequest, reason: str = "", by: User, at: datetime) -> ExtensionRequest:
    """Give the date that was asked. The due date moves, its history says who, why, from and to."""
    deliverable = _locked(request.deliverable)
    if deliverable.state in DELIVERABLE.final:
        raise TransitionNotAllowed(_("There is nothing to extend: the document came in or was waived."))
    if request.wanted_on <= deliverable.due_on:
        raise TransitionNotAllowed(_("The due date is later than what was asked already."))
    _decide(request, "granted", reason=reason, by=by, at=at)
    change_due_date(
        deliverable=deliverable, due_on=request.wanted_on, source=DueDateChange.Source.EXTENSION,
        reason=request.reason, by=by, at=at,
    )  # fmt: skip
    request.deliverable.due_on = deliverable.due_on
    notifications.extension_decided(request=request, by=by, at=at)
    return request


@transaction.atomic
def refuse(*, request: ExtensionRequest, reason: str, by: User, at: datetime) -> ExtensionRequest:
    """Keep the due date as it is, with a reason that the requester reads."""
    _locked(request.deliverable)
    _decide(request, "refused", reason=reason, by=by, at=at)
    notifications.extension_decided(request=request, by=by, at=at)
    return request


def _decide(request: ExtensionRequest, outcome: str, *, reason: str, by: User, at: datetime) -> None:
    move(
        request, workflow=EXTENSION, to=outcome, by=by, at=at,
        organisation_id=request.deliverable.contract.organisation_id, reason=reason,
        decided_by=by, decided_at=at, decision_reason=reason.strip(),
    )  # fmt: skip


def _locked(deliverable: Deliverable) -> Deliverable:
    return (
        Deliverable.objects.select_for_update(of=("self",))
        .select_related("contract__organisation", "contract__supplier", "contract__contract_manager")
        .get(pk=deliverable.pk)
    )
