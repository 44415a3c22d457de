"""A portfolio file as sheets of rows: a workbook, or CSV files of the names of the sheets. Row by row, nothing kept."""

from __future__ import annotations

import csv
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from documents.formats.refusals import NotAcceptable
from documents.formats.workbooks import Cell, Row, Workbook, open_workbook
from procurement.formats.tables.cells import CellRefused, Fact, plain, read
from procurement.formats.tables.columns import IGNORED_SHEETS, Column, Sheet, is_error_head
from procurement.formats.tables.naming import Naming, answers_to, plain_name, tidy

_ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")
_UNDERSCORE = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
MOST_ROWS = 200_000


class FileRefused(Exception):
    """The file cannot be read at all. Its text is a sentence for the user."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where. Row 0 is the whole sheet; an empty column the whole row; an empty sheet the file.

    Sheet and column have their names for programs; ``Source.as_named`` gives those of the file.
    """

    sheet: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        place = self.sheet
        if self.row:
            place += _(", row %(row)d") % {"row": self.row}
        if self.column:
            place += _(", column %(column)s") % {"column": self.column}
        return f"{place}: {self.text}" if place else self.text


@dataclass(frozen=True)
class Line:
    """A row as values, by the name of the column; without the cells that could not be read: those are problems."""

    number: int
    facts: dict[str, Fact]
    problems: tuple[Problem, ...]


class Source(ABC):
    """A file to read: the sheets in it by their canonical name, and what is wrong with the file as a whole."""

    def __init__(self, sheets: tuple[Sheet, ...]) -> None:
        self.sheets = sheets
        self.problems: list[Problem] = []
        self.names: dict[str, str] = {}
        self._naming: dict[str, Naming] = {}

    @abstractmethod
    def raw(self, name: str) -> Iterator[Row]:
        """The rows of a sheet of the file, by the name that it has there."""

    @abstractmethod
    def raw_names(self) -> list[str]:
        """The sheets of the file, by the names that they have there."""

    def as_named(self, problem: Problem) -> Problem:
        """The same by the names that sheet and column have in the file, once its rows have been read."""
        sheet = next((each for each in self.sheets if each.name == problem.sheet), None)
        if sheet is None:
            return problem
        return replace(problem, sheet=self._sheet_naming().of(sheet), column=self.called(sheet, problem.column))

    def called(self, sheet: Sheet, name: str) -> str:
        """What the file calls this column, or would call it."""
        column = next((each for each in sheet.columns if each.name == name), None)
        return self._naming.get(sheet.name, Naming(())).of(column) if column else name

    def _sheet_naming(self) -> Naming:
        return Naming([(self.names[each.name], each) for each in self.sheets if each.name in self.names])

    def _match(self) -> None:
        unknown = []
        for name in self.raw_names():
            sheet = next((each for each in self.sheets if answers_to(each, name)), None)
            if sheet is not None and sheet.name in self.names:
                self.problems.append(Problem(name, 0, "", _("This sheet is there twice.")))
            elif sheet is not None:
                self.names[sheet.name] = name
            elif plain_name(name) not in IGNORED_SHEETS and next(self.raw(name), None) is not None:
                unknown.append(name)
        known = self._sheet_naming().listed(self.sheets)
        text = _("This sheet is unknown. Name your sheets: %(known)s.") % {"known": known}
        self.problems += [Problem(name, 0, "", text) for name in unknown]
        if not self.names and not self.problems:
            self.problems.append(Problem("", 0, "", _("There is nothing in this file to take in.")))

    def lines(self, sheet: Sheet) -> Iterator[Line | Problem]:
        """The rows of the sheet; problems of its header come first. A sheet without header gives nothing."""
        rows = self.raw(self.names[sheet.name])
        header = next(rows, None)
        if header is None:
            return
        columns, unknown, problems = _columns(header, sheet)
        naming = Naming([(tidy(plain(str(header.cells[place]))), column) for place, column in columns.items()])
        self._naming[sheet.name] = naming
        text = _("The column “%(name)s” is unknown. These exist: %(known)s.")
        for label in unknown:
            shown = {"name": label, "known": naming.listed(sheet.columns)}
            yield Problem(sheet.name, header.number, label, text % shown)
        yield from problems
        for row in rows:
            yield _line(row, columns, sheet)


