"""The pages of one category plan and of one action plan, with who was reminded of its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from monitoring.models import Reminder
from monitoring.wording import moment_of
from procurement.views import action_plans, category_plans


@internal
@require_GET
def category_plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    plan = category_plans.find(request, pk)
    return category_plans.detail(request, plan, reminders=_reminders(request, category_plan=plan))


@internal
@require_GET
def action_plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    plan = action_plans.find(request, pk)
    return action_plans.detail(request, plan, reminders=_reminders(request, action_plan=plan))


def _reminders(request: MemberRequest, **of: Any) -> list[tuple[str, Reminder]]:
    """Those that were sent; one that was passed over has a later one in its place."""
    rows = Reminder.objects.visible_to(request.user).filter(**of).exclude(message=None)
    return [(moment_of(each), each) for each in rows.select_related("recipient", "message")]
