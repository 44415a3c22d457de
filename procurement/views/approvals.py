"""The approval of an approach: submit, judge, reopen, and what was said in earlier rounds."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actions.transitions import may_move
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, ROLES, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import approvals
from procurement.forms import DecisionForm, ReasonForm
from procurement.models import ApproachDecision, Tender
from procurement.reads import decisions_of_round, missing_for_submission, open_roles
from procurement.views.pages import find, page
from procurement.workflow import APPROACH

URL = "procurement:approval"


@internal
@require_GET
def approval(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, find(request, pk))


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
    roles = _own_open_roles(request, tender)
    form = DecisionForm(request.POST, roles=roles or _role_choices(tuple(request.POST.getlist("role"))))
    if not form.is_valid():
        return _page(request, tender, decision=form, status=422)
    given = form.cleaned_data
    try:
        approvals.decide(
            tender=tender, role=given["role"], verdict=given["verdict"], reason=given["reason"], by=request.user,
            at=request.now,
        )  # fmt: skip
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return _page(request, find(request, pk), decision=form, status=409)
    messages.success(request, _("Your decision is recorded."))
    return redirect(URL, pk)


@internal
@require_POST
def approach_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, tender, reopening=form, status=422)
    try:
        approvals.reopen(tender=tender, by=request.user, at=request.now, reason=form.cleaned_data["reason"])
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return _page(request, find(request, pk), reopening=form, status=409)
    messages.success(request, _("The approach is a draft again. It needs approval once more."))
    return redirect(URL, pk)


def _page(
    request: MemberRequest,
    tender: Tender,
    *,
    decision: forms.Form | None = None,
    reopening: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    is_submitted = tender.approach_state == "submitted"
    current = decisions_of_round(tender) if is_submitted else []
    roles = _own_open_roles(request, tender, current)
    context = page(
        request, tender, "approval",
        missing=missing_for_submission(tender, timezone.localdate(request.now)) if tender.is_editable_approach else [],
        may_submit=_may(request, tender, "submitted"),
        decision=(decision or DecisionForm(roles=roles)) if roles or decision else None,
        reopening=(reopening or ReasonForm()) if _may(request, tender, "draft") else None,
        waiting_for=[ROLES[role] for role in open_roles(tender, current)] if is_submitted else [],
        is_own=tender.approach_submitted_by_id == request.user.pk,
        steps=_steps(tender),
        rounds=_rounds(tender),
    )  # fmt: skip
    return render(request, "procurement/approval.html", context, status=status)


def _may(request: MemberRequest, tender: Tender, to: str) -> bool:
    return may_move(tender, workflow=APPROACH, to=to, by=request.user, organisation_id=tender.organisation_id)


def _own_open_roles(
    request: MemberRequest, tender: Tender, current: list[ApproachDecision] | None = None
) -> list[tuple[str, Any]]:
    """The roles in which this person may judge now."""
    if tender.approach_state != "submitted" or tender.approach_submitted_by_id == request.user.pk:
        return []
    current = decisions_of_round(tender) if current is None else current
    if any(each.decided_by_id == request.user.pk for each in current):
        return []
    held = request.user.roles_in(tender.organisation_id)
    return _role_choices(tuple(role for role in open_roles(tender, current) if role in held))


def _role_choices(roles: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(role, ROLES[role]) for role in roles if role in ROLES]


def _rounds(tender: Tender) -> list[dict[str, Any]]:
    """The decisions by round, the last round first."""
    decisions = tender.approach_decisions.select_related("decided_by").order_by("-round", "decided_at")
    return [{"number": number, "decisions": list(found)} for number, found in groupby(decisions, lambda d: d.round)]


def _steps(tender: Tender) -> list[dict[str, Any]]:
    """Where the approach is on its way."""
    state = tender.approach_state
    done = {"draft": 0, "returned": 0, "submitted": 1, "approved": 3}[state]
    labels = [_("Draft") if state != "returned" else _("Returned"), _("Submitted"), _("Approved")]
    return [
        {"label": label, "state": "done" if index < done else "current" if index == done else "todo"}
        for index, label in enumerate(labels)
    ]
