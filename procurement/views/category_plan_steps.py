"""Steps of a category plan: submit, decide, new edition, throw away, the result of a KPI; and the list as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import plan_listing
from procurement.actions import category_plans, plans
from procurement.actions.category_plans import AREA
from procurement.category_plan_forms import DecideForm, ResultForm
from procurement.formats.sheets import csv_lines, write_xlsx
from procurement.forms import ReasonForm, show
from procurement.models import PlanKpi, Theme
from procurement.plan_filters import ordered
from procurement.plan_period import ADOPTED
from procurement.views.category_plans import detail, find, listed
from procurement.views.exports import XLSX


@internal
@require_POST
def category_plan_submit(request: MemberRequest, pk: int) -> HttpResponse:
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    try:
        category_plans.submit(plan=plan, by=request.user, at=request.now)
    except plans.PlanIncomplete as refusal:
        messages.error(request, " ".join([str(refusal), *refusal.missing]))
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is submitted. Management adopts it."))
    return redirect("procurement:category-plan-detail", pk)


@internal
@require_POST
def category_plan_decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Adopt it or send it back."""
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, DECIDE)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return detail(request, plan, decision=form)
    try:
        if form.cleaned_data["verdict"] == ADOPTED:
            plans.adopt(plan=plan, by=request.user, at=request.now)
            messages.success(request, _("The plan is adopted. From its first day it feeds the proposed levels."))
        else:
            plans.send_back(plan=plan, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
            messages.success(request, _("The plan is a draft again, with your reason."))
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("procurement:category-plan-detail", pk)


@internal
@require_POST
def category_plan_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Who writes it takes a submitted plan back, with a reason."""
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    form = ReasonForm(request.POST, auto_id="id_back_%s")
    if not form.is_valid():
        return detail(request, plan, back=form)
    try:
        plans.send_back(plan=plan, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is a draft again, with your reason."))
    return redirect("procurement:category-plan-detail", pk)


@internal
@require_POST
def category_plan_follow(request: MemberRequest, pk: int) -> HttpResponse:
    """A draft of the next edition."""
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    try:
        made = category_plans.new_edition(plan=plan, by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("This is a draft of the next edition: change what has to be different."))
        return redirect("procurement:category-plan-edit", made.pk)
    return redirect("procurement:category-plan-detail", pk)


@internal
@require_POST
def category_plan_discard(request: MemberRequest, pk: int) -> HttpResponse:
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    try:
        plans.discard(plan=plan, by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("procurement:category-plan-detail", pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("procurement:category-plan-list")


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def kpi_result(request: MemberRequest, pk: int, kpi_pk: int) -> HttpResponse:
    """Record what was measured over a year, or a better number of it."""
    plan = find(request, pk)
    check_right(request.user, plan.organisation, AREA, WRITE)
    kpi = get_object_or_404(PlanKpi.objects.filter(plan=plan), pk=kpi_pk)
    years = [year for year in plan.years if year <= local_date(request.now).year]
    data = request.POST if request.method == "POST" else None
    form = ResultForm(data, years=years, unit=kpi.unit, initial={"year": years[-1] if years else None})
    if form.is_valid():
        try:
            category_plans.record_result(kpi=kpi, by=request.user, at=request.now, **form.cleaned_data)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("procurement:category-plan-detail", pk)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The result is recorded."))
            return redirect("procurement:category-plan-detail", pk)
    results = kpi.results.select_related("recorded_by").order_by("-year")
    context = {
        "plan": plan, "kpi": kpi, "form": form, "results": results,
        "may_record": plan.state == ADOPTED and bool(years),
    }  # fmt: skip
    return render(request, "procurement/kpi_result.html", context, status=422 if form.errors else 200)


@internal
@require_GET
def category_plan_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """CSV or XLSX of what the list shows."""
    themes = list(Theme.objects.all())
    day = local_date(request.now)
    header = plan_listing.header(themes)
    rows = plan_listing.rows(ordered(listed(request).qs, request.GET.get("sort", "")).with_contents(), themes, day)
    return answer_file(request, kind, _("category plans"), header, rows)


def answer_file(
    request: MemberRequest, kind: str, title: str, header: plan_listing.Header, rows: plan_listing.Rows
) -> HttpResponseBase:  # fmt: skip
    """A table as CSV or XLSX, named after the organisation and the day."""
    name = f"{title.replace(' ', '-')}-{request.organisation.slug}-{local_date(request.now):%Y-%m-%d}"
    if kind == "csv":
        lines = csv_lines(header, rows, language=(translation.get_language() or "nl")[:2])
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if kind != "xlsx":
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plans.xlsx"
        write_xlsx(path, title.capitalize(), header, rows)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
