"""The supplier's pages: what is asked, handing it in, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.requests import GuestRequest
from accounts.views.gates import portal
from accounts.workflow import TransitionNotAllowed
from documents.actions.uploads import UploadRefused, check
from documents.forms import DocumentsField
from documents.views.serving import serve
from suppliers.actions import extensions, submissions
from suppliers.forms_deliverables import ExtensionForm
from suppliers.forms_portal import CONFIDENTIALITY, HandInForm, fingerprint
from suppliers.models import Deliverable, Submission, SubmissionFile
from suppliers.reads import question_set_for
from suppliers.reads_chain import signals_beside
from suppliers.reads_portal import asked_of, history, judgement, submitted_versions
from suppliers.workflow import DELIVERABLE

LONGEST_KEY = 18
"""Digits; a longer number is the key of no row."""


@portal
@require_GET
def home(request: GuestRequest) -> HttpResponse:
    """What is asked of the reader, the most urgent first."""
    asked = asked_of(request.user, today=local_date(request.now))
    return render(request, "suppliers/portal/home.html", {"asked": asked})


@portal
@require_GET
def deliverable(request: GuestRequest, pk: int) -> HttpResponse:
    """One thing that is asked: why, by which questions, by when, and what happened so far."""
    found = _deliverable(request, pk)
    versions = submitted_versions(found)
    last = versions[0] if versions else None
    return render(
        request,
        "suppliers/portal/deliverable.html",
        {
            "deliverable": found,
            "contract": found.contract,
            "question_set": question_set_for(found.contract.organisation, found.kind),
            "versions": versions,
            "judgement": judgement(last) if last else None,
            "events": history(found, versions),
            "draft": found.submissions.filter(submitted_at=None).first(),
            "extension": found.extension_requests.filter(state="requested").first(),
            "can_hand_in": DELIVERABLE.move(found.state, "submitted") is not None,
            "chain_signals": signals_beside(found, for_supplier=True),
            "chain_for_supplier": True,
        },
    )


@portal
@require_http_methods(["GET", "POST"])
def hand_in(request: GuestRequest, pk: int) -> HttpResponse:
    """One form for files and details: each button keeps all that was filled in, and the last one submits."""
    found = _deliverable(request, pk)
    draft = found.submissions.filter(submitted_at=None).first()
    if DELIVERABLE.move(found.state, "submitted") is None:
        return redirect("portal:deliverable", pk)
    if request.method != "POST":
        form = HandInForm(submission=draft, kind=found.kind)
        return _hand_in_page(request, found, draft, form)
    try:
        return _keep_and_go_on(request, found)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("portal:deliverable", pk)


@portal
@require_POST
def file_add(request: GuestRequest, pk: int) -> HttpResponse:
    """Files sent one by one by the script of the page; answers the renewed list, with what was refused."""
    found = _deliverable(request, pk)
    try:
        submission = submissions.start(deliverable=found, by=request.user, at=request.now)
        problems = _take_files(request, submission)
    except TransitionNotAllowed as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    context = {"files": _files(submission), "problems": problems}
    return render(request, "suppliers/portal/_files.html", context)


@portal
@require_GET
def receipt(request: GuestRequest, pk: int) -> HttpResponse:
    """What was handed in, when and by whom, with the hash of each file, and what happens next."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.user)
        .filter(submitted_at__isnull=False)
        .select_related("deliverable__contract__organisation", "submitted_by"),
        pk=pk,
    )
    found = _deliverable(request, submission.deliverable_id)
    context = {
        "submission": submission,
        "deliverable": found,
        "files": _files(submission),
        "audience": dict(CONFIDENTIALITY)[submission.confidentiality],
        "is_late": found.is_late and submission.number == 1,
    }
    return render(request, "suppliers/portal/receipt.html", context)


@portal
@require_GET
def file(request: GuestRequest, pk: int) -> HttpResponseBase:
    """Hand back one of the supplier's own files."""
    visible = Submission.objects.visible_to(request.user)
    found = get_object_or_404(SubmissionFile.objects.filter(submission__in=visible).select_related("document"), pk=pk)
    return serve(found.document, request=request, by=request.user)


