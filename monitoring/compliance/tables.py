"""What a compliance report is made of: facts and tables of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from accounts.templatetags.ui import day_text

Cell = str | int | date | None

SHORT = 14
LONG_WORD = 28
"""The longest words of Dutch in these tables are about this long; an address or a hash is longer."""


@dataclass(frozen=True)
class Table:
    """Columns are (label, width in per cent as the classes col-5 … col-60 have it); ``empty`` says that there is
    nothing. ``code`` names the table for programs, and its sheet."""

    code: str
    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""

    @property
    def labels(self) -> list[str]:
        return [label for label, _width in self.columns]

    @property
    def lines(self) -> list[list[str]]:
        """The rows for a reader."""
        return [[text_of(cell) for cell in row] for row in self.rows]

    @property
    def wrapped_lines(self) -> list[list[tuple[str, str]]]:
        """The same, each cell with how it wraps on a page: a day, name or number stays whole, a hash may break."""
        return [[(text, wrapping_of(text)) for text in line] for line in self.lines]


@dataclass(frozen=True)
class Section:
    """A heading with facts and tables; ``level`` 3 is below the contract, 4 below that."""

    title: str
    facts: Sequence[tuple[str, Cell]] = field(default_factory=list)
    tables: Sequence[Table] = field(default_factory=list)
    level: int = 3
    note: str = ""
    tone: str = ""

    @property
    def shown_facts(self) -> list[tuple[str, str]]:
        return [(label, text_of(value)) for label, value in self.facts]


def wrapping_of(text: str) -> str:
    """The class of a cell: only a word that no column can hold may break."""
    if len(text) <= SHORT:
        return "nowrap"
    return "breaks" if max(map(len, text.split()), default=0) > LONG_WORD else ""


def text_of(cell: Cell) -> str:
    """A value for a reader; nothing is a dash."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, datetime):
        local = timezone.localtime(cell)
        return f"{day_text(local.date())} {local:%H:%M}"
    return day_text(cell) if isinstance(cell, date) else str(cell)


def data_of(cell: Cell) -> str | int | None:
    """A value for a program: days and moments as ISO 8601."""
    if isinstance(cell, datetime):
        return timezone.localtime(cell).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell
