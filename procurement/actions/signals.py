"""Signals: those of lists put on the shelf of an organisation, and those that it writes down itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit, bulk
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement import goods
from procurement.country_names import folded
from procurement.models import RiskTheme, Signal

AREA = "tender_approach"
OWN = Signal.Kind.OWN.value
CHANGEABLE = ("forms", "rating", "description", "source_url", "dated_on", "for_supplier")
"""What a later edition of a source may say otherwise of the same signal."""


@dataclass(frozen=True)
class Entry:
    """One signal. ``country`` is the code, ``country_text`` as written; empty themes: the source does not say."""

    kind: str
    source: str
    country: str = ""
    country_text: str = ""
    good: str = ""
    theme: RiskTheme | None = None
    forms: tuple[str, ...] = ()
    rating: str = ""
    year: int | None = None
    description: str = ""
    source_url: str = ""
    dated_on: date | None = None
    for_supplier: bool = False

    @property
    def key(self) -> str:
        """By what the same signal is known in a later file: an own one also by its day."""
        day = self.dated_on.isoformat() if self.kind == OWN and self.dated_on else ""
        parts = (
            self.kind, folded(self.source), self.country or folded(self.country_text), goods.key_of(self.good),
            self.theme.code if self.theme else "", str(self.year or ""), day,
        )  # fmt: skip
        return "|".join(parts)[:1000]


@dataclass
class Count:
    """What became of the signals of a file."""

    created: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0


class Shelf:
    """All signals of an organisation, read at once; entries are put on it, and kept by ``write``."""

    def __init__(self, *, organisation: Organisation, by: User, at: datetime) -> None:
        self._organisation, self._by, self._at = organisation, by, at
        self._held = {row.key: row for row in Signal.objects.of(organisation)}
        self._new: list[Signal] = []
        self._changed: list[Signal] = []
        self._seen: set[str] = set()
        self._sources: set[tuple[str, str]] = set()
        self.count = Count()

    def is_there_twice(self, entry: Entry) -> bool:
        """Whether this file said the same before."""
        return entry.key in self._seen

    def put(self, entry: Entry) -> None:
        self._seen.add(entry.key)
        self._sources.add((entry.kind, folded(entry.source)))
        held = self._held.get(entry.key)
        if held is None:
            self._new.append(made(entry, organisation=self._organisation, by=self._by, at=self._at))
            self.count.created += 1
            return
        told = {name: _stored(getattr(entry, name)) for name in CHANGEABLE}
        if held.withdrawn_at is None and all(getattr(held, name) == value for name, value in told.items()):
            self.count.unchanged += 1
            return
        for name, value in told.items():
            setattr(held, name, value)
        held.withdrawn_at = held.withdrawn_by = None
        self._changed.append(held)
        self.count.changed += 1

    def withdraw_the_rest(self) -> None:
        """What a list or table of this file says no longer is withdrawn; signals of our own stay."""
        for row in self._held.values():
            is_of_file = (row.kind, folded(row.source)) in self._sources and row.kind != OWN
            if is_of_file and row.withdrawn_at is None and row.key not in self._seen:
                row.withdrawn_at, row.withdrawn_by = self._at, self._by
                self._changed.append(row)
                self.count.withdrawn += 1

    def write(self) -> None:
        Signal.objects.bulk_create(self._new, batch_size=bulk.AT_ONCE)
        names = [*CHANGEABLE, "withdrawn_at", "withdrawn_by"]
        Signal.objects.bulk_update(self._changed, names, batch_size=bulk.AT_ONCE)


def made(entry: Entry, *, organisation: Organisation, by: User, at: datetime) -> Signal:
    """The row of an entry, not saved."""
    return Signal(
        organisation=organisation, kind=entry.kind, key=entry.key, country=entry.country,
        country_text=entry.country_text, good=entry.good, good_key=goods.key_of(entry.good), theme=entry.theme,
        year=entry.year, source=entry.source, created_at=at, created_by=by,
        **{name: _stored(getattr(entry, name)) for name in CHANGEABLE},
    )  # fmt: skip


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@transaction.atomic
def write_down(*, entry: Entry, organisation: Organisation, by: User, at: datetime) -> Signal:
    """Keep a signal of the organisation's own. Refuses one without country and good, or that is there already."""
    check_right(by, organisation, AREA, WRITE)
    if not (entry.country or entry.good):
        raise ValidationError({"country": _("Name a country, a product or both.")})
    if entry.theme is None:
        raise ValidationError({"theme": _("Choose the risk theme.")})
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # whoever comes second sees what the first wrote
    held = Signal.objects.of(organisation).filter(key=entry.key).first()
    if held is not None and held.withdrawn_at is None:
        raise ValidationError({"source": _("This source says the same already, of this country, product and day.")})
    signal = made(entry, organisation=organisation, by=by, at=at)
    if held is not None:
        signal.pk, signal.created_at, signal.created_by = held.pk, held.created_at, held.created_by
    signal.save()
    told = audit.snapshot(signal, "country", "good", "description", "source", "dated_on")
    audit.record(
        action="signal.created", obj=signal, organisation=organisation, by=by, at=at,
        after={**told, "risk_theme": entry.theme.name_nl},
    )  # fmt: skip
    return signal


@transaction.atomic
def withdraw(*, signal: Signal, reason: str, by: User, at: datetime) -> Signal:
    """A signal of the organisation's own that no longer holds: it stays to be seen, and counts nowhere any more.

    Raises ``TransitionNotAllowed`` for one of a list or table: what a later edition leaves out is withdrawn with it.
    """
    check_right(by, signal.organisation_id, AREA, WRITE)
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    fresh = Signal.objects.select_for_update().get(pk=signal.pk)
    if fresh.kind != OWN:
        raise TransitionNotAllowed(_("This signal comes from a list: take in the whole list anew to withdraw it."))
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at, fresh.withdrawn_by = at, by
        fresh.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.record(
            action="signal.withdrawn", obj=fresh, organisation=fresh.organisation_id, by=by, at=at,
            after={"source": fresh.source}, reason=reason.strip(),
        )  # fmt: skip
    return fresh
