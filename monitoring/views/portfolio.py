"""The portfolio as a file: a template to fill in, a rehearsal with every error, a confirmation, and an export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.forms import DocumentsField
from documents.views.serving import serve
from monitoring.actions.portfolio import jobs, sheets
from monitoring.models import PortfolioJob
from monitoring.permissions import check_exchange
from monitoring.views.jobs import tried
from procurement.views import table_files
from suppliers.models import Contract
from suppliers.permissions import can_write_contracts

MOST_JOBS = 10


class PortfolioForm(forms.Form):
    """The file to take in."""

    documents = DocumentsField(
        kinds=jobs.KINDS, most=6, label=gettext_lazy("Portfolio"),
        help_text=gettext_lazy("One workbook (.xlsx), or CSV files with the names of the sheets."),
    )  # fmt: skip


@internal
@require_http_methods(["GET", "POST"])
def portfolio(request: MemberRequest) -> HttpResponse:
    """What one can do here, and one's own jobs of late."""
    check_exchange(request.user, request.organisation)
    form = PortfolioForm(request.POST, request.FILES) if request.method == "POST" else PortfolioForm()
    if form.is_valid():
        try:
            job = jobs.send(
                files=form.cleaned_data["documents"], organisation=request.organisation,
                language=table_files.language(), by=request.user, at=request.now,
            )  # fmt: skip
        except ValidationError as refused:
            form.add_error("documents", refused)
        else:
            return redirect("monitoring:portfolio-job", pk=job.pk)
    context = {"form": form, "jobs": _jobs(request)[:MOST_JOBS]}
    return render(request, "monitoring/portfolio.html", context, status=422 if form.errors else 200)


@internal
@require_GET
def portfolio_template(request: MemberRequest) -> HttpResponse:
    """An empty workbook, in the language of the reader."""
    check_exchange(request.user, request.organisation)
    return table_files.template(sheets.offered(request.organisation), _("portfolio"))


@internal
@require_POST
def portfolio_export(request: MemberRequest) -> HttpResponse:
    """Ask for the portfolio as a workbook, or as CSV files."""
    job = jobs.request_export(
        organisation=request.organisation, language=table_files.language(), as_csv=request.POST.get("format") == "csv",
        by=request.user, at=request.now,
    )  # fmt: skip
    return redirect("monitoring:portfolio-job", pk=job.pk)


@internal
@require_GET
def portfolio_job(request: MemberRequest, pk: int) -> HttpResponse:
    """How far it is, what came out, and what is wrong. HTMX takes the fragment while it goes on."""
    job = _job(request, pk)
    context: dict[str, Any] = {"job": job, "heard": jobs.heard(job) if job.is_going else None}
    context["language"] = table_files.language()
    if context["heard"]:
        context["heard_sheet"] = next(each for each in sheets.current() if each.name == context["heard"].sheet)
    if request.htmx and job.is_going:
        return render(request, "monitoring/_portfolio_job.html", context)
    context |= {
        "problems": Paginator(job.problems.all(), table_files.PROBLEMS_A_PAGE).get_page(request.GET.get("page")),
        "counts": [(sheet, job.counts[sheet.name]) for sheet in sheets.current() if sheet.name in job.counts],
        "imported": job.imports.exclude(state="failed").first(),
        "without_terms": _without_terms(request, job),
    }
    if request.htmx:
        response = render(request, "monitoring/_portfolio_job.html", context)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "monitoring/portfolio_job.html", context)


@internal
@require_POST
def portfolio_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Take in what was rehearsed."""
    return tried(request, jobs.confirm, job=_job(request, pk), page="monitoring:portfolio-job")


@internal
@require_POST
def portfolio_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    return tried(request, jobs.retry, job=_job(request, pk), page="monitoring:portfolio-job")


@internal
@require_GET
def portfolio_file(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """The export, or the file given back with its errors."""
    job = _job(request, pk)
    if job.document is None:
        raise Http404(_("The file is not ready."))
    return serve(job.document, request=request, by=request.user)


def _without_terms(request: MemberRequest, job: PortfolioJob) -> list[Contract]:
    """Contracts with ISV that ask nothing of their supplier yet: the import makes no deliverables by itself."""
    if job.kind != PortfolioJob.Kind.IMPORT or job.state != "done" or job.problem_count:
        return []
    if not can_write_contracts(request.user, request.organisation):
        return []
    found = Contract.objects.visible_to(request.user).filter(
        organisation=request.organisation, isv=True, terms=None, deliverables=None
    )
    return list(found.order_by("reference")[: table_files.PROBLEMS_A_PAGE])


def _jobs(request: MemberRequest) -> Any:
    visible = PortfolioJob.objects.visible_to(request.user).filter(organisation=request.organisation)
    return visible.select_related("document", "organisation").prefetch_related("files")


def _job(request: MemberRequest, pk: int) -> PortfolioJob:
    found: PortfolioJob = get_object_or_404(_jobs(request), pk=pk)
    return found
