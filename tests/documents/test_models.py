"""The database says the same as the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from documents.models import Document
from tests.accounts.factories import AT
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def row_like(document: Document, **changes: Any) -> Document:
    """A new row with the values of a good one, but for the changes."""
    row = Document.objects.get(pk=document.pk)
    row.pk = None
    row.file = "documents/ab/another"
    for name, value in changes.items():
        setattr(row, name, value)
    return row


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
    row = row_like(DocumentFactory.create(), **change)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_two_documents_never_share_a_file() -> None:
    first = DocumentFactory.create()
    row = row_like(first, file=first.file.name)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    [{"file": "other"}, {"sha256": "0" * 64}, {"size": 1}, {"kind": "pdf"}, {"uploaded_at": AT + timedelta(1)}],
    ids=str,
)
def test_database_refuses_to_change_the_content(change: dict[str, Any]) -> None:
    document = DocumentFactory.create()

    with pytest.raises(IntegrityError, match="evidence"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_what_is_said_of_it_may_change() -> None:
    document = DocumentFactory.create()
    document.confidentiality, document.note = "buyers", "gedeeld"

    document.save()

    assert Document.objects.get(confidentiality="buyers").note == "gedeeld"


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
