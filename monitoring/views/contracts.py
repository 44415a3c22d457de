"""The page of one contract: what it asks and what came of it, with its meetings and findings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.permissions import has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.views.gates import internal
from dialogues.models import Meeting
from dialogues.reads import dialogue_due_on
from suppliers.models import Contract, Finding
from suppliers.permissions import can_write_contracts
from suppliers.querysets import AWAITED
from suppliers.reads import has_contact
from suppliers.reads_commitments import commitments_of, has_ambitions
from suppliers.reads_history import history_of_contract
from suppliers.reads_modifications import modifications_of


@internal
@require_GET
def contract_detail(request: MemberRequest, pk: int) -> HttpResponse:
    seen = Contract.objects.visible_to(request.user).select_related(
        "organisation", "supplier", "tender", "contract_manager"
    )
    contract = get_object_or_404(seen, pk=pk)
    today, key = local_date(request.now), contract.organisation_id
    deliverables = list(contract.deliverables.with_timeliness(today).order_by("due_on", "pk"))
    context = {
        "contract": contract,
        "today": today,
        "lots": list(contract.lots.all()),
        "deliverables": deliverables,
        "is_unreachable": any(each.state in AWAITED for each in deliverables)
        and not has_contact(contract.supplier, key),
        "overdue": sum(each.is_overdue for each in deliverables),
        "to_assess": sum(each.state in ("submitted", "in_assessment") for each in deliverables),
        "modifications": modifications_of(contract),
        "commitments": commitments_of(contract),
        "has_ambitions": has_ambitions(contract),
        "terms": list(contract.terms.all()),
        "requests": list(contract.requests.select_related("recorded_by")),
        "is_paused": contract.reminders_paused_until is not None and contract.reminders_paused_until >= today,
        "history": history_of_contract(contract),
        "may_write": can_write_contracts(request.user, key),
        "may_see_meetings": has_right(request.user, key, "dialogue", READ),
        "may_plan": has_right(request.user, key, "dialogue", WRITE),
        "may_see_findings": has_right(request.user, key, "findings", READ),
        "meetings": list(Meeting.objects.visible_to(request.user).filter(contracts=contract)[:10]),
        "dialogue_due_on": dialogue_due_on(contract, today),
        "findings": list(Finding.objects.visible_to(request.user).filter(contract=contract)[:10]),
    }
    return render(request, "suppliers/contract_detail.html", context)
