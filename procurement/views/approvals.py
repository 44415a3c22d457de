"""The approval of an approach: submit, judge, reopen."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import approvals
from procurement.approval import APPROVERS
from procurement.approval_reads import Seat, may_move_due_date
from procurement.forms import ReasonForm, show
from procurement.forms_approval import DecisionForm, DueDateForm
from procurement.views.approval_page import ApprovalPage
from procurement.views.pages import find

URL = "procurement:approval"


@internal
@require_GET
def approval(request: MemberRequest, pk: int) -> HttpResponse:
    return ApprovalPage(request, find(request, pk)).response()


@internal
@require_POST
def approach_submit(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    try:
        approvals.submit(tender=tender, by=request.user, at=request.now)
    except (approvals.ApproachIncomplete, TransitionNotAllowed) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The approach is submitted for approval."))
    return redirect(URL, pk)


@internal
@require_POST
def approach_decide(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, "approve_approach", DECIDE)
    # Where nothing is left to decide, the form still holds what was typed, and the action says why it came too late.
    seats = ApprovalPage(request, tender).seats or _typed(request.POST.get("role", ""))
    form = DecisionForm(request.POST, seats=seats)
    if not form.is_valid():
        return ApprovalPage(request, tender, {"decision": form}).response(status=422)
    seat, given = form.seat, form.cleaned_data
    try:
        approvals.decide(
            tender=tender, role=seat.role, verdict=given["verdict"], reason=given["reason"], by=request.user,
            at=request.now, on_behalf_of=seat.on_behalf_of.pk if seat.on_behalf_of else None,
        )  # fmt: skip
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return ApprovalPage(request, find(request, pk), {"decision": form}).response(status=409)
    messages.success(request, _("Your decision is recorded."))
    return redirect(URL, pk)


@internal
@require_POST
def approach_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return ApprovalPage(request, tender, {"reopening": form}).response(status=422)
    try:
        approvals.reopen(tender=tender, by=request.user, at=request.now, reason=form.cleaned_data["reason"])
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return ApprovalPage(request, find(request, pk), {"reopening": form}).response(status=409)
    messages.success(request, _("The approach is a draft again. It needs approval once more."))
    return redirect(URL, pk)


@internal
@require_POST
def approach_due_date(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    if not may_move_due_date(request.user, tender.organisation_id):
        raise PermissionDenied(_("Your role does not allow this step."))
    form = DueDateForm(request.POST, auto_id="id_due_date_%s")
    if form.is_valid():
        try:
            approvals.move_due_date(tender=tender, by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect(URL, pk)
        else:
            messages.success(request, _("The due date is changed."))
            return redirect(URL, pk)
    return ApprovalPage(request, tender, {"due_date": form}).response(status=422)


def _typed(role: str) -> list[Seat]:
    return [Seat(role)] if role in APPROVERS else []
