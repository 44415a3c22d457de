"""Category plans: the list, one of them, a new one, and changing a draft."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from procurement.actions import category_plans
from procurement.actions.category_plans import AREA
from procurement.category_plan_forms import MORE_KPIS, CategoryPlanEntry
from procurement.forms import ReasonForm
from procurement.models import CategoryPlan, Tender
from procurement.plan_filters import STANDING_LABELS, CategoryPlanFilter, ordered
from procurement.plan_forms import DecideForm
from procurement.views.plan_writing import PlanWriting, answer_detail, answer_list

PAGE_SIZE = 50


def listed(request: MemberRequest) -> CategoryPlanFilter:
    """The filter over the plans of the organisation in which the member works now."""
    visible = CategoryPlan.objects.visible_to(request.user).of(request.organisation)
    return CategoryPlanFilter(
        request.GET, visible, organisation=request.organisation, day=local_date(request.now)
    )  # fmt: skip


def find(request: MemberRequest, pk: int) -> CategoryPlan:
    """The plan with all that it says, if this member may see it; else 404."""
    visible = CategoryPlan.objects.visible_to(request.user).of(request.organisation)
    found = visible.with_contents().select_related("organisation", "changed_by")
    return cast("CategoryPlan", get_object_or_404(found, pk=pk))


@internal
@require_GET
def category_plan_list(request: MemberRequest) -> HttpResponse:
    found = listed(request)
    rows = ordered(found.qs, request.GET.get("sort", "")).with_contents()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    day = local_date(request.now)
    context = {
        "filter": found,
        "page": page,
        "rows": [row_of(plan, day) for plan in page],
    }
    return answer_list(request, "category_plan", AREA, context)


def row_of(plan: CategoryPlan, day: date) -> dict[str, Any]:
    """A plan in the list: what it is today, its focuses, and how many of its KPIs reach their target."""
    kpis = list(plan.kpis.all())
    standing = plan.standing(day)
    return {
        "plan": plan,
        "standing": standing,
        "standing_label": STANDING_LABELS[standing],
        "focuses": [row for row in plan.agreements.all() if row.is_focus],
        "kpis": len(kpis),
        "measured": sum(kpi.is_reached is not None for kpi in kpis),
        "reached": sum(kpi.is_reached is True for kpi in kpis),
    }


def detail(
    request: MemberRequest,
    plan: CategoryPlan,
    *,
    decision: DecideForm | None = None,
    back: ReasonForm | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of one plan: what was agreed, what came of it each year, its editions and its history.

    With what somebody filled in wrong at a step; ``more`` is what its template shows of the apps above.
    """
    day = local_date(request.now)
    tenders = Tender.objects.visible_to(request.user).of(plan.organisation).in_category(plan.category_id)
    context = {
        **row_of(plan, day),
        "years": [year for year in plan.years if year <= day.year],
        "kpi_rows": _kpi_rows(plan, day),
        "tenders": tenders.count(),
        **more,
    }
    return answer_detail(
        request, plan, "category_plan", context, missing_of=category_plans.missing_of, decision=decision, back=back
    )  # fmt: skip


def _kpi_rows(plan: CategoryPlan, day: date) -> list[dict[str, Any]]:
    """Per KPI its result of each year that has begun; none where nothing was measured."""
    found = []
    for kpi in plan.kpis.all():
        results = {result.year: result for result in kpi.results.all()}
        years = [(year, results.get(year)) for year in plan.years if year <= day.year]
        cells = [(result, result is not None and kpi.is_reached_by(result.value)) for _year, result in years]
        found.append({"kpi": kpi, "cells": cells})
    return found


WRITING = PlanWriting("category-plan", verbs=category_plans, entry=CategoryPlanEntry, more={"kpis": MORE_KPIS})


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def category_plan_create(request: MemberRequest) -> HttpResponse:
    """A draft; the address may name the category."""
    category = request.GET.get("category", "")
    named = {"category": category} if category.isdecimal() else {}
    return WRITING.create(request, {"responsible": request.user, **named})


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def category_plan_edit(request: MemberRequest, pk: int) -> HttpResponse:
    return WRITING.edit(request, find(request, pk))
