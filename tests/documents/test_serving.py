"""Files going out: as files, with headers that keep them so, and with a trace when they are confidential."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import IO, cast

import pytest
from django.http import FileResponse, Http404, HttpResponse
from django.test import RequestFactory

from accounts.models import AuditEvent, User
from accounts.requests import MemberRequest
from documents.models import Document
from documents.views.serving import serve, serve_page
from tests.accounts.factories import AT
from tests.documents import samples
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> MemberRequest:
    request = cast("MemberRequest", RequestFactory().get("/"))
    request.now = AT
    return request


def done(response: FileResponse | HttpResponse) -> None:
    """Close the file only: closing the response ends the request, and with it the connection to the database."""
    if isinstance(response, FileResponse):
        cast("IO[bytes]", response.file_to_stream).close()


def body(response: FileResponse | HttpResponse) -> bytes:
    assert isinstance(response, FileResponse)
    content = b"".join(cast("Iterator[bytes]", response.streaming_content))
    done(response)
    return content


def test_download_is_the_file_with_safe_headers(request_: MemberRequest, person: User) -> None:
    document = DocumentFactory.create(name="Café plan.csv")

    response = serve(document, request=request_, by=person)

    assert body(response) == samples.CSV
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Length"] == str(document.size)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Caf%C3%A9%20plan.csv"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response.cookies == SimpleCookie()


def test_name_cannot_break_out_of_the_header(request_: MemberRequest, person: User) -> None:
    document = DocumentFactory.create(name="plan.csv")
    Document.objects.filter(pk=document.pk).update(name='a"; x=\r\nSet-Cookie: b.csv')
    document.refresh_from_db()

    response = serve(document, request=request_, by=person)

    done(response)
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''a%22")


@pytest.mark.parametrize("trait", ["pdf", "picture"])
def test_pdf_and_pictures_may_be_shown_in_our_own_frame(request_: MemberRequest, person: User, trait: str) -> None:
    response = serve(DocumentFactory.create(**{trait: True}), request=request_, by=person, as_attachment=False)

    done(response)
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_nothing_else_is_ever_shown_in_a_page(request_: MemberRequest, person: User) -> None:
    response = serve(DocumentFactory.create(), request=request_, by=person, as_attachment=False)

    done(response)
    assert response["Content-Disposition"].startswith("attachment")


def test_pdf_with_scripts_is_only_downloaded(request_: MemberRequest, person: User) -> None:
    document = DocumentFactory.create(pdf=True)
    document.remarks = ["pdf_scripts"]

    response = serve(document, request=request_, by=person, as_attachment=False)

    done(response)
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("state", ["infected", "failed"])
def test_what_the_scanner_holds_is_not_handed_out(request_: MemberRequest, person: User, state: str) -> None:
    document = DocumentFactory.create(pdf=True)
    Document.objects.filter(pk=document.pk).update(scan_state=state, scan_result="Test", scanned_at=AT)
    document.refresh_from_db()

    with pytest.raises(Http404):
        serve(document, request=request_, by=person)
    with pytest.raises(Http404):
        serve_page(document, request=request_, by=person, page=1)


class TestReading:
    @pytest.mark.parametrize("confidentiality", ["buyers", "organisation"])
    def test_of_a_confidential_document_is_an_event(
        self, request_: MemberRequest, person: User, confidentiality: str
    ) -> None:
        document = DocumentFactory.create(confidentiality=confidentiality)

        done(serve(document, request=request_, by=person))

        event = AuditEvent.objects.get(action="document.read")
        assert (event.object_id, event.actor_id, event.at) == (document.pk, person.pk, AT)
        assert event.organisation_id == document.organisation_id

    def test_of_a_page_says_which(self, request_: MemberRequest, person: User) -> None:
        serve_page(DocumentFactory.create(pdf=True), request=request_, by=person, page=2)

        assert AuditEvent.objects.get(action="document.read").after == {"page": 2}

    def test_of_a_public_document_is_none(self, request_: MemberRequest, person: User) -> None:
        done(serve(DocumentFactory.create(public=True), request=request_, by=person))

        assert not AuditEvent.objects.filter(action="document.read").exists()


class TestPage:
    def test_is_a_picture_that_nobody_keeps(self, request_: MemberRequest, person: User) -> None:
        response = serve_page(DocumentFactory.create(pdf=True), request=request_, by=person, page=1)

        assert response.content.startswith(b"\x89PNG")
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("page", [0, 3, -1])
    def test_that_is_not_there_is_not_found(self, request_: MemberRequest, person: User, page: int) -> None:
        with pytest.raises(Http404):
            serve_page(DocumentFactory.create(pdf=True), request=request_, by=person, page=page)

    def test_of_another_kind_is_not_found(self, request_: MemberRequest, person: User) -> None:
        with pytest.raises(Http404):
            serve_page(DocumentFactory.create(), request=request_, by=person, page=1)
