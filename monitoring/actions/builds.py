"""Making a report's file in the background. The row is the truth; Celery only wakes (libraries.md)."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.outbox import wake
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import READ, WRITE
from accounts.workflow import TransitionNotAllowed
from documents.actions import uploads
from documents.models import Document
from monitoring import editions
from monitoring.editions import Edition
from monitoring.models import AnnualReport, ReportBuild
from monitoring.report_files import make

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than a task may run; a worker that was killed leaves its build to another after this time."""

MOST_ATTEMPTS = 3
TASK = "monitoring.tasks.build_reports"


class LeaseLost(Exception):
    """Another worker took over."""


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
    asked = {
        "organisation": organisation, "year": year, "as_of": as_of, "report": report, "format": file_format,
        "language": language, "requested_by": by,
    }  # fmt: skip
    going = ReportBuild.objects.filter(**asked, state__in=["waiting", "building"]).first()
    if going is not None:
        return going
    build = ReportBuild.objects.create(**asked, requested_at=at)
    audit.record(
        action="report_build.requested", obj=build, organisation=organisation, by=by, at=at,
        after={"year": year, "as_of": as_of, "format": file_format, "language": language},
    )  # fmt: skip
    wake(TASK)
    return build


@transaction.atomic
def retry(*, build: ReportBuild, by: User, at: datetime) -> None:
    """Try a failed build again."""
    check_right(by, build.organisation_id, "annual_report", READ)
    again = ReportBuild.objects.filter(pk=build.pk, state="failed").update(
        state="waiting", attempts=0, error="", progress=0, step="", lease_until=None, finished_at=None
    )
    if not again:
        raise TransitionNotAllowed(_("This file is not one that failed."))
    audit.record(action="report_build.retried", obj=build, organisation=build.organisation_id, by=by, at=at)
    wake(TASK)


def build_waiting(*, at: datetime, by: User) -> int:
    """Make every file that waits or was dropped by a worker; returns how many were made."""
    return sum(build(key=key, at=at, by=by) for key in ReportBuild.objects.due(at).values_list("pk", flat=True))


def build(*, key: int, at: datetime, by: User) -> bool:
    """Claim one build and make its file. Of two workers only one gets the claim; a failure shows on the row."""
    claimed = (
        ReportBuild.objects.due(at)
        .filter(pk=key)
        .update(state="building", lease_until=at + LEASE, attempts=F("attempts") + 1, progress=5, step="figures")
    )
    if not claimed:
        return False
    one = ReportBuild.objects.select_related("organisation", "report__organisation", "requested_by").get(pk=key)
    try:
        if one.attempts > MOST_ATTEMPTS:
            raise RuntimeError("the worker stopped while making this file")
        _make(one, at=at)
    except LeaseLost:
        log.warning("report build %s was taken over by another worker", key)
        return False
    except Exception as error:
        log.exception("report build %s failed", key)
        again = one.attempts < MOST_ATTEMPTS
        _mine(one).update(
            state="waiting" if again else "failed", error=str(error)[:500], lease_until=None,
            finished_at=None if again else at,
        )  # fmt: skip
        return False
    return True


def _make(one: ReportBuild, *, at: datetime) -> None:
    edition = _edition(one)
    _tell(one, 20, "charts")
    made = make(
        edition, file_format=one.format, language=one.language, at=one.requested_at,
        tell=lambda percent, step: _tell(one, percent, step),
    )  # fmt: skip
    _tell(one, 90, "file")
    public = edition.is_published
    with transaction.atomic():
        document = uploads.store_own(
            content=made.content,
            kind=made.kind,
            name=made.name,
            organisation=one.organisation,
            by=one.requested_by,
            at=at,
            confidentiality=Document.Confidentiality.PUBLIC if public else Document.Confidentiality.ORGANISATION,
        )
        done = _mine(one).update(
            state="done", progress=100, step="done", document=document, lease_until=None, finished_at=at, error=""
        )
        if not done:
            raise LeaseLost


def _edition(one: ReportBuild) -> Edition:
    if one.report is not None and one.report.state == "published":
        return editions.published(one.report)
    return editions.live(organisation=one.organisation, year=one.year, as_of=one.as_of, report=one.report)


def _mine(one: ReportBuild) -> models.QuerySet[ReportBuild]:
    """The row as long as it is this worker's: the number of the attempt tells one from the next."""
    return ReportBuild.objects.filter(pk=one.pk, state="building", attempts=one.attempts)


def _tell(one: ReportBuild, percent: int, step: str) -> None:
    if not _mine(one).update(progress=percent, step=step):
        raise LeaseLost
