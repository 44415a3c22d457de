"""Filling tables from the data files of the product, again and again, without undoing what people changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from accounts.actions import audit
from accounts.models import AuditEvent, User


@dataclass
class Tally:
    """What loading did to one table: rows made, brought up to date, already right, and left as people edited them."""

    name: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both counts together, under the name of the first."""
        return Tally(
            self.name,
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.created} created, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.kept} kept as edited"
        )


def edited_by_people(model: type[models.Model]) -> set[int]:
    """Keys of the rows of this table that somebody other than the system ever changed, by the audit trail."""
    events = AuditEvent.objects.filter(object_type=model._meta.label_lower)
    people = User.objects.exclude(kind=User.Kind.SYSTEM).values("pk")
    return set(events.filter(actor_id__in=people).values_list("object_id", flat=True))


def load_rows(
    *,
    rows: models.QuerySet[Any],
    key: Sequence[str],
    wanted: Iterable[Mapping[str, Any]],
    by: User,
    at: datetime,
) -> Tally:
    """Make the wanted rows that are missing and bring the others up to date, within ``rows``.

    ``key`` names the fields that identify a row; each wanted row has them. A row that a person edited stays as it is.
    Rows that are no longer wanted stay too: what was recorded may point at them. Each change is audited.
    """
    model = rows.model
    tally = Tally(model._meta.model_name or "")
    held = {tuple(getattr(row, model._meta.get_field(name).attname) for name in key): row for row in rows}
    edited = edited_by_people(model)
    for fields in wanted:
        row = held.get(tuple(_plain(fields[name]) for name in key))
        if row is None:
            row = rows.create(**fields)
            tally.created += 1
            audit.record(action=f"{tally.name}.loaded", obj=row, by=by, at=at)
        elif row.pk in edited:
            tally.kept += 1
        elif _bring_up_to_date(row, fields, by=by, at=at):
            tally.changed += 1
        else:
            tally.unchanged += 1
    return tally


def _bring_up_to_date(row: models.Model, fields: Mapping[str, Any], *, by: User, at: datetime) -> bool:
    before = audit.snapshot(row, *fields)
    for name, value in fields.items():
        setattr(row, name, value)
    old, new = audit.changes(before, audit.snapshot(row, *fields))
    if not new:
        return False
    row.save(update_fields=list(new))
    audit.record(action=f"{row._meta.model_name}.changed", obj=row, by=by, at=at, before=old, after=new)
    return True


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
