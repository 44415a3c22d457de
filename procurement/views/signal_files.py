"""Signals from a file: a template and an example, a look through with every error, and taking in once confirmed."""

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
from procurement.actions import signal_files
from procurement.actions.signals import AREA
from procurement.formats.lookups import SIGNALS_EXAMPLE
from procurement.formats.tables.reading import FileRefused
from procurement.models import SignalFile
from procurement.signal_forms import SignalFileForm
from procurement.views import table_files


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def signal_import(request: MemberRequest) -> HttpResponse:
    """Send a file, and see the last ones."""
    check_take_in(request.user, request.organisation, AREA)
    form = SignalFileForm(request.POST, request.FILES) if request.method == "POST" else SignalFileForm()
    if form.is_valid():
        try:
            sent = signal_files.send(
                file=form.cleaned_data["document"], about=form.about(), organisation=request.organisation,
                by=request.user, at=request.now,
            )  # fmt: skip
        except FileRefused as refused:
            form.add_error("document", str(refused))
        else:
            return redirect("procurement:signal-check", sent.pk)
    files = SignalFile.objects.visible_to(request.user).filter(organisation=request.organisation)
    context = {
        "form": form, "columns": table_files.columns(signal_files.sheet_now()),
        "files": files.select_related("document", "sent_by")[:table_files.MOST_FILES],
    }  # fmt: skip
    return render(request, "procurement/signal_import.html", context, status=422 if form.errors else 200)


@internal
@require_GET
def signal_template(request: MemberRequest) -> HttpResponse:
    """An empty workbook with an explanation of each column, in the language of the reader."""
    check_take_in(request.user, request.organisation, AREA)
    return table_files.template([signal_files.sheet_now()], _("signals"))


@internal
@require_GET
def signal_example(request: MemberRequest) -> FileResponse:
    """A small file of our own making, to try it out with: nothing in it is a fact."""
    check_take_in(request.user, request.organisation, AREA)
    name = f"{_('signals')}-{_('example')}.csv"
    return FileResponse(SIGNALS_EXAMPLE.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


@internal
@require_GET
def signal_file(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file would do or did, what is wrong with it, and what stays as it is written."""
    file = _find(request, pk)
    context = {"file": file, "problems": table_files.problems_of(request, file)}
    return render(request, "procurement/signal_file.html", context)


@internal
@require_POST
def signal_file_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Take in what was looked through."""
    file = _find(request, pk)
    try:
        taken = signal_files.take_in(file=file, by=request.user, at=request.now)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("procurement:signal-check", pk)
    number = taken.counts["created"] + taken.counts["changed"] + taken.counts["withdrawn"]
    text = ngettext("%(number)s signal has been taken in.", "%(number)s signals have been taken in.", number)
    messages.success(request, text % {"number": number})
    return redirect("procurement:signal-list")


@internal
@require_GET
def signal_file_errors(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """The file given back, with what is wrong in each row."""
    return table_files.errors_of(request, _find(request, pk))


def _find(request: MemberRequest, pk: int) -> SignalFile:
    check_take_in(request.user, request.organisation, AREA)
    visible = SignalFile.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(visible.select_related("document", "errors", "organisation", "sent_by"), pk=pk)
