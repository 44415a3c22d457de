"""Every state × target × role of deliverable and extension, through the one function that moves (domain.md §8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.transitions import move
from accounts.models import User
from accounts.roles import ROLES
from accounts.workflow import SUPPLIER, SYSTEM, TransitionNotAllowed, Workflow
from suppliers.models import Deliverable, ExtensionRequest
from suppliers.workflow import DELIVERABLE, EXTENSION
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContactFactory, ContractFactory, DeliverableFactory, ExtensionFactory

ASSESS = {"contract_manager", "mvi_adviser"}
DECIDE = {"contract_manager", "category_manager"}

DELIVERABLE_TABLE = {
    ("expected", "submitted"): {SUPPLIER},
    ("revision_requested", "submitted"): {SUPPLIER},
    ("submitted", "in_assessment"): ASSESS,
    ("in_assessment", "accepted"): DECIDE,
    ("in_assessment", "accepted_with_remarks"): DECIDE,
    ("in_assessment", "revision_requested"): DECIDE,
    ("expected", "waived"): {"category_manager"},
}
EXTENSION_TABLE = {("requested", "granted"): DECIDE, ("requested", "refused"): DECIDE}
"""domain.md §8, written down a second time."""

ACTORS = (*ROLES, SUPPLIER, SYSTEM)


def actor(cast: Cast, role: str, supplier: User) -> User:
    if role == SUPPLIER:
        return supplier
    return cast.system if role == SYSTEM else cast.people[role]


def cells(workflow: Workflow) -> Iterator[tuple[str, str]]:
    for source in workflow.states:
        for target in workflow.states:
            yield source, target


@pytest.mark.parametrize(("source", "target"), list(cells(DELIVERABLE)))
def test_a_deliverable_moves_by_the_table_only(cast: Cast, source: str, target: str) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    contact = ContactFactory(supplier=contract.supplier, organisation=cast.organisation).user
    found = {}
    for number, role in enumerate(ACTORS, start=1):
        today = date(2027, 3, 1)
        submitted = None if source in ("expected", "waived") else today
        deliverable = Deliverable.objects.create(
            contract=contract, kind="risk_analysis", occurrence=number, due_on=today, created_at=AT, state=source,
            submitted_on=submitted, waived_reason="reden" if source == "waived" else "",
        )  # fmt: skip
        changes = {"waived_reason": "reden"} if target == "waived" else {"submitted_on": submitted or today}
        found[role] = outcome(
            lambda d=deliverable, r=role, c=changes: move(
                d, workflow=DELIVERABLE, to=target, by=actor(cast, r, contact), at=AT,
                organisation_id=cast.organisation.pk, reason="reden", **c,
            )
        )  # fmt: skip

    allowed = DELIVERABLE_TABLE.get((source, target))
    assert found == {role: expected(allowed, role) for role in ACTORS}


@pytest.mark.parametrize(("source", "target"), list(cells(EXTENSION)))
def test_an_extension_moves_by_the_table_only(cast: Cast, source: str, target: str) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    contact = ContactFactory(supplier=deliverable.contract.supplier, organisation=cast.organisation).user
    found = {}
    for role in ACTORS:
        by = actor(cast, role, contact)
        requester = cast.people["buyer"] if role == SUPPLIER else contact
        decided = {} if source == "requested" else {"decided_by": cast.people["auditor"], "decided_at": AT}
        ExtensionRequest.objects.all().delete()
        request = ExtensionRequest.objects.create(
            deliverable=deliverable, wanted_on=date(2027, 5, 1), reason="reden", state=source,
            requested_by=requester, requested_at=AT, **decided,
        )  # fmt: skip
        found[role] = outcome(
            lambda q=request, b=by: move(
                q, workflow=EXTENSION, to=target, by=b, at=AT, organisation_id=cast.organisation.pk, reason="reden",
                decided_by=b, decided_at=AT,
            )
        )  # fmt: skip

    allowed = EXTENSION_TABLE.get((source, target))
    assert found == {role: expected(allowed, role) for role in ACTORS}


def expected(allowed: set[str] | None, role: str) -> str:
    if allowed is None:
        return "not in the table"
    return "done" if role in allowed else "refused"


def outcome(step: object) -> str:
    try:
        step()  # type: ignore[operator]
    except TransitionNotAllowed:
        return "not in the table"
    except PermissionDenied:
        return "refused"
    return "done"


def test_waiving_asks_a_reason(cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)

    with pytest.raises(TransitionNotAllowed):
        move(
            deliverable, workflow=DELIVERABLE, to="waived", by=cast.category_manager, at=AT,
            organisation_id=cast.organisation.pk, reason=" ",
        )  # fmt: skip


@pytest.mark.parametrize("to", ["granted", "refused"])
def test_nobody_decides_on_his_own_request(cast: Cast, to: str) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    request = ExtensionFactory(deliverable=deliverable, by=cast.contract_manager)

    with pytest.raises(PermissionDenied):
        move(
            request, workflow=EXTENSION, to=to, by=cast.contract_manager, at=AT,
            organisation_id=cast.organisation.pk, reason="reden",
        )  # fmt: skip
