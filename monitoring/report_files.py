"""An edition as a file: PDF with its data inside, Excel, CSV, or the data alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from documents.formats.kinds import KINDS, Kind
from documents.pdf import Attachment, render_pdf
from monitoring import annual_report
from monitoring.annual_report import Report
from monitoring.editions import Edition
from monitoring.formats import report_json
from monitoring.formats.report_sheets import Cell, csv_bytes, xlsx_bytes

FORMATS = ("pdf", "xlsx", "csv", "json")

Tell = Callable[[int, str], None]


@dataclass(frozen=True)
class ReportFile:
    """A finished file."""

    name: str
    kind: Kind
    content: bytes


def make(edition: Edition, *, file_format: str, language: str, at: datetime, tell: Tell | None = None) -> ReportFile:
    """The file of an edition in this language. ``tell`` hears the progress (per cent and step).

    The same edition, language and ``at`` give the same bytes; of a published edition ``at`` is its publication.
    """
    told: Tell = tell or _nobody
    with translation.override(language):
        made = _MAKERS[file_format](edition, language, _moment(edition, at), told)
    state = "" if edition.is_published else f"-{edition.as_of:%Y%m%d}"
    number = f"-{edition.report.edition}" if edition.report and edition.report.edition > 1 else ""
    name = f"{_file_name(language)}-{edition.year}{number}-{edition.organisation.slug}{state}.{file_format}"
    return ReportFile(name, KINDS[file_format], made)


def _moment(edition: Edition, at: datetime) -> datetime:
    report = edition.report
    return report.published_at if edition.is_published and report and report.published_at else at


def _nobody(percent: int, step: str) -> None:
    """Nobody listens."""


def _file_name(language: str) -> str:
    return "jaarverslag" if language == "nl" else "annual-report"


def _json(edition: Edition, language: str, at: datetime, tell: Tell) -> bytes:
    return report_json.to_bytes(edition.data)


def _csv(edition: Edition, language: str, at: datetime, tell: Tell) -> bytes:
    header = ["code", "label", "value", "numerator", "denominator", "unknown", "definition"]
    return csv_bytes(header, _figures(annual_report.report(edition)))


def _xlsx(edition: Edition, language: str, at: datetime, tell: Tell) -> bytes:
    return _workbook(annual_report.report(edition))


def _workbook(made: Report) -> bytes:
    edition = made.edition
    header = [
        _("Code"), _("Figure"), _("Value"), _("Numerator"), _("Denominator"), _("Unknown"), _("Definition"),
    ]  # fmt: skip
    about: list[list[Cell]] = [
        [_("Organisation"), edition.organisation.name],
        [_("Year"), edition.year],
        [_("As of"), edition.as_of.isoformat()],
        [_("Published"), _("yes") if edition.is_published else _("no")],
        ["SHA-256", edition.sha256],
    ]
    background = edition.background
    over_years: list[list[Cell]] = [
        [year, line.code, line.label, line.value, line.numerator, line.denominator, line.unknown]
        for year, lines in sorted(background.years.items())
        for line in lines
    ]
    unapplied: list[list[Cell]] = [[row.reference, row.title, row.explanation] for row in background.unapplied]
    changes: list[list[Cell]] = [list(row) for row in made.changes]
    correction = edition.correction
    if correction:
        about += [[_("Corrects edition"), correction.of_edition], [_("Reason of the correction"), correction.reason]]
    categories: list[list[Cell]] = [[name, row.mandatory, row.applied] for name, row in made.categories]
    return xlsx_bytes(
        [
            (_("Figures"), header, _figures(made)),
            (_("About"), [_("What"), _("Value")], about),
            (_("Earlier years"), [_("Year"), *header[:6]], over_years),
            (_("ISV not applied"), [_("Reference"), _("Title"), _("Explanation")], unapplied),
            (_("Risk categories"), [_("Risk category"), _("Mandatory"), _("Applied")], categories),
            *(
                [(_("Corrections"), [_("Code"), _("Figure"), _("Edition before"), _("This edition")], changes)]
                if correction
                else []
            ),
        ]
    )


def _figures(made: Report) -> Sequence[Sequence[Cell]]:
    return [
        [
            one.code, one.label, one.line.value, one.line.numerator, one.line.denominator, one.line.unknown,
            one.definition,
        ]
        for one in made.shown.values()
    ]  # fmt: skip


def _pdf(edition: Edition, language: str, at: datetime, tell: Tell) -> bytes:
    tell(30, "charts")
    made = annual_report.report(edition)
    attachments = [
        Attachment("annual-report.json", report_json.to_bytes(edition.data), _("The figures as data, with their hash")),
        Attachment("annual-report.xlsx", _workbook(made), _("The figures as a workbook"), relationship="Supplement"),
    ]
    tell(45, "pages")
    return render_pdf(
        "monitoring/report_pdf.html",
        {"made": made, "edition": edition, "organisation": edition.organisation},
        title=_("Annual report %(year)d") % {"year": edition.year},
        language=language,
        created=at,
        author=edition.organisation.name,
        attachments=attachments,
    )


_MAKERS: dict[str, Callable[[Edition, str, datetime, Tell], bytes]] = {
    "pdf": _pdf, "xlsx": _xlsx, "csv": _csv, "json": _json,
}  # fmt: skip
