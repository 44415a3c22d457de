"""A file with criteria as rows: a workbook, CSV or JSON, with the same columns in each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from documents.formats.kinds import CSV, JSON, XLSX, Kind
from documents.formats.workbooks import Row
from procurement.formats.tables.columns import IGNORED_SHEETS, Choice, Column, Sheet, Words, choices
from procurement.formats.tables.columns import Kind as Holds
from procurement.formats.tables.reading import CsvSource, FileRefused, Problem, Source, WorkbookSource, plain_name

KINDS = (XLSX, CSV)
"""What is looked into as any upload is; JSON is judged by reading it."""

MOST_ROWS = 5_000
LARGEST_JSON = 20 * 1024 * 1024
SHEET = "criteria"


_WHAT = (
    Column("number", Words("nummer", "number"),
           Words("Het nummer van het criterium. Staat dit nummer al in de bibliotheek en is er iets veranderd? "
                 "Dan komt er een nieuwe versie bij; de oude blijft.",
                 "The number of the criterion. When it is in the library and something differs, a new version "
                 "is made; the old one stays."), required=True, longest=60),
    Column("product_group", Words("productgroep", "product group"),
           Words("Zoals bij de aanbesteding. Leeg is: voor elke productgroep.",
                 "As at the tender. Empty is: for every product group."), longest=200),
    Column("kind", Words("soort", "kind"), Words("Een van de vijf soorten.", "One of the five kinds."),
           Holds.CHOICE, required=True, choices=choices(
               ("suitability_requirement", "geschiktheidseis", "suitability requirement"),
               ("selection_criterion", "selectiecriterium", "selection criterion"),
               ("minimum_requirement", "minimumeis", "minimum requirement"),
               ("award_criterion", "gunningscriterium", "award criterion"),
               ("contract_clause", "contractbepaling", "contract clause"))),
    Column("level", Words("niveau", "level"), Words("1, 2 of 3.", "1, 2 or 3."), Holds.CHOICE, required=True,
           choices=choices(("1", "basis", "basis"), ("2", "significant", "significant"),
                           ("3", "ambitieus", "ambitious"))),
)  # fmt: skip

_WORDS = (
    Column("title", Words("titel", "title"), Words("In enkele woorden.", "In a few words."), required=True,
           longest=300),
    Column("text", Words("tekst", "text"), Words("De tekst voor het aanbestedingsdocument.",
                                                 "The text for the tender document."), required=True,
           longest=20_000),
    Column("note", Words("toelichting", "note"), Words("Uitleg voor de inkoper.", "Explains it to the buyer."),
           longest=20_000),
    Column("verification", Words("verificatie", "verification"),
           Words("Hoe de inschrijver het aantoont en hoe u het controleert.",
                 "How the tenderer shows it and how it is checked."), longest=20_000),
    Column("valid_from", Words("geldig vanaf", "valid from"), Words("De eerste dag. Leeg is: altijd al.",
                                                                   "The first day. Empty is: always."),
           Holds.DATE),
    Column("valid_until", Words("geldig tot en met", "valid until"),
           Words("De laatste dag. Leeg is: er is geen einde bekend.",
                 "The last day. Empty is: no end is known."), Holds.DATE),
    Column("source", Words("bron", "source"),
           Words("Waar de tekst vandaan komt.", "Where the text comes from."), longest=300),
)  # fmt: skip


def sheet_of(themes: Sequence[tuple[str, Words]]) -> Sheet:
    """The columns, with the themes of the table as choices."""
    about = Column(
        "themes", Words("thema's", "themes"),
        Words("Meer dan één? Zet er een puntkomma tussen.", "Put a semicolon between several."), Holds.SEVERAL,
        required=True, choices=tuple(Choice(code, words) for code, words in themes),
    )  # fmt: skip
    return Sheet(
        SHEET, Words("criteria", "criteria"), Words("Eén regel per criterium.", "One row per criterion."), ("number",),
        (*_WHAT, about, *_WORDS),
    )  # fmt: skip


def open_source(path: Path, *, name: str, kind: Kind, sheet: Sheet) -> Source:
    """The file at this place, that its sender calls ``name``. Raises ``FileRefused`` with a sentence for him."""
    if kind is XLSX:
        return _Workbook(str(path), name=name, sheets=(sheet,))
    if kind is JSON:
        return _Json(path, sheet=sheet)
    return CsvSource({sheet.name: path}, sheets=(sheet,))


class _Workbook(WorkbookSource):
    """A workbook with one sheet of criteria, whatever that is called."""

    def _match(self) -> None:
        (sheet,) = self.sheets
        known = (sheet.name, sheet.label.nl, sheet.label.en)
        others = [name for name in self.raw_names() if plain_name(name) not in IGNORED_SHEETS]
        filled = [name for name in others if _is_filled(self, name)]
        named = [name for name in filled if plain_name(name) in known]
        found = named or filled
        if len(found) == 1:
            self.names[sheet.name] = found[0]
        elif found:
            text = _("There are several sheets in this file. Name the one with criteria “%(name)s”.")
            self.problems.append(Problem("", 0, "", text % {"name": sheet.label.nl}))
        else:
            self.problems.append(Problem("", 0, "", _("There is nothing in this file to take in.")))


def _is_filled(source: Source, name: str) -> bool:
    return next(source.raw(name), None) is not None


class _Json(Source):
    """A list of objects with the names of the columns, or an object with that list under ``criteria``."""

    def __init__(self, path: Path, *, sheet: Sheet) -> None:
        super().__init__((sheet,))
        self._rows = _objects(path)
        self.names[sheet.name] = sheet.name
        if not self._rows:
            self.problems.append(Problem("", 0, "", _("There is nothing in this file to take in.")))

    def raw_names(self) -> list[str]:
        return [SHEET]

    def raw(self, name: str) -> Iterator[Row]:
        """The names first, as row 0, so that row 1 is the first object."""
        heads = list(dict.fromkeys(key for row in self._rows for key in row))
        yield Row(0, tuple(heads))
        for number, row in enumerate(self._rows, start=1):
            yield Row(number, tuple(_cell(row.get(key)) for key in heads))


def _objects(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("This file is no JSON.")) from error
    rows = content.get(SHEET) if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FileRefused(_("This JSON file holds no list of criteria."))
    return rows


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def as_json(rows: Sequence[dict[str, Any]]) -> bytes:
    """Criteria as the JSON that is taken in again."""
    plain = [{name: _plain(value) for name, value in row.items() if value not in (None, "")} for row in rows]
    return json.dumps({SHEET: plain}, ensure_ascii=False, indent=2).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
