"""The publication of an annual report, while it goes on in the background."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actions.transitions import may_move
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from monitoring.actions import publications
from monitoring.models import Publication
from monitoring.views.jobs import tried
from monitoring.views.reports import STEPS
from monitoring.workflow import ANNUAL_REPORT


@internal
@require_GET
def publication(request: MemberRequest, pk: int) -> HttpResponse:
    """How far it is; HTMX takes the fragment while it goes on."""
    one = _visible(request, pk)
    context = {
        "publication": one,
        "percent": publications.percent(one),
        "step": _step(one),
        "may_publish": may_move(
            one.report, workflow=ANNUAL_REPORT, to="published", by=request.user, organisation_id=one.organisation_id
        ),
    }
    name = "monitoring/_publication.html" if request.htmx else "monitoring/publication.html"
    return render(request, name, context)


@internal
@require_POST
def publication_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Decide anew on what failed."""
    return tried(request, publications.again, publication=_visible(request, pk), page="monitoring:publication")


def _step(one: Publication) -> str:
    if one.state == Publication.State.WAITING:
        return str(STEPS[""])
    return _("counting, and keeping the rows behind the figures")


def _visible(request: MemberRequest, pk: int) -> Publication:
    visible = Publication.objects.visible_to(request.user).filter(organisation=request.organisation)
    found: Publication = get_object_or_404(visible.select_related("report", "requested_by"), pk=pk)
    return found
