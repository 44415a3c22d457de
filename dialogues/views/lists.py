"""The lists of meetings and of agreements, on the page and as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import READ
from accounts.views.gates import internal
from dialogues import listing
from dialogues.filters import AGREEMENT_SORTS, MEETING_SORTS, AgreementFilter, MeetingFilter, ordered
from dialogues.models import Agreement, Meeting
from dialogues.permissions import can_lead
from dialogues.querysets import AgreementQuerySet, MeetingQuerySet
from procurement.formats.sheets import Cell, csv_lines, write_xlsx

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@internal
@require_GET
def meeting_list(request: MemberRequest) -> HttpResponse:
    """The meetings of the organisation, searched, filtered and sorted."""
    check_right(request.user, request.organisation, "dialogue", READ)
    found = _meetings(request)
    rows = _ordered_meetings(request, found.qs).prefetch_related("suppliers")
    own = Meeting.objects.visible_to(request.user).of(request.organisation)
    today = local_date(request.now)
    context = {
        "filter": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "numbers": {
            "upcoming": own.upcoming(today).count(),
            "to_record": own.to_record(today).count(),
            "to_send": own.to_send().count(),
            "to_confirm": own.to_confirm().count(),
        },
        "is_empty": not own.exists(),
        "is_narrowed": any(request.GET.get(name) for name in found.filters),
        "query": _query(request),
        "may_lead": can_lead(request.user, request.organisation),
    }
    return render(request, "dialogues/meeting_list.html", context)


@internal
@require_GET
def agreement_list(request: MemberRequest) -> HttpResponse:
    """What was agreed in all meetings, the earliest due date first."""
    check_right(request.user, request.organisation, "dialogue", READ)
    found = _agreements(request)
    rows = _ordered_agreements(request, found.qs).select_related("meeting", "supplier", "owner_user")
    own = Agreement.objects.visible_to(request.user).of(request.organisation)
    context = {
        "filter": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "numbers": {
            "overdue": own.overdue(local_date(request.now)).count(),
            "open": own.unreported().count(),
            "reported": own.awaiting_confirmation().count(),
            "done": own.filter(state="done").count(),
        },
        "is_narrowed": any(request.GET.get(name) for name in found.filters),
        "query": _query(request),
    }
    return render(request, "dialogues/agreement_list.html", context)


@internal
@require_GET
def meeting_export(request: MemberRequest) -> HttpResponseBase:
    """What the list of meetings shows, as CSV or (``?format=xlsx``) a workbook."""
    check_right(request.user, request.organisation, "dialogue", READ)
    rows = listing.meeting_rows(_ordered_meetings(request, _meetings(request).qs))
    return _download(request, _("meetings"), listing.meeting_header(), rows)


@internal
@require_GET
def agreement_export(request: MemberRequest) -> HttpResponseBase:
    """What the list of agreements shows, as CSV or (``?format=xlsx``) a workbook."""
    check_right(request.user, request.organisation, "dialogue", READ)
    rows = listing.agreement_rows(_ordered_agreements(request, _agreements(request).qs))
    return _download(request, _("agreements"), listing.agreement_header(), rows)


def _meetings(request: MemberRequest) -> MeetingFilter:
    own = Meeting.objects.visible_to(request.user).of(request.organisation)
    today = local_date(request.now)
    return MeetingFilter(request.GET, own, organisation=request.organisation, today=today)


def _agreements(request: MemberRequest) -> AgreementFilter:
    own = Agreement.objects.visible_to(request.user).of(request.organisation)
    today = local_date(request.now)
    return AgreementFilter(request.GET, own, organisation=request.organisation, user=request.user, today=today)


def _ordered_meetings(request: MemberRequest, rows: MeetingQuerySet) -> Any:
    sort = request.GET.get("sort", "")
    return ordered(rows.with_agreements(), sort, sorts=MEETING_SORTS, default="-date")


def _ordered_agreements(request: MemberRequest, rows: AgreementQuerySet) -> Any:
    sort = request.GET.get("sort", "")
    found = rows.with_overdue(local_date(request.now))
    if sort.removeprefix("-") not in AGREEMENT_SORTS:
        return found.open_first()
    return ordered(found, sort, sorts=AGREEMENT_SORTS, default="due_on")


def _query(request: MemberRequest) -> str:
    """The filters and the order, for the links to the export."""
    query = request.GET.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    return query.urlencode()


def _download(
    request: MemberRequest, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    name = f"{title}-{request.organisation.slug}-{local_date(request.now):%Y-%m-%d}"
    if request.GET.get("format") != "xlsx":
        language = (translation.get_language() or "nl")[:2]
        answer = StreamingHttpResponse(
            csv_lines(header, rows, language=language), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_xlsx(path, title, header, rows)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
