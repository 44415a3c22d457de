"""The day's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.calendar import local_date
from accounts.permissions import has_right
from accounts.requests import MemberRequest
from accounts.roles import READ
from accounts.views.gates import internal
from monitoring import worklist
from monitoring.models import SweepRun


@internal
def day(request: MemberRequest) -> HttpResponse:
    """What to do, most urgent first. ``?whose=all`` shows the work of everybody."""
    today = local_date(request.now)
    has_contracts = request.user.managed_contracts.filter(organisation=request.organisation).exists()
    mine = has_contracts and request.GET.get("whose") != "all"
    work = worklist.worklist(user=request.user, organisation=request.organisation, today=today, mine=mine)
    context = {"work": work, "today": today, "mine": mine, "has_contracts": has_contracts}
    if has_right(request.user, request.organisation, "settings", READ):
        sweep = SweepRun.objects.exclude(finished_at=None).first()
        context |= {"sweep": sweep, "sweep_stopped": worklist.has_stopped(sweep, now=request.now)}
    return render(request, "monitoring/worklist.html", context)