class WorkbookSource(Source):
    """A workbook. A merged cell would leave its neighbours empty, so it is refused."""

    def __init__(self, path: str, *, name: str, sheets: tuple[Sheet, ...]) -> None:
        super().__init__(sheets)
        try:
            self._book: Workbook = open_workbook(path, name=name)
            self._match()
        except NotAcceptable as refused:
            raise FileRefused(refused.reason) from refused
        merged = {sheet.name: sheet.merged for sheet in self._book.sheets}
        for raw in self.names.values():
            if merged[raw]:
                cells = ", ".join(merged[raw][:5])
                text = _("There are merged cells here (%(cells)s). Split them and fill in each cell.")
                self.problems.append(Problem(raw, 0, "", text % {"cells": cells}))

    def raw_names(self) -> list[str]:
        return [sheet.name for sheet in self._book.sheets]

    def raw(self, name: str) -> Iterator[Row]:
        try:
            for row in self._book.rows(name, most_rows=MOST_ROWS):
                yield Row(row.number, tuple(_decoded(cell) for cell in row.cells))
        except NotAcceptable as refused:
            raise FileRefused(refused.reason) from refused


class CsvSource(Source):
    """CSV files by name: UTF-8 with or without mark, or Windows-1252; commas, semicolons or tabs."""

    def __init__(self, files: Mapping[str, Path], *, sheets: tuple[Sheet, ...]) -> None:
        super().__init__(sheets)
        self._files = dict(sorted(files.items()))
        self._match()

    def raw_names(self) -> list[str]:
        return list(self._files)

    def raw(self, name: str) -> Iterator[Row]:
        path = self._files[name]
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as stream:
            first = stream.readline(65_536)
            stream.seek(0)
            if "\0" in first:
                raise FileRefused(_("%(name)s is not a CSV file.") % {"name": path.name})
            rows = csv.reader(stream, delimiter=_delimiter(first), strict=True)
            number = 1
            try:
                for values in rows:
                    cells = tuple(_unescaped(value) for value in values)
                    if any(cells):
                        yield Row(number, cells)
                    number += 1
            except csv.Error as error:
                text = _("%(name)s cannot be read from row %(row)d on: a quotation mark is missing or misplaced.")
                raise FileRefused(text % {"name": path.name, "row": number}) from error


def folder_of_csv(folder: Path, *, sheets: tuple[Sheet, ...]) -> CsvSource:
    """The CSV files in this folder."""
    return CsvSource({path.stem: path for path in folder.iterdir() if path.suffix.lower() == ".csv"}, sheets=sheets)


def _columns(header: Row, sheet: Sheet) -> tuple[dict[int, Column], list[str], list[Problem]]:
    """The columns by their place, headings that nobody knows, and what else is wrong."""
    found: dict[int, Column] = {}
    unknown, problems = [], []
    for place, cell in enumerate(header.cells):
        if cell is None or cell == "":
            continue
        label = plain(str(cell))
        if is_error_head(label):
            continue
        column = next((each for each in sheet.columns if answers_to(each, label)), None)
        if column is None:
            unknown.append(label[:60])
        elif column in found.values():
            problems.append(Problem(sheet.name, header.number, column.name, _("This column is there twice.")))
        else:
            found[place] = column
    problems += [
        Problem(sheet.name, header.number, column.name, _("This column is required and is missing."))
        for column in sheet.columns
        if column.required and column not in found.values()
    ]
    return found, unknown, problems


def _line(row: Row, columns: dict[int, Column], sheet: Sheet) -> Line:
    facts: dict[str, Fact] = {}
    problems = []
    for place, column in columns.items():
        cell: Cell = row.cells[place] if place < len(row.cells) else None
        try:
            facts[column.name] = read(cell, column)
        except CellRefused as refused:
            problems.append(Problem(sheet.name, row.number, column.name, str(refused)))
    return Line(row.number, facts, tuple(problems))


def _decoded(cell: Cell) -> Cell:
    """Text that looks like an escape of the format (_x000D_) is written with its underscore escaped."""
    return _UNDERSCORE.sub("_", cell) if isinstance(cell, str) else cell


def _encoding(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(first: str) -> str:
    """What stands between the names in the first line, outside quotes."""
    outside = re.sub(r'"[^"]*"', "", first)
    return max(";,\t", key=outside.count)


def _unescaped(value: str) -> str:
    """Without the apostrophe that an export put before what looks like a formula."""
    return value[1:] if _ESCAPED.match(value) else value


def escaped(value: str) -> str:
    """With an apostrophe where a spreadsheet would compute; ``_unescaped`` takes it away again."""
    return f"'{value}" if re.match(r"'*[=+\-@\t\r\n]", value) else value
