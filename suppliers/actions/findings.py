"""Findings: recorded, asked about, put right, and closed by those who were harmed or with a reason of two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit, saving
from accounts.actions.transitions import move as transition
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from procurement.models import RiskTheme
from suppliers.models import Contract, Finding, Supplier
from suppliers.workflow import FINDING

CLOSED = ("closed_confirmed", "closed_unconfirmed")
AUDITED = ("reference", "supplier", "contract", "reported_on", "source", "theme", "severity", "description", "state")


@dataclass(frozen=True)
class Reported:
    """What was found. Severity 1–5 (ours), empty is unknown."""

    reference: str
    supplier: Supplier | None
    contract: Contract | None
    reported_on: date
    source: str
    theme: RiskTheme | None
    severity: int | None
    description: str


@transaction.atomic
def report(*, organisation: Organisation, reported: Reported, by: User, at: datetime) -> Finding:
    """Record a finding about a supplier, a contract, or neither yet. Raises ``ValidationError`` by field name."""
    check_right(by, organisation, "findings", WRITE)
    _check(reported, organisation, today=local_date(at))
    supplier = reported.supplier or (reported.contract.supplier if reported.contract else None)
    finding = Finding(
        organisation=organisation,
        reference=reported.reference,
        supplier=supplier,
        contract=reported.contract,
        reported_on=reported.reported_on,
        source=reported.source,
        theme=reported.theme,
        severity=reported.severity,
        description=reported.description,
        created_at=at,
        created_by=by,
    )
    finding.full_clean(exclude=["organisation", "created_by", "verified_by"])
    saving.save(finding, taken=ValidationError({"reference": _reference_taken()}))
    audit.record(
        action="finding.reported", obj=finding, organisation=organisation, by=by, at=at,
        after=audit.snapshot(finding, *AUDITED),
    )  # fmt: skip
    return finding


@transaction.atomic
def move(*, finding: Finding, to: str, by: User, at: datetime, reason: str = "") -> Finding:
    """Take the finding a step further (workflow FINDING). Who verified the remedy does not close it unconfirmed."""
    check_right(by, finding.organisation, "findings", WRITE)
    changes: dict[str, Any] = {"closed_on": local_date(at) if to in CLOSED else None}
    if to == "verified":
        changes["verified_by_id"] = by.pk
    elif to == "reopened":
        changes["verified_by_id"] = None
    return transition(
        finding, workflow=FINDING, to=to, by=by, at=at,
        organisation_id=finding.organisation_id, reason=reason, **changes,
    )  # fmt: skip


def _check(reported: Reported, organisation: Organisation, *, today: date) -> None:
    errors: dict[str, str] = {}
    contract, supplier = reported.contract, reported.supplier
    if contract and contract.organisation_id != organisation.pk:
        errors["contract"] = _("Choose a contract of your organisation.")
    elif contract and supplier and contract.supplier_id != supplier.pk:
        errors["contract"] = _("This contract is with another supplier.")
    if supplier and not supplier.links.filter(organisation=organisation).exists():
        errors["supplier"] = _("Choose a supplier of your organisation.")
    if reported.reported_on > today:
        errors["reported_on"] = _("This date lies in the future.")
    if Finding.objects.filter(organisation=organisation, reference=reported.reference).exists():
        errors["reference"] = _reference_taken()
    if errors:
        raise ValidationError(errors)


def _reference_taken() -> str:
    return _("Your organisation has a finding with this reference already.")
