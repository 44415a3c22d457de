"""Making a report's file in the background (actions/jobs.py)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import AuditEvent, Organisation, User
from accounts.permissions import check_right
from accounts.roles import READ, WRITE
from documents.actions import uploads
from documents.models import Document
from monitoring import editions
from monitoring.actions import jobs
from monitoring.actions.jobs import Claim
from monitoring.editions import Edition
from monitoring.models import AnnualReport, ReportBuild
from monitoring.querysets import ReportBuildQuerySet
from monitoring.report_files import ReportFile, make
from monitoring.verification import HANDED_OUT

TASK = "monitoring.tasks.build_reports"


@transaction.atomic
def request(
    *,
    organisation: Organisation,
    year: int,
    as_of: date,
    report: AnnualReport | None,
    file_format: str,
    language: str,
    by: User,
    at: datetime,
) -> ReportBuild:
    """Ask for a file. Asking again while the same is waiting or being made gives that one."""
    if report is not None and report.state != "published":
        check_right(by, organisation, "annual_report", WRITE)
    else:
        check_right(by, organisation, "annual_report", READ)
    build, is_new = jobs.ask(
        ReportBuild.objects.all(), task=TASK, at=at, organisation=organisation, year=year, as_of=as_of, report=report,
        format=file_format, language=language, requested_by=by,
    )  # fmt: skip
    if is_new:
        audit.record(
            action="report_build.requested", obj=build, organisation=organisation, by=by, at=at,
            after={"year": year, "as_of": as_of, "format": file_format, "language": language},
        )  # fmt: skip
    return build


@transaction.atomic
def retry(*, build: ReportBuild, by: User, at: datetime) -> None:
    """Try a failed build again."""
    check_right(by, build.organisation_id, "annual_report", READ)
    jobs.retry(ReportBuild.objects.all(), key=build.pk, task=TASK)
    audit.record(action="report_build.retried", obj=build, organisation=build.organisation_id, by=by, at=at)


def build_waiting(*, at: datetime, by: User) -> int:
    """Make every file that waits or was dropped by a worker; returns how many were made."""
    return jobs.run_due(_builds(), _make, at=at)


def build(*, key: int, at: datetime, by: User) -> bool:
    """Make one file, unless another worker has it."""
    return jobs.run(_builds(), _make, key=key, at=at)


@transaction.atomic
def hand_out(*, edition: Edition, file_format: str, language: str, by: User, at: datetime) -> ReportFile:
    """The file of an edition, at once. Of a published PDF its hash is kept, by which `verification` knows it again."""
    made = make(edition, file_format=file_format, language=language, at=at, reader=by)
    if file_format == "pdf" and edition.is_published and edition.report is not None:
        sha256 = hashlib.sha256(made.content).hexdigest()
        known = AuditEvent.objects.about(edition.report).filter(action=HANDED_OUT)
        if sha256 not in {event.after.get("sha256") for event in known}:
            audit.record(
                action=HANDED_OUT, obj=edition.report, organisation=edition.organisation, by=by, at=at,
                after={"sha256": sha256, "format": file_format, "language": language},
            )  # fmt: skip
    return made


def _builds() -> ReportBuildQuerySet:
    return ReportBuild.objects.select_related("organisation", "report__organisation", "requested_by")


def _make(claim: Claim[ReportBuild]) -> None:
    one = claim.job
    claim.tell(5, "figures")
    edition = _edition(one)
    claim.tell(20, "charts")
    made = make(edition, file_format=one.format, language=one.language, at=one.requested_at, tell=claim.tell)
    claim.tell(90, "file")
    public = edition.is_published
    with transaction.atomic():
        document = uploads.store_own(
            content=made.content,
            kind=made.kind,
            name=made.name,
            organisation=one.organisation,
            by=one.requested_by,
            at=claim.at,
            confidentiality=Document.Confidentiality.PUBLIC if public else Document.Confidentiality.ORGANISATION,
        )
        claim.finish(document=document)


def _edition(one: ReportBuild) -> Edition:
    if one.report is not None and one.report.state == "published":
        return editions.published(one.report)
    return editions.live(organisation=one.organisation, year=one.year, as_of=one.as_of, report=one.report)
