"""The chosen criteria as a text for the tender document, ending with the table of numbers: once, for Word and HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.templatetags.ui import day_text
from documents.formats.docx import Block, Heading, Paragraph, Point, Table, Words
from procurement.criteria_reads import Choice
from procurement.criteria_wording import KIND_HEADINGS, ORIGINS, USE_HEADINGS
from procurement.models import REQUIREMENT, Ambition, ChosenCriterion


@dataclass(frozen=True)
class Section:
    """One kind of criterion, in the order of the tender document."""

    heading: str
    rows: list[ChosenCriterion]


def sections(choice: Choice) -> list[Section]:
    """The kinds that were chosen; minimum requirements by where they stand in the tender."""
    found = []
    for kind, heading in KIND_HEADINGS.items():
        rows = [row for row in choice.rows if row.kind == kind]
        if kind != REQUIREMENT:
            found.append(Section(str(heading), rows))
            continue
        for use, name in USE_HEADINGS.items():
            found.append(Section(str(name), [row for row in rows if row.use == use]))
    return [section for section in found if section.rows]


def blocks(choice: Choice, *, today: date) -> list[Block]:
    """The whole document."""
    tender = choice.tender
    found: list[Block] = [
        Heading(_("Criteria"), 1),
        Paragraph(f"{tender.reference} · {tender.title}"),
        Paragraph(f"{tender.organisation} · {day_text(today)}", is_note=True),
    ]
    for section in sections(choice):
        found.append(Heading(section.heading))
        for row in section.rows:
            found += _criterion(row)
    found.append(Heading(_("Table of numbers")))
    found.append(
        Table(
            header=[_("Number"), _("Title"), _("Kind and text"), _("Level"), _("Themes"), _("Weight")],
            rows=[_numbers(row) for row in choice.rows],
            widths=(11, 22, 18, 12, 26, 11),
        )
    )
    return found


def _criterion(row: ChosenCriterion) -> Iterator[Block]:
    weight = f" ({percentage(row.weight)})" if row.weight is not None else ""
    yield Heading(f"{row.number} {row.title}".strip() + weight, 3, row.language)
    yield from _lines(row.text, row.language)
    if row.verification:
        first, *rest = _lines(row.verification, row.language)
        yield Paragraph(first.text, lead=_("Verification:"), language=row.language)
        yield from rest


def _lines(text: str, language: str) -> list[Paragraph | Point]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [
        Point(line[2:], language) if line.startswith(("- ", "• ", "* ")) else Paragraph(line, language=language)
        for line in lines
    ]


def _numbers(row: ChosenCriterion) -> Sequence[str | Words]:
    """Six columns, as with more a column is narrower than its longest word: version and origin stand under another."""
    version = _("version %(version)s") % {"version": row.criterion.version} if row.criterion else ""
    return (
        f"{row.number or '–'}\n{version}".strip(), Words(row.title, row.language),
        f"{row.get_kind_display()}\n{ORIGINS[row.origin]}", level_of(row),
        ", ".join(theme.name for theme in row.themes.all()) or "–",
        "–" if row.weight is None else percentage(row.weight),
    )  # fmt: skip


def level_of(row: ChosenCriterion) -> str:
    return "–" if row.level is None else f"{row.level} {Ambition.Level(row.level).label}"


def percentage(weight: Any) -> str:
    return f"{number_format(weight.normalize(), use_l10n=True)}\u00a0%"
