"""The indicators: all of them with their definitions, and the course of each over the years."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import READ
from accounts.views.gates import internal
from monitoring import annual_report, editions, trends
from monitoring.indicators import indicator


@internal
@require_GET
def indicator_list(request: MemberRequest) -> HttpResponse:
    """Every indicator by chapter of the annual report, with its value of this year as it is recorded now."""
    check_right(request.user, request.organisation, "annual_report", READ)
    today = local_date(request.now)
    edition = editions.bare(organisation=request.organisation, year=today.year, as_of=today)
    made = annual_report.report(edition, query=f"?as_of={today.isoformat()}")
    return render(request, "monitoring/indicator_list.html", {"chapters": made.chapters, "edition": edition})


@internal
@require_GET
def indicator_detail(request: MemberRequest, code: str) -> HttpResponse:
    """One indicator: what it counts, and its figure of each year; each opens its rows."""
    check_right(request.user, request.organisation, "annual_report", READ)
    one = indicator(code)
    if one is None:
        raise Http404(_("There is no such figure."))
    today = local_date(request.now)
    years = trends.trend(one, organisation=request.organisation, today=today)
    context = {
        "one": one,
        "label": annual_report.capital(str(one.label)),
        "years": years[::-1],
        "moments": [each.year for each in years],
        "series": [{"label": one.label, "values": [each.value for each in years]}],
        "bars": trends.bars(years),
        "today": today,
    }
    return render(request, "monitoring/indicator_detail.html", context)
