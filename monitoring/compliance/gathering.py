"""The rows of a compliance report: what its reader may see, as of the end of a day. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.calendar import end_of_day, last_working_day_before
from accounts.models import AuditEvent, Organisation, User
from accounts.permissions import has_right
from accounts.roles import READ
from dialogues.models import Agreement, Confirmation, Meeting
from monitoring.models import Reminder
from procurement.models import Ambition
from suppliers.models import (
    Contract,
    Deliverable,
    DueDateChange,
    ExtensionRequest,
    Finding,
    Submission,
    SubmissionFile,
    Supplier,
)
from suppliers.permissions import can_read_assessments, can_read_confidential
from suppliers.querysets import ACCEPTED, DeliverableQuerySet


@dataclass(frozen=True)
class Subject:
    """Whose report, of what, for whom, as of which day. Without ``contract`` it covers all of the supplier here."""

    organisation: Organisation
    supplier: Supplier
    contract: Contract | None
    reader: User
    as_of: date


@dataclass(frozen=True)
class Figures:
    """Counted by the same reads as the annual report, over everything due by the day instead of in a year."""

    due: int
    received: int
    on_time: int
    late: int
    accepted: int
    outstanding: int
    overdue: int


@dataclass(frozen=True)
class Owed:
    """A deliverable as it was on the day."""

    row: Deliverable
    due_on: date
    original_due_on: date
    received_on: date | None
    submissions: list[Submission]
    changes: list[DueDateChange]
    extensions: list[ExtensionRequest]
    is_overdue: bool
    is_awaited: bool


@dataclass(frozen=True)
class Gathered:
    """All rows. None for what the reader's role does not show."""

    subject: Subject
    figures: Figures
    contracts: list[Contract]
    owed: dict[int, list[Owed]]
    reminders: dict[int, list[Reminder]]
    meetings: list[Meeting] | None
    agreements: list[Agreement] | None
    findings: list[Finding] | None
    steps: dict[int, list[AuditEvent]]
    reads_files: bool
    reads_assessments: bool


def gather(subject: Subject) -> Gathered:
    """Read it all; nothing that the reader could not open himself."""
    reader, organisation = subject.reader, subject.organisation
    contracts = _contracts(subject)
    rows = Deliverable.objects.visible_to(reader).filter(contract__in=contracts)
    owed: dict[int, list[Owed]] = {}
    for one in _owed(rows, subject):
        owed.setdefault(one.row.contract_id, []).append(one)
    sees_dialogues = has_right(reader, organisation, "dialogue", READ)
    findings = _findings(subject, contracts) if has_right(reader, organisation, "findings", READ) else None
    return Gathered(
        subject=subject,
        figures=_figures(rows, subject.as_of, [one for several in owed.values() for one in several]),
        contracts=contracts,
        owed=owed,
        reminders=_reminders(subject, rows),
        meetings=_meetings(subject) if sees_dialogues else None,
        agreements=_agreements(subject) if sees_dialogues else None,
        findings=findings,
        steps=_steps(findings or [], subject.as_of),
        reads_files=can_read_confidential(reader, organisation),
        reads_assessments=can_read_assessments(reader, organisation),
    )


def _contracts(subject: Subject) -> list[Contract]:
    seen = Contract.objects.visible_to(subject.reader).of(subject.organisation)
    chosen = seen.filter(pk=subject.contract.pk) if subject.contract else seen.filter(supplier=subject.supplier)
    levels = Ambition.objects.exclude(level=None).select_related("theme")
    related = chosen.select_related("supplier", "contract_manager", "tender__organisation")
    return list(
        related.prefetch_related("terms", Prefetch("tender__ambitions", levels)).order_by("start_on", "reference")
    )


def _figures(rows: DeliverableQuerySet, as_of: date, owed: list[Owed]) -> Figures:
    due = rows.with_due_on_as_of(as_of).filter(Q(due_on_as_of__lte=as_of)).exclude(state="waived")
    received = due.received(as_of)
    return Figures(
        due=due.count(),
        received=received.count(),
        on_time=due.on_time(as_of).count(),
        late=due.late(as_of).count(),
        accepted=received.filter(state__in=ACCEPTED).exclude(assessed_on__gt=as_of).count(),
        outstanding=rows.outstanding(as_of).count(),
        overdue=sum(one.is_overdue for one in owed),
    )


