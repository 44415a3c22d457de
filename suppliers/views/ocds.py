"""Tenders and awards as open data (OCDS 1.1): one, or the list with its filters."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from procurement.filters import ordered
from procurement.models import Tender
from procurement.querysets import TenderQuerySet
from procurement.views.tenders import listed
from suppliers.ocds import package
from suppliers.reads_ocds import releases


@internal
@require_GET
def tenders_ocds(request: MemberRequest) -> HttpResponseBase:
    """A release package of what the list shows."""
    return _package(request, ordered(listed(request).qs, request.GET.get("sort", "")), "ocds")


@internal
@require_GET
def tender_ocds(request: MemberRequest, pk: int) -> HttpResponseBase:
    """A release package of one tender."""
    found = Tender.objects.visible_to(request.user).of(request.organisation).filter(pk=pk)
    if not found:
        raise Http404
    return _package(request, found, f"ocds-{pk}")


def _package(request: MemberRequest, tenders: TenderQuerySet, name: str) -> StreamingHttpResponse:
    today = local_date(request.now)
    text = package(
        releases(tenders, today=today),
        organisation=request.organisation, at=request.now, address=request.build_absolute_uri(),
    )  # fmt: skip
    response = StreamingHttpResponse(text, content_type="application/json")
    filename = f"{name}-{request.organisation.slug}-{today:%Y-%m-%d}.json"
    response["Content-Disposition"] = content_disposition_header(True, filename)  # noqa: FBT003
    return response
