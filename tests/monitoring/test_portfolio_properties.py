"""Whatever a portfolio holds comes out as it went in: cells of every kind, through a workbook and through CSV."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.formats.tables.cells import CellRefused, Fact, plain, read
from procurement.formats.tables.columns import Column, Kind, Sheet, Words
from procurement.formats.tables.reading import Line, Source, WorkbookSource, folder_of_csv
from procurement.formats.tables.writing import write_csv, write_workbook

NONE = Words("", "")
KINDS = (Kind.TEXT, Kind.YES_NO, Kind.DATE, Kind.AMOUNT, Kind.PERCENTAGE, Kind.WHOLE, Kind.NAMES, Kind.CPV)
COLUMNS = tuple(Column(kind.value, Words(f"{kind.value} nl", kind.value), NONE, kind) for kind in KINDS)
SHEET = Sheet("tenders", Words("aanbestedingen", "tenders"), NONE, ("text",), COLUMNS)

texts = st.one_of(
    st.text(max_size=40), st.text("=+-@'\t\n;\"_x00D ", max_size=12), st.sampled_from(["'=1", "''+", "_x000D_", "#N/A"])
).map(plain)
names = st.lists(texts.map(lambda text: plain(text.replace("\n", " "))).filter(bool), max_size=3, unique=True).map(
    lambda found: tuple(found) or None
)
codes = st.lists(st.from_regex(r"[0-9]{8}", fullmatch=True), min_size=1, max_size=3, unique=True).map(tuple)
rows = st.fixed_dictionaries(
    {
        "text": texts.map(lambda text: text or None),
        "yes_no": st.none() | st.booleans(),
        "date": st.none() | st.dates(date(1970, 1, 1), date(2100, 12, 31)),
        "amount": st.none() | st.decimals(0, Decimal("9999999999999999.99"), places=2),
        "percentage": st.none() | st.decimals(0, 100, places=4),
        "whole": st.none() | st.integers(0, 32_767),
        "names": names,
        "cpv": st.none() | codes,
    }
)


@given(st.lists(rows, max_size=4))
@settings(max_examples=60)
def test_csv_gives_back_what_was_written(given_rows: list[dict[str, Fact]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder), [(SHEET, given_rows)], ("history", ["at"], []))
        assert read_back(folder_of_csv(Path(folder), sheets=(SHEET,))) == filled(given_rows)


@given(st.lists(rows, min_size=1, max_size=6))
@settings(max_examples=8)
def test_a_workbook_gives_back_what_was_written(given_rows: list[dict[str, Fact]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        write_workbook(path, [(SHEET, given_rows)], ("history", ["at"], []))
        assert read_back(WorkbookSource(str(path), name="out.xlsx", sheets=(SHEET,))) == filled(given_rows)


@given(st.floats().filter(lambda number: not abs(number) < 10**18) | st.integers(min_value=10**18))
def test_a_number_beyond_all_bounds_is_refused(number: float) -> None:
    for column in COLUMNS:
        if column.kind in (Kind.AMOUNT, Kind.PERCENTAGE, Kind.WHOLE):
            with pytest.raises(CellRefused):
                read(number, column)


def read_back(source: Source) -> list[dict[str, Fact]]:
    found = []
    for line in source.lines(SHEET):
        assert isinstance(line, Line), line
        assert not line.problems, line.problems
        found.append(line.facts)
    return found


def filled(given_rows: list[dict[str, Fact]]) -> list[dict[str, Fact]]:
    """A row without anything in it is none."""
    return [row for row in given_rows if any(value is not None for value in row.values())]
