"""The figures of an annual report as CSV and XLSX. What people typed is never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from procurement.formats.sheets import harmless

Cell = str | int | float | Decimal | date | None
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]

_SAME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  # the format of the file knows no time zones


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Comma separated, decimal point, UTF-8 with a mark: for programs, and opened well by spreadsheets."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(header)
    writer.writerows([[harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of (name, header, rows), a row in memory at a time; the same content gives the same bytes."""
    kept = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(kept, options) as book:
        book.set_properties({"created": _SAME_DAY})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        share = book.add_format({"num_format": "0.0%", "valign": "top"})
        amount = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        day = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, header, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for column, label in enumerate(header):
                kept_rows = rows if isinstance(rows, Sequence) else ()
                widest = max((len(str(row[column] or "")) for row in kept_rows), default=0)
                sheet.set_column(column, column, min(max(len(label), widest, 8) + 2, 60))
                sheet.write_string(0, column, label, bold)
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell, wrapped)
                    elif isinstance(cell, float):
                        sheet.write_number(number, column, cell, share)
                    elif isinstance(cell, Decimal):
                        sheet.write_number(number, column, float(cell), amount)
                    elif isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell is not None:
                        sheet.write_number(number, column, cell)
    return kept.getvalue()
