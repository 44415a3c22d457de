"""A portfolio written: the export as workbook or CSV, the template, and a file given back with its errors."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from documents.formats.workbooks import Cell, CellError, Formula
from procurement.formats.tables.cells import Facts, write
from procurement.formats.tables.columns import ERROR_COLUMN, Column, Kind, Sheet, is_error_head
from procurement.formats.tables.reading import Problem, Source, escaped

_SAME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  # the format of the file knows no time zones
EXACT_DIGITS = 15
"""A number with more digits is written as text: a spreadsheet would round it."""

LONGEST_LIST = 200
"""Rows of the template that get choices to choose from."""

Extra = tuple[str, Sequence[str], Iterable[Sequence[str]]]


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _SAME_DAY})
        yield book


class _Styles:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.amount = book.add_format({"num_format": "#,##0.00"})
        self.wrong = book.add_format({"bg_color": "#FBE3E4"})


def write_workbook(path: Path, sheets: Iterable[tuple[Sheet, Iterable[Facts]]], extra: Extra | None = None) -> None:
    """The sheets with their rows, and perhaps one extra sheet of text. The same rows give the same bytes."""
    with _book(path) as book:
        styles = _Styles(book)
        for sheet, rows in sheets:
            tab = book.add_worksheet(sheet.name)
            _head(tab, [column.name for column in sheet.columns], styles)
            for number, facts in enumerate(rows, start=1):
                for place, column in enumerate(sheet.columns):
                    _put(tab, number, place, write(facts.get(column.name), column), styles)
        if extra is None:
            return
        name, header, lines = extra
        tab = book.add_worksheet(name)
        _head(tab, header, styles)
        for number, line in enumerate(lines, start=1):
            for place, text in enumerate(line):
                _put(tab, number, place, text, styles)


def write_csv(folder: Path, sheets: Iterable[tuple[Sheet, Iterable[Facts]]], extra: Extra | None = None) -> None:
    """A CSV file per sheet: UTF-8 with mark, commas, ISO dates, decimal points."""
    for sheet, rows in sheets:
        header = [column.name for column in sheet.columns]
        _csv(folder / f"{sheet.name}.csv", header, (_texts(facts, sheet) for facts in rows))
    if extra is None:
        return
    name, header_of_extra, lines = extra
    _csv(folder / f"{name}.csv", header_of_extra, ([escaped(text) for text in line] for line in lines))


def write_template(path: Path, sheets: Sequence[Sheet], *, language: str) -> None:
    """An empty workbook with labels in this language, choices to choose from, and a sheet that explains each column."""
    is_english = language.startswith("en")
    with _book(path) as book:
        styles = _Styles(book)
        lists = _Lists(sheets, language)
        for sheet in sheets:
            tab = book.add_worksheet(sheet.label.of(language))
            heads = [column.label.of(language) + (" *" if column.required else "") for column in sheet.columns]
            _head(tab, heads, styles)
            for place, column in enumerate(sheet.columns):
                if column.name in lists.places.get(sheet.name, {}):
                    tab.data_validation(1, place, LONGEST_LIST, place, {
                        "validate": "list", "source": lists.source(sheet, column, is_english),
                        "show_error": not column.suggestions,
                    })  # fmt: skip
        _explain(book.add_worksheet("explanation" if is_english else "uitleg"), sheets, language, styles)
        tab = book.add_worksheet("choices" if is_english else "keuzes")
        for number, row in enumerate(lists.rows()):
            for place, text in enumerate(row):
                _put(tab, number, place, text, styles)


def write_errors(path: Path, source: Source, problems: Iterable[Problem], *, language: str) -> None:
    """The file as it came, with a column that says what is wrong in each row, and a sheet with all of that.

    Sheets and columns are told by the names that they have in the file. Only values are given back: what was a
    formula is text.
    """
    everything = [source.as_named(problem) for problem in problems]
    tabs = _Tabs()
    with _book(path) as book:
        styles = _Styles(book)
        for raw in source.raw_names():
            wrong: dict[int, list[str]] = {}
            for problem in everything:
                if problem.sheet == raw and problem.row:
                    text = f"{problem.column}: {problem.text}" if problem.column else problem.text
                    wrong.setdefault(problem.row, []).append(text)
            if plain_errors(raw):
                continue
            _give_back(book.add_worksheet(tabs.named(raw)), source, raw, wrong=wrong, language=language, styles=styles)
        tab = book.add_worksheet(ERROR_COLUMN.of(language))
        english = language.startswith("en")
        _head(tab, ["sheet", "row", "column", "what"] if english else ["blad", "rij", "kolom", "wat"], styles)
        for number, problem in enumerate(everything, start=1):
            for place, cell in enumerate((problem.sheet, problem.row or None, problem.column, problem.text)):
                _put(tab, number, place, cell, styles)


class _Tabs:
    """Names for sheets as a workbook may have them; a CSV file and another program's workbook have any name."""

    def __init__(self) -> None:
        self._taken = {ERROR_COLUMN.nl, ERROR_COLUMN.en}

    def named(self, raw: str) -> str:
        wanted = name = re.sub(r"[\[\]:*?/\\]", "_", raw)[:31].strip("'") or "_"
        number = 1
        while name.lower() in self._taken:
            number += 1
            name = f"{wanted[:26]} ({number})"
        self._taken.add(name.lower())
        return name


