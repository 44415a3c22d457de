"""Keeping files: whole, hashed, audited; nothing stays of what is refused or rolled back."""

from __future__ import annotations

import gc
import hashlib
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.db import DatabaseError, transaction
from django.utils import translation
from pytest_django import Settings

from accounts.actions import audit
from accounts.models import AuditEvent, Organisation, User
from documents.actions import uploads
from documents.actions.uploads import UploadRefused
from documents.formats.kinds import PDF
from documents.models import Document
from tests.accounts.factories import AT
from tests.documents import samples
from tests.documents.test_clamd import EICAR_LIKE, Scanner

Store = Callable[..., Document]


def sent(name: str, content: bytes) -> TemporaryUploadedFile:
    """A file as the upload handler leaves it: on disk."""
    file = TemporaryUploadedFile(name, "application/octet-stream", len(content), None)
    file.write(content)
    file.seek(0)
    return file


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def content_of(document: Document) -> bytes:
    return Path(document.file.path).read_bytes()


@pytest.fixture
def store(organisation: Organisation, person: User) -> Iterator[Store]:
    files: list[UploadedFile[Any]] = []

    def act(name: str = "Plan 1.csv", content: bytes = samples.CSV, **options: Any) -> Document:
        files.append(options.pop("file", None) or sent(name, content))
        options.setdefault("confidentiality", "organisation")
        return uploads.store(file=files[-1], organisation=organisation, by=person, at=AT, **options)

    yield act
    for file in files:
        file.close()


def test_file_is_kept_as_it_came(store: Store, person: User) -> None:
    document = store("Plan 1.csv", samples.CSV, note="versie 2")

    document.refresh_from_db()
    assert content_of(document) == samples.CSV
    assert document.sha256 == hashlib.sha256(samples.CSV).hexdigest()
    assert (document.name, document.kind, document.size, document.mime) == ("Plan 1.csv", "csv", 24, "text/csv")
    assert (document.uploaded_by, document.uploaded_at, document.note) == (person, AT, "versie 2")
    assert document.scan_state == "not_configured"


def test_place_on_disk_says_nothing_of_the_file(store: Store) -> None:
    first, second = store(), store()

    assert first.file.name != second.file.name
    assert "Plan" not in str(first.file.name)
    assert Path(str(first.file.name)).suffix == ""


def test_upload_is_audited(store: Store, person: User, organisation: Organisation) -> None:
    document = store()

    event = AuditEvent.objects.get(action="document.uploaded")
    assert (event.object_id, event.actor_id, event.organisation_id) == (document.pk, person.pk, organisation.pk)
    assert event.after["sha256"] == document.sha256


def test_file_in_memory_is_taken_too(store: Store) -> None:
    assert content_of(store(file=SimpleUploadedFile("a.csv", samples.CSV))) == samples.CSV
    assert list(Path(str(settings.FILE_UPLOAD_TEMP_DIR)).glob("*.upload")) == []


def test_remarks_are_kept(store: Store) -> None:
    document = store("plan.pdf", samples.pdf_with_action("JavaScript"))

    assert document.remarks == ["pdf_scripts"]
    with translation.override("en"):
        assert document.warnings == ["Contains scripts. The preview does not run them."]


def test_large_file_passes_in_flat_memory(store: Store) -> None:
    file = TemporaryUploadedFile("groot.csv", "text/csv", 0, None)
    line = b"Katoenhuis;IN;12345678;onbekend\n" * 32_768
    for _number in range(40):
        file.write(line)
    file.size = 40 * len(line)
    tracemalloc.start()

    document = store(file=file)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.size == Path(document.file.path).stat().st_size == 40 * len(line)
    assert peak < 16 << 20


class TestRefused:
    def test_with_a_sentence_and_nothing_kept(self, store: Store) -> None:
        with translation.override("en"), pytest.raises(UploadRefused, match="locked with a password") as caught:
            store("plan.pdf", samples.pdf(password="geheim"))

        assert caught.value.code == "pdf_password"
        assert stored_files() == []
        assert not Document.objects.exists()

    def test_too_large(self, store: Store, settings: Settings) -> None:
        settings.DOCUMENT_MAX_BYTES = 20

        with (
            translation.override("en"),
            pytest.raises(UploadRefused, match=r"24.bytes; the largest we accept is 20.bytes"),
        ):
            store()

    def test_other_kind_than_asked(self, store: Store) -> None:
        with pytest.raises(UploadRefused) as caught:
            store(kinds=(PDF,))

        assert caught.value.code == "extension"

    def test_unknown_confidentiality_leaves_no_file(self, store: Store) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            store(confidentiality="secret")

        assert stored_files() == []


class TestScan:
    def test_clean(self, store: Store, scanner: Scanner, settings: Settings) -> None:
        settings.CLAMAV_URL = scanner.url

        document = store()

        assert (document.scan_state, document.scanned_at) == ("clean", AT)
        assert scanner.received == [samples.CSV]

    def test_infected_is_refused_by_name(self, store: Store, scanner: Scanner, settings: Settings) -> None:
        settings.CLAMAV_URL = scanner.url

        with pytest.raises(UploadRefused, match="Test-Virus"):
            store(content=samples.CSV + EICAR_LIKE)

        assert stored_files() == []

    def test_file_that_the_scanner_cannot_read_is_refused(
        self, store: Store, scanner: Scanner, settings: Settings
    ) -> None:
        settings.CLAMAV_URL = scanner.url
        scanner.limit = 5

        with pytest.raises(UploadRefused) as caught:
            store()

        assert caught.value.code == "scan_refused"

    def test_without_an_answer_nothing_is_taken(self, store: Store, settings: Settings) -> None:
        settings.CLAMAV_URL = "tcp://127.0.0.1:1"

        with translation.override("en"), pytest.raises(UploadRefused, match="try again") as caught:
            store()

        assert caught.value.code == "scan_unreachable"
        assert stored_files() == []


class TestRollback:
    def test_file_goes_when_the_audit_cannot_be_written(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(**_event: Any) -> None:
            raise DatabaseError("no")

        monkeypatch.setattr(audit, "record", fail)

        with pytest.raises(DatabaseError):
            store()

        assert stored_files() == []
        assert not Document.objects.exists()

    def test_file_goes_when_the_transaction_around_it_rolls_back(self, store: Store) -> None:
        kept = store()

        assert len(self.stored_before_rollback(store)) == 2

        gc.collect()
        assert stored_files() == [Path(kept.file.path)]

    def stored_before_rollback(self, store: Store) -> list[Path]:
        with transaction.atomic():
            store()
            transaction.set_rollback(True)
            return stored_files()

    @pytest.mark.django_db(transaction=True)
    def test_file_stays_after_the_commit(self, store: Store) -> None:
        document = store()

        gc.collect()
        assert content_of(document) == samples.CSV


def test_what_the_product_makes_is_kept_without_looking(organisation: Organisation, person: User) -> None:
    document = uploads.store_own(
        content=b"%PDF-",
        kind=PDF,
        name="Verslag.pdf",
        organisation=organisation,
        by=person,
        at=AT,
        confidentiality="public",
    )

    assert content_of(document) == b"%PDF-"
    assert AuditEvent.objects.filter(action="document.made", object_id=document.pk).exists()
