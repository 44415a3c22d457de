"""One meeting: plan, change, invite, cancel, and its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from dialogues import reads
from dialogues.actions import meetings
from dialogues.forms import MeetingForm, ReasonForm
from dialogues.history import history_of
from dialogues.models import Confirmation, Meeting
from dialogues.permissions import can_judge, can_lead, can_report, check_lead
from dialogues.querysets import HELD, OPEN
from dialogues.views.pages import add_errors, agreements_of, calendar_file, find_meeting
from dialogues.workflow import MEETING
from suppliers.models import Contract, Supplier


@internal
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    """Plan a meeting; ``?supplier=`` or ``?contract=`` fills those in."""
    check_lead(request.user, request.organisation)
    form = MeetingForm(request.POST or None, organisation=request.organisation, initial=_wanted(request))
    if form.is_search:
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        try:
            made = meetings.plan(organisation=request.organisation, plan=form.plan, by=request.user, at=request.now)
        except ValidationError as refused:
            add_errors(form, refused)
        else:
            messages.success(request, _("The meeting has been planned. Nobody has been invited yet."))
            return redirect("dialogues:meeting-detail", made.pk)
    return render(request, "dialogues/meeting_form.html", {"form": form, "meeting": None})


@internal
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what was planned; who was invited already is told."""
    meeting = find_meeting(request, pk)
    check_lead(request.user, meeting.organisation_id)
    form = MeetingForm(request.POST or None, organisation=meeting.organisation, initial=MeetingForm.of(meeting))
    if form.is_search:
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        try:
            meetings.change(meeting=meeting, plan=form.plan, by=request.user, at=request.now)
        except ValidationError as refused:
            add_errors(form, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("dialogues:meeting-detail", pk)
        else:
            messages.success(request, _("The meeting has been saved."))
            return redirect("dialogues:meeting-detail", pk)
    return render(request, "dialogues/meeting_form.html", {"form": form, "meeting": meeting})


@internal
@require_GET
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """All of one meeting: before, during, after, and the next step."""
    meeting = find_meeting(request, pk)
    agreements = agreements_of(request, meeting)
    suppliers = list(meeting.suppliers.all())
    confirmations = list(meeting.confirmations.select_related("supplier", "answered_by"))
    newest = confirmations[0].round if confirmations else 0
    context: dict[str, Any] = {
        "meeting": meeting,
        "suppliers": suppliers,
        "contracts": list(meeting.contracts.all()),
        "colleagues": list(meeting.colleagues.all()),
        "points": list(meeting.points.all()),
        "agreements": _with_rights(request, meeting, agreements),
        "asked": [each for each in confirmations if each.round == newest],
        "objections": [each for each in confirmations if each.answer == Confirmation.Answer.OBJECTED],
        "is_objected": any(each.answer == "objected" for each in confirmations if each.round == newest),
        "steps": _steps(meeting, suppliers),
        "is_past": meeting.date < local_date(request.now),
        "is_today_or_past": meeting.date <= local_date(request.now),
        "is_held": meeting.state in HELD,
        "is_open": meeting.state in OPEN,
        "history": history_of(meeting, agreements),
        "may_lead": can_lead(request.user, meeting.organisation_id),
    }
    return render(request, "dialogues/meeting_detail.html", context)


@internal
@require_http_methods(["GET", "POST"])
def invite(request: MemberRequest, pk: int) -> HttpResponse:
    """Who gets the mail, and sending it; or noting that they were invited in another way."""
    meeting = find_meeting(request, pk)
    check_lead(request.user, meeting.organisation_id)
    if request.method == "POST":
        tell = request.POST.get("way") != "other"
        try:
            meetings.invite(meeting=meeting, tell=tell, by=request.user, at=request.now)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("dialogues:meeting-invite", pk)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The invitations are on their way.") if tell else _("Noted as invited."))
        return redirect("dialogues:meeting-detail", pk)
    context = {
        "meeting": meeting,
        "contacts": reads.contacts_of(meeting),
        "unreachable": reads.suppliers_without_contact(meeting),
        "colleagues": list(meeting.colleagues.all()),
        "points": list(meeting.points.all()),
        "is_past": meeting.date < local_date(request.now),
    }
    return render(request, "dialogues/meeting_invite.html", context)


@internal
@require_http_methods(["GET", "POST"])
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Call a meeting off, with a reason."""
    meeting = find_meeting(request, pk)
    check_lead(request.user, meeting.organisation_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meetings.cancel(meeting=meeting, by=request.user, at=request.now, **form.cleaned_data)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The meeting has been cancelled."))
        return redirect("dialogues:meeting-detail", pk)
    return render(request, "dialogues/meeting_cancel.html", {"meeting": meeting, "form": form})


@internal
@require_GET
def calendar(request: MemberRequest, pk: int) -> HttpResponse:
    """The meeting for a calendar program."""
    return calendar_file(find_meeting(request, pk), page=reverse("dialogues:meeting-detail", args=[pk]))


def _wanted(request: MemberRequest) -> dict[str, Any]:
    """Supplier and contract named in the address, where they belong to this organisation; today's organiser."""
    initial: dict[str, Any] = {"organiser": request.user.pk, "kind": Meeting.Kind.INDIVIDUAL}
    supplier, contract = request.GET.get("supplier", ""), request.GET.get("contract", "")
    if contract.isdecimal() and len(contract) < 19:
        own = Contract.objects.visible_to(request.user).of(request.organisation).filter(pk=int(contract))
        for found in own.select_related("supplier"):
            initial |= {"contracts": [found], "suppliers": [found.supplier]}
    if supplier.isdecimal() and len(supplier) < 19:
        initial["suppliers"] = list(Supplier.objects.visible_to(request.user).filter(pk=int(supplier)))
    return initial


def _with_rights(request: MemberRequest, meeting: Meeting, agreements: Sequence[Any]) -> Sequence[Any]:
    """What the reader may do with each; who has a contact person is asked once for all."""
    reached = reads.reached_suppliers(meeting) if agreements else frozenset[int]()
    for agreement in agreements:
        is_reached = agreement.supplier_id in reached if agreement.supplier_id else bool(reached)
        agreement.may_report = can_report(request.user, agreement, is_reached=is_reached)
        agreement.may_judge = can_judge(request.user, agreement, is_reached=is_reached)
    return agreements


def _steps(meeting: Meeting, suppliers: Sequence[Supplier]) -> list[dict[str, Any]]:
    """How far the meeting is; a working group of colleagues has nobody to confirm its report."""
    states = ["planned", "invited", "held", "confirmed"]
    if meeting.kind == Meeting.Kind.WORKING_GROUP and not suppliers:
        states.remove("confirmed")
    if meeting.state not in states:
        return []
    here = states.index(meeting.state)
    is_final = here == len(states) - 1
    return [
        {
            "label": MEETING.labels[state],
            "state": "done" if number < here or is_final else "current" if number == here else "todo",
        }
        for number, state in enumerate(states)
    ]
