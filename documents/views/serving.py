"""Handing a document to a browser. The app that owns it has checked the right before it calls this."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from documents.formats.refusals import NotAcceptable
from documents.models import Document
from documents.previews import page_count, render_page

PICTURE_WIDTH = 900

Response = TypeVar("Response", FileResponse, HttpResponse)


class Clocked(Protocol):
    """A request as the middleware leaves it: it knows when it came in."""

    now: datetime


def serve(document: Document, *, request: Clocked, by: User, as_attachment: bool = True) -> FileResponse | HttpResponse:
    """Streams the file with headers that keep it a file. Reading a confidential one is an audit event.

    Only PDF and pictures are ever shown in a page, and a PDF with scripts is not. A document in which
    the scanner found a virus is answered with 404 and the reason.
    """
    if document.is_blocked:
        raise Http404(_("The virus scanner holds this document."))
    inline = not as_attachment and document.format.inline and not document.remarks
    _note_reading(document, request=request, by=by, after={"download": not inline})
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=not inline,
        filename=document.name,
        content_type=document.mime,
    )
    response["Content-Length"] = str(document.size)
    return _guarded(response, inline=inline)


def serve_page(document: Document, *, request: Clocked, by: User, page: int) -> HttpResponse:
    """Page `page` (from 1) of a PDF as a PNG picture; 404 for a page that is not there."""
    if not document.has_preview:
        raise Http404
    try:
        if not 1 <= page <= page_count(document):
            raise Http404
        picture = render_page(document, page, PICTURE_WIDTH)
    except NotAcceptable as unreadable:
        raise Http404(unreadable.reason) from unreadable
    _note_reading(document, request=request, by=by, after={"page": page})
    return _guarded(HttpResponse(picture, content_type="image/png"), inline=True)


def _note_reading(document: Document, *, request: Clocked, by: User, after: dict[str, Any]) -> None:
    if document.is_confidential:
        audit.record(
            action="document.read",
            obj=document,
            organisation=document.organisation_id,
            by=by,
            at=request.now,
            after=after,
        )


def _guarded(response: Response, *, inline: bool) -> Response:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # A sandboxed PDF shows in no browser; its own viewer is the sandbox there.
    is_pdf = response["Content-Type"] == "application/pdf"
    if inline:
        response["X-Frame-Options"] = "SAMEORIGIN"
    framed = "frame-ancestors 'self'" if inline else "frame-ancestors 'none'"
    sandbox = "" if inline and is_pdf else "sandbox; "
    response["Content-Security-Policy"] = f"default-src 'none'; {sandbox}{framed}"
    return response
