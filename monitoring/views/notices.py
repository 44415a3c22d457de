"""Taking notices in from the browser: upload, see what will be made, confirm."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from documents.forms import FilesInput
from monitoring.actions import notices as notice_jobs
from monitoring.models import NoticeJob
from monitoring.views.jobs import tried
from procurement.formats import NoticeRefused
from procurement.formats.safe_xml import LARGEST_FILE
from procurement.views.table_files import language
from suppliers import incoming
from suppliers.actions.notices import Outcome, SentFile, is_bought_by, number_of_notices, rehearse, take_in_files
from suppliers.permissions import may_award_in
from suppliers.views.pages import excel, page_of

MOST_FILES = 20
MOST_AT_ONCE = 50
"""Notices that are tried out, and then taken in, within the request, in a second or two; more is a background job."""
MOST_NOTICES = 2_000
"""In one upload: trying them out is one transaction, and on SQLite others wait 20 seconds for it. `import_notice` has
no limit."""
MOST_SHOWN = 25
"""On one page; what is refused comes first, then what is made or changed."""

MOST_JOBS = 5

RESULTS = ("rejected", "created", "updated", "unchanged")

_ATTENTION_FIRST = (Case(*(When(result=each, then=place) for place, each in enumerate(RESULTS))), "position")

HUMAN_RIGHTS = {"hum-right", "social.humanRightsInSupplyChains"}
"""Due diligence in global supply chains, as eForms and as OCDS write it."""


class NoticeFilesField(forms.FileField):
    """One or several notices; answers them read. What is in them is judged by the reader of notices."""

    widget = FilesInput(attrs={"multiple": True, "accept": ".xml,.json,application/xml,text/xml,application/json"})

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:
        sent = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if not sent:
            raise ValidationError(_("Choose a file."), code="required")
        if len(sent) > MOST_FILES:
            raise ValidationError(_("Send at most %(most)s files at a time.") % {"most": MOST_FILES})
        too_large = [each.name for each in sent if each.size > LARGEST_FILE]
        if too_large:
            limit = LARGEST_FILE // (1024 * 1024)
            raise ValidationError(
                [_("%(name)s is larger than %(limit)s MB.") % {"name": name, "limit": limit} for name in too_large]
            )
        return [SentFile(each.name, each.read()) for each in sent]


class ImportForm(forms.Form):
    """The files to take in."""

    notices = NoticeFilesField(
        label=gettext_lazy("Notices"),
        help_text=gettext_lazy(
            "Notices as TenderNed and TED publish them (eForms, XML), OCDS releases and records, "
            "or TenderNed’s list (JSON); several at once is possible. More than fifty notices are taken in in the "
            "background."
        ),
    )


@internal
@require_http_methods(["GET", "POST"])
def notice_import(request: MemberRequest) -> HttpResponse:
    """Choose files; then see what they would make. Nothing is made yet."""
    check_right(request.user, request.organisation, "tender_approach", WRITE)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        files: list[SentFile] = form.cleaned_data["notices"]
        number = number_of_notices(files)
        if number <= MOST_AT_ONCE:
            return _preview(request, files)
        if number <= MOST_NOTICES:
            return _in_the_background(request, form, files, number)
        said = _("Together these files hold more than %(most)s notices. Send them in parts.")
        form.add_error("notices", said % {"most": MOST_NOTICES})
    return _page(request, form)


@internal
@require_POST
def notice_confirm(request: MemberRequest) -> HttpResponse:
    """Take in what was shown."""
    check_right(request.user, request.organisation, "tender_approach", WRITE)
    token = request.POST.get("token", "")
    try:
        files = incoming.collect(token=token, user=request.user, organisation=request.organisation)
    except incoming.ConfirmationExpired:
        messages.error(request, _("The files are not there any more. Please choose them again."))
        return redirect("monitoring:notice-import")
    outcomes = list(
        take_in_files(
            files=[SentFile(name, data) for name, data in files],
            organisation=request.organisation,
            by=request.user,
            at=request.now,
        )
    )
    incoming.forget(token=token, user=request.user)
    taken = [outcome for outcome in outcomes if not outcome.is_rejected]
    messages.success(
        request,
        ngettext("%(number)s notice has been taken in.", "%(number)s notices have been taken in.", len(taken))
        % {"number": len(taken)},
    )
    context = {
        "outcomes": _first_shown(outcomes),
        "tally": _tally(outcomes),
        "may_award": may_award_in(request.user, request.organisation.pk),
    }
    if len(outcomes) == 1 and taken and not (taken[0].proposals or taken[0].modified):
        return redirect("procurement:tender-detail", taken[0].tender_id)
    return render(request, "suppliers/notice_done.html", context)


@internal
@require_GET
def notice_job(request: MemberRequest, pk: int) -> HttpResponse:
    """How far a long file is, and what became of each notice. HTMX takes the fragment while it goes on."""
    job = _job(request, pk)
    context: dict[str, Any] = {"job": job, "step": notice_jobs.step(job), "percent": notice_jobs.percent(job)}
    if request.htmx:
        response = render(request, "monitoring/_notice_job.html", context)
        if not job.is_going:
            response["HX-Refresh"] = "true"
        return response
    found = job.outcomes.select_related("tender").order_by(*_ATTENTION_FIRST)
    context |= {
        "outcomes": page_of(found, request),
        "tally": _counted(Counter(job.counts)),
        "imported": NoticeJob.objects.filter(checked=job).exclude(state="failed").first(),
        "strangers": job.outcomes.filter(is_ours=False).count(),
    }
    return render(request, "monitoring/notice_job.html", context)


@internal
@require_POST
def notice_job_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Take in what was rehearsed."""
    return tried(request, notice_jobs.confirm, job=_job(request, pk), page="monitoring:notice-job")


