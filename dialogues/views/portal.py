"""The supplier's pages: meetings he is invited to, reports to confirm, agreements to report on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.requests import GuestRequest
from accounts.views.gates import portal
from accounts.workflow import TransitionNotAllowed
from dialogues.actions import agreements, minutes
from dialogues.forms import ObjectionForm
from dialogues.forms_agreements import JudgeForm, ReportForm
from dialogues.models import Agreement, Confirmation, Meeting
from dialogues.permissions import can_judge, can_report, check_judge, check_report, own_confirmations
from dialogues.querysets import OPEN
from dialogues.views.pages import add_errors, agreements_of, calendar_file, find_agreement, find_meeting
from suppliers.models import Contract


@portal
@require_GET
def meetings(request: GuestRequest) -> HttpResponse:
    """What is to be done first; then the agreements, then all meetings."""
    rows = list(Meeting.objects.visible_to(request.user).select_related("organisation").order_by("-date", "-pk"))
    open_agreements = [
        _with_rights(request, each)
        for each in Agreement.objects.visible_to(request.user)
        .opened()
        .with_overdue(local_date(request.now))
        .select_related("meeting__organisation", "supplier", "owner_user")
    ]
    asked = set(
        Confirmation.objects.visible_to(request.user)
        .filter(answer="", meeting__state="held", meeting__minutes_sent_at__isnull=False)
        .values_list("meeting", flat=True)
    )
    context = {
        "upcoming": [row for row in reversed(rows) if row.state in OPEN],
        "earlier": [row for row in rows if row.state not in OPEN],
        "to_confirm": [row for row in rows if row.pk in asked and own_confirmations(request.user, row)],
        "agreements": open_agreements,
        "is_empty": not rows,
    }
    return render(request, "dialogues/portal/meetings.html", context)


@portal
@require_GET
def meeting(request: GuestRequest, pk: int) -> HttpResponse:
    """One meeting: the invitation before, the report and the agreements after."""
    found = find_meeting(request, pk)
    return render(request, "dialogues/portal/meeting.html", _page(request, found))


@portal
@require_GET
def calendar(request: GuestRequest, pk: int) -> HttpResponse:
    """The meeting for a calendar program."""
    return calendar_file(find_meeting(request, pk), page=reverse("portal:meeting", args=[pk]))


@portal
@require_POST
def confirm(request: GuestRequest, pk: int) -> HttpResponse:
    """Agree with the report, in the edition that was read."""
    found = find_meeting(request, pk)
    number = request.POST.get("number", "")
    try:
        minutes.confirm(meeting=found, number=_whole(number), by=request.user, at=request.now)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. You have confirmed the report and the agreements."))
    return redirect("portal:meeting", pk)


@portal
@require_http_methods(["GET", "POST"])
def object_to(request: GuestRequest, pk: int) -> HttpResponse:
    """Say what is not right in the report."""
    found = find_meeting(request, pk)
    own = own_confirmations(request.user, found)
    form = ObjectionForm(request.POST or None, initial={"number": own[0].round if own else 1})
    if not own:
        messages.error(request, _("There is nothing to confirm now: it was answered, or the report is being changed."))
        return redirect("portal:meeting", pk)
    if request.method == "POST" and form.is_valid():
        try:
            minutes.object_to(meeting=found, by=request.user, at=request.now, **form.cleaned_data)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your objection has been sent."))
        return redirect("portal:meeting", pk)
    return render(request, "dialogues/portal/objection.html", {"meeting": found, "form": form})


@portal
@require_http_methods(["GET", "POST"])
def agreement_report(request: GuestRequest, pk: int) -> HttpResponse:
    """Say what came of an agreement of the supplier's side."""
    agreement = find_agreement(request, pk)
    if agreement.state != "open" or agreement.reported_at is not None:
        messages.error(request, _("Something has been reported on this agreement already."))
        return redirect("portal:meeting", agreement.meeting_id)
    check_report(request.user, agreement)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.report(agreement=agreement, by=request.user, at=request.now, **form.cleaned_data)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Thank you. The organisation is asked to confirm it."))
        return redirect("portal:meeting", agreement.meeting_id)
    context = {"agreement": agreement, "meeting": agreement.meeting, "form": form}
    return render(request, "dialogues/portal/agreement_report.html", context)


@portal
@require_http_methods(["GET", "POST"])
def agreement_judge(request: GuestRequest, pk: int) -> HttpResponse:
    """Confirm what the organisation reported on its own agreement, or say why not."""
    agreement = find_agreement(request, pk)
    if agreement.state != "open" or agreement.reported_at is None:
        messages.error(request, _("There is no report to decide on."))
        return redirect("portal:meeting", agreement.meeting_id)
    check_judge(request.user, agreement)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(form, agreement, request))
        except ValidationError as refused:
            add_errors(form, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("portal:meeting", agreement.meeting_id)
        else:
            return redirect("portal:meeting", agreement.meeting_id)
    context = {"agreement": agreement, "meeting": agreement.meeting, "form": form}
    return render(request, "dialogues/portal/agreement_judge.html", context)


def _decide(form: JudgeForm, agreement: Agreement, request: GuestRequest) -> str:
    if form.cleaned_data["decision"] == "confirm":
        agreements.confirm(agreement=agreement, by=request.user, at=request.now)
        return _("Confirmed.")
    agreements.refuse(agreement=agreement, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
    return _("The agreement is open again; the other side reads your reason.")


def _page(request: GuestRequest, found: Meeting) -> dict[str, Any]:
    pending = own_confirmations(request.user, found)
    answers = found.confirmations.visible_to(request.user).exclude(answer="")
    return {
        "meeting": found,
        "organisation": found.organisation,
        "points": list(found.points.all()),
        "shows_minutes": found.minutes_sent_at is not None,
        "agreements": [_with_rights(request, each) for each in agreements_of(request, found)],
        "number": pending[0].round if pending else 0,
        "answers": list(answers.select_related("supplier", "answered_by")),
        "contracts": list(Contract.objects.visible_to(request.user).filter(meetings=found)),
        "is_open": found.state in OPEN,
    }


def _with_rights(request: GuestRequest, agreement: Any) -> Any:
    agreement.may_report = can_report(request.user, agreement, is_reached=True)
    agreement.may_judge = can_judge(request.user, agreement, is_reached=True)
    return agreement


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
