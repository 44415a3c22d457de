"""The sweep: what the beat runs. Every step finds its own work in the database, so a missed run is caught up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.actions import outbox
from accounts.calendar import local_date, start_of_day
from accounts.models import User
from documents.actions import orphans
from monitoring.actions import approach_papers, builds, compliance, publications, reminders
from monitoring.actions import notices as notice_jobs
from monitoring.actions.portfolio import jobs as portfolio_jobs
from monitoring.models import SweepRun
from procurement.actions import obligations
from suppliers import incoming
from suppliers.actions import schedules

log = logging.getLogger(__name__)

Step = Callable[..., int]

KEPT_DAYS = 30
"""Runs of this many days are kept: enough to see since when it goes wrong. The run that ends now always stays."""


def _orphans(*, at: datetime, by: User) -> int:
    """In the first run of a day: it lists all that is stored."""
    today = SweepRun.objects.filter(as_at__gte=start_of_day(local_date(at)), as_at__lte=at)
    return 0 if today.exclude(finished_at=None).exists() else orphans.sweep(at=at) + incoming.prune(at=at)


def _asked_for(*, at: datetime, by: User) -> int:
    """Judging all tenders, publications, reports, documents, portfolios and notices that a worker dropped."""
    reports = obligations.run_waiting(at=at) + publications.run_waiting(at=at, by=by)
    reports += builds.build_waiting(at=at, by=by) + compliance.build_waiting(at=at, by=by)
    reports += approach_papers.build_waiting(at=at, by=by)
    reports += portfolio_jobs.run_waiting(at=at, by=by)
    return reports + notice_jobs.run_waiting(at=at, by=by)


STEPS: dict[str, Step] = {
    "deliverables": schedules.extend_all,
    "reminders": reminders.send_due,
    "messages": outbox.deliver_due,
    "reports": _asked_for,
    "files": _orphans,
}
"""In this order: new due dates may remind at once, and what is written leaves in the same run."""


def run(*, at: datetime, by: User, clock: Callable[[], datetime]) -> SweepRun:
    """Do every step as of ``at``; one that fails is logged and does not stop the others.

    The run is noted with what it did, so that a sweep that stopped shows. ``clock`` tells when it really ran.
    """
    sweep = SweepRun.objects.create(started_at=clock(), as_at=at)
    for name, step in STEPS.items():
        try:
            done = step(at=at, by=by)
        except Exception:
            log.exception("the step %s of the sweep failed", name)
            sweep.failed_steps = [*sweep.failed_steps, name]
        else:
            setattr(sweep, name, done)
    sweep.finished_at = clock()
    sweep.save()
    SweepRun.objects.filter(started_at__lt=sweep.started_at - timedelta(days=KEPT_DAYS)).delete()
    return sweep
