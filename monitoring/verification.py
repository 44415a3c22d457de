"""Is this report what it says it is?

The hash of the data; of a published report also the edition that was frozen; of its PDF the file itself, since its
pages are read by people and its data are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import AuditEvent, Organisation
from documents.formats import confined
from documents.formats.refusals import NotAcceptable
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
        return verify_file(path)
    if name.isascii() and name.isdigit() and len(name) < 10:
        return _verify_row(int(name))
    raise NotValid(_("%(name)s is no file and no number of a report") % {"name": name})


def verify_file(path: Path, *, of: Organisation | None = None) -> Verified:
    """Verify a PDF or JSON file, which may be a stranger's; with ``of`` only a report of this organisation holds."""
    try:
        data = report_json.from_bytes(_data(path))
    except NotAcceptable as error:
        raise NotValid(error.reason) from error
    except (ReportRefused, OSError) as error:
        raise NotValid(str(error)) from error
    if of is not None and data["organisation"] != of.slug:
        raise NotValid(_("it is no report of this organisation"))
    editions_of = _published(data)
    if not editions_of:
        return Verified(None, data["sha256"])
    return _verify_row(_edition_of_pages(path, editions_of) if _is_pdf(path) else editions_of[0])


def newer(report: AnnualReport) -> AnnualReport | None:
    """The newest edition that was published after this one, of the same year."""
    same = AnnualReport.objects.filter(organisation=report.organisation_id, year=report.year, state="published")
    return same.filter(edition__gt=report.edition).order_by("-edition").first()


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(1024).lstrip().startswith(b"%PDF")


def _data(path: Path) -> bytes:
    """The data of a report: the file itself, or what is attached to a PDF."""
    if _is_pdf(path):
        attached = confined.read_attachment(str(path), ATTACHED, report_json.MOST_BYTES + 1)
        if attached is None:
            raise ReportRefused(_("the PDF has no %(name)s attached") % {"name": ATTACHED})
        return attached
    with path.open("rb") as file:
        return file.read(report_json.MOST_BYTES + 1)


def _edition_of_pages(path: Path, keys: Sequence[int]) -> int:
    """Which edition with these data the PDF is: a correction of the words alone leaves the figures as they were.

    Every PDF of a published edition in one language has the same bytes, until the product draws it otherwise: one that
    was handed out before counts too.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    for is_it in (_handed_out, _drawn_now):
        if found := next((key for key in keys if digest in is_it(key)), None):
            return found
    raise NotValid(_("the data are what was published, and the PDF is not the file that was made here of them"))


def _handed_out(key: int) -> Iterable[str]:
    made = ReportBuild.objects.filter(report=key, document__isnull=False).values_list("document__sha256", flat=True)
    events = AuditEvent.objects.about(AnnualReport(pk=key)).filter(action=HANDED_OUT)
    return {*made, *(event.after.get("sha256", "") for event in events)}


def _drawn_now(key: int) -> Iterable[str]:
    report = AnnualReport.objects.select_related("organisation").get(pk=key)
    edition = editions.published(report)
    for language in LANGUAGES:
        made = report_files.make(edition, file_format="pdf", language=language, at=report.created_at)
        yield hashlib.sha256(made.content).hexdigest()


def _published(data: dict[str, Any]) -> list[int]:
    """The published editions with these data, the newest first; none where the data say they were never published."""
    if not report_json.holds(data):
        raise NotValid(_("the figures do not belong to the hash"))
    same = AnnualReport.objects.filter(
        organisation__slug=data.get("organisation", ""), sha256=data["sha256"], state="published"
    )
    found = list(same.order_by("-edition").values_list("pk", flat=True))
    if not found and data.get("published"):
        raise NotValid(_("it says that it was published, and no such report was published here"))
    return found


def _verify_row(key: int) -> Verified:
    report = AnnualReport.objects.filter(pk=key, state="published").first()
    if report is None or report.snapshot is None:
        raise NotValid(_("there is no published report %(number)s") % {"number": key})
    if report.snapshot.get("sha256") != report.sha256 or not report_json.holds(report.snapshot):
        raise NotValid(_("the kept figures of report %(number)s do not belong to its hash") % {"number": key})
    if report.rows_sha256 and kept_rows.sha256(report) != report.rows_sha256:
        raise NotValid(_("the kept rows of report %(number)s do not belong to their hash") % {"number": key})
    return Verified(report.pk, report.sha256)
