"""Assessing what came in: the document beside the questions, saved as one goes, and the outcome."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from documents.previews import preview_of
from suppliers.actions import assessments
from suppliers.forms_deliverables import AnswerForm, OutcomeForm
from suppliers.models import Assessment, Deliverable, Submission, SubmissionFile
from suppliers.permissions import (
    can_assess,
    can_decide,
    can_read_document,
    check_read_assessments,
    is_assessor,
    is_decider,
)
from suppliers.reads_chain import signals_beside


@internal
@require_http_methods(["GET", "POST"])
def assessment_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The version to assess: not started yet, or the questions with the outcome below them."""
    deliverable = _deliverable(request, pk)
    organisation = deliverable.contract.organisation_id
    if not (is_assessor(request.user, organisation) or is_decider(request.user, organisation)):
        raise PermissionDenied(_("Your role in this organisation does not allow you to assess this."))
    if deliverable.state == "submitted":
        return _start(request, deliverable)
    assessment = deliverable.assessments.filter(outcome="").select_related("submission", "question_set").first()
    if assessment is None:
        messages.info(request, _("There is nothing to assess now."))
        return redirect("monitoring:deliverable-detail", deliverable.pk)
    assessment.deliverable = deliverable
    return _work(request, assessment)


@internal
@require_POST
def answer_save(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """One answer, saved while the page stays as it is."""
    assessment = get_object_or_404(_seen(request), pk=pk)
    answer = get_object_or_404(assessment.answers, key=key)
    form = AnswerForm(request.POST, answer=answer)
    context: dict[str, Any] = {"form": form, "refused": "", "saved_at": None}
    if form.is_valid():
        try:
            assessments.answer(assessment=assessment, key=key, by=request.user, at=request.now, **form.cleaned_data)
            context["saved_at"] = request.now
        except TransitionNotAllowed as refused:
            context["refused"] = str(refused)
    if not request.htmx:
        return redirect(f"{reverse('suppliers:assessment-edit', args=[assessment.deliverable_id])}#{key}")
    answers = list(assessment.answers.all())
    context |= {"done": sum(bool(each.value and each.reason) for each in answers), "total": len(answers)}
    return render(request, "suppliers/_answer_saved.html", context)


@internal
@require_GET
def assessment_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """An assessment as it was given, or as far as it is."""
    assessment = get_object_or_404(_seen(request), pk=pk)
    check_read_assessments(request.user, assessment.deliverable.contract.organisation_id)
    context = {
        "assessment": assessment,
        "deliverable": assessment.deliverable,
        "answers": assessment.answers.all(),
        "files": assessment.submission.files.select_related("document"),
    }
    return render(request, "suppliers/assessment_detail.html", context)


def _start(request: MemberRequest, deliverable: Deliverable) -> HttpResponse:
    if request.method == "POST":
        try:
            assessments.start(deliverable=deliverable, by=request.user, at=request.now)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        return redirect("suppliers:assessment-edit", deliverable.pk)
    version = deliverable.submissions.exclude(submitted_at=None).select_related("submitted_by").first()
    context = {"deliverable": deliverable, "may_start": can_assess(request.user, deliverable)}
    return render(request, "suppliers/assessment_start.html", {**context, **_document(request, version)})


def _work(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """Answers and outcome in one form, so that without script nothing typed is lost."""
    may_answer = can_assess(request.user, assessment.deliverable)
    may_decide = can_decide(request.user, assessment.deliverable)
    data = request.POST if request.method == "POST" else None
    forms = [AnswerForm(data if may_answer else None, answer=answer) for answer in assessment.answers.all()]
    outcome = OutcomeForm(data if data and data.get("step") == "decide" else None, initial=_kept(data))
    if data is not None:
        saved = _save_answers(request, assessment, forms) if may_answer else True
        if saved and data.get("step") != "decide":
            messages.success(request, _("The answers are saved."))
            return redirect("suppliers:assessment-edit", assessment.deliverable_id)
        if not outcome.is_valid():
            outcome.tell_missing(assessment, today=local_date(request.now))
        elif saved and _decide(request, assessment, outcome):
            return redirect("monitoring:deliverable-detail", assessment.deliverable_id)
    context = {
        "assessment": assessment,
        "deliverable": assessment.deliverable,
        "forms": forms,
        "answered": sum(bool(each.answer.value and each.answer.reason) for each in forms),
        "outcome": outcome,
        "may_answer": may_answer,
        "may_decide": may_decide,
        "chain_signals": signals_beside(assessment.deliverable, for_supplier=False),
        **_document(request, assessment.submission),
    }
    return render(request, "suppliers/assessment_edit.html", context)


def _kept(data: QueryDict | None) -> dict[str, str]:
    return {} if data is None else {name: data.get(name, "") for name in ("outcome", "remarks", "due_on")}


def _save_answers(request: MemberRequest, assessment: Assessment, forms: list[AnswerForm]) -> bool:
    """Save what is valid; whether all of it was."""
    valid = {form.answer.key: form for form in forms if form.is_valid()}
    given = {key: assessments.Given(**form.cleaned_data) for key, form in valid.items()}
    try:
        for saved in assessments.answer_all(assessment=assessment, given=given, by=request.user, at=request.now):
            valid[saved.key].answer = saved
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
        return False
    return len(valid) == len(forms)


def _decide(request: MemberRequest, assessment: Assessment, form: OutcomeForm) -> bool:
    try:
        assessments.decide(assessment=assessment, by=request.user, at=request.now, **form.cleaned_data)
    except ValidationError as refused:
        form.add_action_errors(refused)
        return False
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
        return True
    messages.success(request, _("The outcome is recorded and the supplier gets a message."))
    return True


def _document(request: MemberRequest, version: Submission | None) -> dict[str, Any]:
    """The files of the version and the preview of the one that is open (``?file=``)."""
    files = list(version.files.select_related("document", "submission__deliverable__contract")) if version else []
    readable = [file for file in files if can_read_document(request.user, file)]
    asked = request.GET.get("file", "")
    opened = next((file for file in readable if str(file.pk) == asked), None)
    opened = opened or next((file for file in readable if file.document.has_preview), None)
    return {
        "version": version,
        "files": readable,
        "hidden_files": len(files) - len(readable),
        "opened": opened,
        "preview": preview_of(opened.document, page=request.GET.get("page", "1")) if opened else None,
        **_addresses(opened),
    }


def _addresses(file: SubmissionFile | None) -> dict[str, str]:
    if file is None:
        return {"picture_url": "", "download_url": ""}
    return {
        "picture_url": reverse("suppliers:submission-page", args=[file.pk]),
        "download_url": reverse("suppliers:submission-file", args=[file.pk]),
    }


def _deliverable(request: MemberRequest, pk: int) -> Deliverable:
    seen = Deliverable.objects.visible_to(request.user).select_related("contract__organisation", "contract__supplier")
    return get_object_or_404(seen, pk=pk)


def _seen(request: MemberRequest) -> Any:
    return Assessment.objects.select_related(
        "deliverable__contract__organisation", "deliverable__contract__supplier", "submission", "question_set",
        "started_by", "completed_by",
    ).filter(deliverable__in=Deliverable.objects.visible_to(request.user))  # fmt: skip
