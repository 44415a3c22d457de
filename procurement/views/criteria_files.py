"""Criteria from a file: a template, a look through with every error, and taking in after a confirmation."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import check_take_in
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from documents.formats.kinds import XLSX
from documents.views.serving import serve
from procurement.actions import criteria_files
from procurement.actions.criteria_library import AREA
from procurement.criteria_forms import CriteriaFileForm
from procurement.formats.tables.reading import FileRefused
from procurement.formats.tables.writing import write_template
from procurement.models import CriteriaFile

PROBLEMS_A_PAGE = 50
MOST_FILES = 10


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def criteria_import(request: MemberRequest) -> HttpResponse:
    """Send a file, and see one's last ones."""
    check_take_in(request.user, request.organisation, AREA)
    form = CriteriaFileForm(request.POST, request.FILES) if request.method == "POST" else CriteriaFileForm()
    if form.is_valid():
        try:
            sent = criteria_files.send(
                file=form.cleaned_data["document"], organisation=request.organisation, by=request.user, at=request.now
            )
        except FileRefused as refused:
            form.add_error("document", str(refused))
        else:
            return redirect("procurement:criteria-file-detail", sent.pk)
    files = CriteriaFile.objects.visible_to(request.user).filter(organisation=request.organisation)
    context = {
        "form": form, "columns": criteria_files.sheet_now().columns, "language": _language(),
        "files": files.select_related("document", "sent_by")[:MOST_FILES],
    }  # fmt: skip
    return render(request, "procurement/criteria_import.html", context, status=422 if form.errors else 200)


@internal
@require_GET
def criteria_template(request: MemberRequest) -> HttpResponse:
    """An empty workbook with an explanation of each column, in the language of the reader."""
    check_take_in(request.user, request.organisation, AREA)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, [criteria_files.sheet_now()], language=_language())
        response = HttpResponse(path.read_bytes(), content_type=XLSX.mime)
    name = f"{_('criteria')}-{_('template')}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    return response


@internal
@require_GET
def criteria_file(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file would do or did, and what is wrong with it."""
    file = _find(request, pk)
    problems = Paginator(file.problems, PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "procurement/criteria_file.html", {"file": file, "problems": problems})


@internal
@require_POST
def criteria_file_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Take in what was looked through."""
    file = _find(request, pk)
    try:
        taken = criteria_files.take_in(file=file, by=request.user, at=request.now)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("procurement:criteria-file-detail", pk)
    number = taken.counts["created"] + taken.counts["renewed"] + taken.counts["ended"]
    text = ngettext("%(number)s criterion has been taken in.", "%(number)s criteria have been taken in.", number)
    messages.success(request, text % {"number": number})
    return redirect("procurement:criterion-list")


@internal
@require_GET
def criteria_file_errors(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """The file given back, with what is wrong in each row."""
    file = _find(request, pk)
    if file.errors is None:
        raise Http404(_("There is nothing wrong with this file."))
    return serve(file.errors, request=request, by=request.user)


def _find(request: MemberRequest, pk: int) -> CriteriaFile:
    check_take_in(request.user, request.organisation, AREA)
    visible = CriteriaFile.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(visible.select_related("document", "errors", "organisation", "sent_by"), pk=pk)


def _language() -> str:
    return (translation.get_language() or "nl")[:2]
