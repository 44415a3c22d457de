"""The file of a notice is kept as it was published; what nobody confirmed goes."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from documents.formats.kinds import ALLOWED, JSON, XML
from documents.models import Document
from procurement.models import Notice
from suppliers import incoming
from suppliers.actions.notices import SentFile, rehearse, take_in_files
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.json_notices import as_bytes, call, package, release

pytestmark = pytest.mark.django_db

CALL = Path(settings.BASE_DIR) / "procurement" / "samples" / "bedrijfskleding-aankondiging.xml"


def _take(cast: Cast, name: str, data: bytes) -> list[str]:
    files = [SentFile(name, data)]
    return [each.result for each in take_in_files(files=files, organisation=cast.organisation, by=cast.buyer, at=AT)]


def test_a_notice_keeps_its_file_as_published(cast: Cast, client: Client) -> None:
    data = CALL.read_bytes()
    _take(cast, "folder/aankondiging.xml", data)
    notice = Notice.objects.get()
    client.force_login(cast.auditor, backend="accounts.backends.PersonBackend")
    answer = client.get(f"/tenders/{notice.tender_id}/notices/{notice.pk}/file/")
    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="aankondiging.xml"'
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    assert notice.document is not None
    assert notice.document.sha256 == hashlib.sha256(data).hexdigest()


def test_nobody_of_another_organisation_gets_it(cast: Cast, client: Client) -> None:
    _take(cast, "x.xml", CALL.read_bytes())
    notice = Notice.objects.get()
    client.force_login(cast.outsider, backend="accounts.backends.PersonBackend")
    assert client.get(f"/tenders/{notice.tender_id}/notices/{notice.pk}/file/").status_code == 404


def test_the_notices_of_one_file_share_it(cast: Cast) -> None:
    assert _take(cast, "package.json", as_bytes(package(call(), release()))) == ["created", "updated"]
    assert Document.objects.get().kind == "json"
    assert {notice.document_id for notice in Notice.objects.all()} == {Document.objects.get().pk}


def test_a_second_time_keeps_nothing_more(cast: Cast) -> None:
    for _ in range(2):
        _take(cast, "x.xml", CALL.read_bytes())
    assert Document.objects.count() == 1


def test_a_rehearsal_keeps_no_file(cast: Cast) -> None:
    rehearse(files=[SentFile("x.xml", CALL.read_bytes())], organisation=cast.organisation, by=cast.buyer, at=AT)
    assert not Document.objects.exists()


def test_nobody_can_upload_such_a_file_as_a_document() -> None:
    assert XML not in ALLOWED
    assert JSON not in ALLOWED


def test_what_nobody_confirmed_goes(cast: Cast) -> None:
    now = timezone.now()
    incoming.keep(files=[("x.xml", b"<x/>")], user=cast.buyer, organisation=cast.organisation, at=now)
    assert incoming.prune(at=now) == 0
    assert incoming.prune(at=now + incoming.VALID_FOR + timedelta(minutes=1)) == 1
    assert default_storage.listdir(f"incoming/{cast.buyer.pk}")[1] == []


def test_a_newer_version_says_what_was_and_what_is(cast: Cast) -> None:
    changed = call(tender={**call()["tender"], "title": "Bedrijfskleding"})
    changed |= {"id": "release-1b", "date": "2026-04-01T09:00:00Z"}
    files = [SentFile("a.json", as_bytes(call())), SentFile("b.json", as_bytes(changed))]
    _first, second = take_in_files(files=files, organisation=cast.organisation, by=cast.buyer, at=AT)
    assert (second.result, len(second.changes)) == ("updated", 1)
    assert "Werkkleding" in second.changes[0]
    assert "Bedrijfskleding" in second.changes[0]