@portal
@require_http_methods(["GET", "POST"])
def extension(request: GuestRequest, pk: int) -> HttpResponse:
    """Ask for a later due date."""
    found = _deliverable(request, pk)
    form = ExtensionForm(request.POST or None, deliverable=found, today=local_date(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            extensions.request(deliverable=found, by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("portal:deliverable", pk)
        else:
            messages.success(request, _("Your request has been sent. You get a message when it is decided."))
            return redirect("portal:deliverable", pk)
    return render(request, "suppliers/portal/extension.html", {"deliverable": found, "form": form})


def _deliverable(request: GuestRequest, pk: int) -> Any:
    """The deliverable with its timeliness; 404 for what this contact person is not invited for."""
    return get_object_or_404(
        Deliverable.objects.visible_to(request.user)
        .with_timeliness(local_date(request.now))
        .select_related(
            "contract__organisation", "contract__supplier", "contract__contract_manager", "contract__tender", "term"
        ),
        pk=pk,
    )


def _keep_and_go_on(request: GuestRequest, found: Deliverable) -> HttpResponse:
    submission = submissions.start(deliverable=found, by=request.user, at=request.now)
    form = HandInForm(request.POST, submission=submission, kind=found.kind)
    problems = _take_files(request, submission)
    _remove_file(request, submission)
    if form.is_valid() and not _is_overtaken(form, submission):
        submission = submissions.save_details(submission=submission, by=request.user, at=request.now, **form.details)
    for problem in problems:
        form.add_error("documents", problem)
    wants_to_submit = request.POST.get("action") == "submit"
    if form.is_valid() and wants_to_submit:
        try:
            submissions.submit(submission=submission, by=request.user, at=request.now)
        except ValidationError as missing:
            form.add_error(None, missing)
        else:
            return redirect("portal:receipt", submission.pk)
    if not form.is_valid():
        return _hand_in_page(request, found, submission, form)
    messages.success(request, _("Saved. Nothing has been handed in yet."))
    if request.POST.get("action") == "later":
        return redirect("portal:deliverable", found.pk)
    return redirect("portal:hand-in", found.pk)


def _take_files(request: GuestRequest, submission: Submission) -> list[str]:
    """Keep each file that can be kept; a sentence for each of the others."""
    problems = []
    for sent in request.FILES.getlist("documents"):
        if not isinstance(sent, UploadedFile):
            continue
        try:
            submissions.add_file(submission=submission, file=check(file=sent), by=request.user, at=request.now)
        except UploadRefused as refused:
            problems.append(f"{refused.name}: {refused}")
            if refused.code == "infected":
                submissions.refuse_file(submission=submission, refused=refused, by=request.user, at=request.now)
        except ValidationError as refused:
            problems += refused.messages
    return problems


def _remove_file(request: GuestRequest, submission: Submission) -> None:
    wanted = request.POST.get("remove", "")
    if not wanted.isdecimal() or len(wanted) > LONGEST_KEY:
        return
    found = submission.files.filter(pk=int(wanted)).select_related("submission", "document").first()
    if found is not None:
        submissions.remove_file(file=found, by=request.user, at=request.now)


def _is_overtaken(form: HandInForm, submission: Submission) -> bool:
    """Whether a colleague saved other details since this page was made; then both stay and the person chooses."""
    now, theirs = fingerprint(submission), form.cleaned_data["seen"]
    stored = {name: getattr(submission, name) for name in form.details}
    never_saved = not theirs and not submission.note and submission.effective_on is None
    if theirs == now or never_saved or stored == form.details:
        return False
    form.show_as_seen(now)
    form.add_error(
        None,
        _(
            "A colleague saved other details while you were typing. Their note: “%(note)s”. "
            "What you typed is below; save again to replace theirs."
        )
        % {"note": submission.note or "–"},
    )
    return True


def _files(submission: Submission | None) -> list[SubmissionFile]:
    return list(submission.files.select_related("document__uploaded_by")) if submission else []


def _hand_in_page(request: GuestRequest, found: Any, draft: Submission | None, form: HandInForm) -> HttpResponse:
    field = DocumentsField(required=False)
    context = {
        "deliverable": found,
        "contract": found.contract,
        "draft": draft,
        "form": form,
        "files": _files(draft),
        "problems": [],
        "accepted": field.explanation(),
        "accept": field.widget.attrs["accept"],
        "limit": settings.DOCUMENT_MAX_BYTES,
        "question_set": question_set_for(found.contract.organisation, found.kind),
    }
    return render(request, "suppliers/portal/hand_in.html", context)
