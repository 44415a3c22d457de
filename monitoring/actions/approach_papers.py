"""Making the document of a tender approach in the background (actions/jobs.py)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from documents.actions import uploads
from documents.models import Document
from monitoring import approach_paper
from monitoring.actions import jobs
from monitoring.actions.jobs import Claim
from monitoring.models import ApproachPaper
from monitoring.querysets import ApproachPaperQuerySet
from procurement.models import Tender

TASK = "monitoring.tasks.build_approach_papers"


@transaction.atomic
def request(*, tender: Tender, number: int | None, language: str, by: User, at: datetime) -> ApproachPaper:
    """Ask for the document of a round, or without one of the approach as it stands. The same is not made twice.

    Raises ``PermissionDenied`` for who does not see the tender.
    """
    if not _may_see(by, tender):
        raise PermissionDenied(_("Your role in this organisation does not allow you to see this."))
    paper, is_new = jobs.ask(
        ApproachPaper.objects.all(), task=TASK, at=at, organisation=tender.organisation, tender=tender, round=number,
        language=language, requested_by=by,
    )  # fmt: skip
    if is_new:
        audit.record(
            action="approach_paper.requested", obj=tender, organisation=tender.organisation_id, by=by, at=at,
            after={"build": paper.pk, "round": number, "language": language},
        )  # fmt: skip
    return paper


@transaction.atomic
def retry(*, paper: ApproachPaper, by: User, at: datetime) -> None:
    """Try one that failed again, by who asked for it."""
    if paper.requested_by_id != by.pk:
        raise PermissionDenied(_("Your role in this organisation does not allow you to see this."))
    jobs.retry(ApproachPaper.objects.all(), key=paper.pk, task=TASK)
    audit.record(
        action="approach_paper.retried", obj=paper.tender, organisation=paper.organisation_id, by=by, at=at
    )  # fmt: skip


@transaction.atomic
def note_download(*, paper: ApproachPaper, by: User, at: datetime) -> None:
    """That somebody took the file along, in the history of the tender."""
    audit.record(
        action="approach_paper.downloaded", obj=paper.tender, organisation=paper.organisation_id, by=by, at=at,
        after={"build": paper.pk, "sha256": paper.document.sha256 if paper.document else ""},
    )  # fmt: skip


def build_waiting(*, at: datetime, by: User) -> int:
    """Make every document that waits or was dropped by a worker; returns how many were made."""
    return jobs.run_due(_papers(), _make, at=at)


def build(*, key: int, at: datetime, by: User) -> bool:
    """Make one document, unless another worker has it."""
    return jobs.run(_papers(), _make, key=key, at=at)


def _papers() -> ApproachPaperQuerySet:
    return ApproachPaper.objects.select_related("organisation", "tender__organisation", "requested_by")


def _make(claim: Claim[ApproachPaper]) -> None:
    one = claim.job
    if not _may_see(one.requested_by, one.tender):
        raise jobs.Refused(_("Who asked for this document may not see the tender any more."))
    claim.tell(10, "gathering")
    made = approach_paper.make(
        one.tender, number=one.round, reader=one.requested_by, language=one.language, at=one.requested_at,
        tell=claim.tell,
    )  # fmt: skip
    claim.tell(90, "file")
    with transaction.atomic():
        document = uploads.store_own(
            content=made.content, kind=made.kind, name=made.name, organisation=one.organisation, by=one.requested_by,
            at=claim.at, confidentiality=Document.Confidentiality.ORGANISATION,
        )  # fmt: skip
        claim.finish(document=document)


def _may_see(user: User, tender: Tender) -> bool:
    return Tender.objects.visible_to(user).filter(pk=tender.pk).exists()
