"""Reads of the dialogue that need several models: who is on the other side, and what waits for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation, User
from accounts.roles import READ, WRITE, roles_with
from dialogues.models import Agreement, Confirmation, Meeting
from suppliers.models import Contract, FollowUp, Supplier, SupplierContact
from suppliers.querysets import ContractQuerySet

NUMBERED = re.compile(r"(\d+)$")


def contacts_of(meeting: Meeting, suppliers: Iterable[Supplier] | None = None) -> list[SupplierContact]:
    """The active contact persons of these suppliers (else of all in the meeting) for its organisation; one a person."""
    wanted = meeting.suppliers.all() if suppliers is None else [each.pk for each in suppliers]
    rows = SupplierContact.objects.filter(
        organisation=meeting.organisation_id, supplier__in=wanted, is_active=True, user__is_active=True
    )
    return list({row.user_id: row for row in rows.select_related("user", "supplier")}.values())


def reached_suppliers(meeting: Meeting) -> frozenset[int]:
    """Keys of the suppliers in the meeting that have a contact person for its organisation."""
    rows = SupplierContact.objects.filter(
        organisation=meeting.organisation_id, supplier__in=meeting.suppliers.all(), is_active=True, user__is_active=True
    )
    return frozenset(rows.values_list("supplier", flat=True))


def suppliers_without_contact(meeting: Meeting) -> list[Supplier]:
    """Suppliers in the meeting to whom nothing can be sent."""
    reached = SupplierContact.objects.filter(
        organisation=meeting.organisation_id, is_active=True, user__is_active=True
    ).values("supplier")
    return list(meeting.suppliers.exclude(pk__in=reached))


def contacts_for(agreement: Agreement) -> list[SupplierContact]:
    """The contact persons on the supplier's side of an agreement; empty where it has none in the portal."""
    return contacts_of(agreement.meeting, [agreement.supplier] if agreement.supplier else None)


def last_round(meeting: Meeting) -> list[Confirmation]:
    """What each supplier was asked and answered about the report as it was sent last."""
    rows = list(meeting.confirmations.select_related("supplier", "answered_by"))
    return [row for row in rows if row.round == rows[0].round]


def hosts_of(organisation: Organisation) -> Any:
    """Who may lead the dialogue here, by name."""
    members = organisation.memberships.with_role(*roles_with("dialogue", WRITE))
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


def members_of(organisation: Organisation) -> Any:
    """Who may read along, by name."""
    members = organisation.memberships.with_role(*roles_with("dialogue", READ))
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


def awaiting_dialogue(contracts: ContractQuerySet, today: date) -> ContractQuerySet:
    """Those that run with intensive follow-up and have had no dialogue for a year: each asks one every year.

    Counted from the last meeting with the supplier about the contract, held or planned, or else from the start
    (domain.md §4, ours). Annotates that day as ``dialogue_counted_from``; the dialogue is due ``a_year_after``.
    Longest waiting first.
    """
    held_or_planned = (
        Meeting.objects.exclude(state="cancelled")
        .filter(contracts=OuterRef("pk"), suppliers=OuterRef("supplier"), date__gt=OuterRef("start_on"))
        .order_by("-date")
    )
    counted: dict[str, Any] = {
        "dialogue_counted_from": Coalesce(Subquery(held_or_planned.values("date")[:1]), F("start_on"))
    }
    running = contracts.running_on(today).filter(follow_up=FollowUp.INTENSIVE).annotate(**counted)
    waiting = running.filter(Q(dialogue_counted_from__lte=a_year_before(today)))
    return waiting.order_by(F("dialogue_counted_from"), "pk")


def dialogue_due_on(contract: Contract, today: date) -> date | None:
    """Since when this contract waits for its yearly dialogue; nothing when it does not."""
    if contract.follow_up != FollowUp.INTENSIVE:
        return None
    found = awaiting_dialogue(Contract.objects.filter(pk=contract.pk), today).first()
    return a_year_after(found.dialogue_counted_from) if found else None


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def a_year_after(day: date) -> date:
    """The first day on which ``day`` lies a year back: 1 March for 29 February."""
    return date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def next_reference(organisation: Organisation, year: int) -> str:
    """The first free reference of the form G-2026-014 (*gesprek*); anybody may choose another."""
    start = f"G-{year}-"
    taken = Meeting.objects.of(organisation).filter(reference__startswith=start).values_list("reference", flat=True)
    return f"{start}{_highest(taken) + 1:03}"


def next_agreement_reference(meeting: Meeting) -> str:
    return f"A{_highest(meeting.agreements.values_list('reference', flat=True)) + 1}"


def _highest(references: Iterable[str]) -> int:
    found = (NUMBERED.search(each) for each in references)
    return max((int(match.group(1)) for match in found if match and len(match.group(1)) < 9), default=0)
