"""What the sheets have in common: records as rows, and rows as records, a batch at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.calendar import local_date
from accounts.models import Organisation, User
from procurement.formats.tables.cells import Fact, plain
from procurement.formats.tables.columns import Sheet
from suppliers.actions.directory import SupplierDirectory

R = TypeVar("R", bound=models.Model)
Key = tuple[Fact, ...]
Complaint = tuple[str, str]
"""A column, and what is wrong with it."""

AT_ONCE = 500


@dataclass
class Scene:
    """One import: whose, by whom, when; its suppliers; and what the file has of its own.

    ``refused``: the keys of its rows that were not taken in; ``numbers``: of the suppliers that its contracts name;
    ``called``: what the file calls a column of a sheet.
    """

    organisation: Organisation
    by: User
    at: datetime
    directory: SupplierDirectory
    refused: dict[str, set[Key]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    called: Callable[[Sheet, str], str] = lambda _sheet, column: column

    @property
    def today(self) -> date:
        return local_date(self.at)

    def is_refused(self, sheet: str, *key: Fact) -> bool:
        """Whether the file has such a row with an error of its own: what refers to it is not wrong for that."""
        return key in self.refused.get(sheet, ())


@dataclass
class Case(Generic[R]):
    """A row that says something else than what is recorded. ``facts``: all that it says; ``changed``: what differs."""

    key: Key
    facts: dict[str, Fact]
    record: R | None
    changed: dict[str, Fact]

    def has(self, *names: str) -> bool:
        return any(name in self.changed for name in names)

    def is_new(self) -> bool:
        return self.record is None


class Waits(Exception):
    """The row refers to one that has an error: nothing more can be said of it."""


class Keeper(ABC, Generic[R]):
    """One sheet."""

    area: ClassVar[str]
    defaults: ClassVar[dict[str, Fact]] = {}

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        self.sheet, self.scene = sheet, scene

    @abstractmethod
    def records(self) -> models.QuerySet[R]:
        """All of them that the user sees, in the order of an export, with what ``facts_of`` reads."""

    def outgoing(self) -> Sheet:
        """The sheet as an export has it."""
        return self.sheet

    @abstractmethod
    def facts_of(self, record: R) -> dict[str, Fact]:
        """The record as a row."""

    @abstractmethod
    def find(self, keys: Sequence[Key]) -> models.QuerySet[R]:
        """The records of these keys, and possibly others."""

    def prepare(self, rows: Sequence[dict[str, Fact]]) -> None:
        """Read what the rows of a batch refer to."""

    def adjust(self, facts: dict[str, Fact]) -> Iterator[Complaint]:
        """Bring facts into the form in which ``facts_of`` gives them."""
        yield from ()

    @abstractmethod
    def check(self, case: Case[R]) -> Iterator[Complaint]:
        """What is wrong with a row that changes something. Raises ``Waits``."""

    @abstractmethod
    def keep(self, cases: Sequence[Case[R]]) -> tuple[int, int]:
        """Write; answers how many were made and changed."""

    def wrong_order(self, case: Case[R], earlier: str, later: str) -> Iterator[Complaint]:
        """A complaint when the one date lies after the other."""
        first, last = case.facts.get(earlier), case.facts.get(later)
        if case.has(earlier, later) and isinstance(first, date) and isinstance(last, date) and last < first:
            shown = {"column": self.scene.called(self.sheet, earlier)}
            yield later, _("This date lies before %(column)s.") % shown

    def key_of(self, facts: dict[str, Fact]) -> Key:
        return tuple(facts.get(name) for name in self.sheet.key)

    def present(self, keys: Sequence[Key]) -> dict[Key, tuple[R, dict[str, Fact]]]:
        """The records of these keys, with their facts."""
        found: dict[Key, tuple[R, dict[str, Fact]]] = {}
        for record in self.find(keys):
            facts = self.facts_of(record)
            found[self.key_of(facts)] = (record, facts)
        return found


def text(value: str | None) -> str | None:
    """A text of a record as a fact."""
    return plain(value or "") or None


def strings(rows: Iterable[dict[str, Fact]], name: str) -> set[str]:
    """The texts in this column."""
    return {value for row in rows if isinstance(value := row.get(name), str)}


def names(facts: dict[str, Fact], name: str) -> tuple[str, ...]:
    value = facts.get(name)
    return value if isinstance(value, tuple) else ()


def message(error: ValidationError) -> str:
    return " ".join(error.messages)
