from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import AuditEvent
from documents.actions import scans
from documents.clamd import ScannerUnreachable
from documents.models import Document
from tests.accounts.factories import AT, system_user
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.documents.test_clamd import EICAR_LIKE, Scanner

pytestmark = pytest.mark.django_db


def test_old_documents_are_scanned_once(scanner: Scanner, settings: Settings) -> None:
    settings.CLAMAV_URL = scanner.url
    clean, infected = DocumentFactory.create(), DocumentFactory.create(content=samples.CSV + EICAR_LIKE)

    counts = scans.scan_unscanned(by=system_user(), at=AT)

    assert counts == {"clean": 1, "infected": 1}
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.scan_state, clean.is_blocked) == ("clean", False)
    assert (infected.scan_state, infected.scan_result, infected.is_blocked) == ("infected", "Test-Virus", True)
    assert AuditEvent.objects.filter(action="document.scanned").count() == 2
    assert scans.scan_unscanned(by=system_user(), at=AT) == {}


def test_nothing_changes_while_nobody_answers(settings: Settings) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    DocumentFactory.create()

    with pytest.raises(ScannerUnreachable):
        scans.scan_unscanned(by=system_user(), at=AT)

    assert Document.objects.get().scan_state == "not_configured"


class TestCommand:
    def test_says_what_came_out(self, scanner: Scanner, settings: Settings) -> None:
        settings.CLAMAV_URL = scanner.url
        DocumentFactory.create_batch(2)
        out = StringIO()

        call_command("scan_documents", stdout=out)

        assert out.getvalue() == "2 clean\n"

    @pytest.mark.parametrize(("url", "says"), [("", "CLAMAV_URL is empty"), ("tcp://127.0.0.1:1", "does not answer")])
    def test_says_what_to_do_without_a_scanner(self, settings: Settings, url: str, says: str) -> None:
        settings.CLAMAV_URL = url
        DocumentFactory.create()

        with pytest.raises(CommandError, match=says):
            call_command("scan_documents")
