"""A file with criteria as rows: a workbook, CSV or JSON, with the same columns in each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.formats.kinds import CSV, JSON, XLSX, Kind
from procurement.formats.tables.columns import Choice, Column, Sheet, Words, choices
from procurement.formats.tables.columns import Kind as Holds
from procurement.formats.tables.reading import CsvSource, Source
from procurement.formats.tables.single import ObjectsSource, SingleWorkbook, objects_of

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
        refusal = _("This JSON file holds no list of criteria.")
        return _Json(objects_of(path, under=SHEET, refusal=refusal), sheet=sheet)
    return CsvSource({sheet.name: path}, sheets=(sheet,))


class _Workbook(SingleWorkbook):
    several = gettext_lazy("There are several sheets in this file. Name the one with criteria “%(name)s”.")


class _Json(ObjectsSource):
    """Row 1 is the first object."""

    first = 0

    @staticmethod
    def cell(value: Any) -> Any:
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
