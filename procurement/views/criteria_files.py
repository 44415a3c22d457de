"""Criteria from a file: a template, a look through with every error, and taking in after a confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import check_take_in
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import criteria_files
from procurement.actions.criteria_library import AREA
from procurement.criteria_forms import CriteriaFileForm
from procurement.formats.tables.reading import FileRefused
from procurement.models import CriteriaFile
from procurement.views import table_files


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
        "form": form, "columns": table_files.columns(criteria_files.sheet_now()),
        "files": files.select_related("document", "sent_by")[:table_files.MOST_FILES],
    }  # fmt: skip
    return render(request, "procurement/criteria_import.html", context, status=422 if form.errors else 200)


@internal
@require_GET
def criteria_template(request: MemberRequest) -> HttpResponse:
    """An empty workbook with an explanation of each column, in the language of the reader."""
    check_take_in(request.user, request.organisation, AREA)
    return table_files.template([criteria_files.sheet_now()], _("criteria"))


@internal
@require_GET
def criteria_file(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file would do or did, and what is wrong with it."""
    file = _find(request, pk)
    context = {"file": file, "problems": table_files.problems_of(request, file)}
    return render(request, "procurement/criteria_file.html", context)


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
    return table_files.errors_of(request, _find(request, pk))


def _find(request: MemberRequest, pk: int) -> CriteriaFile:
    check_take_in(request.user, request.organisation, AREA)
    visible = CriteriaFile.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(visible.select_related("document", "errors", "organisation", "sent_by"), pk=pk)
