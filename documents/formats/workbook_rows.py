"""Reads the sheets of an Excel workbook row by row. Runs in a confined process (`confined.py`).

Nothing is computed, fetched or run: a formula gives its text and the value that was saved with it.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from documents.formats.refusals import NotAcceptable

LAST_ROW = 1_048_576
LONGEST_TEXT = 32_767
"""Excel's own limits: a file that passes them was not made by a spreadsheet."""

BLOCK = 1 << 20
MOST_MERGED = 100

_MERGED = re.compile(rb'mergeCell\s[^>]{0,80}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_BROKEN = (
    zipfile.BadZipFile, ParseError, KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError,
    OSError, EOFError, RecursionError, AssertionError,
)  # fmt: skip


def list_sheets(path: str) -> list[dict[str, Any]]:
    """Name, visibility and merged ranges (the first hundred) of each sheet with rows, in the order of the tabs."""
    with _opened(path) as book:
        return [
            {"name": sheet.title, "hidden": sheet.sheet_state != "visible", "merged": _merged(sheet)}
            for sheet in book.worksheets
        ]


def read_rows(path: str, name: str, most_rows: int, most_columns: int) -> Iterator[list[Any]]:
    """`[number, cells]` of each row of a sheet in which something is filled in; trailing empty cells are left out.

    A number shown as a percentage is text ("15%", where 0.15 was saved). Any other cell is what JSON has,
    or `{"date": …}`, `{"datetime": …}`, `{"time": …}`, `{"error": …}` or
    `{"formula": …, "value": …}`. Raises "workbook_rows", "workbook_columns", "workbook_text" or "office_broken".
    """
    with _opened(path) as book:
        sheet = book[name]
        sheet.reset_dimensions()  # the file's own claim, and often wrong
        saved = _Saved(path, name)
        filled = 0
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > LAST_ROW:
                raise NotAcceptable("office_broken")
            values = _values(cells, number, saved)
            if not values:
                continue
            filled += 1
            if filled > most_rows:
                raise NotAcceptable("workbook_rows", sheet=name, limit=most_rows)
            if len(values) > most_columns:
                raise NotAcceptable("workbook_columns", sheet=name, limit=most_columns)
            if any(isinstance(value, str) and len(value) > LONGEST_TEXT for value in values):
                raise NotAcceptable("workbook_text", sheet=name, row=number)
            yield [number, values]


class _Saved:
    """The values saved with formulas: a second reading, begun at the first formula, in step with the first."""

    def __init__(self, path: str, name: str) -> None:
        self._path, self._name = path, name
        self._rows: Iterator[Any] | None = None
        self._next = 1

    def row(self, number: int) -> tuple[Any, ...]:
        if self._rows is None:
            sheet = _loaded(self._path, data_only=True)[self._name]
            sheet.reset_dimensions()
            self._rows = sheet.iter_rows(values_only=True)
        found: tuple[Any, ...] = next(islice(self._rows, number - self._next, None), ())
        self._next = number + 1
        return found


def _values(cells: tuple[ReadOnlyCell | EmptyCell, ...], number: int, saved: _Saved) -> list[Any]:
    values = [_shown(cell) if cell.data_type not in ("f", "e") else cell for cell in cells]
    while values and not isinstance(values[-1], ReadOnlyCell) and values[-1] in (None, ""):
        values.pop()
    if not any(isinstance(value, ReadOnlyCell) for value in values):
        return values
    known: tuple[Any, ...] = ()
    for place, cell in enumerate(values):
        if not isinstance(cell, ReadOnlyCell):
            continue
        if cell.data_type == "e":
            values[place] = {"error": str(cell.value)}
            continue
        known = known or saved.row(number)
        values[place] = {
            "formula": str(getattr(cell.value, "text", cell.value)),
            "value": _plain(known[place]) if place < len(known) else None,
        }
    return values


def _shown(cell: ReadOnlyCell | EmptyCell) -> Any:
    """A value as people see it where that is another than what was saved: a percentage."""
    if cell.data_type == "n" and isinstance(cell.value, int | float) and "%" in cell.number_format:
        return f"{(Decimal(repr(cell.value)) * 100).normalize():f}%"
    return _plain(cell.value)


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()} if value.time() == time() else {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def _merged(sheet: Any) -> list[str]:
    found: list[str] = []
    with sheet._get_source() as part:  # noqa: SLF001 - a sheet that is read row by row does not tell it otherwise
        for window in _windows(part):
            found += [ref.decode() for ref in _MERGED.findall(window) if ref.decode() not in found]
            if len(found) >= MOST_MERGED:
                break
    return found[:MOST_MERGED]


def _windows(part: BinaryIO) -> Iterator[bytes]:
    """The content in blocks, each with the end of the one before, so that nothing falls between two."""
    tail = b""
    while block := part.read(BLOCK):
        yield tail + block
        tail = block[-200:]


def _loaded(path: str, *, data_only: bool = False) -> Any:
    # By its content: openpyxl asks an extension of a path. The file stays open as long as this process lives.
    return load_workbook(io.BytesIO(Path(path).read_bytes()), read_only=True, data_only=data_only, keep_links=False)


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """The workbook, with whatever openpyxl makes of a broken file told as "office_broken"."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out, and we ask for values only
        try:
            yield _loaded(path)
        except _BROKEN as error:
            raise NotAcceptable("office_broken") from error
