"""Every state × target × role of the meeting and the agreement, through the one function that moves (domain.md §8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.transitions import move
from accounts.models import User
from accounts.roles import ROLES
from accounts.workflow import SUPPLIER, SYSTEM, TransitionNotAllowed, Workflow
from dialogues.models import Agreement, Meeting
from dialogues.workflow import AGREEMENT, MEETING
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast

LEADERS = {"contract_manager", "category_manager", "mvi_adviser"}
MEETING_TABLE = {
    ("planned", "invited"): LEADERS,
    ("invited", "held"): LEADERS,
    ("held", "confirmed"): {SUPPLIER},
    ("planned", "cancelled"): LEADERS,
    ("invited", "cancelled"): LEADERS,
}
AGREEMENT_TABLE = {("open", "done"): LEADERS | {SUPPLIER}, ("open", "dropped"): LEADERS | {SUPPLIER}}
"""domain.md §8, written down a second time."""

ACTORS = (*ROLES, SUPPLIER, SYSTEM)


def actor(cast: Cast, role: str) -> User:
    if role == SUPPLIER:
        return cast.supplier
    return cast.system if role == SYSTEM else cast.people[role]


def cells(workflow: Workflow) -> list[tuple[str, str]]:
    return [(source, target) for source in workflow.states for target in workflow.states]


def outcome(row: Any, workflow: Workflow, target: str, by: User, organisation_id: int, **changes: Any) -> str:
    try:
        move(
            row, workflow=workflow, to=target, by=by, at=AT, organisation_id=organisation_id, reason="Daarom",
            **changes,
        )  # fmt: skip
    except TransitionNotAllowed:
        return "no such move"
    except PermissionDenied:
        return "refused"
    return "moved"


def meeting_in(cast: Cast, state: str, number: int) -> Meeting:
    is_confirmed = state == "confirmed"
    return Meeting.objects.create(
        organisation=cast.organisation, reference=f"G-{number}", date=date(2026, 11, 16), purpose="Kennismaken",
        organiser=cast.contract_manager, state=state, created_at=AT,
        confirmed_at=AT if is_confirmed else None, confirmed_by=cast.supplier if is_confirmed else None,
    )  # fmt: skip


@pytest.mark.parametrize(("source", "target"), cells(MEETING))
def test_a_meeting_moves_by_the_table_only(cast: Cast, source: str, target: str) -> None:
    allowed = MEETING_TABLE.get((source, target))
    changes = {"confirmed_at": AT, "confirmed_by": cast.supplier} if target == "confirmed" else {}

    found = {
        role: outcome(
            meeting_in(cast, source, number), MEETING, target, actor(cast, role), cast.organisation.pk, **changes
        )
        for number, role in enumerate(ACTORS)
    }

    expected = {
        role: "no such move" if allowed is None else "moved" if role in allowed else "refused" for role in ACTORS
    }
    assert found == expected


@pytest.mark.parametrize(("source", "target"), cells(AGREEMENT))
def test_an_agreement_moves_by_the_table_only(cast: Cast, source: str, target: str) -> None:
    meeting, reporter = meeting_in(cast, "held", 1), UserFactory()
    allowed = AGREEMENT_TABLE.get((source, target))
    changes = {"done_on": date(2026, 11, 20)} if target == "done" else {}
    found = {}
    for role in ACTORS:
        row = Agreement.objects.create(
            meeting=meeting, reference=role, text="Lijst", owner="Lea", owner_side="supplier", state=source,
            due_on=date(2027, 3, 1), created_at=AT, reported_by=reporter, reported_at=AT, reported_as="done",
            done_on=date(2026, 11, 20) if source == "done" else None,
        )  # fmt: skip
        found[role] = outcome(row, AGREEMENT, target, actor(cast, role), cast.organisation.pk, **changes)

    expected = {
        role: "no such move" if allowed is None else "moved" if role in allowed else "refused" for role in ACTORS
    }
    assert found == expected


def test_nobody_confirms_what_he_reported_himself(cast: Cast) -> None:
    row = Agreement.objects.create(
        meeting=meeting_in(cast, "held", 1), reference="A1", text="Lijst", owner="Cas", owner_side="buyer",
        due_on=date(2027, 3, 1), created_at=AT, reported_by=cast.contract_manager, reported_at=AT, reported_as="done",
    )  # fmt: skip

    assert outcome(row, AGREEMENT, "done", cast.contract_manager, cast.organisation.pk, done_on=AT.date()) == "refused"
