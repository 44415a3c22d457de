"""The rows behind the figures of a published edition, as they were then, with the reader's rights of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import rfc8785
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.translation import get_language

from accounts.models import User
from monitoring.formats import kept_cells
from monitoring.indicators import Indicator, Rows
from monitoring.indicators.marks import digits
from monitoring.indicators.sources import MODELS
from monitoring.models import AnnualReport, ReportRow
from monitoring.report_rows import table

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class KeptColumn:
    """A column as it was shown; ``sort`` is the name by which an address asks to sort by it, or empty."""

    number: int
    label: str
    sort: str
    kind: str

    @property
    def field(self) -> str:
        return f"cells__{self.number}" + (f"__{self.kind}" if self.kind else "")


@dataclass(frozen=True)
class KeptTable:
    """The rows of one source, with the columns and the place of one figure."""

    report: AnnualReport
    source: Rows
    place: int
    columns: list[KeptColumn]

    def rows(self, user: User, part: str) -> QuerySet[ReportRow]:
        """The rows in this part of the figure that the reader may see today, in the order of publication."""
        found = visible(self.report, self.source, user).annotate(mark=Substr("marks", self.place + 1, 1))
        return found.filter(mark__in=digits(part))

    def sorted(self, rows: QuerySet[ReportRow], wanted: str) -> QuerySet[ReportRow]:
        for column in self.columns:
            if column.sort and column.sort == wanted.removeprefix("-"):
                return rows.order_by(f"{'-' if wanted.startswith('-') else ''}{column.field}", "position")
        return rows

    def cells(self, row: ReportRow) -> list[Cell]:
        language = get_language() or "nl"
        return [kept_cells.from_json(row.cells[column.number], language) for column in self.columns]

    def lines(self, rows: Sequence[ReportRow], one: Indicator) -> Iterator[tuple[str, list[Cell]]]:
        """The cells of these rows, and where each opens what it is about, as that is now."""
        there: Any = MODELS[self.source]._default_manager
        objects, address = there.in_bulk([row.object_id for row in rows]), table(one).address
        for row in rows:
            yield address(objects[row.object_id]), self.cells(row)


def visible(report: AnnualReport, source: Rows, user: User) -> QuerySet[ReportRow]:
    model: Any = MODELS[source]
    return report.rows.filter(source=source, object_id__in=model.objects.visible_to(user).values("pk")).order_by(
        "position"
    )


def tables(report: AnnualReport) -> Iterator[tuple[Rows, list[dict[str, Any]]]]:
    """Per source of an edition the figures over it; the place of a figure is that of its digit in ``marks``."""
    for source, kept in report.row_tables.items():
        yield Rows(source), kept["figures"]


def of(report: AnnualReport | None, code: str) -> KeptTable | None:
    """Where the rows of this figure are; none when the edition kept no rows of it."""
    if report is None:
        return None
    for source, figures in tables(report):
        for place, figure in enumerate(figures):
            if figure["code"] == code:
                return KeptTable(report, source, place, _columns(report, source, figure["columns"]))
    return None


def _columns(report: AnnualReport, source: Rows, numbers: Sequence[int]) -> list[KeptColumn]:
    kept = report.row_tables[source]["columns"]
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return [KeptColumn(at, kept[at][language], kept[at]["sort"], kept[at]["kind"]) for at in numbers]


def sha256(report: AnnualReport) -> str:
    """The hash of what is kept now: equal to ``rows_sha256`` while nothing was altered."""
    digest = hashlib.sha256()
    for row in report.rows.order_by("source", "position").iterator(chunk_size=2000):
        digest.update(hashed(row))
    digest.update(rfc8785.dumps(report.row_tables))
    return digest.hexdigest()


def hashed(row: ReportRow) -> bytes:
    """What is hashed of a row: RFC 8785 canonical JSON, a line each, in the order of source and position."""
    return rfc8785.dumps([row.source, row.position, row.object_id, row.marks, row.cells]) + b"\n"
