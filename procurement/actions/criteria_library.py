"""Filling the library of criteria: a version once made stays, a later one of the same number counts from its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.permissions import check_take_in
from procurement.models import Criterion, Theme

AREA = "tender_approach"


@dataclass(frozen=True)
class Entry:
    """What a version says. ``themes``: at least one."""

    number: str
    kind: str
    level: int
    themes: tuple[Theme, ...]
    title: str
    text: str
    product_group: str = ""
    note: str = ""
    verification: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""


FIELDS = tuple(field.name for field in fields(Entry) if field.name != "themes")
WORDS = tuple(name for name in FIELDS if name not in ("number", "valid_from", "valid_until"))


@dataclass
class Count:
    """What became of the entries: new numbers, new versions of known ones, another end, or nothing."""

    created: int = 0
    renewed: int = 0
    ended: int = 0
    unchanged: int = 0


class Library:
    """The newest versions of an organisation (none: those that ship), read at once; entries are put into it."""

    def __init__(self, *, organisation: Organisation | None, by: User, at: datetime) -> None:
        self._organisation, self._by, self._at = organisation, by, at
        self._today = local_date(at)
        held = Criterion.objects.filter(organisation=organisation).newest().prefetch_related("themes")
        self._held = {row.number: row for row in held}
        self._new: list[tuple[Criterion, tuple[Theme, ...]]] = []
        self._old: dict[int, tuple[Criterion, dict[str, Any]]] = {}
        self.count = Count()

    def held(self, number: str) -> Criterion | None:
        """The newest version of a number."""
        return self._held.get(number)

    def problem_with(self, entry: Entry) -> tuple[str, str] | None:
        """The field and a sentence when this entry cannot follow what is there."""
        held = self._held.get(entry.number)
        since = self._since(held, entry)
        if since and entry.valid_until and entry.valid_until < since:
            text = _("The last day lies before the first, %(day)s.")
            return "valid_until", text % {"day": since.isoformat()}
        if held and since and held.valid_from and since < held.valid_from:
            text = _("Version %(version)d counts from %(day)s. A new version cannot count from an earlier day.")
            return "valid_from", text % {"version": held.version, "day": held.valid_from.isoformat()}
        return None

    def put(self, entry: Entry) -> Criterion:
        """Take an entry in; ``write`` keeps it. The caller asked ``problem_with``."""
        held = self._held.get(entry.number)
        since = self._since(held, entry)
        if held is None:
            self.count.created += 1
            return self._make(entry, version=1, valid_from=since)
        if self._differs(held, entry):
            self.count.renewed += 1
            self._change(held, superseded_on=since)
            return self._make(entry, version=held.version + 1, valid_from=since)
        if held.valid_until != entry.valid_until:
            self.count.ended += 1
            self._change(held, valid_until=entry.valid_until)
        else:
            self.count.unchanged += 1
        return held

    def _since(self, held: Criterion | None, entry: Entry) -> date | None:
        """From when the entry counts: as it says, else a new version from today on, and the same from when it did."""
        if held is None or entry.valid_from:
            return entry.valid_from
        if self._differs(held, entry):
            return max(self._today, held.valid_from or self._today)
        return held.valid_from

    def write(self) -> None:
        """Keep all of it, with an event for each: a fixed number of queries."""
        changed = [row for row, _before in self._old.values() if row.pk]
        Criterion.objects.bulk_update(changed, ["valid_until", "superseded_on"], batch_size=500)
        made = Criterion.objects.bulk_create([row for row, _themes in self._new], batch_size=500)
        through = Criterion.themes.through
        through.objects.bulk_create(
            (
                through(criterion_id=row.pk, theme_id=theme.pk)
                for row, (_same, themes) in zip(made, self._new, strict=True)
                for theme in themes
            ),
            batch_size=1000,
        )
        with audit.together():
            for row, before in self._old.values():
                self._record("ended", row, before, audit.snapshot(row, *before))
            for row, themes in self._new:
                known = {name: value for name, value in audit.snapshot(row, *FIELDS, "version").items() if value}
                after = {**known, "themes": [theme.code for theme in themes]}
                self._record("created" if row.version == 1 else "renewed", row, {}, after)

    def _differs(self, held: Criterion, entry: Entry) -> bool:
        """Whether it says something else; a day of begin that is not said is that of what is there."""
        return (
            any(getattr(held, name) != getattr(entry, name) for name in WORDS)
            or {theme.pk for theme in held.themes.all()} != {theme.pk for theme in entry.themes}
            or (entry.valid_from is not None and entry.valid_from != held.valid_from)
        )

    def _make(self, entry: Entry, *, version: int, valid_from: date | None) -> Criterion:
        values = {name: getattr(entry, name) for name in FIELDS} | {"valid_from": valid_from}
        row = Criterion(
            organisation=self._organisation, version=version, created_at=self._at, created_by=self._by, **values
        )
        self._new.append((row, entry.themes))
        return row

    def _change(self, row: Criterion, **values: date | None) -> None:
        before = audit.snapshot(row, *values)
        for name, value in values.items():
            setattr(row, name, value)
        self._old[row.pk] = (row, before)

    def _record(self, deed: str, row: Criterion, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        audit.record(
            action=f"criterion.{deed}", obj=row, organisation=self._organisation, by=self._by, at=self._at,
            before=before, after=after,
        )  # fmt: skip


@transaction.atomic
def save(*, entry: Entry, organisation: Organisation, by: User, at: datetime) -> Criterion:
    """Add a criterion to the library of an organisation, or the next version of one that is there.

    A number that ships with the product becomes the organisation's own, which from then on goes before it. Raises
    ``ValidationError`` by field.
    """
    check_take_in(by, organisation, AREA)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    library = Library(organisation=organisation, by=by, at=at)
    problem = library.problem_with(entry)
    if problem:
        raise ValidationError({problem[0]: problem[1]})
    row = library.put(entry)
    library.write()
    return row


@transaction.atomic
def end(*, criterion: Criterion, on: date, organisation: Organisation, by: User, at: datetime) -> Criterion:
    """Let the newest version count until a day. What ships gets an own version that ends then."""
    return save(entry=_as_entry(criterion, valid_until=on), organisation=organisation, by=by, at=at)


def load_shipped(*, entries: Sequence[Entry], by: User, at: datetime) -> Count:
    """Bring the criteria that ship with the product up to date, within a transaction of the caller."""
    library = Library(organisation=None, by=by, at=at)
    for entry in entries:
        library.put(entry)
    library.write()
    return library.count


def _as_entry(row: Criterion, **changed: Any) -> Entry:
    values = {name: getattr(row, name) for name in FIELDS} | changed
    return Entry(themes=tuple(row.themes.all()), **values)
