"""The result of a KPI of a category plan, and the list of plans as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import plan_listing
from procurement.actions import category_plans
from procurement.actions.category_plans import AREA
from procurement.category_plan_forms import ResultForm
from procurement.formats.sheets import csv_lines, write_xlsx
from procurement.forms import show
from procurement.models import PlanKpi, Theme
from procurement.plan_filters import ordered
from procurement.plan_period import ADOPTED
from procurement.views.category_plans import find, listed
from procurement.views.exports import XLSX


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
            return redirect("monitoring:category-plan-detail", pk)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The result is recorded."))
            return redirect("monitoring:category-plan-detail", pk)
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
