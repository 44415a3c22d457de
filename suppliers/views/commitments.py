"""One commitment of a contract: what was promised, what came of it each year, and the form for this year."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from suppliers.actions import commitments
from suppliers.forms_commitments import ResultForm, WordsForm
from suppliers.models import Commitment, Contract
from suppliers.permissions import can_write_contracts
from suppliers.reads_history import history_of_commitment


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """The commitment; sent, it says what came of it, or words it otherwise (``step`` is ``words``)."""
    commitment = _commitment(request, pk)
    is_wording = request.POST.get("step") == "words"
    data = request.POST if request.method == "POST" else None
    result = ResultForm(None if is_wording else data, commitment=commitment, today=local_date(request.now))
    words = WordsForm(data if is_wording else None, commitment=commitment)
    form: forms.Form = words if is_wording else result
    if data is not None:
        check_right(request.user, commitment.contract.organisation_id, "contract", WRITE)
        if form.is_valid() and _kept(request, commitment, form):
            return redirect("suppliers:commitment-detail", pk)
    context = {
        "commitment": commitment,
        "contract": commitment.contract,
        "results": list(commitment.results.select_related("recorded_by")),
        "may_write": can_write_contracts(request.user, commitment.contract.organisation_id),
        "form": result,
        "words": words,
        "is_wording": is_wording,
        "history": history_of_commitment(commitment),
    }
    return render(request, "suppliers/commitment_detail.html", context)


@internal
@require_POST
def commitments_take_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the ambitions of the tender commitments of a contract that has them not yet."""
    contract = get_object_or_404(Contract.objects.visible_to(request.user), pk=pk)
    check_right(request.user, contract.organisation_id, "contract", WRITE)
    try:
        made = commitments.take_over_later(contract=contract, by=request.user, at=request.now)
    except commitments.NothingToTakeOver as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(number)s commitments are taken over from the tender.") % {"number": len(made)})
    return redirect("monitoring:contract-detail", pk)


def _commitment(request: MemberRequest, pk: int) -> Commitment:
    seen = Commitment.objects.visible_to(request.user).select_related("theme", "contract__supplier", "contract__tender")
    return get_object_or_404(seen, pk=pk)


def _kept(request: MemberRequest, commitment: Commitment, form: forms.Form) -> bool:
    """Whether the action took it; what it refused stands at the fields."""
    try:
        if isinstance(form, ResultForm):
            commitments.record(commitment=commitment, result=form.result, by=request.user, at=request.now)
            messages.success(request, _("What came of the commitment is recorded."))
        else:
            commitments.reword(commitment=commitment, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, _("The commitment is saved."))
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True
