"""Agreements: write down, correct, report, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from dialogues.actions import agreements
from dialogues.forms_agreements import AgreementForm, JudgeForm, ReportForm
from dialogues.models import Agreement
from dialogues.permissions import check_judge, check_lead, check_report
from dialogues.views.pages import add_errors, find_agreement, find_meeting


@internal
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down an agreement of a meeting; the form stays open for the next one on request."""
    meeting = find_meeting(request, pk)
    check_lead(request.user, meeting.organisation_id)
    form = AgreementForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.add(meeting=meeting, terms=form.terms, by=request.user, at=request.now)
        except ValidationError as refused:
            add_errors(form, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("dialogues:meeting-detail", pk)
        else:
            messages.success(request, _("The agreement has been saved."))
            if request.POST.get("step") == "next":
                return redirect("dialogues:agreement-create", pk)
            return redirect("dialogues:meeting-detail", pk)
    return render(request, "dialogues/agreement_form.html", {"meeting": meeting, "form": form, "agreement": None})


@internal
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct an agreement, until the report is confirmed."""
    agreement = find_agreement(request, pk)
    meeting = agreement.meeting
    check_lead(request.user, meeting.organisation_id)
    form = AgreementForm(request.POST or None, meeting=meeting, initial=AgreementForm.of(agreement))
    if request.method == "POST" and form.is_valid():
        try:
            agreements.change(agreement=agreement, terms=form.terms, by=request.user, at=request.now)
        except ValidationError as refused:
            add_errors(form, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return _to_meeting(agreement)
        else:
            messages.success(request, _("The agreement has been saved."))
            return _to_meeting(agreement)
    return render(request, "dialogues/agreement_form.html", {"meeting": meeting, "form": form, "agreement": agreement})


@internal
@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an agreement out of a report that is still being written."""
    agreement = find_agreement(request, pk)
    try:
        agreements.remove(agreement=agreement, by=request.user, at=request.now)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The agreement has been taken out."))
    return redirect("dialogues:meeting-detail", agreement.meeting_id)


@internal
@require_http_methods(["GET", "POST"])
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what came of an agreement of our own side."""
    agreement = find_agreement(request, pk)
    if agreement.state == "open" and agreement.reported_at is None:
        check_report(request.user, agreement)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.report(agreement=agreement, by=request.user, at=request.now, **form.cleaned_data)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Reported. The other side is asked to confirm it."))
        return _to_meeting(agreement)
    context = {"agreement": agreement, "meeting": agreement.meeting, "form": form}
    return render(request, "dialogues/agreement_report.html", context)


@internal
@require_http_methods(["GET", "POST"])
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm what the other side reported, or refuse it with a reason."""
    agreement = find_agreement(request, pk)
    if agreement.reported_at is None or agreement.state != "open":
        messages.error(request, _("There is no report to decide on."))
        return _to_meeting(agreement)
    check_judge(request.user, agreement)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = decide(form, agreement, request)
        except ValidationError as refused:
            add_errors(form, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return _to_meeting(agreement)
        else:
            messages.success(request, said)
            return _to_meeting(agreement)
    context = {"agreement": agreement, "meeting": agreement.meeting, "form": form}
    return render(request, "dialogues/agreement_judge.html", context)


def decide(form: JudgeForm, agreement: Agreement, request: MemberRequest) -> str:
    """Carry out what was chosen; returns the sentence to show."""
    if form.cleaned_data["decision"] == "confirm":
        agreements.confirm(agreement=agreement, by=request.user, at=request.now)
        return _("Confirmed.")
    agreements.refuse(agreement=agreement, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
    return _("The agreement is open again; the other side reads your reason.")


def _to_meeting(agreement: Agreement) -> HttpResponseRedirect:
    page = reverse("dialogues:meeting-detail", args=[agreement.meeting_id])
    return HttpResponseRedirect(f"{page}#agreement-{agreement.pk}")
