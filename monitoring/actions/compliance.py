"""Making the file of a compliance report in the background (actions/jobs.py)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Organisation, User
from documents.actions import uploads
from documents.models import Document
from monitoring.actions import jobs
from monitoring.actions.jobs import Claim
from monitoring.compliance import Subject, files
from monitoring.models import ComplianceBuild
from monitoring.querysets import ComplianceBuildQuerySet
from suppliers.models import Contract, Supplier

TASK = "monitoring.tasks.build_compliance"


@transaction.atomic
def request(
    *,
    organisation: Organisation,
    supplier: Supplier,
    contract: Contract | None,
    as_of: date,
    file_format: str,
    language: str,
    by: User,
    at: datetime,
) -> ComplianceBuild:
    """Ask for the report of a contract, or without one of the supplier. The same that is being made is not made twice.

    Raises ``PermissionDenied`` for who does not see the contract or the supplier here.
    """
    if not _may_see(by, organisation, supplier, contract):
        raise PermissionDenied(_("Your role in this organisation does not allow you to see this."))
    build, is_new = jobs.ask(
        ComplianceBuild.objects.all(), task=TASK, at=at, organisation=organisation, supplier=supplier,
        contract=contract, as_of=as_of, format=file_format, language=language, requested_by=by,
    )  # fmt: skip
    if is_new:
        audit.record(
            action="compliance_report.requested", obj=contract or supplier, organisation=organisation, by=by, at=at,
            after={"build": build.pk, "as_of": as_of, "format": file_format, "language": language},
        )  # fmt: skip
    return build


@transaction.atomic
def retry(*, build: ComplianceBuild, by: User, at: datetime) -> None:
    """Try a failed build again, by who asked for it."""
    if build.requested_by_id != by.pk:
        raise PermissionDenied(_("Your role in this organisation does not allow you to see this."))
    jobs.retry(ComplianceBuild.objects.all(), key=build.pk, task=TASK)
    audit.record(
        action="compliance_report.retried", obj=build.contract or build.supplier, organisation=build.organisation_id,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def note_download(*, build: ComplianceBuild, by: User, at: datetime) -> None:
    """That somebody took the file along, in the history of what it is about."""
    audit.record(
        action="compliance_report.downloaded", obj=build.contract or build.supplier, organisation=build.organisation_id,
        by=by, at=at, after={"build": build.pk, "sha256": build.document.sha256 if build.document else ""},
    )  # fmt: skip


def build_waiting(*, at: datetime, by: User) -> int:
    """Make every file that waits or was dropped by a worker; returns how many were made."""
    return jobs.run_due(_builds(), _make, at=at)


def build(*, key: int, at: datetime, by: User) -> bool:
    """Make one file, unless another worker has it."""
    return jobs.run(_builds(), _make, key=key, at=at)


def _builds() -> ComplianceBuildQuerySet:
    return ComplianceBuild.objects.select_related("organisation", "supplier", "contract", "requested_by")


def _make(claim: Claim[ComplianceBuild]) -> None:
    one = claim.job
    if not _may_see(one.requested_by, one.organisation, one.supplier, one.contract):
        raise jobs.Refused(_("Who asked for this file may not see the contract or the supplier any more."))
    claim.tell(10, "figures")
    subject = Subject(one.organisation, one.supplier, one.contract, one.requested_by, one.as_of)
    made = files.make(subject, file_format=one.format, language=one.language, at=one.requested_at, tell=claim.tell)
    claim.tell(90, "file")
    with transaction.atomic():
        document = uploads.store_own(
            content=made.content, kind=made.kind, name=made.name, organisation=one.organisation, by=one.requested_by,
            at=claim.at, confidentiality=Document.Confidentiality.ORGANISATION,
        )  # fmt: skip
        claim.finish(document=document)


def _may_see(user: User, organisation: Organisation, supplier: Supplier, contract: Contract | None) -> bool:
    if contract is not None:
        seen = Contract.objects.visible_to(user).of(organisation)
        return seen.filter(pk=contract.pk, supplier=supplier).exists()
    return Supplier.objects.visible_to(user).of(organisation).filter(pk=supplier.pk).exists()
