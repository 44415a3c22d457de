"""The annual report as a workbook: its figures, and for one reader the rows behind them, a sheet per kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext as _

from accounts.models import User
from monitoring.annual_report import Report
from monitoring.formats.report_sheets import Cell, Sheet, xlsx_bytes
from monitoring.indicators import Indicator, Rows, Scope, indicators
from monitoring.indicators.sources import SOURCES
from monitoring.report_rows import table

COUNTED, NOT_COUNTED, UNKNOWN, UNKNOWN_OUTSIDE = "1", "0", "?", "(?)"
"""Marks of a row under a figure: the ones add up to the figure; what is in the set of a share has another mark too."""


def workbook(made: Report, further: Iterable[Sheet] = (), rows_on: date | None = None) -> bytes:
    """The figures, what they rest on, earlier years and corrections; ``further`` sheets come after them.

    ``rows_on`` is the day on which the rows in them were read: after publication the records go on, the figures do not.
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


def row_sheets(scope: Scope, reader: User) -> Iterator[Sheet]:
    """A sheet per kind of row: what the reader may see of it, with a column per figure. A query per sheet."""
    by_source: dict[Any, list[Indicator]] = {}
    for one in indicators():
        by_source.setdefault(SOURCES[one.source], []).append(one)
    names = _sheet_names()
    for source, members in by_source.items():
        found = source(scope)
        found = found.filter(pk__in=found.model.objects.visible_to(reader).values("pk"))
        marks = {f"mark_{number}": _mark(one) for number, one in enumerate(members)}
        shape = table(members[0])
        rows = found.annotate(**marks).order_by(*shape.order)
        header = [*(column.label for column in shape.columns), *(one.code for one in members)]
        yield names[members[0].source], header, _lines(shape.columns, rows, list(marks))


def _lines(columns: Sequence[Any], rows: Any, marks: Sequence[str]) -> Iterator[Sequence[Cell]]:
    for row in rows.iterator(chunk_size=2000):
        yield [*(column.cell(row) for column in columns), *(_plain(getattr(row, mark)) for mark in marks)]


def _plain(mark: str) -> Cell:
    return int(mark) if mark in (COUNTED, NOT_COUNTED) else mark


def _mark(one: Indicator) -> Case:
    """What this row is to the figure; empty where it has no part in it."""
    cases = [When(one.numerator, then=Value(COUNTED))]
    if one.unknown is not None:
        inside = one.unknown if one.among is None else one.unknown & one.among
        cases += [When(inside, then=Value(UNKNOWN)), When(one.unknown, then=Value(UNKNOWN_OUTSIDE))]
    cases.append(When(Q(pk__isnull=False) if one.among is None else one.among, then=Value(NOT_COUNTED)))
    return Case(*cases, default=Value(""), output_field=CharField())


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
