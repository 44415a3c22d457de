"""A list as an Excel workbook. Text stays text: nothing that somebody typed becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from accounts.calendar import AMSTERDAM

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*, sheet: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a header row that stays in view and can be filtered. Instants become local time."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    moment, amount = (
        book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    page = book.add_worksheet(sheet[:31])
    page.freeze_panes(1, 0)
    page.set_column(0, len(headers) - 1, 18)
    for column, header in enumerate(headers):
        page.write_string(0, column, header, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(page, last, column, value, day=day, moment=moment, amount=amount)
    page.autofilter(0, 0, last, len(headers) - 1)
    book.close()
    return kept.getvalue()


def _write(page: Any, row: int, column: int, value: Any, *, day: Any, moment: Any, amount: Any) -> None:
    match value:
        case None | "":
            return
        case datetime():
            page.write_datetime(row, column, value.astimezone(AMSTERDAM).replace(tzinfo=None), moment)
        case date():
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        case bool():
            page.write_boolean(row, column, value)
        case Decimal():
            page.write_number(row, column, value, amount)
        case int() | float():
            page.write_number(row, column, value)
        case _:
            page.write_string(row, column, str(value))
