"""Hostile and broken notices through the page on which they are taken in: a sentence, and nothing kept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import Document
from procurement.models import Tender
from suppliers.actions.awards import NewSupplier
from suppliers.actions.suppliers import Identity
from tests.accounts.fixtures import Cast
from tests.procurement.notices import AWARD, changed

pytestmark = pytest.mark.django_db
PAGE = "/tenders/import/"


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer, backend="accounts.backends.PersonBackend")
    client.cookies["django_language"] = "en"
    return client


def sent(client: Client, name: str, content: bytes) -> str:
    """What the page says; nothing of the file is kept."""
    answer = client.post(PAGE, {"notices": SimpleUploadedFile(name, content)})
    assert answer.status_code in (200, 422)
    assert not Tender.objects.exists()
    assert not Document.objects.exists()
    return answer.content.decode()


def test_every_hostile_file_gets_a_sentence_within_a_second(
    buyer: Client, real_data: Path, subtests: pytest.Subtests
) -> None:
    """All of it that is no notice: bombs, entities, spreadsheets, programs in disguise, PDFs."""
    files = [*(real_data / "hostile-files").glob("xml-*/*.xml"), *(real_data / "eforms/broken-mini").glob("in*.xml")]
    for kind in ("xlsx", "pdf", "odt", "eml", "webp", "txt"):
        files += sorted((real_data / "hostile-files").glob(f"*/*.{kind}"))[:2]
    assert len(files) > 20
    sent(buyer, "warm.xml", b"<r/>")  # what is imported the first time is no file's doing
    for path in files:
        with subtests.test(path.name):
            begun = time.process_time()
            page = sent(buyer, path.name, path.read_bytes())
            assert time.process_time() - begun < 1
            assert "is not taken in" in page or "error" in page
            assert 'name="token"' not in page
            assert "root:" not in page


def test_a_megabyte_in_one_field_is_refused_and_not_shown(buyer: Client) -> None:
    page = sent(buyer, "long.xml", changed(">2480000<", f">{'9' * 1_000_000}<"))
    assert "is not taken in" in page
    assert len(page) < 100_000


@pytest.mark.parametrize("made", [NewSupplier, Identity])
def test_a_supplier_is_kept_without_what_turns_the_direction_of_writing(
    made: type[NewSupplier] | type[Identity],
) -> None:
    assert made(name="Weverij\u202e.V.B \u2066Noord\u2069").name == "Weverij.V.B Noord"
    assert made(name="\u202e").name == "\u202e"


def test_a_name_that_turns_shows_beside_its_own_line_only(buyer: Client) -> None:
    """As published, so the character is there; the style sheet shuts each name in its own element."""
    page = sent(buyer, "turned.xml", changed("Voorbeeld", "Voor\u202ebeeld", name=AWARD))
    assert "Voor\u202ebeeld" in page
    assert "unicode-bidi: isolate" in (Path(__file__).resolve().parents[2] / "static/css/base.css").read_text()
