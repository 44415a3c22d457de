"""One goal of an action plan: its figure, the tenders behind it as a page and a file, and why it was not reached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import listing
from procurement.action_plan_forms import ExplanationForm
from procurement.actions import action_plans
from procurement.actions.action_plans import AREA
from procurement.forms import show
from procurement.goal_board import GoalView, view_of
from procurement.goal_figures import AMONG, COUNTED, EXPLAINED, MISSED, PARTS, UNKNOWN, figures, rows
from procurement.models import ActionGoal, ActionPlan, Tender, Theme
from procurement.plan_period import ADOPTED
from procurement.querysets import TenderQuerySet
from procurement.views.action_plans import find
from procurement.views.category_plan_steps import answer_file

PAGE_SIZE = 50


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def action_goal(request: MemberRequest, pk: int, goal_pk: int) -> HttpResponse:
    """The figure with the tenders behind it; who writes explains why it was not reached."""
    plan = find(request, pk)
    view = _view(request, _goal(plan, goal_pk))
    asks = plan.state == ADOPTED and view.status in (MISSED, EXPLAINED)
    may_explain = asks and has_right(request.user, plan.organisation, AREA, WRITE)
    form = ExplanationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_right(request.user, plan.organisation, AREA, WRITE)
        if form.is_valid() and _explained(request, view.goal, form):
            return redirect("procurement:action-goal", pk, goal_pk)
    part = _part(request, view)
    found = rows(view.goal, part, _tenders(request)).order_by("award_date", "pk")
    levels = found.prefetch_related("ambitions")
    page = Paginator(levels, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan, "view": view, "part": part, "tabs": _tabs(view, part), "page": page,
        "tenders": [(tender, _level_of(tender, view.goal)) for tender in page],
        "form": form if may_explain else None,
    }  # fmt: skip
    is_wrong = may_explain and form.errors
    return render(request, "procurement/action_goal.html", context, status=422 if is_wrong else 200)


@internal
@require_GET
def action_goal_export(request: MemberRequest, pk: int, goal_pk: int, kind: str) -> HttpResponseBase:
    """The tenders behind one part of the figure, as CSV or XLSX."""
    view = _view(request, _goal(find(request, pk), goal_pk))
    themes = list(Theme.objects.all())
    found = rows(view.goal, _part(request, view), _tenders(request)).order_by("award_date", "pk").with_obligation()
    return answer_file(request, kind, _("tenders of a goal"), listing.header(themes), listing.rows(found, themes))


def _explained(request: MemberRequest, goal: ActionGoal, form: ExplanationForm) -> bool:
    try:
        action_plans.explain(goal=goal, text=form.cleaned_data["text"], by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return True
    except ValidationError as error:
        show(form, error)
        return False
    messages.success(request, _("The explanation is recorded."))
    return True


def _goal(plan: ActionPlan, key: int) -> ActionGoal:
    goals = ActionGoal.objects.filter(plan=plan).select_related("theme").prefetch_related("explanations__explained_by")
    return get_object_or_404(goals, pk=key)


def _tenders(request: MemberRequest) -> TenderQuerySet:
    return Tender.objects.visible_to(request.user).of(request.organisation)


def _view(request: MemberRequest, goal: ActionGoal) -> GoalView:
    return view_of(goal, figures([goal], _tenders(request))[goal.pk], local_date(request.now).year)


def _part(request: MemberRequest, view: GoalView) -> str:
    part = request.GET.get("part", COUNTED)
    if part not in PARTS or (part == AMONG and not view.goal.is_share):
        raise Http404
    return part


def _tabs(view: GoalView, part: str) -> list[dict[str, Any]]:
    labels = {COUNTED: _("Reach it"), AMONG: _("Awarded in the year"), UNKNOWN: _("Unknown")}
    numbers = {COUNTED: view.figure.numerator, AMONG: view.figure.denominator, UNKNOWN: view.figure.unknown}
    return [
        {"label": label, "url": f"?part={code}", "current": code == part, "number": numbers[code]}
        for code, label in labels.items()
        if numbers[code] is not None
    ]


def _level_of(tender: Tender, goal: ActionGoal) -> int | None:
    return next((row.level for row in tender.ambitions.all() if row.theme_id == goal.theme_id), None)
