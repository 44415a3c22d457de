"""Deliverables: the list, its export, the files handed in, and the decisions on due dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from documents.views.serving import serve, serve_page
from suppliers.actions import contracts, deliverables, extensions
from suppliers.deadlines import days_late
from suppliers.filters import DeliverableFilter
from suppliers.forms_deliverables import DueDateForm, ExtensionDecisionForm, ExtensionForm, PauseForm, ReasonForm
from suppliers.models import Deliverable, ExtensionRequest, SubmissionFile
from suppliers.permissions import (
    can_decide_extension,
    can_request_extension,
    can_waive,
    check_read_document,
    check_request_extension,
)
from suppliers.views.pages import excel, page_of, reader_of
from suppliers.workflow import DECIDERS


@internal
@require_GET
def deliverable_list(request: MemberRequest) -> HttpResponse:
    form = DeliverableFilter(request.GET, reader=reader_of(request))
    page = page_of(form.rows(), request)
    context = {"filter_form": form, "page": page, "query": request.GET.urlencode(), "today": form.reader.today}
    return render(request, "suppliers/deliverable_list.html", context)


@internal
@require_GET
def deliverable_export(request: MemberRequest) -> HttpResponse:
    """The list with its filters, as a workbook."""
    rows = DeliverableFilter(request.GET, reader=reader_of(request)).rows()
    headers = [
        _("Contract"), _("Title"), _("Supplier"), _("Kind"), _("About year"), _("Number"), _("Due date"),
        _("Grace (days)"), _("First submitted on"), _("Days late"), _("Overdue"), _("State"), _("Assessed on"),
        _("Published on"), _("Public address"), _("Waived because"), _("Contract manager"),
    ]  # fmt: skip
    return excel(
        request,
        _("Deliverables"),
        headers=headers,
        rows=(
            [
                row.contract.reference, row.contract.title, row.contract.supplier.name, row.get_kind_display(),
                row.about_year, row.occurrence, row.due_on, row.grace_days, row.submitted_on,
                days_late(row.submitted_on, row.first_due_on, row.grace_days) if row.submitted_on else None,
                _("yes") if row.is_overdue else _("no"), row.get_state_display(), row.assessed_on, row.published_on,
                row.public_url, row.waived_reason, str(row.contract.contract_manager or ""),
            ]
            for row in rows
        ),
    )  # fmt: skip


@internal
@require_http_methods(["GET", "POST"])
def deliverable_waive(request: MemberRequest, pk: int) -> HttpResponse:
    deliverable = _deliverable(request, pk)
    if "category_manager" not in request.user.roles_in(deliverable.contract.organisation_id):
        raise PermissionDenied(_("Only a category manager lets a supplier off."))
    return _small_form(
        request, deliverable, ReasonForm(request.POST or None), is_open=can_waive(request.user, deliverable),
        act=lambda data: deliverables.waive(deliverable=deliverable, by=request.user, at=request.now, **data),
        title=_("Waive this deliverable"), button=_("Waive"), done=_("The deliverable is waived."),
        lead=_("The supplier need not hand this in. That is final, and it counts as waived in the reports."),
    )  # fmt: skip


@internal
@require_http_methods(["GET", "POST"])
def deliverable_due_date(request: MemberRequest, pk: int) -> HttpResponse:
    deliverable = _writable(request, pk)
    return _small_form(
        request, deliverable, DueDateForm(request.POST or None), is_open=True,
        act=lambda data: deliverables.correct_due_date(
            deliverable=deliverable, by=request.user, at=request.now, **data
        ),
        title=_("Correct the due date"), button=_("Correct"), done=_("The due date is corrected."),
        lead=_("For a date that was wrong from the start. For more time, ask for an extension."),
    )  # fmt: skip


@internal
@require_http_methods(["GET", "POST"])
def deliverable_pause(request: MemberRequest, pk: int) -> HttpResponse:
    deliverable = _writable(request, pk)
    return _small_form(
        request, deliverable, PauseForm(request.POST or None), is_open=True,
        act=lambda data: contracts.pause_reminders(about=deliverable, by=request.user, at=request.now, **data),
        title=_("Pause the reminders"), button=_("Pause"), done=_("Nobody is reminded of this deliverable for now."),
        lead=_("What is due stays due, and shows as overdue. Only the mail stops, to the supplier and to you."),
    )  # fmt: skip


@internal
@require_POST
def deliverable_resume(request: MemberRequest, pk: int) -> HttpResponse:
    deliverable = _writable(request, pk)
    contracts.resume_reminders(about=deliverable, by=request.user, at=request.now)
    messages.success(request, _("Reminders are sent again."))
    return redirect("monitoring:deliverable-detail", deliverable.pk)


@internal
@require_http_methods(["GET", "POST"])
def extension_request(request: MemberRequest, pk: int) -> HttpResponse:
    deliverable = _deliverable(request, pk)
    check_request_extension(request.user, deliverable)
    return _small_form(
        request, deliverable,
        ExtensionForm(request.POST or None, deliverable=deliverable, today=local_date(request.now)),
        is_open=can_request_extension(request.user, deliverable),
        act=lambda data: extensions.request(deliverable=deliverable, by=request.user, at=request.now, **data),
        title=_("Ask for an extension"), button=_("Ask"), done=_("The request waits for a decision by a colleague."),
        lead=_("On behalf of the supplier. Another contract manager or a category manager decides on it."),
    )  # fmt: skip


@internal
@require_http_methods(["GET", "POST"])
def extension_decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Grant or refuse. Who asked may look, and reads why he cannot decide."""
    seen = ExtensionRequest.objects.select_related(
        "deliverable__contract__organisation", "deliverable__contract__supplier", "requested_by", "decided_by"
    ).filter(deliverable__in=Deliverable.objects.visible_to(request.user))
    asked = get_object_or_404(seen, pk=pk)
    may_decide = can_decide_extension(request.user, asked)
    if request.method == "POST" and not request.user.roles_in(asked.deliverable.contract.organisation_id) & set(
        DECIDERS
    ):
        raise PermissionDenied(_("Your role in this organisation does not allow you to decide on an extension."))
    form = ExtensionDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = form.cleaned_data["decision"] == "granted"
        act = extensions.grant if granted else extensions.refuse
        try:
            act(request=asked, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The extension is granted.") if granted else _("The extension is refused."))
        return redirect("monitoring:deliverable-detail", asked.deliverable_id)
    context = {"asked": asked, "deliverable": asked.deliverable, "form": form, "may_decide": may_decide}
    return render(request, "suppliers/extension_decide.html", context)


@internal
@require_GET
def submission_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The file itself; a confidential one leaves a trace of who read it."""
    file = _file(request, pk)
    return serve(file.document, request=request, by=request.user, as_attachment="inline" not in request.GET)


@internal
@require_GET
def submission_page(request: MemberRequest, pk: int) -> HttpResponse:
    """A picture of one page, for the preview."""
    file = _file(request, pk)
    number = request.GET.get("page", "1")
    return serve_page(
        file.document, request=request, by=request.user, page=int(number[:9]) if number.isdecimal() else 1
    )


def _file(request: MemberRequest, pk: int) -> SubmissionFile:
    """A file of a version that was handed in; what a supplier still prepares is out of sight."""
    seen = SubmissionFile.objects.select_related("document", "submission__deliverable__contract").filter(
        submission__deliverable__in=Deliverable.objects.visible_to(request.user), submission__submitted_at__isnull=False
    )
    file = get_object_or_404(seen, pk=pk)
    check_read_document(request.user, file)
    return file


def _small_form(
    request: MemberRequest,
    deliverable: Deliverable,
    form: Form,
    *,
    is_open: bool,
    act: Callable[[dict[str, Any]], object],
    done: str,
    **context: Any,
) -> HttpResponse:
    """A page with a short form about one deliverable. A step that came too late is a message, not an error page."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("monitoring:deliverable-detail", deliverable.pk)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, done)
            return redirect("monitoring:deliverable-detail", deliverable.pk)
    if not is_open:
        messages.error(
            request, _("This cannot be done: it is “%(state)s” now.") % {"state": deliverable.get_state_display()}
        )
        return redirect("monitoring:deliverable-detail", deliverable.pk)
    return render(
        request, "suppliers/deliverable_small_form.html", {"deliverable": deliverable, "form": form, **context}
    )


def _deliverable(request: MemberRequest, pk: int) -> Deliverable:
    seen = Deliverable.objects.visible_to(request.user).select_related("contract__organisation", "contract__supplier")
    return get_object_or_404(seen, pk=pk)


def _writable(request: MemberRequest, pk: int) -> Deliverable:
    deliverable = _deliverable(request, pk)
    check_right(request.user, deliverable.contract.organisation_id, "contract", WRITE)
    return deliverable
