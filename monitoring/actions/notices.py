"""Long files of notices in the background: rehearsed, and taken in after a confirmation (actions/jobs.py).

What was taken in and what is told of it stand or fall together, notice by notice: after a worker was killed the next
goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.outbox import wake
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from documents.actions.uploads import store_published
from documents.formats.kinds import JSON, XML
from monitoring.actions import jobs
from monitoring.actions.jobs import Claim, Refused
from monitoring.models import NoticeJob, NoticeOutcome
from monitoring.querysets import NoticeJobQuerySet
from procurement.formats import NoticeRefused, open_notices
from suppliers.actions.notices import Outcome, SentFile, is_bought_by, rehearse, take_in_files

TASK = "monitoring.tasks.take_in_notices"
TOLD_EVERY = 10
"""Notices between two words on the progress."""


@transaction.atomic
def send(
    *, files: Sequence[SentFile], number: int, organisation: Organisation, language: str, by: User, at: datetime
) -> NoticeJob:
    """Keep the files, which hold this number of notices, and have them rehearsed.

    Raises ``NoticeRefused`` for a file that cannot be read.
    """
    check_right(by, organisation, "tender_approach", WRITE)
    job = NoticeJob.objects.create(
        organisation=organisation, kind=NoticeJob.Kind.CHECK, number=number, language=language, requested_by=by,
        requested_at=at,
    )  # fmt: skip
    for file in files:
        kind = JSON if open_notices(file.data, filename=file.name).is_json else XML
        common = {"organisation": organisation, "by": by, "at": at}
        job.files.add(store_published(content=file.data, kind=kind, name=Path(file.name).name, **common))  # type: ignore[arg-type]
    _asked(job, by=by, at=at)
    return job


@transaction.atomic
def confirm(*, job: NoticeJob, by: User, at: datetime) -> NoticeJob:
    """Have the rehearsed files taken in. Confirming twice gives the same import."""
    check_right(by, job.organisation, "tender_approach", WRITE)
    made, is_new = jobs.import_of(job, by=by, at=at)
    if is_new:
        _asked(made, by=by, at=at)
    return made


@transaction.atomic
def retry(*, job: NoticeJob, by: User, at: datetime) -> None:
    """Try a failed job again."""
    check_right(by, job.organisation, "tender_approach", WRITE)
    jobs.retry(NoticeJob.objects.all(), key=job.pk, task=TASK)
    audit.record(action="notice_job.retried", obj=job, organisation=job.organisation_id, by=by, at=at)


def run_waiting(*, at: datetime, by: User) -> int:
    """Do all that waits; returns how many were done."""
    return jobs.run_due(_jobs(), _work, at=at)


def heard(job: NoticeJob) -> int | None:
    """How many notices a job that goes on has done, as far as it told."""
    told: int | None = jobs.heard(job)
    return told


def _asked(job: NoticeJob, *, by: User, at: datetime) -> None:
    names = sorted(job.files.values_list("name", flat=True))
    audit.record(
        action="notice_job.requested", obj=job, organisation=job.organisation_id, by=by, at=at,
        after={"kind": job.kind, "files": names, "number": job.number},
    )  # fmt: skip
    wake(TASK)


def _jobs() -> NoticeJobQuerySet:
    return NoticeJob.objects.select_related("organisation", "requested_by")


def _work(claim: Claim[NoticeJob]) -> None:
    with translation.override(claim.job.language):
        try:
            if claim.job.kind == NoticeJob.Kind.CHECK:
                _rehearse(claim)
            else:
                _take_in(claim)
        except NoticeRefused as refused:
            raise Refused(str(refused)) from refused


def _rehearse(claim: Claim[NoticeJob]) -> None:
    job = claim.job
    outcomes = rehearse(
        files=_files(job), organisation=job.organisation, by=job.requested_by, at=claim.at,
        tell=lambda done: _tell(job, done),
    )  # fmt: skip
    with transaction.atomic():
        job.outcomes.all().delete()
        NoticeOutcome.objects.bulk_create(
            (_row(job, position, outcome) for position, outcome in enumerate(outcomes)), batch_size=500
        )
        claim.finish(counts=dict(Counter(outcome.result for outcome in outcomes)))


def _take_in(claim: Claim[NoticeJob]) -> None:
    """Each notice with its outcome in one transaction; what an earlier attempt did stays done."""
    job = claim.job
    position = job.outcomes.count()
    taken = take_in_files(
        files=_files(job), organisation=job.organisation, by=job.requested_by, at=claim.at, begin=position
    )
    while _next(claim, taken, position):
        position += 1
        _tell(job, position)
    with transaction.atomic():
        counted = job.outcomes.order_by().values_list("result").annotate(Count("pk"))
        claim.finish(counts=dict(counted))


def _next(claim: Claim[NoticeJob], taken: Iterator[Outcome], position: int) -> bool:
    with transaction.atomic():
        outcome = next(taken, None)
        if outcome is None:
            return False
        _row(claim.job, position, outcome).save(force_insert=True)
        claim.tell(_percent(claim.job, position), "rows")
    return True


def _row(job: NoticeJob, position: int, outcome: Outcome) -> NoticeOutcome:
    notice = outcome.notice
    is_import = job.kind == NoticeJob.Kind.IMPORT
    return NoticeOutcome(
        job=job, position=position, file=outcome.file[:255], result=outcome.result,
        text=outcome.reason or "\n".join(outcome.changes if outcome.result == "updated" else ()),
        notice=(notice.publication or notice.id) if notice else "",
        tender_id=outcome.tender_id if is_import else None,
        reference=outcome.reference, title=outcome.title,
        is_ours=notice is None or is_bought_by(job.organisation, notice),
        announced=len(outcome.proposals),
    )  # fmt: skip


def _files(job: NoticeJob) -> Iterator[SentFile]:
    for document in job.files.order_by("pk"):
        with document.file.open("rb") as stream:
            yield SentFile(document.name, stream.read())


def _tell(job: NoticeJob, done: int) -> None:
    if done % TOLD_EVERY == 0:
        jobs.whisper(job, done)


def percent(job: NoticeJob) -> int | None:
    """About how much of the whole is done; None when a job that goes on told nothing."""
    done = heard(job)
    return _percent(job, done) if done else None


def _percent(job: NoticeJob, done: int) -> int:
    return 10 + 80 * done // max(1, job.number)


def step(job: NoticeJob) -> str:
    """How far it is, in words."""
    done = heard(job) or 0
    return _("%(done)s of %(number)s notices") % {"done": done, "number": job.number}
