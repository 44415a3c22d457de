"""What a supplier hands in: prepared together, file by file, then submitted as one version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from documents.actions import drafts, uploads
from documents.actions.uploads import CheckedUpload, UploadRefused
from suppliers import notifications
from suppliers.models import Deliverable, DeliverableKind, Submission, SubmissionFile
from suppliers.workflow import DELIVERABLE

MOST_FILES = 40
"""Files in one submission (ours)."""

DETAILS = ("note", "effective_on", "public_url", "confidentiality")


@transaction.atomic
def start(*, deliverable: Deliverable, by: User, at: datetime) -> Submission:
    """The version that the supplier's people prepare now; made when there is none, shared by all of them."""
    deliverable = _locked(deliverable, by)
    _check_may_prepare(deliverable)
    return _started(deliverable, by=by, at=at)


@transaction.atomic
def add_file(*, submission: Submission, file: CheckedUpload, by: User, at: datetime) -> SubmissionFile:
    """Keep one file with the version in preparation. The same file twice is refused, so that a retry does no harm."""
    return _with_file(_open(submission, by), file, by=by, at=at)


@transaction.atomic
def refuse_file(*, submission: Submission, refused: UploadRefused, by: User, at: datetime) -> None:
    """Leave in the trail that somebody sent a file with a virus. Nothing of the file is kept."""
    _record(
        "submission.file_refused", _open(submission, by), by=by, at=at, after={"file": refused.name},
        reason=str(refused),
    )  # fmt: skip


@transaction.atomic
def remove_file(*, file: SubmissionFile, by: User, at: datetime) -> None:
    """Take a file back out, content and all. Only before submitting: what was handed in stays."""
    submission = _open(file.submission, by)
    document = file.document
    _record(
        "submission.file_removed", submission, by=by, at=at, before={"file": document.name, "sha256": document.sha256}
    )
    file.delete()
    drafts.discard(document=document, by=by, at=at)


@transaction.atomic
def save_details(
    *,
    submission: Submission,
    note: str,
    effective_on: date | None,
    public_url: str,
    confidentiality: str,
    by: User,
    at: datetime,
) -> Submission:
    """Keep what was filled in beside the files. Saving what stands already leaves no trace."""
    details = {
        "note": note, "effective_on": effective_on, "public_url": public_url, "confidentiality": confidentiality
    }  # fmt: skip
    return _with_details(_open(submission, by), details, by=by, at=at)


