"""A file with signals as rows: a workbook, CSV or JSON with our columns, or the list of goods of the US Department of
Labor as it is published (XML, and the headings of its workbook).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.formats.kinds import CSV, JSON, XLSX, XML, Kind
from documents.formats.workbooks import Row
from procurement.formats.refusal import NoticeRefused
from procurement.formats.safe_xml import parse_xml
from procurement.formats.tables.columns import Choice, Column, Sheet, Words, choices
from procurement.formats.tables.columns import Kind as Holds
from procurement.formats.tables.naming import plain_name
from procurement.formats.tables.reading import CsvSource, FileRefused, Source
from procurement.formats.tables.single import ObjectsSource, SingleWorkbook, objects_of

CHECKED = (XLSX, CSV)
"""What is looked into as any upload is; JSON and XML are judged by reading them."""

TEXTS = (JSON, XML)
MOST_ROWS = 20_000
LARGEST_TEXT = 10 * 1024 * 1024
SHEET = "signals"
FIRST_YEAR, LAST_YEAR = 1990, 2100

_LABOUR = tuple(
    Column(name, Words(nl, en), Words("Noemt de lijst dit? ja of nee.", "Does the list say so? yes or no."),
           Holds.YES_NO)
    for name, nl, en in (
        ("child_labour", "kinderarbeid", "child labour"),
        ("forced_labour", "dwangarbeid", "forced labour"),
        ("forced_child_labour", "gedwongen kinderarbeid", "forced child labour"),
        ("derived", "eerder in de keten", "earlier in the chain"),
    )
)  # fmt: skip

_BEFORE = (
    Column("country", Words("land", "country"),
           Words("Code of naam in het Nederlands of Engels. Kennen wij het land niet, dan blijft staan wat er staat.",
                 "Code, or name in Dutch or English. A country that we do not know stays as it is written."),
           longest=120),
    Column("good", Words("goed", "good"),
           Words("Zoals de bron het noemt. Leeg is: elk product uit dit land.",
                 "As the source calls it. Empty is: every product of this country."), longest=200),
    *_LABOUR,
    Column("rating", Words("cijfer", "rating"),
           Words("Alleen voor een tabel met landen: 1 tot en met 5, of 5+.",
                 "Only for a table of countries: 1 to 5, or 5+."), Holds.CHOICE,
           choices=choices(*((each, each, each) for each in ("1", "2", "3", "4", "5", "5+")))),
    Column("year", Words("jaar", "year"), Words("Van welk jaar het cijfer is.", "Of which year the rating is."),
           Holds.WHOLE, least=FIRST_YEAR, most=LAST_YEAR),
)  # fmt: skip

_AFTER = (
    Column("description", Words("omschrijving", "description"),
           Words("Wat er aan de hand is, in uw woorden.", "What is the matter, in your words."), longest=4000),
    Column("source", Words("bron", "source"),
           Words("Wie dit zegt. Leeg is: de bron die u bij het inlezen invult.",
                 "Who says so. Empty is: the source that you fill in when you send the file."), longest=300),
    Column("source_url", Words("adres van de bron", "address of the source"),
           Words("Waar het te lezen is.", "Where it can be read."), Holds.URL, longest=500),
    Column("dated_on", Words("datum van de bron", "date of the source"),
           Words("Leeg is: de datum die u bij het inlezen invult.",
                 "Empty is: the date that you fill in when you send the file."), Holds.DATE),
    Column("for_supplier", Words("leverancier mag het zien", "supplier may see it"),
           Words("Leeg is: ja voor lijsten en cijfers, nee voor een eigen signaal.",
                 "Empty is: yes for lists and ratings, no for a signal of your own."), Holds.YES_NO),
)  # fmt: skip

_SAME: Mapping[str, str] = MappingProxyType(
    {
        "country/area": "country", "country / area": "country", "countries": "country", "goods": "good",
        "child labor": "child_labour", "forced labor": "forced_labour", "forced child labor": "forced_child_labour",
        "derived labor exploitation": "derived",
    }
)  # fmt: skip
"""Headings of the list of the US Department of Labor → our columns."""

_LEFT_OUT = frozenset({"good_sector", "sector", "country_region", "region", "exploitation type"})
"""Headings of that list that say nothing we keep."""


def sheet_of(themes: Sequence[tuple[str, Words]]) -> Sheet:
    """The columns, with the risk themes of the table as choices."""
    about = Column(
        "theme", Words("risicothema", "risk theme"),
        Words("Nodig bij een cijfer en bij een eigen signaal. Bij een goed volgt het uit kinder- en dwangarbeid.",
              "Needed for a rating and for a signal of your own. Of a good it follows from child and forced labour."),
        Holds.CHOICE, choices=tuple(Choice(code, words) for code, words in themes),
    )  # fmt: skip
    return Sheet(
        SHEET, Words("signalen", "signals"), Words("Eén regel per signaal.", "One row per signal."),
        ("country", "good"),
        (*_BEFORE, about, *_AFTER),
    )  # fmt: skip


def open_source(path: Path, *, name: str, kind: Kind, sheet: Sheet) -> Source:
    """The file at this place, that its sender calls ``name``. Raises ``FileRefused`` with a sentence for him."""
    if kind is XLSX:
        return _Workbook(str(path), name=name, sheets=(sheet,))
    if kind is JSON:
        refusal = _("This JSON file holds no list of signals.")
        return _Rows(objects_of(path, under=SHEET, refusal=refusal), sheet=sheet)
    if kind is XML:
        return _Rows(_goods(path), sheet=sheet)
    return _Csv({sheet.name: path}, sheets=(sheet,))


class _Csv(CsvSource):
    def raw(self, name: str) -> Iterator[Row]:
        return _renamed(super().raw(name))


class _Workbook(SingleWorkbook):
    several = gettext_lazy("There are several sheets in this file. Name the one with signals “%(name)s”.")

    def raw(self, name: str) -> Iterator[Row]:
        return _renamed(super().raw(name))


class _Rows(ObjectsSource):
    """Row 1 is the names of the columns, as in a workbook."""

    first = 1

    def raw(self, name: str) -> Iterator[Row]:
        return _renamed(super().raw(name))

    @staticmethod
    def cell(value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False)
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _renamed(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with the headings of the published list as ours, and without those that say nothing we keep."""
    first = next(rows, None)
    if first is None:
        return
    yield Row(first.number, tuple(_heading(cell) for cell in first.cells))
    yield from rows