def _owed(rows: DeliverableQuerySet, subject: Subject) -> list[Owed]:
    ends = end_of_day(subject.as_of)
    versions = Submission.objects.visible_to(subject.reader).select_related(
        "submitted_by", "assessment__completed_by", "assessment__started_by"
    )
    found = (
        rows.with_due_on_as_of(subject.as_of)
        .prefetch_related(
            Prefetch("submissions", versions.order_by("number")),
            Prefetch("submissions__files", SubmissionFile.objects.select_related("document")),
            "submissions__assessment__answers",
            Prefetch("due_date_changes", DueDateChange.objects.select_related("changed_by")),
            Prefetch(
                "extension_requests",
                ExtensionRequest.objects.filter(requested_at__lte=ends)
                .select_related("requested_by", "decided_by")
                .order_by("requested_at"),
            ),
        )
        .order_by("due_on", "pk")
    )
    return [_as_of(row, subject.as_of) for row in found]


def _as_of(row: Deliverable, as_of: date) -> Owed:
    ends = end_of_day(as_of)
    every = list(row.due_date_changes.all())
    changes = [change for change in every if change.changed_on <= as_of]
    original = every[0].from_date if every else row.due_on
    due_on = changes[-1].to_date if changes else original
    submissions = [one for one in row.submissions.all() if one.submitted_at and one.submitted_at <= ends]
    is_received = row.submitted_on is not None and row.submitted_on <= as_of
    is_awaited = row.state != "waived" and (not is_received or _asks_revision(row, submissions, as_of))
    until = due_on + timedelta(days=row.grace_days)
    return Owed(
        row=row,
        due_on=due_on,
        original_due_on=original,
        received_on=row.submitted_on if is_received else None,
        submissions=submissions,
        changes=changes,
        extensions=list(row.extension_requests.all()),
        is_overdue=is_awaited and until <= last_working_day_before(as_of),
        is_awaited=is_awaited,
    )


def _asks_revision(row: Deliverable, submissions: list[Submission], as_of: date) -> bool:
    """Whether the newest version that had come by then was judged to need a revision by then."""
    judged: Any = getattr(submissions[-1], "assessment", None) if submissions else None
    if judged is None:
        return row.state == "revision_requested" and not (row.assessed_on and row.assessed_on > as_of)
    return bool(judged.outcome == "revision_requested" and judged.completed_at <= end_of_day(as_of))


def _reminders(subject: Subject, rows: DeliverableQuerySet) -> dict[int, list[Reminder]]:
    sent = (
        Reminder.objects.visible_to(subject.reader)
        .filter(deliverable__in=rows, created_at__lte=end_of_day(subject.as_of))
        .select_related("deliverable", "recipient", "message")
        .order_by("created_at", "pk")
    )
    found: dict[int, list[Reminder]] = {}
    for one in sent:
        if one.deliverable is not None:
            found.setdefault(one.deliverable.contract_id, []).append(one)
    return found


def _about(subject: Subject) -> QuerySet[Meeting]:
    meetings = Meeting.objects.visible_to(subject.reader).of(subject.organisation).filter(date__lte=subject.as_of)
    if subject.contract:
        return meetings.about_contract(subject.contract.pk)
    return meetings.with_supplier(subject.supplier.pk)


def _meetings(subject: Subject) -> list[Meeting]:
    own = Confirmation.objects.filter(supplier=subject.supplier, asked_at__lte=end_of_day(subject.as_of))
    confirmations = Prefetch("confirmations", own.select_related("answered_by").order_by("round"))
    return list(_about(subject).select_related("organiser").prefetch_related(confirmations).order_by("date", "pk"))


def _agreements(subject: Subject) -> list[Agreement]:
    seen = Agreement.objects.visible_to(subject.reader).of(subject.organisation).filter(meeting__in=_about(subject))
    return list(seen.with_supplier(subject.supplier.pk).select_related("meeting").order_by("due_on", "pk"))


def _findings(subject: Subject, contracts: list[Contract]) -> list[Finding]:
    seen = Finding.objects.visible_to(subject.reader).filter(
        organisation=subject.organisation, reported_on__lte=subject.as_of
    )
    about = Q(contract__in=contracts) if subject.contract else Q(supplier=subject.supplier) | Q(contract__in=contracts)
    return list(seen.filter(about).select_related("theme", "contract").order_by("reported_on", "pk"))


def _steps(findings: list[Finding], as_of: date) -> dict[int, list[AuditEvent]]:
    events = AuditEvent.objects.filter(
        object_type=Finding._meta.label_lower, object_id__in=[one.pk for one in findings], at__lte=end_of_day(as_of)
    )
    found: dict[int, list[AuditEvent]] = {}
    for event in events.order_by("at", "pk"):
        if "state" in event.after:
            found.setdefault(event.object_id, []).append(event)
    return found
