"""Action plans: the list, one of them with its progress, a new one, changing a draft, and one goal with its tenders."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from procurement import plan_listing
from procurement.action_plan_forms import MORE, ActionPlanEntry
from procurement.actions import action_plans
from procurement.actions.action_plans import AREA
from procurement.forms import ReasonForm
from procurement.goal_board import GoalView, views_of
from procurement.goal_figures import COMING, MISSED, REACHED
from procurement.models import ActionPlan
from procurement.plan_filters import STANDING_LABELS, ActionPlanFilter
from procurement.plan_forms import DecideForm
from procurement.plan_period import ADOPTED
from procurement.views.category_plan_steps import answer_file
from procurement.views.plan_writing import PlanWriting, answer_detail, answer_list

PAGE_SIZE = 25


def listed(request: MemberRequest) -> ActionPlanFilter:
    """The filter over the plans of the organisation in which the member works now."""
    visible = ActionPlan.objects.visible_to(request.user).of(request.organisation).with_contents()
    return ActionPlanFilter(request.GET, visible.order_by("-valid_from", "-pk"), day=local_date(request.now))


def find(request: MemberRequest, pk: int) -> ActionPlan:
    """The plan with all that it says, if this member may see it; else 404."""
    visible = ActionPlan.objects.visible_to(request.user).of(request.organisation)
    found = visible.with_contents().select_related(
        "organisation", "changed_by", "responsible", "submitted_by", "adopted_by"
    )
    return cast("ActionPlan", get_object_or_404(found, pk=pk))


@internal
@require_GET
def action_plan_list(request: MemberRequest) -> HttpResponse:
    found = listed(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    day = local_date(request.now)
    goals = views_of(page, request.user, day.year)
    context = {
        "filter": found,
        "page": page,
        "rows": [row_of(plan, goals[plan.pk], plan.standing(day)) for plan in page],
    }
    return answer_list(request, "action_plan", AREA, context)


def row_of(plan: ActionPlan, goals: list[GoalView], standing: str) -> dict[str, Any]:
    """A plan in the list: what it is today, and how many goals were reached of those whose year is over."""
    over = [goal for goal in goals if goal.status not in (COMING, "running")]
    return {
        "plan": plan,
        "standing": standing,
        "standing_label": STANDING_LABELS[standing],
        "goals": goals,
        "over": len(over),
        "reached": sum(goal.status == REACHED for goal in over),
        "missed": sum(goal.status == MISSED for goal in over) if plan.state == ADOPTED else 0,
    }


def detail(
    request: MemberRequest,
    plan: ActionPlan,
    *,
    decision: DecideForm | None = None,
    back: ReasonForm | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of one plan: what the organisation wants, how far it is per goal, its editions and its history.

    With what somebody filled in wrong at a step; ``more`` is what its template shows of the apps above.
    """
    day = local_date(request.now)
    goals = views_of([plan], request.user, day.year)[plan.pk]
    context = {
        **row_of(plan, goals, plan.standing(day)),
        "by_year": [(year, [goal for goal in goals if goal.goal.year == year]) for year in plan.years],
        "this_year": day.year,
        **more,
    }
    return answer_detail(
        request, plan, "action_plan", context, missing_of=action_plans.missing_of, decision=decision, back=back
    )  # fmt: skip


WRITING = PlanWriting("action-plan", verbs=action_plans, entry=ActionPlanEntry, more={"goals": MORE, "focuses": MORE})


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def action_plan_create(request: MemberRequest) -> HttpResponse:
    return WRITING.create(request, {"responsible": request.user})


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def action_plan_edit(request: MemberRequest, pk: int) -> HttpResponse:
    return WRITING.edit(request, find(request, pk))


@internal
@require_GET
def action_plan_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """CSV or XLSX of the plans that the list shows, a row per goal."""
    found = list(listed(request).qs)
    day = local_date(request.now)
    rows = plan_listing.goal_rows(found, views_of(found, request.user, day.year), day)
    return answer_file(request, kind, _("action plans"), plan_listing.goal_header(), rows)
