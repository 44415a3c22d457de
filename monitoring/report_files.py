"""An edition as a file: PDF with its data inside, Excel, CSV, or the data alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from documents.formats.kinds import KINDS, Kind
from documents.pdf import Attachment, render_pdf
from monitoring import annual_report
from monitoring.editions import Edition
from monitoring.formats import report_json
from monitoring.formats.report_sheets import csv_bytes
from monitoring.report_workbook import figure_rows, row_sheets, workbook

FORMATS = ("pdf", "xlsx", "csv", "json")

Tell = Callable[[int, str], None]


@dataclass(frozen=True)
class ReportFile:
    """A finished file."""

    name: str
    kind: Kind
    content: bytes


def make(
    edition: Edition,
    *,
    file_format: str,
    language: str,
    at: datetime,
    tell: Tell | None = None,
    reader: User | None = None,
) -> ReportFile:
    """The file of an edition in this language. ``tell`` hears the progress (per cent and step).

    A workbook for one ``reader`` also holds the rows behind the figures that he may see; a file that others open too
    (the copy inside the PDF, a file kept for all readers) never does. The same edition, language and ``at`` give the
    same bytes; of a published edition ``at`` is its publication.
    """
    told: Tell = tell or _nobody
    with translation.override(language):
        if file_format == "xlsx" and reader is not None:
            rows_at = _moment(edition, at) if edition.has_kept_rows else at
            sheets = row_sheets(edition, reader)
            made = workbook(annual_report.report(edition), sheets, rows_on=timezone.localdate(rows_at))
        else:
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
    return csv_bytes(header, figure_rows(annual_report.report(edition)))


def _xlsx(edition: Edition, language: str, at: datetime, tell: Tell) -> bytes:
    return workbook(annual_report.report(edition))


def _pdf(edition: Edition, language: str, at: datetime, tell: Tell) -> bytes:
    tell(30, "charts")
    made = annual_report.report(edition)
    attachments = [
        Attachment("annual-report.json", report_json.to_bytes(edition.data), _("The figures as data, with their hash")),
        Attachment("annual-report.xlsx", workbook(made), _("The figures as a workbook"), relationship="Supplement"),
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
