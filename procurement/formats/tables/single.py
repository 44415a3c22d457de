"""A file that holds one table, whatever its sheet is called: a workbook, or a list of objects in JSON."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from documents.formats.workbooks import Row
from procurement.formats.tables.columns import IGNORED_SHEETS, Sheet
from procurement.formats.tables.naming import plain_name
from procurement.formats.tables.reading import FileRefused, Problem, Source, WorkbookSource


class SingleWorkbook(WorkbookSource):
    """A workbook with one sheet to read. ``several``: what to say where it has more, with ``%(name)s`` in it."""

    several: ClassVar[Promise]

    def _match(self) -> None:
        (sheet,) = self.sheets
        others = [name for name in self.raw_names() if plain_name(name) not in IGNORED_SHEETS]
        filled = [name for name in others if next(WorkbookSource.raw(self, name), None) is not None]
        named = [name for name in filled if plain_name(name) in (sheet.name, sheet.label.nl, sheet.label.en)]
        found = named or filled
        if len(found) == 1:
            self.names[sheet.name] = found[0]
        else:
            text = str(self.several) % {"name": sheet.label.nl} if found else nothing()
            self.problems.append(Problem("", 0, "", text))


class ObjectsSource(Source):
    """Rows that were read as objects. ``first``: the number of the row with the names of the columns."""

    first: ClassVar[int]

    def __init__(self, rows: list[dict[str, Any]], *, sheet: Sheet) -> None:
        super().__init__((sheet,))
        self._rows = rows
        self.names[sheet.name] = sheet.name
        if not rows:
            self.problems.append(Problem("", 0, "", nothing()))

    def raw_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    def raw(self, name: str) -> Iterator[Row]:
        heads = list(dict.fromkeys(key for row in self._rows for key in row))
        yield Row(self.first, tuple(heads))
        for number, row in enumerate(self._rows, start=self.first + 1):
            yield Row(number, tuple(self.cell(row.get(key)) for key in heads))

    @staticmethod
    @abstractmethod
    def cell(value: Any) -> Any:
        """A value as a cell holds it."""


def objects_of(path: Path, *, under: str, refusal: str) -> list[dict[str, Any]]:
    """A list of objects with the names of the columns, or an object with that list ``under`` a name.

    Raises ``FileRefused``, with ``refusal`` where it is other JSON.
    """
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=str)
        json.dumps(content, ensure_ascii=False).encode()  # half a character ("\ud800") can be kept nowhere
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("This file is no JSON.")) from error
    rows = content.get(under) if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FileRefused(refusal)
    return rows


def nothing() -> str:
    """What to say of an empty file."""
    return _("There is nothing in this file to take in.")
