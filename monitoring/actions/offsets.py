"""An organisation's own moments of reminding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from monitoring.models import PlanLeadTime, ReminderOffset


@transaction.atomic
def replace(
    *, organisation: Organisation, days: Sequence[int], then_monthly: bool, plan_days: int | None = None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Remind on exactly these days from the due date; none gives the product's default back.

    ``plan_days``: so many days before its last day a plan is told to end; none is the product's default again.
    """
    check_right(by, organisation, "settings", WRITE)
    own = ReminderOffset.objects.select_for_update().filter(organisation=organisation)
    before = list(own.values_list("days", flat=True))
    own.delete()
    held = PlanLeadTime.objects.select_for_update().filter(organisation=organisation).first()
    if plan_days is None:
        PlanLeadTime.objects.filter(organisation=organisation).delete()
    else:
        PlanLeadTime.objects.update_or_create(organisation=organisation, defaults={"days": plan_days})
    last = max(days, default=None)
    ReminderOffset.objects.bulk_create(
        ReminderOffset(organisation=organisation, days=day, repeats_monthly=then_monthly and day == last)
        for day in days
    )
    audit.record(
        action="reminders.changed", obj=organisation, organisation=organisation, by=by, at=at,
        before={"days": before, "plan_days": held.days if held else None},
        after={"days": list(days), "then_monthly": then_monthly, "plan_days": plan_days},
    )  # fmt: skip
