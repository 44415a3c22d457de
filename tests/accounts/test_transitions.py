"""A state changes in one function: locked, re-read, checked against the table, audited. Shown on a message."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.transitions import may_move, move
from accounts.models import AuditEvent, OutgoingMessage, User
from accounts.workflow import MESSAGE, SYSTEM, Move, TransitionNotAllowed, Workflow
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

ACTORS = (*("administrator", "contract_manager", "buyer", "auditor"), SYSTEM)


def message(cast: Cast, state: str = "pending") -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        organisation=cast.organisation,
        recipient=cast.buyer,
        to_address=cast.buyer.email,
        kind="test",
        subject="Onderwerp",
        body_text="Tekst",
        language="nl",
        message_id=f"<{state}@localhost>",
        state=state,
        created_at=AT,
        not_before=AT,
        lease_until=AT if state == "sending" else None,
        sent_at=AT if state in ("sent", "bounced") else None,
    )


def actor(cast: Cast, name: str) -> User:
    return cast.system if name == SYSTEM else cast.people[name]


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("target", MESSAGE.states)
@pytest.mark.parametrize("source", MESSAGE.states)
def test_a_message_moves_only_as_the_table_says(cast: Cast, source: str, target: str, who: str) -> None:
    row = message(cast, source)
    allowed = MESSAGE.moves.get((source, target))
    paired: dict[str, Any] = {
        "sent_at": AT if target in ("sent", "bounced") else None,
        "lease_until": AT if target == "sending" else None,
    }

    def attempt() -> None:
        move(
            row, workflow=MESSAGE, to=target, by=actor(cast, who), at=AT,
            organisation_id=cast.organisation.pk, **paired,
        )  # fmt: skip

    if allowed is None:
        with pytest.raises(TransitionNotAllowed):
            attempt()
    elif who not in allowed.roles:
        with pytest.raises(PermissionDenied):
            attempt()
    else:
        attempt()
    row.refresh_from_db()
    assert row.state == (target if allowed and who in allowed.roles else source)


def test_a_stale_object_does_not_move(cast: Cast) -> None:
    row = message(cast)
    stale = OutgoingMessage.objects.get(pk=row.pk)
    move(
        row, workflow=MESSAGE, to="sending", by=cast.system, at=AT, organisation_id=cast.organisation.pk, lease_until=AT
    )

    with pytest.raises(TransitionNotAllowed):
        move(stale, workflow=MESSAGE, to="sending", by=cast.system, at=AT, organisation_id=cast.organisation.pk)

    assert AuditEvent.objects.filter(action="outgoingmessage.state").count() == 1


def test_a_move_is_audited_with_both_states(cast: Cast) -> None:
    row = message(cast)

    move(
        row, workflow=MESSAGE, to="sending", by=cast.system, at=AT, organisation_id=cast.organisation.pk, lease_until=AT
    )

    event = AuditEvent.objects.about(row).get()
    assert (event.before["state"], event.after["state"]) == ("pending", "sending")


def test_a_step_that_asks_a_reason_is_refused_without_one(cast: Cast) -> None:
    workflow = Workflow(
        name="t",
        field="state",
        labels=MESSAGE.labels,
        initial="pending",
        moves={("pending", "failed"): Move(frozenset({SYSTEM}), asks_reason=True)},
    )
    row = message(cast)

    with pytest.raises(TransitionNotAllowed):
        move(
            row, workflow=workflow, to="failed", by=cast.system, at=AT, organisation_id=cast.organisation.pk, reason=" "
        )

    move(row, workflow=workflow, to="failed", by=cast.system, at=AT, organisation_id=cast.organisation.pk, reason="ja")
    assert row.state == "failed"


def test_nobody_takes_a_step_on_what_he_did_himself(cast: Cast) -> None:
    workflow = Workflow(
        name="t",
        field="state",
        labels=MESSAGE.labels,
        initial="pending",
        moves={("pending", "failed"): Move(frozenset({"buyer"}), other_than="recipient_id")},
    )
    row = message(cast)

    assert not may_move(row, workflow=workflow, to="failed", by=cast.buyer, organisation_id=cast.organisation.pk)
    with pytest.raises(PermissionDenied):
        move(row, workflow=workflow, to="failed", by=cast.buyer, at=AT, organisation_id=cast.organisation.pk)