def _heading(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    plain = plain_name(cell.replace("_", " "))
    if plain in _LEFT_OUT or plain.replace(" ", "_") in _LEFT_OUT:
        return None
    return _SAME.get(plain, cell)


_XML_CELLS = {
    "Child_Labor": "child_labour",
    "Forced_Labor": "forced_labour",
    "Forced_Child_Labor": "forced_child_labour",
    "Derived_Labor_Exploitation": "derived",
}


def _goods(path: Path) -> list[dict[str, Any]]:
    """The list of goods of the US Department of Labor, a row per good and country. Raises ``FileRefused``."""
    try:
        root = parse_xml(path.read_bytes())
    except NoticeRefused as refused:
        raise FileRefused(_("This file is no XML that can be read.")) from refused
    if root.tag == "Countries":
        raise FileRefused(
            _("This is the list of countries of the US Department of Labor. Send its list of goods: there a row says "
              "which good and which country.")
        )  # fmt: skip
    if root.tag != "Goods":
        raise FileRefused(_("This XML file holds no list of goods of the US Department of Labor."))
    return [_good_row(good, country) for good in root.iter("Good") for country in good.iter("Country")]


def _good_row(good: Element, country: Element) -> dict[str, Any]:
    """The codes of this list are not all those of ISO 3166 (BU, KV, WB), so the name goes before the code."""
    row = {
        "good": _text(good, "Good_Name"),
        "country": _text(country, "Country_Name") or _text(country, "Country_ISO3"),
    }
    for tag, name in _XML_CELLS.items():
        told = _text(country, tag)
        if told:
            row[name] = told
    if row.get("derived", "").casefold() == "yes" and _text(country, "Derived_Country") not in ("", "No"):
        row["description"] = f"Derived from inputs of {_text(country, 'Derived_Country')}"
    return row


def _text(parent: Element, tag: str) -> str:
    """Accents as one sign with their letter: the file has them apart."""
    return " ".join(unicodedata.normalize("NFC", parent.findtext(tag) or "").split())


def plain_good(text: str) -> str:
    """A good as it is kept: accents with their letters, one blank between words."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
