"""A portfolio in the background: rehearsed, taken in after a confirmation, or given out (actions/jobs.py)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.outbox import wake
from accounts.models import Organisation, User
from documents.actions import uploads
from documents.actions.uploads import CheckedUpload
from documents.formats.kinds import CSV, XLSX, ZIP
from documents.models import Document
from monitoring.actions import jobs
from monitoring.actions.jobs import Claim, Refused
from monitoring.actions.portfolio import exporting, importing, sheets
from monitoring.models import PortfolioJob, PortfolioProblem
from monitoring.permissions import check_exchange
from monitoring.querysets import PortfolioJobQuerySet
from procurement.formats.tables.reading import CsvSource, FileRefused, Source, WorkbookSource
from procurement.formats.tables.writing import write_errors

ROWS_OF_A_LONG_SHEET = 10_000
"""Nobody knows how long a sheet is until its end: after so many rows it counts as half."""

TASK = "monitoring.tasks.exchange_portfolios"
KINDS = (XLSX, CSV)


@transaction.atomic
def send(
    *, files: Sequence[CheckedUpload], organisation: Organisation, language: str, by: User, at: datetime
) -> PortfolioJob:
    """Keep the file and have it rehearsed: one workbook, or CSV files by the names of the sheets.

    Raises ``ValidationError`` when it is neither.
    """
    check_exchange(by, organisation)
    if len(files) > 1 and any(file.kind is not CSV for file in files):
        raise ValidationError(_("Send one workbook, or CSV files only."))
    job = PortfolioJob.objects.create(
        organisation=organisation, kind=PortfolioJob.Kind.CHECK, language=language, requested_by=by, requested_at=at
    )
    job.files.set(
        uploads.store(
            file=file, organisation=organisation, by=by, at=at, confidentiality=Document.Confidentiality.ORGANISATION
        )
        for file in files
    )
    _asked(job, by=by, at=at)
    return job


@transaction.atomic
def confirm(*, job: PortfolioJob, by: User, at: datetime) -> PortfolioJob:
    """Have the rehearsed file taken in. Confirming twice gives the same import."""
    check_exchange(by, job.organisation)
    made, is_new = jobs.import_of(job, by=by, at=at)
    if is_new:
        _asked(made, by=by, at=at)
    return made


@transaction.atomic
def request_export(
    *, organisation: Organisation, language: str, as_csv: bool = False, by: User, at: datetime
) -> PortfolioJob:
    """Have the portfolio written, as a workbook or CSV files in a zip. Asking again while it goes on gives the same."""
    check_exchange(by, organisation)
    job, is_new = jobs.ask(
        PortfolioJob.objects.all(), task=TASK, at=at, organisation=organisation, language=language,
        kind=PortfolioJob.Kind.EXPORT_CSV if as_csv else PortfolioJob.Kind.EXPORT, requested_by=by,
    )  # fmt: skip
    if is_new:
        _asked(job, by=by, at=at)
    return job


@transaction.atomic
def retry(*, job: PortfolioJob, by: User, at: datetime) -> None:
    """Try a failed job again."""
    check_exchange(by, job.organisation)
    jobs.retry(PortfolioJob.objects.all(), key=job.pk, task=TASK)
    audit.record(action="portfolio_job.retried", obj=job, organisation=job.organisation_id, by=by, at=at)


@dataclass(frozen=True)
class Heard:
    """How far a going job says it is: the sheet, how many of its rows it did, and about how much of the whole."""

    sheet: str
    rows: int
    percent: int


def heard(job: PortfolioJob) -> Heard | None:
    """What a job that goes on said of itself last."""
    said: Heard | None = jobs.heard(job)
    return said


def run_waiting(*, at: datetime, by: User) -> int:
    """Do all that waits; returns how many were done."""
    return jobs.run_due(_jobs(), _work, at=at)


def _asked(job: PortfolioJob, *, by: User, at: datetime) -> None:
    names = sorted(job.files.values_list("name", flat=True))
    audit.record(
        action="portfolio_job.requested", obj=job, organisation=job.organisation_id, by=by, at=at,
        after={"kind": job.kind, "files": names},
    )  # fmt: skip
    wake(TASK)


def _jobs() -> PortfolioJobQuerySet:
    return PortfolioJob.objects.select_related("organisation", "requested_by")


def _work(claim: Claim[PortfolioJob]) -> None:
    with translation.override(claim.job.language), tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as at:
        if claim.job.is_export:
            _give_out(claim, Path(at))
        else:
            _take_in(claim, Path(at))


def _give_out(claim: Claim[PortfolioJob], folder: Path) -> None:
    job = claim.job
    claim.tell(10, "rows")
    as_csv = job.kind == PortfolioJob.Kind.EXPORT_CSV
    path, export = (
        (folder / "portfolio.zip", exporting.to_zip) if as_csv else (folder / "portfolio.xlsx", exporting.to_workbook)
    )
    export(path, organisation=job.organisation, by=job.requested_by, at=claim.at, tell=lambda *told: _tell(job, *told))
    claim.tell(90, "file")
    name = f"{_('portfolio')}-{job.organisation.slug}-{claim.at:%Y-%m-%d}{path.suffix}"
    with transaction.atomic():
        claim.finish(document=_keep(job, path, name, claim.at))


def _take_in(claim: Claim[PortfolioJob], folder: Path) -> None:
    """What is taken in and that it was stand or fall together."""
    job = claim.job
    claim.tell(10, "rows")
    try:
        with _source(job, folder) as source, transaction.atomic():
            outcome = importing.take_in(
                source=source, organisation=job.organisation, by=job.requested_by, at=claim.at,
                rehearse=job.kind == PortfolioJob.Kind.CHECK, tell=lambda *told: _tell(job, *told),
            )  # fmt: skip
            document = None
            if outcome.problems:
                write_errors(folder / "errors.xlsx", source, outcome.problems, language=job.language)
                stem = Path(str(job.files.values_list("name", flat=True).first())).stem
                document = _keep(job, folder / "errors.xlsx", f"{stem}-{_('errors')}.xlsx", claim.at)
            PortfolioProblem.objects.filter(job=job).delete()
            PortfolioProblem.objects.bulk_create(
                (
                    PortfolioProblem(
                        job=job, sheet=each.sheet[:200], row=each.row, column=each.column[:200], text=each.text
                    )
                    for each in map(source.as_named, outcome.problems)
                ),
                batch_size=1000,
            )
            claim.finish(
                counts={name: asdict(count) for name, count in outcome.counts.items()}, document=document,
                problem_count=len(outcome.problems) + outcome.left_out,
            )  # fmt: skip
    except FileRefused as refused:
        raise Refused(str(refused)) from refused


def _keep(job: PortfolioJob, path: Path, name: str, at: datetime) -> Document:
    return uploads.store_own(
        content=path.read_bytes(), kind=ZIP if path.suffix == ".zip" else XLSX, name=name,
        organisation=job.organisation, by=job.requested_by, at=at,
        confidentiality=Document.Confidentiality.ORGANISATION,
    )  # fmt: skip


@contextmanager
def _source(job: PortfolioJob, folder: Path) -> Iterator[Source]:
    """The files of the job on this machine's disk, opened."""
    paths: dict[str, Path] = {}
    for document in job.files.all():
        path = folder / f"sent-{document.pk}{document.format.extension}"
        with document.file.open("rb") as stream, path.open("wb") as copy:
            for block in iter(lambda: stream.read(1 << 20), b""):  # read at once
                copy.write(block)
        paths[Path(document.name).stem] = path
        first = document
    wanted: Any = {"sheets": sheets.current()}
    if first.kind == XLSX.code:
        yield WorkbookSource(str(path), name=first.name, **wanted)
    else:
        yield CsvSource(paths, **wanted)


def _tell(job: PortfolioJob, sheet: str, rows: int) -> None:
    names = [each.name for each in sheets.current()]
    done = names.index(sheet) + rows / (rows + ROWS_OF_A_LONG_SHEET)
    jobs.whisper(job, Heard(sheet, rows, 10 + int(80 * done / len(names))))
