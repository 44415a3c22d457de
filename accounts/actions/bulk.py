"""Many rows at once: a fixed number of queries for a batch, and still an event in the audit trail for each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from accounts.actions import audit
from accounts.models import Organisation, User

M = TypeVar("M", bound=models.Model)
AT_ONCE = 500


def create(
    objects: Sequence[M], *, action: str, names: Sequence[str], organisation: Organisation, by: User, at: datetime
) -> list[M]:
    """Keep new rows; each event holds the named fields that are filled in. The caller checked right and rows."""
    if not objects:
        return []
    made = type(objects[0])._default_manager.bulk_create(objects, batch_size=AT_ONCE)
    found = ((row, audit.snapshot(row, *names)) for row in made)
    filled = [(row, {name: each for name, each in kept.items() if each not in (None, "", [])}) for row, kept in found]
    record(action=action, changed=[(row, {}, kept) for row, kept in filled], organisation=organisation, by=by, at=at)
    return list(made)


def change(
    changes: Sequence[tuple[M, Mapping[str, Any]]],
    *,
    action: str,
    organisation: Organisation,
    by: User,
    at: datetime,
    told: Mapping[int, tuple[Mapping[str, Any], Mapping[str, Any]]] | None = None,
) -> list[M]:
    """Set the given fields; answers the rows in which something differed. The caller checked right and rows.

    ``told``: by key of the row, what changed of it elsewhere (before, after) and belongs in the same event.
    """
    events: list[tuple[M, Mapping[str, Any], Mapping[str, Any]]] = []
    written: dict[str, None] = {}
    to_write: list[M] = []
    for row, fields in changes:
        before = audit.snapshot(row, *fields)
        for name, value in fields.items():
            setattr(row, name, value)
        old, new = audit.changes(before, audit.snapshot(row, *fields))
        if new:
            to_write.append(row)
            written |= dict.fromkeys(name for name in fields)
        more_old, more_new = (told or {}).get(row.pk, ({}, {}))
        if new or more_new:
            events.append((row, {**old, **more_old}, {**new, **more_new}))
    if to_write:
        type(to_write[0])._default_manager.bulk_update(to_write, list(written), batch_size=AT_ONCE)
    record(action=action, changed=events, organisation=organisation, by=by, at=at)
    return [row for row, _old, _new in events]


def record(
    *,
    action: str,
    changed: Iterable[tuple[models.Model, Mapping[str, Any], Mapping[str, Any]]],
    organisation: Organisation,
    by: User,
    at: datetime,
) -> None:
    """Append an event for each (row, before, after), in one query for a batch."""
    with audit.together():
        for row, before, after in changed:
            audit.record(action=action, obj=row, organisation=organisation, by=by, at=at, before=before, after=after)
