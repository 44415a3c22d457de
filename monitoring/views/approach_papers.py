"""The document of a tender approach: asked for on the page of the approval, made in the background."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.views.serving import serve
from monitoring.actions import approach_papers as actions
from monitoring.models import ApproachPaper
from monitoring.views.jobs import tried
from monitoring.views.reports import build_step
from procurement.views.pages import find


@internal
@require_POST
def approach_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for the document of a round (``round``); without one of the approach as the team works on it.

    What is submitted or approved is its last round: nobody works on it then.
    """
    tender = find(request, pk)
    given = request.POST.get("round", "") or ("" if tender.is_editable_approach else str(tender.approach_round))
    number = next((each.number for each in tender.approach_rounds.all() if str(each.number) == given), None)
    if given and number is None:
        raise Http404
    language = (translation.get_language() or "nl")[:2]
    paper = actions.request(tender=tender, number=number, language=language, by=request.user, at=request.now)
    return redirect("monitoring:approach-paper-build", pk=paper.pk)


@internal
@require_GET
def approach_paper_build(request: MemberRequest, pk: int) -> HttpResponse:
    """How far a document is; HTMX takes the fragment, without script there is a link that asks again."""
    paper = _own(request, pk)
    template = "monitoring/_approach_paper.html" if request.htmx else "monitoring/approach_paper.html"
    return render(request, template, {"paper": paper, "step": build_step(paper)})


@internal
@require_POST
def approach_paper_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    return tried(request, actions.retry, paper=_own(request, pk), page="monitoring:approach-paper-build")


@internal
@require_GET
def approach_paper_file(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """The finished document, for who asked for it."""
    paper = _own(request, pk)
    if paper.document is None:
        raise Http404(_("The file is not ready."))
    actions.note_download(paper=paper, by=request.user, at=request.now)
    return serve(paper.document, request=request, by=request.user)


def _own(request: MemberRequest, pk: int) -> ApproachPaper:
    seen = ApproachPaper.objects.visible_to(request.user).filter(organisation=request.organisation)
    return get_object_or_404(seen.select_related("document", "tender"), pk=pk)
