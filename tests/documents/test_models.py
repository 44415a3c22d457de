"""The database says the same as the actions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from documents.models import Document
from tests.accounts.factories import AT
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"size": 0},
        {"sha256": "abc"},
        {"name": ""},
        {"file": ""},
        {"kind": "exe"},
        {"confidentiality": "secret"},
        {"scan_state": "clean"},
        {"scanned_at": AT},
        {"scan_state": "unheard-of", "scanned_at": AT},
        {"scan_state": "infected", "scanned_at": AT},
    ],
    ids=str,
)
def test_constraint_refuses(change: dict[str, Any]) -> None:
    document = DocumentFactory.create()

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_two_documents_never_share_a_file() -> None:
    first, second = DocumentFactory.create_batch(2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=second.pk).update(file=first.file.name)


def test_organisation_with_documents_cannot_go() -> None:
    document = DocumentFactory.create()

    with pytest.raises(models.ProtectedError):
        document.organisation.delete()


@pytest.mark.parametrize(("confidentiality", "expected"), [("public", False), ("buyers", True), ("organisation", True)])
def test_what_is_confidential(confidentiality: str, *, expected: bool) -> None:
    assert DocumentFactory.create(confidentiality=confidentiality).is_confidential is expected


def test_querysets() -> None:
    first, second = DocumentFactory.create(), DocumentFactory.create(content=b"a;b\n")
    Document.objects.filter(pk=second.pk).update(scan_state="clean", scanned_at=AT)

    assert list(Document.objects.of(first.organisation)) == [first]
    assert list(Document.objects.unscanned()) == [first]
    assert list(Document.objects.with_content(second.sha256)) == [second]
