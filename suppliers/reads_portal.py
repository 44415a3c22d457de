"""What a supplier's contact person reads: what is asked and by which questions, and what happened so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.templatetags.ui import day_text
from suppliers.models import Assessment, Deliverable, Submission, SubmissionFile

LOOKS_AHEAD = timedelta(days=183)
"""What is due later than this is shown folded (ours)."""


@dataclass
class Asked:
    """The deliverables of one reader, by what he has to do with them."""

    overdue: list[Deliverable] = field(default_factory=list)
    to_do: list[Deliverable] = field(default_factory=list)
    later: list[Deliverable] = field(default_factory=list)
    waiting: list[Deliverable] = field(default_factory=list)
    done: list[Deliverable] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.to_do or self.later or self.waiting or self.done)


def _awaited(found: Asked, row: Any, today: date) -> list[Deliverable]:
    """The group of something that the supplier has to hand in."""
    if row.is_overdue:
        return found.overdue
    return found.to_do if row.has_draft or row.due_on <= today + LOOKS_AHEAD else found.later


@dataclass(frozen=True)
class Event:
    """One line of the history that both sides may see."""

    at: datetime
    title: str
    by: str = ""
    reason: str = ""
    tone: str = "neutral"
    submission: Submission | None = None


def asked_of(user: User, *, today: date) -> Asked:
    """Everything asked of this contact person, over all organisations that invited him; two queries."""
    rows = (
        Deliverable.objects.visible_to(user)
        .with_timeliness(today)
        .select_related("contract__organisation", "contract__supplier")
        .order_by("due_on", "pk")
    )
    opened = set(Submission.objects.visible_to(user).filter(submitted_at=None).values_list("deliverable_id", flat=True))
    found = Asked()
    for row in rows:
        row.has_draft = row.pk in opened  # type: ignore[attr-defined]  # shown on the page
        if row.state in ("expected", "revision_requested"):
            _awaited(found, row, today).append(row)
        elif row.state in ("submitted", "in_assessment"):
            found.waiting.append(row)
        else:
            found.done.append(row)
    found.done.reverse()
    return found


def submitted_versions(deliverable: Deliverable) -> list[Submission]:
    """What was handed in, newest first, with files and the finished judgement."""
    files = Prefetch("files", SubmissionFile.objects.select_related("document"))
    return list(
        deliverable.submissions.filter(submitted_at__isnull=False)
        .select_related("submitted_by", "assessment")
        .prefetch_related(files, "assessment__answers")
    )


def judgement(submission: Submission) -> Assessment | None:
    """The finished assessment of a version; what is still being judged is the buyer's alone."""
    found: Assessment | None = getattr(submission, "assessment", None)
    return found if found is not None and found.completed_at is not None else None


def history(deliverable: Deliverable, versions: Sequence[Submission]) -> list[Event]:
    """What happened, newest first, in words for the supplier."""
    buyer = str(deliverable.contract.organisation)
    events = []
    for version in versions:
        title = _("Version %(number)s handed in") % {"number": version.number}
        events.append(
            Event(version.submitted_at or version.started_at, title, str(version.submitted_by), "", "info", version)
        )
        judged = judgement(version)
        if judged is not None and judged.completed_at is not None:
            tone = "warning" if judged.outcome == Assessment.Outcome.REVISION_REQUESTED else "success"
            result = _("Result: %(outcome)s") % {"outcome": judged.get_outcome_display()}
            events.append(Event(judged.completed_at, result, buyer, judged.remarks, tone))
    events += _due_date_events(deliverable, buyer)
    return sorted(events, key=lambda event: event.at, reverse=True)


def _due_date_events(deliverable: Deliverable, buyer: str) -> list[Event]:
    events = [
        Event(
            change.changed_at,
            _("Due date moved to %(date)s") % {"date": day_text(change.to_date)},
            buyer,
            change.reason,
        )
        for change in deliverable.due_date_changes.all()
    ]
    for wish in deliverable.extension_requests.select_related("requested_by"):
        title = _("Extension until %(date)s asked") % {"date": day_text(wish.wanted_on)}
        events.append(Event(wish.requested_at, title, str(wish.requested_by), wish.reason, "info"))
        if wish.state == "refused" and wish.decided_at:
            events.append(Event(wish.decided_at, _("Extension refused"), buyer, wish.decision_reason, "warning"))
    return events
