"""Keeping the rows behind the figures of an edition, in the transaction that publishes it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import rfc8785
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.workflow import TransitionNotAllowed
from monitoring import kept_rows
from monitoring.formats import kept_cells
from monitoring.formats.report_json import Line
from monitoring.indicators import Indicator, Rows, Scope, indicators
from monitoring.indicators.marks import BITS, Marking
from monitoring.indicators.sources import SOURCES
from monitoring.models import AnnualReport, ReportRow
from monitoring.report_rows import Column, Table, table

AT_ONCE = 1000
LANGUAGES = ("nl", "en")


Progress = Callable[[int, int], None]
"""Hears how many rows are looked at by now, and how many there are in all."""


class RecordsChanged(TransitionNotAllowed):
    """Somebody changed a record while it was counted; another attempt may do better."""


@dataclass(frozen=True)
class Kept:
    """What the edition keeps beside its rows: their tables (``AnnualReport.row_tables``) and the hash of all of it."""

    tables: dict[str, Any]
    sha256: str


def keep(*, report: AnnualReport, scope: Scope, lines: Sequence[Line], tell: Progress) -> Kept:
    """Store every row that has a part in a figure, as it is shown; a thousand in memory at a time.

    ``lines`` are the figures counted before; ``tell`` hears how far it is. Raises ``RecordsChanged`` when the rows do
    not add up to the figures.
    """
    by_source: dict[Any, list[Indicator]] = {}
    for one in indicators():
        by_source.setdefault(SOURCES[one.source], []).append(one)
    sources = sorted((_Source(report, members) for members in by_source.values()), key=lambda one: one.name)
    stated = {line.code: line for line in lines}
    digest, tables = hashlib.sha256(), {}
    done, total = 0, sum(source.rows(scope).count() for source in sources)
    for source in sources:
        for rows in source.chunks(scope):
            ReportRow.objects.bulk_create(rows)
            for row in rows:
                digest.update(kept_rows.hashed(row))
            done += AT_ONCE
            tell(min(done, total), total)
        source.check(stated)
        tables[source.name.value] = source.described()
    digest.update(rfc8785.dumps(tables))
    return Kept(tables, digest.hexdigest())


@dataclass
class _Source:
    """One kind of row on its way into an edition."""

    report: AnnualReport
    members: list[Indicator]
    columns: dict[str, list[Column]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.marking = Marking(self.members)
        for language in LANGUAGES:
            with translation.override(language):
                self._gather(language, [table(one) for one in self.members])

    def _gather(self, language: str, shapes: list[Table]) -> None:
        """The columns of all these figures, each once: the level of a theme stands only behind that theme."""
        found: dict[tuple[str, str], int] = {}
        columns = self.columns.setdefault(language, [])
        for one, shape in zip(self.members, shapes, strict=True):
            self.places[one.code] = []
            for column in shape.columns:
                number = found.setdefault((column.sort, column.label), len(columns))
                if number == len(columns):
                    columns.append(column)
                self.places[one.code].append(number)

    @property
    def name(self) -> Rows:
        return self.members[0].source

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """Every row of the year, also those that have a part in no figure."""
        return SOURCES[self.name](scope)

    def chunks(self, scope: Scope) -> Iterator[list[ReportRow]]:
        found = self.marking.of(self.rows(scope)).order_by(*table(self.members[0]).order)
        rows, position = found.iterator(chunk_size=AT_ONCE), 0
        while chunk := list(islice(rows, AT_ONCE)):
            marked = [(row, marks) for row in chunk if (marks := self.marking.marks(row)).strip("0")]
            shown = {language: self._shown(language, [row for row, _marks in marked]) for language in LANGUAGES}
            made = []
            for (row, marks), dutch, english in zip(marked, shown["nl"], shown["en"], strict=True):
                position += 1
                cells = [kept_cells.to_json(*pair) for pair in zip(dutch, english, strict=True)]
                made.append(self._row(position, row.pk, marks, cells))
            yield made

    def _shown(self, language: str, rows: list[Any]) -> list[list[Any]]:
        with translation.override(language):
            return [[column.cell(row) for column in self.columns[language]] for row in rows]

    def _row(self, position: int, key: int, marks: str, cells: list[Any]) -> ReportRow:
        self.counts.update(enumerate(marks))
        for number, cell in enumerate(cells):
            if kind := kept_cells.kind(cell):
                self.kinds[number] = kind
        return ReportRow(
            report=self.report, source=self.name.value, position=position, object_id=key, marks=marks, cells=cells
        )

    def check(self, stated: dict[str, Line]) -> None:
        for place, one in enumerate(self.members):
            line = stated[one.code]
            asked = {"counted": line.numerator if one.is_share else line.value, "unknown": line.unknown}
            if one.is_share:
                asked["among"] = line.denominator
            if any(self._sum(place, BITS[part]) != number for part, number in asked.items()):
                raise RecordsChanged(_("Somebody changed a record while it was counted. Publish again."))

    def _sum(self, place: int, bit: int) -> int:
        return sum(number for (at, digit), number in self.counts.items() if at == place and int(digit) & bit)

    def described(self) -> dict[str, Any]:
        """What ``AnnualReport.row_tables`` holds of this source."""
        pairs = zip(self.columns["nl"], self.columns["en"], strict=True)
        return {
            "figures": [
                {"code": one.code, "share": one.is_share, "columns": self.places[one.code]} for one in self.members
            ],
            "columns": [
                {"nl": nl.label, "en": en.label, "sort": nl.sort, "kind": self.kinds.get(number, "")}
                for number, (nl, en) in enumerate(pairs)
            ],
        }
