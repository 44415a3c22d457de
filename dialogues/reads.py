"""Reads of the dialogue that need several models: who is on the other side, and what waits for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from accounts.models import Organisation, User
from accounts.roles import READ, WRITE, roles_with
from dialogues.models import Agreement, Confirmation, Meeting
from suppliers.models import Supplier, SupplierContact

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
