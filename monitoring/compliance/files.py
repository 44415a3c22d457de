"""A compliance report as a file: PDF with its data inside, or a workbook."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.formats.kinds import KINDS
from documents.pdf import Attachment, render_pdf
from monitoring.compliance.gathering import Subject, gather
from monitoring.compliance.report import Report, report
from monitoring.compliance.tables import Table, data_of
from monitoring.formats.report_sheets import Cell, xlsx_bytes
from monitoring.report_files import ReportFile

SCHEMA = "compliance-report/1"

Tell = Callable[[int, str], None]


def make(subject: Subject, *, file_format: str, language: str, at: datetime, tell: Tell) -> ReportFile:
    """The file for the subject's reader, in this language; ``tell`` hears how far it is (per cent and step)."""
    with translation.override(language):
        made = report(gather(subject))
        tell(40, "pages")
        content = _pdf(made, language, at) if file_format == "pdf" else workbook(made)
        about = subject.contract.reference if subject.contract else subject.supplier.name
        name = f"{slugify(_('Compliance report'))}-{slugify(about)[:60]}-{subject.as_of:%Y%m%d}.{file_format}"
    return ReportFile(name, KINDS[file_format], content)


def as_data(made: Report) -> dict[str, Any]:
    """The report for programs: the summary and every table, days and moments as ISO 8601."""
    subject = made.subject
    return {
        "schema": SCHEMA,
        "organisation": subject.organisation.slug,
        "supplier": {"name": subject.supplier.name, "kvk": subject.supplier.kvk or None},
        "contract": subject.contract.reference if subject.contract else None,
        "as_of": subject.as_of.isoformat(),
        "made_for": str(subject.reader),
        "left_out": list(made.left_out),
        "figures": {one.code: one.value for one in made.figures},
        "open_points": _table(made.open_points),
        "contracts": [
            {"title": part.title, "sections": [_section(section) for section in part.sections]} for part in made.parts
        ],
        "together": [_section(section) for section in made.together],
    }


def _section(section: Any) -> dict[str, Any]:
    return {
        "title": section.title,
        "facts": {label: data_of(value) for label, value in section.facts},
        "tables": [{"code": table.code, "rows": _table(table)} for table in section.tables],
    }


def _table(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.labels, map(data_of, row), strict=True)) for row in table.rows]


def workbook(made: Report) -> bytes:
    """A sheet for the summary and one per kind of table; before each row its contract and what it is about."""
    figures: list[list[Cell]] = [[one.label, one.value, one.note] for one in made.figures]
    about: list[list[Cell]] = [[label, data_of(value)] for label, value in made.identity]
    about += [
        [_("As of"), made.subject.as_of.isoformat()],
        [_("Made for"), str(made.subject.reader)],
    ]
    about += [[_("Left out"), sentence] for sentence in made.left_out]
    facts: list[list[Cell]] = [
        [contract, section.title, label, data_of(value)]
        for contract, section in made.sections
        for label, value in section.facts
    ]
    sheets: dict[str, tuple[str, list[str], list[list[Cell]]]] = {}
    for contract, section in made.sections:
        for table in section.tables:
            header = [_("Contract"), _("Part"), *table.labels]
            sheet = sheets.setdefault(table.code, (table.title, header, []))
            sheet[2].extend([contract, section.title, *map(data_of, row)] for row in table.rows)
    return xlsx_bytes(
        [
            (_("Summary"), [_("Figure"), _("Value"), _("Note")], [*figures, ["", None, made.verdict]]),
            (_("About"), [_("What"), _("Value")], about),
            (
                made.open_points.title,
                made.open_points.labels,
                [[data_of(cell) for cell in row] for row in made.open_points.rows],
            ),
            (_("Facts"), [_("Contract"), _("Part"), _("What"), _("Value")], facts),
            *sheets.values(),
        ]
    )


def _pdf(made: Report, language: str, at: datetime) -> bytes:
    data = (json.dumps(as_data(made), ensure_ascii=False, indent=2) + "\n").encode()
    return render_pdf(
        "monitoring/compliance_pdf.html",
        {"made": made},
        title=made.title,
        language=language,
        created=at,
        author=made.subject.organisation.name,
        attachments=[
            Attachment("compliance-report.json", data, _("The report as data")),
            Attachment("compliance-report.xlsx", workbook(made), _("The report as a workbook"), "Supplement"),
        ],
    )
