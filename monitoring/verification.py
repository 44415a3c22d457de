"""Is this report what it says it is? The hash of the data, and of a published report the edition that was frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from monitoring.formats import report_json
from monitoring.formats.report_json import ReportRefused
from monitoring.models import AnnualReport

ATTACHED = "annual-report.json"


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
        return _verify_data(data)
    if name.isascii() and name.isdigit() and len(name) < 10:
        return _verify_row(int(name))
    raise NotValid(f"{name} is no file and no number of a report")


def _data(path: Path) -> bytes:
    """The data of a report: the file itself, or what is attached to a PDF."""
    with path.open("rb") as file:
        if file.read(1024).lstrip().startswith(b"%PDF"):
            with pikepdf.open(path) as pdf:
                if ATTACHED not in pdf.attachments:
                    raise ReportRefused(f"the PDF has no {ATTACHED} attached")
                return bytes(pdf.attachments[ATTACHED].get_file().read_bytes())
        file.seek(0)
        return file.read(report_json.MOST_BYTES + 1)


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
    return Verified(report.pk, report.sha256)
