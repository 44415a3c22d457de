"""The door through which this product opens a workbook of somebody else.

What comes out was looked into first (no macros, no password, no entities, no zip bomb) and was read by a
process of its own that the kernel stops; memory of the caller stays flat however long the sheet is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from documents.formats import confined
from documents.formats.inspection import inspect
from documents.formats.kinds import XLSX
from documents.formats.refusals import NotAcceptable

MOST_SHEETS = 50
MOST_ROWS = 100_000
MOST_COLUMNS = 200

Value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Formula:
    """A cell that computes: its text, and the value that was saved with it (None when none was)."""

    text: str
    saved: Value


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error, such as `#N/A`."""

    text: str


Cell = Value | Formula | CellError


@dataclass(frozen=True)
class Row:
    """A row with something in it. `number` is that of the spreadsheet; cells after the last filled one are absent."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A tab. `merged` holds its first hundred merged ranges, as `A1:B2`; only the first cell of each counts."""

    name: str
    is_hidden: bool
    merged: tuple[str, ...]


@dataclass(frozen=True)
class Workbook:
    """A workbook on disk that was found safe to read."""

    path: str
    sheets: tuple[Sheet, ...]

    def rows(self, name: str, *, most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS) -> Iterator[Row]:
        """The filled rows of the sheet of this name, one by one, in order; empty rows are passed over.

        Raises `NotAcceptable` while iterating: "workbook_rows" or "workbook_columns" past the bounds (counted in
        filled rows, and to the last filled cell), "workbook_text", "office_broken", "too_complex" (time or memory).
        Starts a process, about a third of a second, that ends with the iteration; read sheets one after another.
        Nothing is computed: a formula arrives as `Formula`, text that merely looks like one as text.
        """
        for number, cells in confined.read_rows(self.path, name, most_rows, most_columns):
            yield Row(number, tuple(_cell(cell) for cell in cells))


def open_workbook(path: str, *, name: str) -> Workbook:
    """The workbook at `path`, which its sender calls `name`.

    Raises `NotAcceptable`, whose `reason` is a sentence for that person: not an .xlsx, macros, password, zip bomb,
    broken, more than 50 sheets, more time or memory than any honest workbook takes. Links to other files are never
    followed. Costs a pass over the file and a process; memory is flat. The path must stay until the rows are read.
    """
    inspect(path, name=name, kinds=(XLSX,))
    sheets = tuple(
        Sheet(found["name"], bool(found["hidden"]), tuple(found["merged"])) for found in confined.list_sheets(path)
    )
    if len(sheets) > MOST_SHEETS:
        raise NotAcceptable("workbook_sheets", limit=MOST_SHEETS)
    return Workbook(path, sheets)


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        value: Value = cell
        return value
    if "formula" in cell:
        saved = _cell(cell["value"])
        return Formula(cell["formula"], None if isinstance(saved, (Formula, CellError)) else saved)
    if "error" in cell:
        return CellError(cell["error"])
    if "date" in cell:
        return date.fromisoformat(cell["date"])
    if "datetime" in cell:
        return datetime.fromisoformat(cell["datetime"])
    return time.fromisoformat(cell["time"])
