"""The tables of suppliers that a beheerder edits: default schedules and the questions of an assessment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.tables import Column, Table
from accounts.views.gates import internal
from suppliers import reads
from suppliers.actions import question_sets as sets
from suppliers.forms_lookups import FollowUpForm, QuestionFormSet, ScheduleLineForm, questions_of, with_keys
from suppliers.models import DeliverableKind, ScheduleLine

TABLES = [
    Table(
        code="schedules",
        title=_("Default schedules"),
        intro=_(
            "From these lines the deliverables and due dates of a new contract follow, per intensity of follow-up."
        ),
        model=ScheduleLine,
        form=ScheduleLineForm,
        columns=(
            Column(_("Deliverable"), lambda row: row.get_kind_display()),
            Column(_("Follow-up"), lambda row: row.get_follow_up_display()),
            Column(_("Counted from"), lambda row: row.get_anchor_display()),
            Column(_("Months"), lambda row: row.offset_months),
            Column(_("Days"), lambda row: row.offset_days),
            Column(_("Repeats"), lambda row: row.get_recurrence_display()),
            Column(_("Grace"), lambda row: row.grace_days),
        ),
        is_owned=True,
        extra="suppliers/_own_schedule.html",
    ),
]


@require_POST
@internal
def schedule_copy(request: MemberRequest) -> HttpResponse:
    """Begin an own schedule from the product's."""
    check_right(request.user, request.organisation, "settings", WRITE)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        sets.copy_schedule(
            organisation=request.organisation, follow_up=form.cleaned_data["follow_up"], by=request.user, at=request.now
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, gettext("Your organisation now has its own lines; change them here."))
    return redirect("suppliers:table-schedules")


@internal
def question_sets(request: MemberRequest) -> HttpResponse:
    """The questions in use, per kind of deliverable."""
    check_right(request.user, request.organisation, "settings", READ)
    found = []
    for kind, label in DeliverableKind.choices:
        current = reads.question_set_for(request.organisation, kind)
        questions = list(current.questions.all()) if current else []
        found.append({"kind": kind, "label": label, "set": current, "questions": questions})
    may_write = has_right(request.user, request.organisation, "settings", WRITE)
    return render(request, "suppliers/question_sets.html", {"sets": found, "may_write": may_write})


@internal
def question_set_edit(request: MemberRequest, kind: str) -> HttpResponse:
    """Edit the questions; saving makes a new version, assessments that have begun keep theirs."""
    check_right(request.user, request.organisation, "settings", WRITE)
    if kind not in DeliverableKind.values:
        raise Http404
    current = reads.question_set_for(request.organisation, kind)
    formset = QuestionFormSet(request.POST or None, initial=questions_of(current))
    if request.method == "POST" and formset.is_valid():
        rows: list[dict[str, Any]] = [form.cleaned_data for form in formset if form.cleaned_data]
        try:
            made = sets.save_version(
                organisation=request.organisation, kind=kind, questions=with_keys(rows), by=request.user, at=request.now
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, gettext("Version %(number)d is in use from now on.") % {"number": made.version})
            return redirect("suppliers:question-sets")
    context = {"formset": formset, "label": DeliverableKind(kind).label, "set": current}
    return render(request, "suppliers/question_set_edit.html", context)
