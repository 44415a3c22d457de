"""The schedule that will follow from the decision on ISV, on its own page and as a panel of the tender's ISV page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from procurement.views.pages import find, page
from suppliers.reads_expected import expected_for


@internal
@require_safe
def tender_schedule(request: MemberRequest, pk: int) -> HttpResponse:
    """What the supplier would owe and when; HTMX gets the panel alone."""
    tender = find(request, pk)
    context = page(request, tender, "isv", schedule=expected_for(tender, today=local_date(request.now)))
    template = "suppliers/_expected_schedule.html" if request.htmx else "suppliers/expected_schedule.html"
    return render(request, template, context)
