"""The tender's tab with its contracts, and recording an award in two steps: fill in, look at what follows, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import follow_up
from procurement.models import Tender
from suppliers import reads
from suppliers.actions import awards
from suppliers.forms import AwardForm
from suppliers.models import Contract, DeliverableKind, FollowUp
from suppliers.permissions import can_award, check_award
from suppliers.proposals import proposal_for
from suppliers.reads_announced import announced_contracts
from suppliers.views.pages import typed

ANNOUNCED = ("reference", "title", "value", "currency", "awarded_on", "start_on", "end_on")


@internal
def tender_contracts(request: MemberRequest, pk: int) -> HttpResponse:
    """What the tender led to, and what its notices announce that is not recorded yet."""
    tender = _tender(request, pk)
    contracts = Contract.objects.visible_to(request.user).filter(tender=tender)
    rows = contracts.with_follow_up(local_date(request.now)).select_related("supplier", "contract_manager")
    return render(
        request,
        "suppliers/tender_contracts.html",
        {
            "tender": tender,
            "tab": "contracts",
            "contracts": rows.prefetch_related("lots"),
            "announced": announced_contracts(tender),
            "may_award": can_award(request.user, tender) and tender.stage != "withdrawn",
        },
    )


@internal
@require_http_methods(["GET", "POST"])
def award_create(request: MemberRequest, pk: int) -> HttpResponse:
    """The form (step edit or search), what follows from it (preview), and the award itself (confirm)."""
    tender = _tender(request, pk)
    check_award(request.user, tender)
    if tender.stage == "withdrawn":
        messages.error(request, _("This tender was withdrawn; it cannot be awarded."))
        return redirect("suppliers:tender-contracts", tender.pk)
    if request.method == "GET":
        form = AwardForm(tender=tender, user=request.user, initial=_announced(request, tender))
        return _form_page(request, tender, form)
    form = AwardForm(request.POST, tender=tender, user=request.user)
    step = request.POST.get("step", "preview")
    if step in ("search", "edit"):
        form.errors.clear()
        return _form_page(request, tender, form)
    if not form.is_valid():
        return _form_page(request, tender, form)
    if step != "confirm":
        return _preview_page(request, tender, form)
    return _confirm(request, tender, form)


def _confirm(request: MemberRequest, tender: Tender, form: AwardForm) -> HttpResponse:
    try:
        contract = awards.award(tender=tender, supplier=form.who(), award=form.award(), by=request.user, at=request.now)
    except ValidationError as refused:
        form.add_action_errors(refused)
        return _form_page(request, tender, form)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("suppliers:tender-contracts", tender.pk)
    messages.success(request, _("Contract %(reference)s is recorded.") % {"reference": contract.reference})
    return redirect("monitoring:contract-detail", contract.pk)


def _form_page(request: MemberRequest, tender: Tender, form: AwardForm) -> HttpResponse:
    return render(request, "suppliers/award_form.html", {"tender": tender, "form": form})


def _preview_page(request: MemberRequest, tender: Tender, form: AwardForm) -> HttpResponse:
    award, today = form.award(), local_date(request.now)
    lines = reads.schedule_of(tender.organisation, award.follow_up) if award.isv else []
    planned = reads.planned(lines, start=award.start_on, end=award.end_on, awarded_on=award.awarded_on, today=today)
    kinds = dict(DeliverableKind.choices)
    labels = {code: str(label) for code, label in FollowUp.choices}
    proposal = form.proposal
    context = {
        "tender": tender,
        "award": award,
        "supplier": form.who(),
        "is_new_supplier": not form.cleaned_data["supplier"],
        "planned": [(kinds[due.kind], due, due.due_on < today) for due in planned],
        "passed": sum(due.due_on < today for due in planned),
        "follow_up": labels.get(award.follow_up, ""),
        "proposal": follow_up.headline(proposal, labels) if proposal else "",
        "proposal_reasons": follow_up.reasons(proposal) if proposal else [],
        "hidden": typed(request.POST),
    }
    return render(request, "suppliers/award_confirm.html", context)


def _announced(request: MemberRequest, tender: Tender) -> dict[str, Any]:
    """What the notice that the address names (``?notice=&award=``) says of the contract."""
    notice, number = request.GET.get("notice", ""), request.GET.get("award", "")
    if not (notice.isdecimal() and number.isdecimal() and len(notice) < 19 and len(number) < 6):
        return {}
    found = tender.notices.filter(pk=int(notice)).first()
    proposal = proposal_for(found, int(number)) if found else None
    if proposal is None:
        return {}
    said = {
        "new_name": proposal.supplier_name,
        "new_kvk": proposal.kvk,
        "new_country": proposal.country,
        "lot_choice": [lot.pk for lot in tender.lots.all() if lot.identifier in proposal.lots],
        **{name: getattr(proposal, name) for name in ANNOUNCED},
    }
    return {name: value for name, value in said.items() if value}


def _tender(request: MemberRequest, pk: int) -> Tender:
    tenders = Tender.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(tenders, pk=pk)