@internal
@require_POST
def notice_job_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    return tried(request, notice_jobs.retry, job=_job(request, pk), page="monitoring:notice-job")


@internal
@require_GET
def notice_job_export(request: MemberRequest, pk: int) -> HttpResponse:
    """What became of each notice, in the order of the files, as a workbook."""
    job = _job(request, pk)
    header = [_("File"), _("Notice"), _("Outcome"), _("Reference"), _("Title"), _("Explanation"), _("Bought by us")]
    rows = (
        [
            each.file, each.notice, str(each.get_result_display()), each.reference, each.title, each.text,
            _("yes") if each.is_ours else _("no"),
        ]
        for each in job.outcomes.iterator(chunk_size=1000)
    )  # fmt: skip
    return excel(request, _("Notices"), headers=header, rows=rows)


def _job(request: MemberRequest, pk: int) -> NoticeJob:
    own = NoticeJob.objects.visible_to(request.user).filter(organisation=request.organisation)
    found: NoticeJob = get_object_or_404(own.prefetch_related("files"), pk=pk)
    return found


def _page(request: MemberRequest, form: ImportForm) -> HttpResponse:
    own = NoticeJob.objects.visible_to(request.user).filter(organisation=request.organisation)
    context = {"form": form, "jobs": own.prefetch_related("files")[:MOST_JOBS]}
    return render(request, "suppliers/notice_import.html", context)


def _in_the_background(request: MemberRequest, form: ImportForm, files: list[SentFile], number: int) -> HttpResponse:
    try:
        job = notice_jobs.send(
            files=files, number=number, organisation=request.organisation, language=language(), by=request.user,
            at=request.now,
        )  # fmt: skip
    except NoticeRefused as refused:
        form.add_error("notices", str(refused))
        return _page(request, form)
    return redirect("monitoring:notice-job", pk=job.pk)


def _preview(request: MemberRequest, files: list[SentFile]) -> HttpResponse:
    outcomes = rehearse(files=files, organisation=request.organisation, by=request.user, at=request.now)
    useful = {outcome.file for outcome in outcomes if not outcome.is_rejected}
    good = [file for file in files if file.name in useful]
    changing = [outcome for outcome in outcomes if outcome.result in ("created", "updated")]
    token = ""
    if changing:
        token = incoming.keep(
            files=[(file.name, file.data) for file in good],
            user=request.user,
            organisation=request.organisation,
            at=request.now,
        )
    context = {
        "previews": [_shown(request, outcome) for outcome in _first_shown(outcomes)],
        "tally": _tally(outcomes),
        "token": token,
        "number": len(changing),
    }
    return render(request, "suppliers/notice_preview.html", context, status=200 if good else 422)


def _first_shown(outcomes: list[Outcome]) -> list[Outcome]:
    """What a page shows: in the order of the file where all fit, else what asks for attention first."""
    if len(outcomes) <= MOST_SHOWN:
        return outcomes
    order = {result: place for place, result in enumerate(RESULTS)}
    return sorted(outcomes, key=lambda outcome: order[outcome.result])[:MOST_SHOWN]


def _tally(outcomes: list[Outcome]) -> dict[str, int]:
    """How many of each result, all of them, and how many the page leaves out."""
    return _counted(Counter(outcome.result for outcome in outcomes), shown=MOST_SHOWN)


def _counted(counts: Counter[str], *, shown: int | None = None) -> dict[str, int]:
    each = {result: counts[result] for result in RESULTS}
    number = counts.total()
    return {**each, "all": number, "left_out": max(0, number - shown) if shown else 0}


def _shown(request: MemberRequest, outcome: Outcome) -> dict[str, Any]:
    """An outcome with what the page says beside it."""
    notice = outcome.notice
    return {
        "outcome": outcome,
        "notice": notice,
        "tender": notice.tender if notice else None,
        "is_ours": notice is not None and is_bought_by(request.organisation, notice),
        "hum_right": notice is not None and any(HUMAN_RIGHTS & set(lot.social_objective) for lot in notice.tender.lots),
    }
