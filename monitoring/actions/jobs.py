"""Long work in the background: asked for once, claimed by one worker, seen while it goes on, never lost.

A kind of work has a model (``models.Job``), an action that asks (right, audit, ``ask``) and one that does (``run``).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.actions.outbox import wake
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from monitoring.models import Job, RehearsedJob
from monitoring.querysets import JobQuerySet

log = logging.getLogger(__name__)

J = TypeVar("J", bound=Job)
R = TypeVar("R", bound=RehearsedJob)

LEASE = timedelta(minutes=15)
"""Longer than a task may run; a worker that was killed leaves its work to another after this time."""

MOST_ATTEMPTS = 3

HEARD_FOR = 3600
"""Seconds that a word on the progress is kept."""


class LeaseLost(Exception):
    """Another worker took over."""


class Refused(Exception):
    """The work cannot be done as it was asked, and trying again does not help. Carries a sentence for the user."""


@dataclass(frozen=True)
class Claim(Generic[J]):
    """A job that is this worker's: the number of the attempt tells its claim from the next."""

    job: J
    at: datetime

    def tell(self, percent: int, step: str) -> None:
        """Show how far it is. Raises ``LeaseLost`` when another worker took over: then stop."""
        self._update(progress=percent, step=step)

    def finish(self, **fields: Any) -> None:
        """Mark it done, with what came out. Call it in the transaction that keeps what was made."""
        self._update(state="done", progress=100, step="done", lease_until=None, finished_at=self.at, error="", **fields)

    def fail(self, error: Exception) -> None:
        """Leave it to the next attempt, or show the error when there is none."""
        again = self.job.attempts < MOST_ATTEMPTS and not isinstance(error, Refused)
        self._mine().update(
            state="waiting" if again else "failed", error=str(error)[:500], lease_until=None,
            finished_at=None if again else self.at,
        )  # fmt: skip

    def _update(self, **fields: Any) -> None:
        if not self._mine().update(**fields):
            raise LeaseLost

    def _mine(self) -> QuerySet[J]:
        same: QuerySet[J] = type(self.job)._default_manager.filter(
            pk=self.job.pk, state="building", attempts=self.job.attempts
        )
        return same


Work = Callable[[Claim[J]], None]


@transaction.atomic
def ask(jobs: JobQuerySet[J], *, task: str, at: datetime, **asked: Any) -> tuple[J, bool]:
    """The job for what is asked, and whether it is new: the same that still waits or goes on is not made twice.

    ``asked`` holds every field that tells one request from another. The caller checked the right and audits a new one.
    """
    going = jobs.filter(**asked).going().first()
    if going is not None:
        return going, False
    job = jobs.create(**asked, requested_at=at)
    wake(task)
    return job, True


@transaction.atomic
def retry(jobs: JobQuerySet[J], *, key: int, task: str) -> None:
    """Put a failed job back; the caller checks the right and audits. Raises ``TransitionNotAllowed`` for another."""
    again = jobs.filter(pk=key, state="failed").update(
        state="waiting", attempts=0, error="", progress=0, step="", lease_until=None, finished_at=None
    )
    if not again:
        raise TransitionNotAllowed(_("Only what failed can be tried again."))
    wake(task)


def import_of(rehearsal: R, *, by: User, at: datetime) -> tuple[R, bool]:
    """The job that takes in what was rehearsed, and whether it is new. The caller checks the right, audits and wakes.

    Raises ``TransitionNotAllowed`` for a rehearsal that did not come out well.
    """
    jobs = type(rehearsal)._default_manager
    fresh = jobs.select_for_update().get(pk=rehearsal.pk)
    if not fresh.may_be_confirmed:
        raise TransitionNotAllowed(_("This file is not ready to be taken in."))
    known = jobs.filter(checked=fresh).exclude(state="failed").first()
    if known is not None:
        return known, False
    kept = {name: getattr(fresh, name) for name in ("organisation", "language", *fresh.TAKEN_ALONG)}
    made = jobs.create(**kept, kind="import", checked=fresh, requested_by=by, requested_at=at)
    made.files.set(fresh.files.all())
    return made, True


def whisper(job: Job, said: object) -> None:
    """Tell how far it is from within its transaction: beside the database, where it is seen before that ends."""
    cache.set(_whispered(job), said, HEARD_FOR)


def heard(job: Job) -> Any:
    """What was whispered last of a job that goes on, as far as it is still known."""
    return cache.get(_whispered(job))


def _whispered(job: Job) -> str:
    return f"{job._meta.model_name}-{job.pk}"


def run_due(jobs: JobQuerySet[J], work: Work[J], *, at: datetime) -> int:
    """Do all that waits or was dropped by a worker, eldest first; returns how many were done."""
    began = time.monotonic()
    keys = list(jobs.due(at).values_list("pk", flat=True))
    return sum(run(jobs, work, key=key, at=at, waited=timedelta(seconds=time.monotonic() - began)) for key in keys)


def run(jobs: JobQuerySet[J], work: Work[J], *, key: int, at: datetime, waited: timedelta = timedelta()) -> bool:
    """Claim one job and do it; of two workers only one gets the claim. A failure shows on the row.

    ``jobs`` brings the relations that the work reads; ``waited`` is how long after ``at`` its turn came.
    """
    claimed = (
        jobs.due(at)
        .filter(pk=key)
        .update(state="building", lease_until=at + waited + LEASE, attempts=F("attempts") + 1, progress=5, step="begun")
    )
    if not claimed:
        return False
    claim = Claim(jobs.get(pk=key), at)
    try:
        if claim.job.attempts > MOST_ATTEMPTS:
            raise Refused(_("The worker stopped while it was busy with this, three times."))
        work(claim)
    except LeaseLost:
        log.warning("%s %s was taken over by another worker", claim.job._meta.model_name, key)
        return False
    except SoftTimeLimitExceeded as error:
        claim.fail(error)
        raise  # the time of this task is up: the rest is for the next
    except Exception as error:
        log.exception("%s %s failed", claim.job._meta.model_name, key)
        claim.fail(error)
        return False
    return True
