"""What a supplier hands in goes through a real clamd, which knows one virus: the test text of the trade."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from accounts.models import AuditEvent
from suppliers.models import Deliverable, SubmissionFile
from suppliers.reads_history import history_of_deliverable
from tests import servers
from tests.accounts.fixtures import Cast
from tests.documents import samples
from tests.suppliers.factories import ContractFactory, DeliverableFactory, contact_of

pytestmark = pytest.mark.django_db

INFECTED = samples.CSV + servers.EICAR.encode()


@pytest.fixture(scope="module")
def scanner() -> Iterator[str]:
    with servers.clamd() as address:
        yield address


@pytest.fixture
def deliverable(cast: Cast) -> Deliverable:
    return DeliverableFactory(contract=ContractFactory(organisation=cast.organisation))


@pytest.fixture
def portal(client: Client, deliverable: Deliverable) -> Client:
    client.force_login(contact_of(deliverable.contract), backend="accounts.backends.LinkBackend")
    return client


def send(portal: Client, deliverable: Deliverable, content: bytes) -> str:
    file = SimpleUploadedFile("lijst.csv", content, "text/csv")
    return portal.post(f"/portal/deliverables/{deliverable.pk}/files/", {"documents": file}).content.decode()


def test_a_virus_is_refused_and_leaves_a_trace(
    portal: Client, deliverable: Deliverable, scanner: str, settings: Settings
) -> None:
    settings.CLAMAV_URL = scanner

    answer = send(portal, deliverable, INFECTED)

    assert "De virusscanner vond een virus in dit bestand (Eicar-Test.UNOFFICIAL)." in answer
    assert not SubmissionFile.objects.exists()
    event = AuditEvent.objects.get(action="submission.file_refused")
    assert event.after == {"file": "lijst.csv"}
    assert "Eicar-Test" in event.reason
    told = history_of_deliverable(deliverable, with_reading=False, with_remarks=False)
    assert "Bestand met een virus geweigerd: lijst.csv" in [each.title for each in told]


def test_a_clean_file_is_kept_as_scanned(
    portal: Client, deliverable: Deliverable, scanner: str, settings: Settings
) -> None:
    settings.CLAMAV_URL = scanner

    send(portal, deliverable, samples.CSV)

    assert SubmissionFile.objects.get().document.scan_state == "clean"


def test_nothing_is_taken_while_the_scanner_is_away(
    portal: Client, deliverable: Deliverable, settings: Settings
) -> None:
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{servers.free_port()}"

    answer = send(portal, deliverable, samples.CSV)

    assert "De virusscanner reageert niet." in answer
    assert not SubmissionFile.objects.exists()
