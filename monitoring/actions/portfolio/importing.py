"""Taking a portfolio in: all of it or nothing, every error found; a rehearsal does the same and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.permissions import may_take_in
from monitoring.actions.portfolio.keeper import AT_ONCE, Case, Keeper, Key, Scene, Waits
from monitoring.actions.portfolio.sheets import KEEPERS
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet
from procurement.formats.tables.reading import Line, Problem, Source
from suppliers.actions.directory import SupplierDirectory

Tell = Callable[[str, int], None]
"""Hears the sheet and how many rows of it have been read."""

MOST_PROBLEMS = 50_000
"""So many are listed; more are only counted."""


@dataclass
class Count:
    """What became of the rows of one sheet."""

    rows: int = 0
    created: int = 0
    changed: int = 0

    @property
    def unchanged(self) -> int:
        return self.rows - self.created - self.changed


@dataclass
class Outcome:
    """What an import did, or would do. Nothing was kept when there are problems."""

    counts: dict[str, Count] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_good(self) -> bool:
        return not self.problems

    def refuse(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.left_out += 1


def take_in(
    *,
    source: Source,
    organisation: Organisation,
    by: User,
    at: datetime,
    rehearse: bool = False,
    tell: Tell | None = None,
) -> Outcome:
    """Take the file in, in one transaction; or with ``rehearse`` do all of that except keep it.

    Nothing is kept when anything is wrong. Two imports of one organisation wait for each other. Raises
    ``FileRefused`` when the file turns out to be unreadable halfway.
    """
    outcome = Outcome(problems=list(source.problems))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        directory = SupplierDirectory(organisation=organisation, by=by, at=at)
        scene = Scene(organisation, by, at, directory, called=source.called)
        for sheet in source.sheets:
            if sheet.name in source.names:
                _Reading(sheet, scene, outcome, tell).take(source)
        if rehearse or not outcome.is_good:
            transaction.set_rollback(True)
        else:
            counts = {name: {"created": one.created, "changed": one.changed} for name, one in outcome.counts.items()}
            audit.record(
                action="portfolio.imported", obj=organisation, organisation=organisation, by=by, at=at, after=counts
            )
    return outcome


class _Reading:
    """One sheet on its way in."""

    def __init__(self, sheet: Sheet, scene: Scene, outcome: Outcome, tell: Tell | None) -> None:
        self._sheet, self._scene, self._outcome, self._tell = sheet, scene, outcome, tell
        self._count = outcome.counts.setdefault(sheet.name, Count())
        self._refused = scene.refused.setdefault(sheet.name, set())
        self._seen: dict[Key, int] = {}

    def take(self, source: Source) -> None:
        keeper = KEEPERS[self._sheet.name](self._sheet, self._scene)
        lines = self._lines(source)
        may_change = may_take_in(self._scene.by, self._scene.organisation, keeper.area)
        while batch := list(islice(lines, AT_ONCE)):
            if not may_change and not self._is_as_recorded(keeper, batch):
                self._refuse(0, "", _("Your role in this organisation does not allow you to take in this sheet."))
                return
            self._count.rows += len(batch)
            self._batch(keeper, batch)
            if self._tell:
                self._tell(self._sheet.name, self._count.rows)

    def _is_as_recorded(self, keeper: Keeper[Any], batch: list[Line]) -> bool:
        """Whether all rows say what the user sees recorded already, as in an export that he sends back."""
        keeper.prepare([line.facts for line in batch])
        if any(line.problems or list(keeper.adjust(line.facts)) for line in batch):
            return False
        present = keeper.present([keeper.key_of(line.facts) for line in batch])
        keys = [record.pk for record, _facts in present.values()]
        seen = set(keeper.records().filter(pk__in=keys).order_by().values_list("pk", flat=True))
        for line in batch:
            record, before = present.get(keeper.key_of(line.facts), (None, {}))
            if record is None or record.pk not in seen or line.facts != {name: before.get(name) for name in line.facts}:
                return False
        return True

    def _lines(self, source: Source) -> Iterator[Line]:
        for line in source.lines(self._sheet):
            if isinstance(line, Problem):
                self._outcome.refuse(line)
            else:
                yield line

    def _batch(self, keeper: Keeper[Any], batch: list[Line]) -> None:
        keeper.prepare([line.facts for line in batch])
        good: dict[int, bool] = {}
        for line in batch:
            complaints = list(keeper.adjust(line.facts))
            for column, text in complaints:
                self._refuse(line.number, column, text)
            for problem in line.problems:
                self._outcome.refuse(problem)
            good[line.number] = not complaints and not line.problems
        present = keeper.present([keeper.key_of(line.facts) for line in batch])
        cases = [case for line in batch if (case := self._case(keeper, line, present, is_good=good[line.number]))]
        created, changed = keeper.keep(cases) if cases else (0, 0)
        self._count.created += created
        self._count.changed += changed

    def _case(
        self, keeper: Keeper[Any], line: Line, present: dict[Key, tuple[Any, dict[str, Fact]]], *, is_good: bool
    ) -> Case[Any] | None:
        """What the row changes; None when nothing, or when it is refused."""
        key = keeper.key_of(line.facts)
        if not self._is_first(key, line):
            return None
        record, before = present.get(key, (None, {}))
        changed = {name: value for name, value in line.facts.items() if value != before.get(name)}
        if record is not None and not changed and is_good:
            return None
        case = Case(key, {**before, **line.facts}, record, changed)
        for column in self._sheet.columns:
            missing = column.required and column.name in line.facts and line.facts[column.name] is None
            if missing and before.get(column.name, "") is not None:
                self._refuse(line.number, column.name, _("Fill in this cell."))
                is_good = False
        try:
            for column_name, text in keeper.check(case):
                self._refuse(line.number, column_name, text)
                is_good = False
        except Waits:
            is_good = False
        if is_good and not self._is_complete(case):
            is_good = False  # a required column is missing, which the header's problem says
        if not is_good:
            self._refused.add(_reference(key))
            return None
        return case

    def _is_first(self, key: Key, line: Line) -> bool:
        earlier = self._seen.setdefault(key, line.number)
        if earlier == line.number or None in (key[0], key[-1]):
            return True
        column = self._sheet.key[0] if len(key) == 1 else ""
        self._refuse(line.number, column, _("The same is in row %(row)d already.") % {"row": earlier})
        return False

    def _is_complete(self, case: Case[Any]) -> bool:
        required = [column.name for column in self._sheet.columns if column.required]
        return case.record is not None or all(case.facts.get(name) is not None for name in required)

    def _refuse(self, row: int, column: str, text: str) -> None:
        self._outcome.refuse(Problem(self._sheet.name, row, column, text))


def _reference(key: Key) -> Key:
    """By what other sheets refer to such a row: its reference alone."""
    return (key[0],)
