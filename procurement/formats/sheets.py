"""Tables as CSV and XLSX. What people typed is never a formula in somebody's spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

Cell = str | int | Decimal | date | bool | None

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that starts with one of these may be taken for a formula (OWASP)."""

SEPARATORS = {"nl": ";", "en": ","}


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, language: str) -> Iterator[bytes]:
    """The table as UTF-8 CSV with a byte order mark, in the form that Excel opens in this language."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=SEPARATORS.get(language, ","))
    yield b"\xef\xbb\xbf"
    writer.writerow([harmless(label) for label in header])
    for row in rows:
        writer.writerow([_plain(cell, language) for cell in row])
        if buffer.tell() > 32_768:
            yield _emptied(buffer)
    yield _emptied(buffer)


def write_xlsx(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write one sheet in constant memory; text is written as text, numbers and dates as what they are."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        amount = book.add_format({"num_format": "#,##0.00"})
        sheet.freeze_panes(1, 1)
        for column, label in enumerate(header):
            sheet.write_string(0, column, label, bold)
            sheet.set_column(column, column, max(12, min(len(label) + 4, 40)))
        number = 0
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, day=day, amount=amount)
        sheet.autofilter(0, 0, max(1, number), len(header) - 1)


def _write(sheet: Any, number: int, column: int, cell: Cell, *, day: Any, amount: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Decimal):
        sheet.write_number(number, column, float(cell), amount)
    elif isinstance(cell, int):
        sheet.write_number(number, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(number, column, cell, day)
    else:
        sheet.write_string(number, column, cell)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(RISKY) else text


def _plain(cell: Cell, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",") if language == "nl" else str(cell)
    return str(cell) if isinstance(cell, int) else harmless(cell)


def _emptied(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data
