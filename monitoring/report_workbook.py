"""The annual report as a workbook: its figures, and for one reader the rows behind them, a sheet per kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from monitoring import kept_rows
from monitoring.annual_report import Report
from monitoring.editions import Edition
from monitoring.formats.report_sheets import Cell, Sheet, xlsx_bytes
from monitoring.indicators import Indicator, Rows, indicators
from monitoring.indicators.marks import BITS, Marking
from monitoring.indicators.sources import SOURCES
from monitoring.kept_rows import KeptTable
from monitoring.models import AnnualReport
from monitoring.report_rows import table

COUNTED, NOT_COUNTED, UNKNOWN, UNKNOWN_OUTSIDE = 1, 0, "?", "(?)"
"""Marks of a row under a figure: the ones add up to the figure; what is in the set of a share has another mark too."""


def workbook(made: Report, further: Iterable[Sheet] = (), rows_on: date | None = None) -> bytes:
    """The figures, what they rest on, earlier years and corrections; ``further`` sheets come after them.

    ``rows_on`` is the day of which the rows in them are: that of publication, where the edition kept them.
    """
    header = [
        _("Code"), _("Figure"), _("Value"), _("Numerator"), _("Denominator"), _("Unknown"), _("Definition"),
    ]  # fmt: skip
    background, is_correction = made.edition.background, made.edition.correction is not None
    over_years: list[list[Cell]] = [
        [year, line.code, line.label, line.value, line.numerator, line.denominator, line.unknown]
        for year, lines in sorted(background.years.items())
        for line in lines
    ]
    unapplied: list[list[Cell]] = [[row.reference, row.title, row.explanation] for row in background.unapplied]
    categories: list[list[Cell]] = [[name, row.mandatory, row.applied] for name, row in made.categories]
    changes = (_("Corrections"), [_("Code"), _("Figure"), _("Edition before"), _("This edition")], made.changes)
    return xlsx_bytes(
        [
            (_("Figures"), header, figure_rows(made)),
            (_("About"), [_("What"), _("Value")], _about(made, rows_on)),
            (_("Earlier years"), [_("Year"), *header[:6]], over_years),
            (_("ISV not applied"), [_("Reference"), _("Title"), _("Explanation")], unapplied),
            (_("Risk categories"), [_("Risk category"), _("Mandatory"), _("Applied")], categories),
            *([changes] if is_correction else []),
            *further,
        ]
    )


def _about(made: Report, rows_on: date | None) -> list[list[Cell]]:
    edition = made.edition
    marks = _("1 counted, 0 in the set and not counted, ? unknown, (?) unknown whether in the set")
    about: list[list[Cell]] = [
        [_("Organisation"), edition.organisation.name],
        [_("Year"), edition.year],
        [_("As of"), edition.as_of.isoformat()],
        [_("Published"), _("yes") if edition.is_published else _("no")],
        ["SHA-256", edition.sha256],
        [_("Columns of figures"), marks],
    ]
    if edition.report and edition.has_kept_rows:
        about.append([_("SHA-256 of the rows"), edition.report.rows_sha256])
    if rows_on:
        about.append([_("Rows as recorded on"), rows_on.isoformat()])
    if edition.correction:
        about.append([_("Corrects edition"), edition.correction.of_edition])
        about.append([_("Reason of the correction"), edition.correction.reason])
    return about


def figure_rows(made: Report) -> Sequence[Sequence[Cell]]:
    """A row per figure, in the order of the report."""
    return [
        [
            one.code, one.label, one.line.value, one.line.numerator, one.line.denominator, one.line.unknown,
            one.definition,
        ]
        for one in made.shown.values()
    ]  # fmt: skip


def row_sheets(edition: Edition, reader: User) -> Iterator[Sheet]:
    """A sheet per kind of row: what the reader may see of it, with a column per figure. A query per sheet.

    Of a published edition as they were at publication, unless it is older than the keeping of rows.
    """
    if edition.report is not None and edition.has_kept_rows:
        yield from _kept_sheets(edition.report, reader)
        return
    by_source: dict[Any, list[Indicator]] = {}
    for one in indicators():
        by_source.setdefault(SOURCES[one.source], []).append(one)
    names = _sheet_names()
    for source, members in by_source.items():
        found = source(edition.scope)
        found = found.filter(pk__in=found.model.objects.visible_to(reader).values("pk"))
        marking, shape = Marking(members), table(members[0])
        header = [*(column.label for column in shape.columns), *(one.code for one in members)]
        rows = marking.of(found).order_by(*shape.order)
        yield names[members[0].source], header, _lines(shape.columns, rows, marking)


def _lines(columns: Sequence[Any], rows: Any, marking: Marking) -> Iterator[Sequence[Cell]]:
    shares = [one.is_share for one in marking.members]
    for row in rows.iterator(chunk_size=2000):
        yield [*(column.cell(row) for column in columns), *_shown(marking.marks(row), shares)]


def _kept_sheets(report: AnnualReport, reader: User) -> Iterator[Sheet]:
    names = _sheet_names()
    for source, figures in kept_rows.tables(report):
        first = kept_rows.of(report, figures[0]["code"])
        if first is not None:
            header = [*(column.label for column in first.columns), *(one["code"] for one in figures)]
            rows = kept_rows.visible(report, source, reader)
            yield names[source], header, _kept_lines(first, rows, [one["share"] for one in figures])


def _kept_lines(kept: KeptTable, rows: Any, shares: Sequence[bool]) -> Iterator[Sequence[Cell]]:
    for row in rows.iterator(chunk_size=2000):
        yield [*kept.cells(row), *_shown(row.marks, shares)]


def _shown(marks: str, shares: Sequence[bool]) -> list[Cell]:
    return [_mark(int(digit), is_share=is_share) for digit, is_share in zip(marks, shares, strict=True)]


def _mark(bits: int, *, is_share: bool) -> Cell:
    """What this row is to the figure; empty where it has no part in it."""
    if bits & BITS["counted"]:
        return COUNTED
    inside = bool(bits & BITS["among"]) or not is_share
    if bits & BITS["unknown"]:
        return UNKNOWN if inside else UNKNOWN_OUTSIDE
    return NOT_COUNTED if inside else ""


def _sheet_names() -> dict[Rows, str]:
    return {
        Rows.TENDERS: _("Tenders"),
        Rows.CONTRACTS: _("Contracts"),
        Rows.DELIVERABLES: _("Deliverables"),
        Rows.COMMITMENTS: _("Commitments"),
        Rows.MEETINGS: _("Meetings"),
        Rows.SUPPLIERS: _("Suppliers"),
        Rows.AGREEMENTS: _("Agreements"),
        Rows.FINDINGS: _("Findings"),
    }
