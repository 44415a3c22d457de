"""Category plans: the list, one of them, a new one, and changing a draft."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
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
from procurement.actions import category_plans
from procurement.actions.category_plans import AREA
from procurement.actions.plans import PlanChanged
from procurement.category_plan_forms import MORE_KPIS, CategoryPlanEntry
from procurement.forms import ReasonForm, show
from procurement.models import CategoryPlan, Tender
from procurement.plan_filters import STANDING_LABELS, CategoryPlanFilter, ordered
from procurement.plan_forms import DecideForm
from procurement.plan_period import ADOPTED, DRAFT, SUBMITTED
from procurement.reads import themes_on
from procurement.workflow import CATEGORY_PLAN

PAGE_SIZE = 50
HISTORY = 40


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
        "may_write": has_right(request.user, request.organisation, AREA, WRITE),
        "query": request.GET.urlencode(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "procurement/_category_plan_results.html" if is_fragment else "procurement/category_plan_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


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


@internal
@require_GET
def category_plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """What was agreed, what came of it each year, its editions and its history."""
    return detail(request, find(request, pk))


def detail(
    request: MemberRequest, plan: CategoryPlan, *, decision: DecideForm | None = None, back: ReasonForm | None = None
) -> HttpResponse:
    """The page of one plan, with what somebody filled in wrong at a step."""
    day = local_date(request.now)
    may_write = has_right(request.user, plan.organisation, AREA, WRITE)
    may_adopt = may_move(
        plan, workflow=CATEGORY_PLAN, to=ADOPTED, by=request.user, organisation_id=plan.organisation_id
    )  # fmt: skip
    if decision is None and may_adopt:
        decision = DecideForm()
    if back is None and may_write and plan.state == SUBMITTED:
        back = ReasonForm(auto_id="id_back_%s")
    editions = CategoryPlan.objects.visible_to(request.user).of(plan.organisation).filter(category=plan.category)
    editions = editions.select_related("category").order_by("-edition")
    context = {
        **row_of(plan, day),
        "may_write": may_write,
        "needed": category_plans.missing_of(plan) if may_write and plan.state == DRAFT else [],
        "decision": decision,
        "back": back if decision is None else None,
        "is_own": plan.submitted_by_id == request.user.pk,
        "years": [year for year in plan.years if year <= day.year],
        "kpi_rows": _kpi_rows(plan, day),
        "editions": [(each, STANDING_LABELS[each.standing(day)]) for each in editions],
        "tenders": Tender.objects.visible_to(request.user).of(plan.organisation).in_category(plan.category_id).count(),
        "history": lines(AuditEvent.objects.about(plan)[:HISTORY]),
    }  # fmt: skip
    is_wrong = any(form is not None and form.errors for form in (decision, back))
    return render(request, "procurement/category_plan_detail.html", context, status=422 if is_wrong else 200)


def _kpi_rows(plan: CategoryPlan, day: date) -> list[dict[str, Any]]:
    """Per KPI its result of each year that has begun; none where nothing was measured."""
    found = []
    for kpi in plan.kpis.all():
        results = {result.year: result for result in kpi.results.all()}
        years = [(year, results.get(year)) for year in plan.years if year <= day.year]
        cells = [(result, result is not None and kpi.is_reached_by(result.value)) for _year, result in years]
        found.append({"kpi": kpi, "cells": cells})
    return found


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def category_plan_create(request: MemberRequest) -> HttpResponse:
    """A draft; the address may name the category."""
    check_right(request.user, request.organisation, AREA, WRITE)
    category = request.GET.get("category", "")
    initial = {"responsible": request.user, **({"category": category} if category.isdecimal() else {})}
    entry = _entry(request, None, initial)
    if _is_sent(request) and entry.is_valid():
        try:
            plan = category_plans.create(
                organisation=request.organisation, category=entry.facts.cleaned_data["category"], by=request.user,
                at=request.now, **entry.facts.facts(), **entry.rows(),
            )  # fmt: skip
        except ValidationError as error:
            show(entry.facts, error)
        else:
            messages.success(request, _("The plan is a draft. Submit it when it is complete."))
            return redirect("procurement:category-plan-detail", plan.pk)
    return _form(request, entry, None)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def category_plan_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a draft; what somebody else saved meanwhile is not overwritten without saying so."""
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    if not plan.is_editable:
        messages.error(request, _("Only a draft can be changed. Make a new edition of an adopted plan."))
        return redirect("procurement:category-plan-detail", pk)
    entry = _entry(request, plan)
    if _is_sent(request) and entry.is_valid():
        try:
            category_plans.change(
                plan=plan, version=entry.facts.cleaned_data["version"], by=request.user, at=request.now,
                **entry.facts.facts(), **entry.rows(),
            )  # fmt: skip
        except PlanChanged as clash:
            entry.facts.rebase(clash.version)
            entry.facts.add_error(None, str(clash))
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("procurement:category-plan-detail", pk)
        except ValidationError as error:
            show(entry.facts, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("procurement:category-plan-detail", pk)
    return _form(request, entry, plan)


def _is_sent(request: MemberRequest) -> bool:
    return request.method == "POST" and "more_kpis" not in request.POST


def _entry(
    request: MemberRequest, plan: CategoryPlan | None, initial: dict[str, Any] | None = None
) -> CategoryPlanEntry:  # fmt: skip
    """The forms; the button “more KPIs” gives further empty rows without saving."""
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        asked = str(data.get("kpis-TOTAL_FORMS", ""))
        if "more_kpis" in data and asked.isdecimal():
            data["kpis-TOTAL_FORMS"] = str(int(asked[:4]) + MORE_KPIS)
    themes = themes_on(local_date(request.now))
    return CategoryPlanEntry(data, organisation=request.organisation, themes=themes, plan=plan, initial=initial)


def _form(request: MemberRequest, entry: CategoryPlanEntry, plan: CategoryPlan | None) -> HttpResponse:
    is_wrong = _is_sent(request) and entry.has_errors
    context = {"entry": entry, "form": entry.facts, "plan": plan, "is_wrong": is_wrong}
    return render(request, "procurement/category_plan_form.html", context, status=422 if is_wrong else 200)
