"""Contracts: the list, its export, changing facts and terms, pausing reminders, recording a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from suppliers import reads
from suppliers.actions import contracts, schedules
from suppliers.filters import ContractFilter
from suppliers.forms import ContractForm
from suppliers.forms_deliverables import PauseForm, ReasonForm, RequestForm, TermFormSet
from suppliers.models import Contract, ContractTerm, DeliverableKind
from suppliers.reads_modifications import announced
from suppliers.views.pages import excel, page_of, reader_of, typed


@internal
@require_GET
def contract_list(request: MemberRequest) -> HttpResponse:
    form = ContractFilter(request.GET, reader=reader_of(request))
    page = page_of(form.rows(), request)
    may_write = has_right(request.user, request.organisation, "contract", WRITE)
    context = {"filter_form": form, "page": page, "query": request.GET.urlencode(), "may_write": may_write}
    return render(request, "suppliers/contract_list.html", context)


@internal
@require_GET
def contract_export(request: MemberRequest) -> HttpResponse:
    """The list with its filters, as a workbook."""
    rows = ContractFilter(request.GET, reader=reader_of(request)).rows()
    headers = [
        _("Reference"), _("Title"), _("Supplier"), _("KvK number"), _("Tender"), _("Awarded on"), _("Start date"),
        _("End date"), _("Value"), _("Currency"), "ISV", _("Follow-up"), _("Contract manager"), _("Overdue"),
        _("To assess"), _("Next due date"),
    ]  # fmt: skip
    return excel(
        request,
        _("Contracts"),
        headers=headers,
        rows=(
            [
                row.reference, row.title, row.supplier.name, row.supplier.kvk,
                row.tender.reference if row.tender else "", row.awarded_on, row.start_on, row.end_on, row.value,
                row.currency, _yes_no(row), row.get_follow_up_display(), str(row.contract_manager or ""),
                row.overdue_count, row.to_assess_count, row.next_due_on,
            ]
            for row in rows
        ),
    )  # fmt: skip


@internal
@require_http_methods(["GET", "POST"])
def contract_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the facts. Where that moves deadlines it is shown first, and asked whether they follow."""
    contract = _writable(request, pk)
    if request.method == "GET":
        said = announced(contract, request.GET.get("notice", ""))
        return _edit_page(request, contract, ContractForm(contract=contract, proposed=said), filled_in=bool(said))
    form = ContractForm(request.POST, contract=contract)
    step = request.POST.get("step", "save")
    if step == "edit":
        form.errors.clear()
        return _edit_page(request, contract, form)
    if not form.is_valid():
        return _edit_page(request, contract, form)
    plan = reads.rebuild_of(form.changed(), today=local_date(request.now), terms=_terms_after(form))
    if plan and step not in ("follow", "leave"):
        return _rebuild_page(request, contract, plan, back=_("Back to the form"))
    if not _saved(request, contract, form, follow=step == "follow"):
        return _edit_page(request, contract, form)
    messages.success(request, _("The contract is saved."))
    return redirect("monitoring:contract-detail", contract.pk)


