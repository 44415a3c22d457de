"""Publishing an annual report in the background (actions/jobs.py): a year of a large organisation takes a while."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions import audit
from accounts.actions.transitions import check_move
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from monitoring.actions import jobs, reports
from monitoring.actions.jobs import Claim
from monitoring.actions.report_rows import RecordsChanged
from monitoring.models import AnnualReport, Publication
from monitoring.querysets import PublicationQuerySet
from monitoring.workflow import ANNUAL_REPORT

TASK = "monitoring.tasks.publish_reports"


@transaction.atomic
def request(*, report: AnnualReport, by: User, at: datetime) -> Publication:
    """Decide that an edition is published. While that goes on, it is not decided twice, by nobody.

    Raises what the step itself would raise now (workflow.ANNUAL_REPORT).
    """
    fresh = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    key = fresh.organisation_id
    check_move(fresh, workflow=ANNUAL_REPORT, to="published", by=by, organisation_id=key)
    going = fresh.publications.going().first()
    if going is not None:
        return going
    publication, _is_new = jobs.ask(
        Publication.objects.all(), task=TASK, at=at, organisation=fresh.organisation, report=fresh, requested_by=by
    )
    audit.record(action="publication.requested", obj=publication, organisation=key, by=by, at=at)
    return publication


def again(*, publication: Publication, by: User, at: datetime) -> Publication:
    """Decide anew on an edition whose publication failed, in one's own name."""
    return request(report=publication.report, by=by, at=at)


def run_waiting(*, at: datetime, by: User) -> int:
    """Publish all that was decided on or dropped by a worker; returns how many were."""
    return jobs.run_due(_publications(), _publish, at=at)


def percent(publication: Publication) -> int:
    """How far it is with keeping the rows behind the figures, while it goes on."""
    done, total = jobs.heard(publication) or (0, 0)
    return publication.progress + (100 - publication.progress) * done // total if total else publication.progress


def _publications() -> PublicationQuerySet:
    return Publication.objects.select_related("organisation", "report", "requested_by")


@transaction.atomic
def _publish(claim: Claim[Publication]) -> None:
    """All of it or nothing. A record that somebody changed meanwhile is counted again at the next attempt."""
    one = claim.job
    try:
        reports.publish(report=one.report, by=one.requested_by, at=claim.at, tell=lambda *said: jobs.whisper(one, said))
    except RecordsChanged:
        raise
    except (PermissionDenied, TransitionNotAllowed) as refused:
        raise jobs.Refused(str(refused)) from refused
    claim.finish()
