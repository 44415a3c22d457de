"""Decisions on a deliverable itself: waived, or given another due date. What comes in is in submissions."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from suppliers.models import Deliverable, DueDateChange
from suppliers.querysets import AWAITED
from suppliers.workflow import DELIVERABLE


@transaction.atomic
def waive(*, deliverable: Deliverable, reason: str, by: User, at: datetime) -> Deliverable:
    """Let the supplier off. Only while it is expected, by a category manager, with a reason; for good."""
    return move(
        deliverable, workflow=DELIVERABLE, to="waived", by=by, at=at,
        organisation_id=deliverable.contract.organisation_id, reason=reason, waived_reason=reason.strip(),
    )  # fmt: skip


@transaction.atomic
def correct_due_date(*, deliverable: Deliverable, due_on: date, reason: str, by: User, at: datetime) -> Deliverable:
    """Put a wrong due date right, forwards or backwards, while the document is awaited. More time is an extension."""
    check_right(by, deliverable.contract.organisation_id, "contract", WRITE)
    fresh = Deliverable.objects.select_for_update().select_related("contract").get(pk=deliverable.pk)
    if fresh.state not in AWAITED:
        raise TransitionNotAllowed(_("The due date counts no more: the document came in or was waived."))
    if not reason.strip():
        raise ValidationError({"reason": _("This step asks a reason.")})
    if due_on == fresh.due_on:
        raise ValidationError({"due_on": _("This is the due date already.")})
    change_due_date(
        deliverable=fresh, due_on=due_on, source=DueDateChange.Source.CORRECTION, reason=reason, by=by, at=at
    )
    deliverable.due_on = fresh.due_on
    return fresh


def change_due_date(
    *, deliverable: Deliverable, due_on: date, source: str, reason: str, by: User, at: datetime
) -> DueDateChange:
    """Move the due date and keep the history; the caller has locked the row and checked that it may."""
    change = DueDateChange.objects.create(
        deliverable=deliverable,
        from_date=deliverable.due_on,
        to_date=due_on,
        source=source,
        reason=reason.strip(),
        changed_on=local_date(at),
        changed_at=at,
        changed_by=by,
    )
    deliverable.due_on = due_on
    deliverable.save(update_fields=["due_on"])
    audit.record(
        action="deliverable.due_date_changed", obj=deliverable, organisation=deliverable.contract.organisation_id,
        by=by, at=at, before={"due_on": change.from_date}, after={"due_on": due_on, "source": source}, reason=reason,
    )  # fmt: skip
    return change
