"""Files that were sent but not handed in yet: they are no evidence, so their sender may take them back."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import storages
from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from documents.models import Document


@transaction.atomic
def discard(*, document: Document, by: User, at: datetime) -> None:
    """Delete a file that nobody has received. The app that owns it has checked that this is so; the event stays.

    Its content goes when the transaction commits.
    """
    audit.record(
        action="document.discarded", obj=document, organisation=document.organisation_id, by=by, at=at,
        before=audit.snapshot(document, "name", "size", "sha256"),
    )  # fmt: skip
    key = str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storages["default"].delete(key))


@transaction.atomic
def set_confidentiality(*, documents: list[Document], confidentiality: str, by: User, at: datetime) -> None:
    """Give files the confidentiality that their sender chose when handing them in."""
    for document in documents:
        if document.confidentiality == confidentiality:
            continue
        before = audit.snapshot(document, "confidentiality")
        document.confidentiality = confidentiality
        document.save(update_fields=["confidentiality"])
        audit.record(
            action="document.confidentiality", obj=document, organisation=document.organisation_id, by=by, at=at,
            before=before, after=audit.snapshot(document, "confidentiality"),
        )  # fmt: skip