def plain_errors(name: str) -> bool:
    """Whether this is the sheet of errors of an earlier round."""
    return name.casefold() in (ERROR_COLUMN.nl, ERROR_COLUMN.en)


def _give_back(
    tab: Any, source: Source, raw: str, *, wrong: Mapping[int, list[str]], language: str, styles: _Styles
) -> None:
    last = 0
    old: set[int] = set()
    label = ERROR_COLUMN.of(language)
    is_head = True
    for row in source.raw(raw):
        if is_head:
            old = {place for place, cell in enumerate(row.cells) if is_error_head(str(cell or ""))}
            last = min(old, default=len(row.cells))
        for place, cell in enumerate(row.cells):
            if place not in old:
                _put(tab, row.number - 1, place, _shown(cell), styles)
        if is_head:
            tab.write_string(row.number - 1, last, label, styles.head)
            tab.set_column(last, last, 60)
            if row.number in wrong:
                beside = min(old - {last}, default=max(last + 1, len(row.cells)))
                told = f"{label}: {' '.join(wrong[row.number])}"
                tab.write_string(row.number - 1, beside, told[:32_767], styles.wrong)
            is_head = False
        elif row.number in wrong:
            tab.write_string(row.number - 1, last, " ".join(wrong[row.number])[:32_767], styles.wrong)


def _shown(cell: Cell) -> Any:
    if isinstance(cell, Formula | CellError):
        return cell.text
    return cell


def _head(tab: Any, labels: Sequence[str], styles: _Styles) -> None:
    tab.freeze_panes(1, 0)
    for place, label in enumerate(labels):
        tab.set_column(place, place, max(12, min(len(label) + 4, 40)))
        tab.write_string(0, place, label, styles.head)


def _put(tab: Any, row: int, place: int, cell: Any, styles: _Styles) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        tab.write_boolean(row, place, cell)
    elif isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        tab.write_number(row, place, float(cell), styles.amount)
    elif isinstance(cell, int | float) and abs(cell) < 10**EXACT_DIGITS:
        tab.write_number(row, place, cell)
    elif isinstance(cell, date) and cell.year >= 1900:
        tab.write_datetime(row, place, cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell, styles.day)
    else:
        tab.write_string(row, place, str(cell)[:32_767])


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def _texts(facts: Facts, sheet: Sheet) -> list[str]:
    found = []
    for column in sheet.columns:
        cell = write(facts.get(column.name), column)
        found.append("" if cell is None else escaped(cell) if isinstance(cell, str) else str(cell))
    return found


class _Lists:
    """The choices of the columns, each a column of one sheet: a list in the rule itself may not be longer than 255."""

    def __init__(self, sheets: Sequence[Sheet], language: str) -> None:
        self.places: dict[str, dict[str, int]] = {}
        self._columns: list[list[str]] = []
        for sheet in sheets:
            for column in sheet.columns:
                words = column.offers(language)
                if words and column.kind not in (Kind.CODES, Kind.SEVERAL):
                    self.places.setdefault(sheet.name, {})[column.name] = len(self._columns)
                    self._columns.append([f"{sheet.label.of(language)}: {column.label.of(language)}", *words])

    def rows(self) -> Iterator[list[str]]:
        for number in range(max(len(column) for column in self._columns)):
            yield [column[number] if number < len(column) else "" for column in self._columns]

    def source(self, sheet: Sheet, column: Column, is_english: bool) -> str:  # noqa: FBT001
        place = self.places[sheet.name][column.name]
        letter = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
        tab = "choices" if is_english else "keuzes"
        return f"={tab}!{letter}$2:{letter}${len(self._columns[place])}"


def _explain(tab: Any, sheets: Sequence[Sheet], language: str, styles: _Styles) -> None:
    english = language.startswith("en")
    heads = ["sheet", "column", "name for programs", "required", "what it holds", "choices"]
    dutch = ["blad", "kolom", "naam voor programma's", "verplicht", "wat erin staat", "keuzes"]
    _head(tab, heads if english else dutch, styles)
    tab.set_column(4, 5, 70)
    number = 0
    for sheet in sheets:
        for column in sheet.columns:
            number += 1
            words = ", ".join(choice.words.of(language) for choice in column.choices)
            required = ("yes" if english else "ja") if column.required else ""
            cells = (sheet.label.of(language), column.label.of(language), column.name, required,
                     column.help.of(language), words)  # fmt: skip
            for place, cell in enumerate(cells):
                _put(tab, number, place, cell, styles)
