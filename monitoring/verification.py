"""Is this report what it says it is?

The hash of the data; of a published report also the edition that was frozen; of its PDF the file itself, since its
pages are read by people and its data are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from accounts.models import AuditEvent
from monitoring import editions, kept_rows, report_files
from monitoring.formats import report_json
from monitoring.formats.report_json import ReportRefused
from monitoring.models import AnnualReport, ReportBuild

ATTACHED = "annual-report.json"
HANDED_OUT = "report.handed_out"
"""The audit event of a PDF that was written outside the pages; ``after`` has the ``sha256`` of the file."""
LANGUAGES = ("nl", "en")


class NotValid(Exception):
    """The report does not hold. Says why."""


@dataclass(frozen=True)
class Verified:
    """A report that holds; ``report`` is the key of the published edition, empty for figures never published."""

    report: int | None
    sha256: str


def verify(name: str) -> Verified:
    """Verify a file (PDF or JSON) or the number of a published report; raises ``NotValid``."""
    path = Path(name)
    if path.is_file():
        try:
            data = report_json.from_bytes(_data(path))
        except pikepdf.PasswordError as error:
            raise NotValid("the PDF is locked with a password") from error
        except (ReportRefused, OSError, pikepdf.PdfError) as error:
            raise NotValid(str(error)) from error
        verified = _verify_data(data)
        if verified.report is not None and _is_pdf(path):
            _verify_pages(path, verified.report)
        return verified
    if name.isascii() and name.isdigit() and len(name) < 10:
        return _verify_row(int(name))
    raise NotValid(f"{name} is no file and no number of a report")


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(1024).lstrip().startswith(b"%PDF")


def _data(path: Path) -> bytes:
    """The data of a report: the file itself, or what is attached to a PDF."""
    if _is_pdf(path):
        with pikepdf.open(path) as pdf:
            if ATTACHED not in pdf.attachments:
                raise ReportRefused(f"the PDF has no {ATTACHED} attached")
            return bytes(pdf.attachments[ATTACHED].get_file().read_bytes())
    with path.open("rb") as file:
        return file.read(report_json.MOST_BYTES + 1)


def _verify_pages(path: Path, key: int) -> None:
    """Every PDF of a published edition in one language has the same bytes, until the product draws it otherwise: one
    that was handed out before counts too."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest not in _handed_out(key) and digest not in _drawn_now(key):
        raise NotValid("the data are what was published, and the PDF is not the file that was made here of them")


def _handed_out(key: int) -> set[str]:
    made = ReportBuild.objects.filter(report=key, document__isnull=False).values_list("document__sha256", flat=True)
    events = AuditEvent.objects.about(AnnualReport(pk=key)).filter(action=HANDED_OUT)
    return {*made, *(event.after.get("sha256", "") for event in events)}


def _drawn_now(key: int) -> Iterator[str]:
    report = AnnualReport.objects.select_related("organisation").get(pk=key)
    edition = editions.published(report)
    for language in LANGUAGES:
        made = report_files.make(edition, file_format="pdf", language=language, at=report.created_at)
        yield hashlib.sha256(made.content).hexdigest()


def _verify_data(data: dict[str, Any]) -> Verified:
    if not report_json.holds(data):
        raise NotValid("the figures do not belong to the hash")
    published = AnnualReport.objects.filter(
        organisation__slug=data.get("organisation", ""), sha256=data["sha256"], state="published"
    ).first()
    if published is None:
        if data.get("published"):
            raise NotValid("it says that it was published, and no such report was published here")
        return Verified(None, data["sha256"])
    return _verify_row(published.pk)


def _verify_row(key: int) -> Verified:
    report = AnnualReport.objects.filter(pk=key, state="published").first()
    if report is None or report.snapshot is None:
        raise NotValid(f"there is no published report {key}")
    if report.snapshot.get("sha256") != report.sha256 or not report_json.holds(report.snapshot):
        raise NotValid(f"the kept figures of report {key} do not belong to its hash")
    if report.rows_sha256 and kept_rows.sha256(report) != report.rows_sha256:
        raise NotValid(f"the kept rows of report {key} do not belong to their hash")
    return Verified(report.pk, report.sha256)
