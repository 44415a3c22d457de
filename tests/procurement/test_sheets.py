"""Tables as files: nothing that people typed is a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from procurement.formats.sheets import Cell, csv_lines, harmless, write_xlsx

ROWS: list[list[Cell]] = [["=1+1", Decimal("12.50"), date(2026, 3, 1), None, 3], ["gewoon", None, None, "+31 6", 0]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_risky_cell_becomes_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_csv_is_in_the_form_of_the_language() -> None:
    dutch = b"".join(csv_lines(["A", "B", "C", "D", "E"], ROWS, language="nl")).decode("utf-8-sig")
    english = b"".join(csv_lines(["A", "B", "C", "D", "E"], ROWS, language="en")).decode("utf-8-sig")
    assert dutch.splitlines() == ["A;B;C;D;E", "'=1+1;12,50;2026-03-01;;3", "gewoon;;;'+31 6;0"]
    assert english.splitlines()[1] == "'=1+1,12.50,2026-03-01,,3"


def test_a_long_table_leaves_in_pieces() -> None:
    pieces = list(csv_lines(["A"], [["x" * 1000]] * 100, language="nl"))
    assert len(pieces) > 3
    assert b"".join(pieces).count(b"x" * 1000) == 100


def test_a_workbook_holds_numbers_dates_and_harmless_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, "Aanbestedingen", ["A", "B", "C", "D", "E"], ROWS)
    sheet = load_workbook(path).active
    assert sheet is not None
    first = list(sheet[2])
    assert (first[0].value, first[0].data_type) == ("=1+1", "s")
    assert first[1].value == 12.5
    assert first[2].is_date
    assert sheet["D3"].value == "+31 6"


def test_an_empty_table_is_a_workbook_too(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, "Leeg", ["A"], [])
    assert load_workbook(path).active is not None