@transaction.atomic
def submit(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Hand the version in. Late is accepted; the first submission decides on that, later versions do not change it.

    Raises ``ValidationError`` when there is nothing to hand in, ``TransitionNotAllowed`` when somebody did it already.
    """
    return _submitted(_open(submission, by), by=by, at=at)


@transaction.atomic
def hand_in(
    *, deliverable: Deliverable, files: Sequence[CheckedUpload], details: Mapping[str, Any], by: User, at: datetime
) -> Submission:
    """Start, fill and submit a version at once, for who has all at hand; refuses what the single steps refuse."""
    deliverable = _locked(deliverable, by)
    _check_may_prepare(deliverable)
    submission = _started(deliverable, by=by, at=at)
    submission.deliverable = deliverable
    for file in files:
        _with_file(submission, file, by=by, at=at)
    return _submitted(_with_details(submission, details, by=by, at=at), by=by, at=at)


def _started(deliverable: Deliverable, *, by: User, at: datetime) -> Submission:
    opened = deliverable.submissions.filter(submitted_at=None).first()
    if opened is not None:
        return opened
    last = deliverable.submissions.aggregate(last=Max("number"))["last"] or 0
    earlier = deliverable.submissions.first()
    submission = Submission.objects.create(
        deliverable=deliverable,
        number=last + 1,
        started_at=at,
        started_by=by,
        public_url=earlier.public_url if earlier else "",
        **({"confidentiality": earlier.confidentiality} if earlier else {}),
    )
    _record("submission.started", submission, by=by, at=at, after={"number": submission.number})
    return submission


def _with_file(submission: Submission, file: CheckedUpload, *, by: User, at: datetime) -> SubmissionFile:
    kept = submission.files.select_related("document")
    if any((known.document.sha256, known.document.name) == (file.sha256, file.name) for known in kept):
        raise ValidationError(_("%(name)s is already in the list."), params={"name": file.name})
    if len(kept) >= MOST_FILES:
        raise ValidationError(_("A submission holds at most %(most)s files."), params={"most": MOST_FILES})
    document = uploads.store(
        file=file,
        organisation=submission.deliverable.contract.organisation,
        by=by,
        at=at,
        confidentiality=submission.confidentiality,
    )
    added = SubmissionFile.objects.create(submission=submission, document=document)
    _record("submission.file_added", submission, by=by, at=at, after={"file": document.name, "sha256": document.sha256})
    return added


def _with_details(submission: Submission, details: Mapping[str, Any], *, by: User, at: datetime) -> Submission:
    before = audit.snapshot(submission, *DETAILS)
    for name in DETAILS:
        setattr(submission, name, details[name])
    old, new = audit.changes(before, audit.snapshot(submission, *DETAILS))
    if new:
        submission.clean_fields(exclude=["deliverable", "started_by", "submitted_by", "submitted_at"])
        submission.save(update_fields=list(DETAILS))
        _record("submission.changed", submission, by=by, at=at, before=old, after=new)
    return submission


def _submitted(submission: Submission, *, by: User, at: datetime) -> Submission:
    deliverable = submission.deliverable
    files = list(submission.files.select_related("document"))
    _check_complete(submission, has_files=bool(files))
    drafts.set_confidentiality(
        documents=[file.document for file in files], confidentiality=submission.confidentiality, by=by, at=at
    )
    submission.submitted_at, submission.submitted_by = at, by
    submission.save(update_fields=["submitted_at", "submitted_by"])
    today = local_date(at)
    changes: dict[str, Any] = {"submitted_on": deliverable.submitted_on or today, "submitted_by_id": by.pk}
    if submission.public_url and submission.public_url != deliverable.public_url:
        changes |= {"public_url": submission.public_url, "published_on": deliverable.published_on or today}
    move(
        deliverable, workflow=DELIVERABLE, to="submitted", by=by, at=at,
        organisation_id=deliverable.contract.organisation_id, **changes,
    )  # fmt: skip
    _record(
        "submission.submitted", submission, by=by, at=at,
        after={"number": submission.number, "files": {f.document.name: f.document.sha256 for f in files}},
    )  # fmt: skip
    notifications.submission_received(submission=submission, at=at)
    notifications.submission_to_assess(submission=submission, at=at)
    return submission


def _locked(deliverable: Deliverable, by: User) -> Deliverable:
    """The deliverable as it is now, ours until the end of the transaction; refuses who has no business with it."""
    found = (
        Deliverable.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("contract__organisation", "contract__supplier")
        .filter(pk=deliverable.pk)
        .first()
    )
    if found is None or not by.is_supplier:
        raise PermissionDenied(_("You are not invited to hand this in."))
    return found


def _open(submission: Submission, by: User) -> Submission:
    deliverable = _locked(submission.deliverable, by)
    fresh = Submission.objects.get(pk=submission.pk)
    fresh.deliverable = deliverable
    if fresh.submitted_at is not None:
        raise TransitionNotAllowed(_("This version has been handed in already, perhaps by a colleague."))
    _check_may_prepare(deliverable)
    return fresh


def _check_may_prepare(deliverable: Deliverable) -> None:
    if DELIVERABLE.move(deliverable.state, "submitted") is None:
        raise TransitionNotAllowed(
            _("Nothing can be handed in now: it is “%(state)s”.") % {"state": deliverable.get_state_display()}
        )


def _check_complete(submission: Submission, *, has_files: bool) -> None:
    is_report = submission.deliverable.kind == DeliverableKind.ANNUAL_REPORT
    if not has_files and not (is_report and submission.public_url):
        raise ValidationError(
            {
                "documents": _("Add a file, or fill in the public address of the report.")
                if is_report
                else _("Add at least one file.")
            }
        )


def _record(
    action: str,
    submission: Submission,
    *,
    by: User,
    at: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    """Leave the event with the deliverable, whose history people read."""
    audit.record(
        action=action, obj=submission.deliverable, organisation=submission.deliverable.contract.organisation_id,
        by=by, at=at, before=before, after=after, reason=reason,
    )  # fmt: skip
