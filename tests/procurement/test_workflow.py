"""The whole matrix: every state × every target × every role, for the stage and the approach (domain.md §8)."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.transitions import may_move, move
from accounts.models import User
from accounts.roles import ROLES
from accounts.workflow import SYSTEM, TransitionNotAllowed, Workflow
from procurement.models import Tender
from procurement.workflow import APPROACH, STAGE
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

BUYER = {"buyer"}
WRITERS = {"buyer", "commissioning_owner", "mvi_adviser", "category_manager"}
JUDGES = {"tenderboard", "budget_holder"}

STAGE_MOVES = {
    ("planned", "published"): BUYER | {SYSTEM},
    ("planned", "awarded"): BUYER | {SYSTEM},
    ("published", "awarded"): BUYER | {SYSTEM},
    ("planned", "withdrawn"): BUYER | {SYSTEM},
    ("published", "withdrawn"): BUYER | {SYSTEM},
    ("published", "planned"): BUYER,
    ("awarded", "published"): BUYER,
    ("withdrawn", "planned"): BUYER,
    ("withdrawn", "published"): BUYER,
}
APPROACH_MOVES = {
    ("draft", "submitted"): WRITERS,
    ("returned", "submitted"): WRITERS,
    ("submitted", "approved"): JUDGES,
    ("submitted", "returned"): JUDGES,
    ("approved", "draft"): WRITERS,
}
ACTORS = [*ROLES, SYSTEM, "supplier", "outsider"]


def actor(cast: Cast, name: str) -> User:
    if name in ROLES:
        return cast.people[name]
    return {SYSTEM: cast.system, "supplier": cast.supplier, "outsider": cast.outsider}[name]


def attempt(tender: Tender, workflow: Workflow, target: str, by: User) -> bool:
    changes: dict[str, Any] = {}
    if workflow is APPROACH and target == "submitted":
        changes = {"approach_submitted_by": by, "approach_submitted_at": AT}
    if workflow is APPROACH:
        changes["approach_approved_at"] = AT if target == "approved" else None
    try:
        move(
            tender, workflow=workflow, to=target, by=by, at=AT, organisation_id=tender.organisation_id,
            reason="daarom", **changes,
        )  # fmt: skip
    except (TransitionNotAllowed, PermissionDenied):
        return False
    return True


@pytest.mark.parametrize(("source", "target"), list(product(STAGE.states, STAGE.states)))
def test_stage(cast: Cast, source: str, target: str) -> None:
    allowed = {name for name in ACTORS if attempt(made(cast, stage=source), STAGE, target, actor(cast, name))}
    assert allowed == STAGE_MOVES.get((source, target), set())


@pytest.mark.parametrize(("source", "target"), list(product(APPROACH.states, APPROACH.states)))
def test_approach(cast: Cast, source: str, target: str) -> None:
    allowed = {name for name in ACTORS if attempt(made(cast, approach=source), APPROACH, target, actor(cast, name))}
    assert allowed == APPROACH_MOVES.get((source, target), set())


def made(cast: Cast, *, stage: str = "planned", approach: str = "draft") -> Tender:
    """A tender in this state, without the road to it."""
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, publication_date=date(2026, 3, 1))
    submitted = {} if approach == "draft" else {"approach_submitted_by": cast.auditor, "approach_submitted_at": AT}
    approved = {"approach_approved_at": AT} if approach == "approved" else {}
    Tender.objects.filter(pk=tender.pk).update(stage=stage, approach_state=approach, **submitted, **approved)
    tender.refresh_from_db()
    return tender


def test_a_stale_page_moves_nothing(cast: Cast) -> None:
    stale = made(cast)
    Tender.objects.filter(pk=stale.pk).update(stage="withdrawn")
    with pytest.raises(TransitionNotAllowed):
        move(stale, workflow=STAGE, to="awarded", by=cast.buyer, at=AT, organisation_id=cast.organisation.pk)


def test_a_button_is_offered_exactly_where_the_move_is_allowed(cast: Cast) -> None:
    tender = made(cast, approach="submitted")
    offered = {
        role
        for role, person in cast.people.items()
        if may_move(tender, workflow=APPROACH, to="approved", by=person, organisation_id=cast.organisation.pk)
    }
    assert offered == JUDGES
