"""The notices that a tender was made from: versions, facts and the file itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.views.serving import serve
from procurement.history import what_changed
from procurement.views.pages import find, page


@internal
@require_GET
def notices(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    found = tender.notices.select_related("imported_by", "document").order_by("-published_on", "-imported_at")
    changed = what_changed(tender)
    rows = [(notice, changed.get(str(notice), [])) for notice in found]
    return render(request, "procurement/notices.html", page(request, tender, "notices", rows=rows))


@internal
@require_GET
def notice_file(request: MemberRequest, pk: int, notice_pk: int) -> HttpResponseBase:
    """The file as it was uploaded; every member who sees the tender may have it."""
    notice = get_object_or_404(find(request, pk).notices.select_related("document"), pk=notice_pk)
    if notice.document is None:
        raise Http404
    return serve(notice.document, request=request, by=request.user)
