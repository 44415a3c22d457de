"""The page on which a team chooses its ambition per theme, saved as it goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import ambitions
from procurement.ambition_cells import CELLS
from procurement.ambition_reads import history_of_cell
from procurement.approval_reads import remark_counts
from procurement.models import Tender, Theme
from procurement.reads import themes_of
from procurement.views.ambition_board import Board
from procurement.views.pages import find, page
from procurement.wording import CELL_LABELS, cell_text


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def ambition_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """All themes at once. HTMX sends the form at each change and gets back what is different; without script the
    button saves. Who may not change them, or not now, reads them.
    """
    tender = find(request, pk)
    today = timezone.localdate(request.now)
    board = Board(tender, themes_of(tender, today), request.user, today)
    if request.method != "POST":
        return _whole(request, board)
    check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
    try:
        saved, clashes = ambitions.save_what_fits(
            tender=tender, answers=board.read(request.POST), by=request.user, at=request.now
        )
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return _again(request, pk)
    board.after(clashes)
    if request.htmx:
        return render(request, "procurement/_ambition_saved.html", _context(request, board, is_new=bool(saved)))
    if clashes or board.errors:
        return _whole(request, board)
    messages.success(request, _("The ambitions are saved.") if saved else _("Nothing has changed."))
    if "go_on" in request.POST:
        return redirect("procurement:isv-edit", pk)
    return redirect(request.get_full_path())


@internal
@require_safe
def ambition_history(request: MemberRequest, pk: int, code: str, cell: str) -> HttpResponse:
    """Who changed one cell, from what to what; HTMX gets the list alone, for the dialogue on the page."""
    tender = find(request, pk)
    theme = get_object_or_404(Theme, code=code)
    if cell not in CELLS:
        raise Http404
    changes = [
        {
            "at": change.at, "by": change.by, "before": cell_text(cell, change.before),
            "after": cell_text(cell, change.after),
        }
        for change in history_of_cell(tender, theme, cell)
    ]  # fmt: skip
    context = page(request, tender, "ambition", theme=theme, label=CELL_LABELS[cell], changes=changes)
    template = "procurement/_ambition_history.html" if request.htmx else "procurement/ambition_history.html"
    return render(request, template, context)


def _again(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the page anew: to HTMX by asking the browser to load it."""
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("procurement:ambition-edit", pk)


def _whole(request: MemberRequest, board: Board) -> HttpResponse:
    board.remark_counts = remark_counts(board.tender)
    status = 409 if board.clashes else 422 if board.errors else 200
    return render(request, "procurement/ambition_form.html", _context(request, board), status=status)


def _context(request: MemberRequest, board: Board, *, is_new: bool = False) -> dict[str, object]:
    return page(
        request, board.tender, "ambition", board=board, rows=board.rows, web=board.web(), now=request.now,
        is_new=is_new, is_large=request.GET.get("show") == "large", may_edit=_may_edit(request, board.tender),
    )  # fmt: skip


def _may_edit(request: MemberRequest, tender: Tender) -> bool:
    return tender.is_editable_approach and has_right(request.user, tender.organisation_id, "tender_approach", WRITE)
