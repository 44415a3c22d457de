"""The pages of one category plan and of one action plan, with who was reminded of its end, and their steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from monitoring.models import Reminder
from monitoring.wording import moment_of
from procurement.actions import action_plans as action_plan_verbs
from procurement.actions import category_plans as category_plan_verbs
from procurement.models import ActionPlan, CategoryPlan
from procurement.views import action_plans, category_plans
from procurement.views.plan_steps import PlanSteps


@internal
@require_GET
def category_plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _category_plan(request, category_plans.find(request, pk))


@internal
@require_GET
def action_plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _action_plan(request, action_plans.find(request, pk))


def _category_plan(request: MemberRequest, plan: CategoryPlan, **wrong: Any) -> HttpResponse:
    return category_plans.detail(request, plan, reminders=_reminders(request, category_plan=plan), **wrong)


def _action_plan(request: MemberRequest, plan: ActionPlan, **wrong: Any) -> HttpResponse:
    return action_plans.detail(request, plan, reminders=_reminders(request, action_plan=plan), **wrong)


def _reminders(request: MemberRequest, **of: Any) -> list[tuple[str, Reminder]]:
    """Those that were sent; one that was passed over has a later one in its place."""
    rows = Reminder.objects.visible_to(request.user).filter(**of).exclude(message=None)
    return [(moment_of(each), each) for each in rows.select_related("recipient", "message")]


CATEGORY_PLAN_STEPS = PlanSteps(
    "category-plan", find=category_plans.find, detail=_category_plan, verbs=category_plan_verbs
)
ACTION_PLAN_STEPS = PlanSteps("action-plan", find=action_plans.find, detail=_action_plan, verbs=action_plan_verbs)