@internal
@require_http_methods(["GET", "POST"])
def contract_terms(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit the terms. What that does to the deadlines is shown before it is confirmed."""
    contract = _writable(request, pk)
    own = contract.terms.all()
    if request.method == "GET":
        return _terms_page(request, contract, TermFormSet(queryset=own, prefix="terms"), ReasonForm())
    step = request.POST.get("step", "save")
    data = request.POST.copy()
    if step == "add":
        number = data.get("terms-TOTAL_FORMS", "")
        data["terms-TOTAL_FORMS"] = str(min(int(number[:6]) + 1, 30) if number.isdecimal() else 1)
    formset, reason = TermFormSet(data, queryset=own, prefix="terms"), ReasonForm(data)
    if step in ("add", "edit"):
        return _terms_page(request, contract, formset, reason, is_checked=False)
    if not (formset.is_valid() and reason.is_valid()):
        return _terms_page(request, contract, formset, reason)
    filled_in = (form for form in formset.forms if form.instance.pk or form.has_changed())
    terms = [form.instance for form in filled_in if form not in formset.deleted_forms]
    plan = reads.rebuild_of(contract, today=local_date(request.now), terms=terms)
    if plan and step not in ("follow", "leave"):
        return _rebuild_page(request, contract, plan, back=_("Back to the terms"))
    schedules.replace_terms(
        contract=contract, terms=terms, follow=step == "follow", reason=reason.cleaned_data["reason"],
        by=request.user, at=request.now,
    )  # fmt: skip
    messages.success(request, _("The terms are saved."))
    return redirect("monitoring:contract-detail", contract.pk)


@internal
@require_http_methods(["GET", "POST"])
def contract_pause(request: MemberRequest, pk: int) -> HttpResponse:
    """No reminders about this contract for a while."""
    contract = _writable(request, pk)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contracts.pause_reminders(about=contract, by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Nobody is reminded of this contract for now."))
            return redirect("monitoring:contract-detail", contract.pk)
    return render(
        request, "suppliers/contract_small_form.html",
        {
            "contract": contract, "form": form, "title": _("Pause the reminders"), "button": _("Pause"),
            "lead": _("What is due stays due, and shows as overdue. Only the mail stops, to the supplier and to you."),
        },
    )  # fmt: skip


@internal
@require_POST
def contract_resume(request: MemberRequest, pk: int) -> HttpResponse:
    contract = _writable(request, pk)
    contracts.resume_reminders(about=contract, by=request.user, at=request.now)
    messages.success(request, _("Reminders are sent again."))
    return redirect("monitoring:contract-detail", contract.pk)


@internal
@require_http_methods(["GET", "POST"])
def contract_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that the supplier received a request; terms may count from that day."""
    contract = _writable(request, pk)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _asked, made = schedules.record_request(
                contract=contract, by=request.user, at=request.now, **form.cleaned_data
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            due = ", ".join(str(each) for each in made)
            text = _("The request is recorded. It asks: %(due)s.") if made else _("The request is recorded.")
            messages.success(request, text % {"due": due})
            return redirect("monitoring:contract-detail", contract.pk)
    return render(
        request, "suppliers/contract_small_form.html",
        {
            "contract": contract, "form": form, "title": _("Record a request"), "button": _("Record"),
            "lead": _("Terms of this contract that count from the receipt of a request get their due date by it."),
        },
    )  # fmt: skip


def _saved(request: MemberRequest, contract: Contract, form: ContractForm, *, follow: bool) -> bool:
    """Save the form; whether that was done. What was refused stands in the form."""
    try:
        contracts.edit(
            contract=contract, follow=follow, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"],
            by=request.user, at=request.now, **form.fields_of_contract(),
        )  # fmt: skip
    except contracts.ContractChanged as clash:
        form.rebase(clash.mark)
        form.add_error(None, str(clash))
    except ValidationError as refused:
        for name, errors in getattr(refused, "error_dict", {None: refused}).items():
            form.add_error(name if name in form.fields else None, errors)
    return not form.errors


def _edit_page(
    request: MemberRequest, contract: Contract, form: ContractForm, *, filled_in: bool = False
) -> HttpResponse:
    context = {"contract": contract, "form": form, "filled_in": filled_in}
    return render(request, "suppliers/contract_edit.html", context)


def _terms_page(
    request: MemberRequest, contract: Contract, formset: Any, reason: ReasonForm, *, is_checked: bool = True
) -> HttpResponse:
    """Unchecked forms show what was typed without errors: somebody is still filling in."""
    if not is_checked:
        reason.errors.clear()
        for form in formset.forms:
            form.errors.clear()
    return render(
        request, "suppliers/contract_terms.html", {"contract": contract, "formset": formset, "reason_form": reason}
    )


def _rebuild_page(request: MemberRequest, contract: Contract, plan: reads.Rebuild, *, back: str) -> HttpResponse:
    kinds = dict(DeliverableKind.choices)
    added = [(kinds[due.kind], due) for due in plan.added]
    context = {"contract": contract, "plan": plan, "added": added, "hidden": typed(request.POST), "back": back}
    return render(request, "suppliers/contract_rebuild.html", context)


def _terms_after(form: ContractForm) -> Sequence[Any] | None:
    """The terms that the contract gets when ISV becomes a condition of it and it has none yet; else its own."""
    data = form.cleaned_data
    if data["isv"] and data["follow_up"] and not ContractTerm.objects.filter(contract=form.contract).exists():
        return reads.schedule_of(form.contract.organisation, data["follow_up"])
    return None


def _writable(request: MemberRequest, pk: int) -> Contract:
    """The contract, for who may write it: out of sight is 404, without the right 403."""
    seen = Contract.objects.visible_to(request.user).select_related("organisation", "tender__organisation", "supplier")
    contract = get_object_or_404(seen, pk=pk)
    check_right(request.user, contract.organisation_id, "contract", WRITE)
    return contract


def _yes_no(contract: Contract) -> str:
    if contract.isv is None:
        return ""
    return _("yes") if contract.isv else _("no")
