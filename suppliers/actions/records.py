"""Contracts, deliverables and findings that were recorded elsewhere, taken in many at once, each with its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import bulk
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.permissions import check_take_in
from suppliers.models import Contract, Deliverable, DueDateChange, Finding

Fields = Mapping[str, Any]

CONTRACT = (
    "reference", "title", "tender", "supplier", "awarded_on", "start_on", "end_on", "value", "currency", "isv",
    "contract_manager",
)  # fmt: skip
DELIVERABLE = (
    "contract", "kind", "about_year", "occurrence", "due_on", "state", "submitted_on", "assessed_on", "published_on",
    "public_url",
)  # fmt: skip
FINDING = (
    "reference", "supplier", "contract", "reported_on", "source", "theme", "severity", "state", "closed_on",
)  # fmt: skip


@transaction.atomic
def create_contracts(*, facts: Sequence[Fields], organisation: Organisation, by: User, at: datetime) -> list[Contract]:
    """Make contracts. They owe nothing by themselves: terms and deliverables are another step."""
    check_take_in(by, organisation, "contract")
    rows = [Contract(organisation=organisation, created_at=at, created_by=by, **each) for each in facts]
    return bulk.create(rows, action="contract.taken_in", names=CONTRACT, organisation=organisation, by=by, at=at)


@transaction.atomic
def change_contracts(
    *, changes: Sequence[tuple[Contract, Fields]], organisation: Organisation, by: User, at: datetime
) -> list[Contract]:
    """Change contracts; answers those in which something differed. Their due dates stay as they are."""
    check_take_in(by, organisation, "contract")
    return bulk.change(changes, action="contract.changed", organisation=organisation, by=by, at=at)


@transaction.atomic
def create_deliverables(
    *, facts: Sequence[Fields], organisation: Organisation, by: User, at: datetime
) -> list[Deliverable]:
    """Make deliverables in the state that their dates and outcome tell: history of before this system."""
    check_take_in(by, organisation, "contract")
    rows = [Deliverable(created_at=at, **each) for each in facts]
    return bulk.create(rows, action="deliverable.taken_in", names=DELIVERABLE, organisation=organisation, by=by, at=at)


@transaction.atomic
def change_deliverables(
    *, changes: Sequence[tuple[Deliverable, Fields]], organisation: Organisation, by: User, at: datetime, reason: str
) -> list[Deliverable]:
    """Change deliverables; answers those in which something differed. A moved due date keeps its history."""
    check_take_in(by, organisation, "contract")
    DueDateChange.objects.bulk_create(
        (
            DueDateChange(
                deliverable=row, from_date=row.due_on, to_date=fields["due_on"], reason=reason,
                source=DueDateChange.Source.IMPORT, changed_on=local_date(at), changed_at=at, changed_by=by,
            )
            for row, fields in changes
            if fields.get("due_on", row.due_on) != row.due_on
        ),
        batch_size=bulk.AT_ONCE,
    )  # fmt: skip
    return bulk.change(changes, action="deliverable.changed", organisation=organisation, by=by, at=at)


@transaction.atomic
def create_findings(*, facts: Sequence[Fields], organisation: Organisation, by: User, at: datetime) -> list[Finding]:
    """Make findings, in whatever state they are (domain.md §8)."""
    check_take_in(by, organisation, "findings")
    rows = [Finding(organisation=organisation, created_at=at, created_by=by, **each) for each in facts]
    return bulk.create(rows, action="finding.taken_in", names=FINDING, organisation=organisation, by=by, at=at)


@transaction.atomic
def change_findings(
    *, changes: Sequence[tuple[Finding, Fields]], organisation: Organisation, by: User, at: datetime
) -> list[Finding]:
    """Change findings; answers those in which something differed. Not for those that are followed here already."""
    check_take_in(by, organisation, "findings")
    return bulk.change(changes, action="finding.changed", organisation=organisation, by=by, at=at)
