"""Files of a report: asked for, watched while they are made, fetched when they are ready."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.views.serving import serve
from monitoring import report_files
from monitoring.actions import builds
from monitoring.models import AnnualReport, ReportBuild
from monitoring.views.jobs import tried
from monitoring.views.reports import as_of_form, build_step, chosen_edition


@internal
@require_POST
def build_request(request: MemberRequest, year: int) -> HttpResponse:
    """Ask for the PDF of what the page shows: the published edition, or live figures as of a day."""
    edition = chosen_edition(request, year, as_of_form(request))
    report = edition.report
    if report is None and request.POST.get("draft"):
        visible = AnnualReport.objects.visible_to(request.user).filter(organisation=request.organisation, year=year)
        report = visible.exclude(state="published").first()
    build = builds.request(
        organisation=request.organisation,
        year=year,
        as_of=edition.as_of,
        report=report,
        file_format="pdf",
        language=(translation.get_language() or "nl")[:2],
        by=request.user,
        at=request.now,
    )
    return redirect("monitoring:report-build", pk=build.pk)


@internal
@require_GET
def build_status(request: MemberRequest, pk: int) -> HttpResponse:
    """How far it is; HTMX takes the fragment, without script the page has a link that asks again."""
    build = _visible(request, pk)
    context = {"build": build, "step": build_step(build)}
    if request.htmx:
        return render(request, "monitoring/_report_build.html", context)
    return render(request, "monitoring/report_build.html", context)


@internal
@require_POST
def build_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    return tried(request, builds.retry, build=_visible(request, pk), page="monitoring:report-build")


@internal
@require_GET
def build_file(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """The finished file."""
    build = _visible(request, pk)
    if build.document is None:
        raise Http404(_("The file is not ready."))
    return serve(build.document, request=request, by=request.user)


@internal
@require_GET
def report_data(request: MemberRequest, year: int, kind: str) -> HttpResponse:
    """The figures as JSON, CSV or Excel, at once."""
    if kind not in report_files.FORMATS or kind == "pdf":
        raise Http404
    edition = chosen_edition(request, year, as_of_form(request))
    language = (translation.get_language() or "nl")[:2]
    made = report_files.make(edition, file_format=kind, language=language, at=request.now, reader=request.user)
    response = HttpResponse(made.content, made.kind.mime)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _visible(request: MemberRequest, pk: int) -> ReportBuild:
    visible = ReportBuild.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(visible.select_related("document", "report"), pk=pk)
