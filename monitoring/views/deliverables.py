"""The page of one deliverable: its due date and how it came about, what came in, and who was told what."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.models import OutgoingMessage, User
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from monitoring.models import Reminder
from monitoring.wording import moment_of
from suppliers.deadlines import days_late
from suppliers.models import Deliverable, DueDateChange, ExtensionRequest, Submission, SubmissionFile
from suppliers.permissions import (
    can_assess,
    can_correct_due_date,
    can_decide,
    can_decide_extension,
    can_read_assessments,
    can_read_confidential,
    can_request_extension,
    can_waive,
    is_decider,
)
from suppliers.querysets import AWAITED
from suppliers.reads_history import history_of_deliverable


@internal
@require_GET
def deliverable_detail(request: MemberRequest, pk: int) -> HttpResponse:
    today = local_date(request.now)
    deliverable = get_object_or_404(_seen(request.user).with_timeliness(today), pk=pk)
    late = 0
    if deliverable.submitted_on:
        late = days_late(deliverable.submitted_on, deliverable.first_due_on, deliverable.grace_days)
    paused_until = deliverable.reminders_paused_until
    reminders = Reminder.objects.visible_to(request.user).filter(deliverable=deliverable)
    ledger = [(moment_of(each), each) for each in reminders.select_related("recipient", "message")]
    shown_by_ledger = reminders.exclude(message=None).values("message")
    context: dict[str, Any] = {
        "deliverable": deliverable,
        "contract": deliverable.contract,
        "today": today,
        "days_late": late,
        "changes": list(deliverable.due_date_changes.all()),
        "original_due_on": _original(deliverable),
        "extensions": list(deliverable.extension_requests.all()),
        "versions": [(version, getattr(version, "assessment", None)) for version in deliverable.submissions.all()],
        "is_paused": paused_until is not None and paused_until >= today,
        "reminders": [(when, each) for when, each in ledger if each.message],
        "passed_over": [(when, each) for when, each in ledger if not each.message],
        "mail": list(
            OutgoingMessage.objects.visible_to(request.user).about(deliverable).exclude(pk__in=shown_by_ledger)
        ),
        **_rights(request.user, deliverable),
    }
    context["history"] = history_of_deliverable(
        deliverable, with_reading=context["may_read_files"], with_remarks=context["may_read_assessments"]
    )
    return render(request, "suppliers/deliverable_detail.html", context)


def _seen(user: User) -> Any:
    """The deliverable with all that its page shows; of the versions only those handed in."""
    versions = Submission.objects.visible_to(user).select_related("submitted_by", "assessment__completed_by")
    return (
        Deliverable.objects.visible_to(user)
        .select_related("contract__organisation", "contract__supplier", "contract__contract_manager", "term")
        .prefetch_related(
            Prefetch("submissions", versions),
            Prefetch("submissions__files", SubmissionFile.objects.select_related("document")),
            Prefetch("due_date_changes", DueDateChange.objects.select_related("changed_by")),
            Prefetch("extension_requests", ExtensionRequest.objects.select_related("requested_by", "decided_by")),
        )
    )


def _original(deliverable: Deliverable) -> Any:
    first = next(iter(deliverable.due_date_changes.all()), None)
    return first.from_date if first else deliverable.due_on


def _rights(user: User, deliverable: Deliverable) -> dict[str, Any]:
    """What the reader may do here now, for showing or leaving out buttons."""
    organisation = deliverable.contract.organisation_id
    asked = next((each for each in deliverable.extension_requests.all() if each.state == "requested"), None)
    if asked is not None:
        asked.deliverable = deliverable
    is_awaited = deliverable.state in AWAITED
    return {
        "open_extension": asked,
        "may_decide_extension": asked is not None and can_decide_extension(user, asked),
        "may_request_extension": is_awaited and asked is None and can_request_extension(user, deliverable),
        "may_start": deliverable.state == "submitted" and can_assess(user, deliverable),
        "may_continue": deliverable.state == "in_assessment"
        and (can_assess(user, deliverable) or can_decide(user, deliverable)),
        "may_decide": deliverable.state == "in_assessment" and is_decider(user, organisation),
        "may_waive": can_waive(user, deliverable),
        "may_correct": is_awaited and can_correct_due_date(user, deliverable.contract),
        "may_pause": can_correct_due_date(user, deliverable.contract),
        "may_read_files": can_read_confidential(user, organisation),
        "may_read_assessments": can_read_assessments(user, organisation),
    }
