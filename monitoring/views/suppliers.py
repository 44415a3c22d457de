"""Everything that an organisation knows of one supplier, on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.permissions import has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.views.gates import internal
from dialogues.models import Agreement, Meeting
from procurement import countries
from suppliers.models import Contract, Deliverable, Finding, Submission, SupplierContact
from suppliers.permissions import can_read_confidential
from suppliers.querysets import ACCEPTED
from suppliers.views.suppliers import own_supplier

NEXT = 5
LATEST = 10
"""Rows of a panel; the list behind it has them all."""


@internal
@require_GET
def supplier_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Identity, contacts, contracts, deliverables, dialogues and findings, as far as the reader's role goes."""
    supplier = own_supplier(request, pk)
    user, organisation, today = request.user, request.organisation, local_date(request.now)
    deliverables = Deliverable.objects.visible_to(user).of(organisation).filter(contract__supplier=supplier)
    shown = deliverables.with_timeliness(today).select_related("contract")
    context: dict[str, Any] = {
        "supplier": supplier,
        "country": countries.name(supplier.country, get_language() or "nl") if supplier.country else "",
        "link": supplier.links.get(organisation=organisation),
        "contacts": SupplierContact.objects.visible_to(user)
        .filter(organisation=organisation, supplier=supplier)
        .select_related("user")
        .order_by("-is_active", "user__name"),
        "contracts": Contract.objects.visible_to(user)
        .of(organisation)
        .filter(supplier=supplier)
        .with_follow_up(today)
        .select_related("contract_manager"),
        "overdue": shown.overdue(today).order_by("due_on"),
        "to_assess": shown.awaiting_assessment().order_by("submitted_on"),
        "upcoming": shown.awaited().exclude(pk__in=deliverables.overdue(today).values("pk")).order_by("due_on")[:NEXT],
        "finished": shown.filter(state__in=ACCEPTED).order_by("-assessed_on")[:LATEST],
        "may_write": has_right(user, organisation, "contract", WRITE),
        "may_edit": has_right(user, organisation, "settings", WRITE),
        "shared": Submission.objects.shared_with(organisation, today=today)
        .filter(deliverable__contract__supplier=supplier)
        .select_related("deliverable")
        .prefetch_related("files__document")
        .order_by("-submitted_at")[:LATEST],
        "may_read_confidential": can_read_confidential(user, organisation),
        **_dialogues(request, supplier.pk),
        **_findings(request, supplier.pk),
    }
    return render(request, "suppliers/supplier_detail.html", context)


def _dialogues(request: MemberRequest, supplier: int) -> dict[str, Any]:
    if not has_right(request.user, request.organisation, "dialogue", READ):
        return {"meetings": None, "agreements": None}
    meetings = Meeting.objects.visible_to(request.user).filter(organisation=request.organisation, suppliers=supplier)
    agreements = Agreement.objects.visible_to(request.user).of(request.organisation).with_supplier(supplier).opened()
    return {
        "meetings": meetings.order_by("-date")[:LATEST],
        "agreements": agreements.select_related("meeting").order_by("due_on")[:LATEST],
        "may_plan": has_right(request.user, request.organisation, "dialogue", WRITE),
    }


def _findings(request: MemberRequest, supplier: int) -> dict[str, Any]:
    if not has_right(request.user, request.organisation, "findings", READ):
        return {"findings": None}
    own = Finding.objects.visible_to(request.user).filter(organisation=request.organisation, supplier=supplier)
    return {
        "findings": own.select_related("theme").order_by("-reported_on")[:LATEST],
        "may_report": has_right(request.user, request.organisation, "findings", WRITE),
    }
