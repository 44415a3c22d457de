"""Meetings and agreements that were recorded elsewhere, taken in many at once, each with its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.actions import bulk
from accounts.models import Organisation, User
from accounts.permissions import check_take_in
from dialogues.models import Agreement, Meeting
from suppliers.models import Contract, Supplier

MEETING = ("reference", "kind", "date", "purpose", "state", "organiser")
AGREEMENT = ("reference", "meeting", "text", "owner", "owner_side", "due_on", "state", "done_on")


@dataclass(frozen=True)
class MeetingFacts:
    """What to write of one meeting; None leaves its suppliers or contracts as they are."""

    fields: Mapping[str, Any]
    suppliers: Sequence[Supplier] | None = None
    contracts: Sequence[Contract] | None = None


@transaction.atomic
def create_meetings(
    *, facts: Sequence[MeetingFacts], organisation: Organisation, by: User, at: datetime
) -> list[Meeting]:
    """Make meetings; nobody is invited or told."""
    check_take_in(by, organisation, "dialogue")
    rows = [
        Meeting(
            organisation=organisation, created_at=at, held_recorded_at=at if each.fields["state"] == "held" else None,
            **each.fields,
        )
        for each in facts
    ]  # fmt: skip
    made = bulk.create(rows, action="meeting.taken_in", names=MEETING, organisation=organisation, by=by, at=at)
    pairs = list(zip(made, facts, strict=True))
    _add(Meeting.suppliers.through, "supplier_id", ((row.pk, each.suppliers or ()) for row, each in pairs))
    _add(Meeting.contracts.through, "contract_id", ((row.pk, each.contracts or ()) for row, each in pairs))
    return made


@transaction.atomic
def change_meetings(
    *, changes: Sequence[tuple[Meeting, MeetingFacts]], organisation: Organisation, by: User, at: datetime
) -> list[Meeting]:
    """Change meetings; answers those in which something differed. Give them with suppliers and contracts prefetched."""
    check_take_in(by, organisation, "dialogue")
    told: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for name in ("suppliers", "contracts"):
        _replace(name, changes, told)
    fields = [(row, {**each.fields, **_held(row, each.fields, at)}) for row, each in changes]
    return bulk.change(fields, action="meeting.changed", organisation=organisation, by=by, at=at, told=told)


@transaction.atomic
def create_agreements(
    *, facts: Sequence[Mapping[str, Any]], organisation: Organisation, by: User, at: datetime
) -> list[Agreement]:
    """Make agreements, open or done."""
    check_take_in(by, organisation, "dialogue")
    rows = [Agreement(created_at=at, **each) for each in facts]
    return bulk.create(rows, action="agreement.taken_in", names=AGREEMENT, organisation=organisation, by=by, at=at)


@transaction.atomic
def change_agreements(
    *, changes: Sequence[tuple[Agreement, Mapping[str, Any]]], organisation: Organisation, by: User, at: datetime
) -> list[Agreement]:
    """Change agreements; answers those in which something differed."""
    check_take_in(by, organisation, "dialogue")
    return bulk.change(changes, action="agreement.changed", organisation=organisation, by=by, at=at)


def _held(meeting: Meeting, fields: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    if "state" not in fields or fields["state"] == meeting.state:
        return {}
    return {"held_recorded_at": at if fields["state"] == "held" else None}


def _replace(
    name: str,
    changes: Sequence[tuple[Meeting, MeetingFacts]],
    told: dict[int, tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    through: Any = getattr(Meeting, name).through
    column = f"{name[:-1]}_id"
    wanted = {}
    for row, each in changes:
        given = getattr(each, name)
        present = list(getattr(row, name).all())
        if given is None or {one.pk for one in given} == {one.pk for one in present}:
            continue
        before, after = told.setdefault(row.pk, ({}, {}))
        before[name], after[name] = sorted(map(str, present)), sorted(map(str, given))
        wanted[row.pk] = given
    if wanted:
        through.objects.filter(meeting_id__in=wanted).delete()
        _add(through, column, wanted.items())


def _add(through: Any, column: str, wanted: Iterable[tuple[int, Sequence[models.Model]]]) -> None:
    through.objects.bulk_create(
        (through(meeting_id=key, **{column: each.pk}) for key, given in wanted for each in given),
        batch_size=bulk.AT_ONCE,
    )
