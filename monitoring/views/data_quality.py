"""The page of data quality: what is unknown, which figures that touches, and the way to each form."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from monitoring import data_quality, editions
from monitoring.forms_data_quality import GapForm
from procurement.models import Tender

PER_PAGE = 50


@internal
@require_GET
def data_quality_page(request: MemberRequest) -> HttpResponse:
    """All kinds of unknown, or the rows of one (``?kind=``), of a year or of all (``?year=all``)."""
    user, organisation, today = request.user, request.organisation, local_date(request.now)
    form = GapForm(request.GET, years=editions.years_with_data(organisation, today), this_year=today.year)
    year, chosen = form.choice()
    scope: dict[str, Any] = {"user": user, "organisation": organisation, "year": year, "today": today}
    context: dict[str, Any] = {"form": form, "year": year, "found": data_quality.unknowns(**scope), "gap": chosen}
    if chosen is not None:
        page = Paginator(data_quality.rows(chosen, **scope), PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "lines": [_line(chosen, row) for row in page],
            "may_fill": chosen.may_fill(user, organisation),
        }
    return render(request, "monitoring/data_quality.html", context)


def _line(gap: data_quality.Gap, row: Any) -> dict[str, Any]:
    """What is missing of which row, and who knows most of it."""
    if isinstance(row, Tender):
        return {"name": str(row), "who": row.created_by, "day": row.publication_date, "url": gap.address(row)}
    contract = row.contract
    name = f"{row}, {contract.reference} ({contract.supplier})"
    return {"name": name, "who": contract.contract_manager, "day": row.due_on, "url": gap.address(row)}
