"""Action plans: the list, one of them with its progress, a new one, changing a draft, and one goal with its tenders."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions.transitions import may_move
from accounts.calendar import local_date
from accounts.models import AuditEvent
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.trail import lines
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import plan_listing
from procurement.action_plan_forms import MORE, ActionPlanEntry
from procurement.actions import action_plans
from procurement.actions.action_plans import AREA
from procurement.actions.plans import PlanChanged
from procurement.forms import ReasonForm, show
from procurement.goal_board import GoalView, views_of
from procurement.goal_figures import COMING, MISSED, REACHED
from procurement.models import ActionPlan
from procurement.plan_filters import STANDING_LABELS, ActionPlanFilter
from procurement.plan_forms import DecideForm
from procurement.plan_period import ADOPTED, DRAFT, SUBMITTED
from procurement.reads import themes_on
from procurement.views.category_plan_steps import answer_file
from procurement.views.plan_steps import PlanSteps
from procurement.workflow import ACTION_PLAN

PAGE_SIZE = 25
HISTORY = 40


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
        "may_write": has_right(request.user, request.organisation, AREA, WRITE),
        "query": request.GET.urlencode(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "procurement/_action_plan_results.html" if is_fragment else "procurement/action_plan_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


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


@internal
@require_GET
def action_plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """What the organisation wants, how far it is per goal, its editions and its history."""
    return detail(request, find(request, pk))


def detail(
    request: MemberRequest, plan: ActionPlan, *, decision: DecideForm | None = None, back: ReasonForm | None = None
) -> HttpResponse:
    """The page of one plan, with what somebody filled in wrong at a step."""
    day = local_date(request.now)
    may_write = has_right(request.user, plan.organisation, AREA, WRITE)
    may_adopt = may_move(
        plan, workflow=ACTION_PLAN, to=ADOPTED, by=request.user, organisation_id=plan.organisation_id
    )  # fmt: skip
    if decision is None and may_adopt:
        decision = DecideForm()
    if back is None and may_write and plan.state == SUBMITTED:
        back = ReasonForm(auto_id="id_back_%s")
    editions = ActionPlan.objects.visible_to(request.user).of(plan.organisation).order_by("-edition")
    goals = views_of([plan], request.user, day.year)[plan.pk]
    context = {
        **row_of(plan, goals, plan.standing(day)),
        "may_write": may_write,
        "by_year": [(year, [goal for goal in goals if goal.goal.year == year]) for year in plan.years],
        "this_year": day.year,
        "needed": action_plans.missing_of(plan) if may_write and plan.state == DRAFT else [],
        "decision": decision,
        "back": back if decision is None else None,
        "is_own": plan.submitted_by_id == request.user.pk,
        "editions": [(each, STANDING_LABELS[each.standing(day)]) for each in editions],
        "history": lines(AuditEvent.objects.about(plan)[:HISTORY]),
    }
    is_wrong = any(form is not None and form.errors for form in (decision, back))
    return render(request, "procurement/action_plan_detail.html", context, status=422 if is_wrong else 200)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def action_plan_create(request: MemberRequest) -> HttpResponse:
    check_right(request.user, request.organisation, AREA, WRITE)
    entry = _entry(request, None, {"responsible": request.user})
    if _is_sent(request) and entry.is_valid():
        try:
            plan = action_plans.create(
                organisation=request.organisation, by=request.user, at=request.now, **entry.facts.facts(),
                **entry.rows(),
            )  # fmt: skip
        except ValidationError as error:
            show(entry.facts, error)
        else:
            messages.success(request, _("The plan is a draft. Submit it when it is complete."))
            return redirect("procurement:action-plan-detail", plan.pk)
    return _form(request, entry, None)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def action_plan_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a draft; what somebody else saved meanwhile is not overwritten without saying so."""
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    if not plan.is_editable:
        messages.error(request, _("Only a draft can be changed. Make a new edition of an adopted plan."))
        return redirect("procurement:action-plan-detail", pk)
    entry = _entry(request, plan)
    if _is_sent(request) and entry.is_valid():
        try:
            action_plans.change(
                plan=plan, version=entry.facts.cleaned_data["version"], by=request.user, at=request.now,
                **entry.facts.facts(), **entry.rows(),
            )  # fmt: skip
        except PlanChanged as clash:
            entry.facts.rebase(clash.version)
            entry.facts.add_error(None, str(clash))
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("procurement:action-plan-detail", pk)
        except ValidationError as error:
            show(entry.facts, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("procurement:action-plan-detail", pk)
    return _form(request, entry, plan)


@internal
@require_GET
def action_plan_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """CSV or XLSX of the plans that the list shows, a row per goal."""
    found = list(listed(request).qs)
    day = local_date(request.now)
    rows = plan_listing.goal_rows(found, views_of(found, request.user, day.year), day)
    return answer_file(request, kind, _("action plans"), plan_listing.goal_header(), rows)


def _is_sent(request: MemberRequest) -> bool:
    return request.method == "POST" and not {"more_goals", "more_focuses"} & set(request.POST)


def _entry(request: MemberRequest, plan: ActionPlan | None, initial: dict[str, Any] | None = None) -> ActionPlanEntry:
    """The forms; the buttons for more rows give further empty ones without saving."""
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        for rows in ("goals", "focuses"):
            asked = str(data.get(f"{rows}-TOTAL_FORMS", ""))
            if f"more_{rows}" in data and asked.isdecimal():
                data[f"{rows}-TOTAL_FORMS"] = str(int(asked[:4]) + MORE)
    themes = themes_on(local_date(request.now))
    return ActionPlanEntry(data, organisation=request.organisation, themes=themes, plan=plan, initial=initial)


def _form(request: MemberRequest, entry: ActionPlanEntry, plan: ActionPlan | None) -> HttpResponse:
    is_wrong = _is_sent(request) and entry.has_errors
    context = {"entry": entry, "form": entry.facts, "plan": plan, "is_wrong": is_wrong}
    return render(request, "procurement/action_plan_form.html", context, status=422 if is_wrong else 200)


STEPS = PlanSteps("action-plan", find=find, detail=detail, verbs=action_plans)
