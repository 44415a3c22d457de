"""The ambition per theme: saved cell by cell, and nobody's work lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.ambition_cells import CELLS, FIELDS, Values, as_text, plain, values_of
from procurement.models import Ambition, Tender, Theme


@dataclass(frozen=True)
class Answer:
    """What somebody changed of one theme: ``values`` holds the fields that get another value.

    What he saw while he did so is ``seen``, or ``version``: that of the row, 0 where there was none yet.
    """

    theme: Theme
    values: Mapping[str, Any]
    seen: Mapping[str, Any] | None = None
    version: int = 0


def chosen(
    theme: Theme, level: int | None, reason: str = "", goal: str = "", *, version: int = 0, **others: Any
) -> Answer:
    """An answer with a level; ``level`` none leaves the theme out on purpose. ``others``: further fields."""
    values = {"is_relevant": level is not None, "level": level, "reason": reason, "goal": goal, **others}
    return Answer(theme, values, version=version)


@dataclass(frozen=True)
class Clash:
    """Two people changed the same cell: ``mine`` was not saved, ``theirs`` is the row as it is now."""

    cell: str
    mine: Values
    theirs: Ambition


class AmbitionConflict(Exception):
    """Somebody else changed the same cells meanwhile; nothing is saved."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(
            _("Somebody else changed the same cells while you were working. Nothing is lost: compare both versions.")
        )
        self.clashes = clashes


@transaction.atomic
def save(*, tender: Tender, answers: Sequence[Answer], by: User, at: datetime) -> list[Ambition]:
    """Save all of it or nothing; returns the rows that changed.

    Whether a choice still asks a reason is not judged here: that keeps an approach from being submitted
    (``reads.missing_for_submission``), not from being saved. A theme that is left out loses its level; a theme that
    gets a level is relevant. Raises ``TransitionNotAllowed`` while the approach is judged or approved,
    ``AmbitionConflict`` where somebody else was first,
    ``ValidationError`` when who is responsible works elsewhere. However many themes: the same number of queries.
    """
    saved, clashes = save_what_fits(tender=tender, answers=answers, by=by, at=at)
    if clashes:
        raise AmbitionConflict(clashes)
    return saved


@transaction.atomic
def save_what_fits(
    *, tender: Tender, answers: Sequence[Answer], by: User, at: datetime
) -> tuple[list[Ambition], list[Clash]]:
    """Save the cells that nobody else changed meanwhile; the others come back as clashes, not saved."""
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    fresh = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    refuse_unless_editable(fresh)
    people = _members(fresh, answers)
    held = {row.theme_id: row for row in fresh.ambitions.select_related("theme", "changed_by", "responsible")}
    changed: list[tuple[Ambition, Values]] = []
    clashes: list[Clash] = []
    for answer in answers:
        row = held.get(answer.theme.pk)
        wanted, clashing = _compare(row, answer)
        clashes += clashing
        if wanted:
            changed.append((row or Ambition(tender=fresh, theme=answer.theme, version=0), wanted))
    _write(fresh, changed, people, by=by, at=at)
    return [row for row, _wanted in changed], clashes


def refuse_unless_editable(tender: Tender) -> None:
    """An approach that is being judged or is approved stays as it was submitted."""
    if not tender.is_editable_approach:
        raise TransitionNotAllowed(
            _("The approach is “%(state)s” and cannot be changed now.") % {"state": tender.get_approach_state_display()}
        )


def _members(tender: Tender, answers: Sequence[Answer]) -> dict[int, User]:
    """The people who are made responsible; each must work at the organisation."""
    named = {key for answer in answers if (key := answer.values.get("responsible_id")) is not None}
    if not named:
        return {}
    known = set(tender.ambitions.filter(responsible__in=named).values_list("responsible", flat=True))
    working = Q(memberships__organisation=tender.organisation_id, is_active=True)
    people = {user.pk: user for user in User.objects.filter(working | Q(pk__in=known), pk__in=named).distinct()}
    if named - people.keys():
        raise ValidationError({"responsible": _("Choose somebody who works at this organisation.")})
    return people


def _compare(row: Ambition | None, answer: Answer) -> tuple[Values, list[Clash]]:
    """The fields that get another value, and the cells that somebody else changed since."""
    held = values_of(row)
    wanted: Values = {}
    clashes: list[Clash] = []
    for cell, mine in _cells(answer):
        if all(held[field] == value for field, value in mine.items()):
            continue
        if row is not None and _is_stale(row, cell, answer, held):
            clashes.append(Clash(cell, mine, row))
        else:
            wanted |= mine
    return wanted, clashes


def _cells(answer: Answer) -> Iterator[tuple[str, Values]]:
    """What the answer says of each cell that it touches, in the form in which it is stored."""
    given = {name: plain(value) if isinstance(value, str) else value for name, value in answer.values.items()}
    if given.get("level") is not None:
        given["is_relevant"] = True
    elif given.get("is_relevant") is False:
        given["level"] = None
    for cell, fields in CELLS.items():
        mine = {field: given[field] for field in fields if field in given}
        if mine:
            yield cell, mine


def _is_stale(row: Ambition, cell: str, answer: Answer, held: Values) -> bool:
    if answer.seen is None:
        return row.version != answer.version
    return any(answer.seen.get(field, held[field]) != held[field] for field in CELLS[cell])


def _write(
    tender: Tender, changed: Sequence[tuple[Ambition, Values]], people: Mapping[int, User], *, by: User, at: datetime
) -> None:
    new = [row for row, _wanted in changed if row.version == 0]
    with audit.together():
        for row, wanted in changed:
            before = as_text(row)
            for field, value in wanted.items():
                setattr(row, field, value)
            if wanted.get("responsible_id"):
                row.responsible = people[wanted["responsible_id"]]
            row.version += 1
            row.changed_at, row.changed_by = at, by
            old, after = audit.changes(before, as_text(row))
            audit.record(
                action="tender.ambition", obj=tender, organisation=tender.organisation_id, by=by, at=at,
                before={row.theme.code: old}, after={row.theme.code: after}, reason=row.reason,
            )  # fmt: skip
        Ambition.objects.bulk_create(new)
        known = [row for row, _wanted in changed if row.version > 1]
        Ambition.objects.bulk_update(known, [*FIELDS_STORED, "version", "changed_at", "changed_by"])


FIELDS_STORED = [field.removesuffix("_id") for field in FIELDS]
