"""Scanning what was kept before a scanner was there."""

from __future__ import annotations

import tempfile
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from documents import clamd
from documents.models import Document


def scan_unscanned(*, by: User, at: datetime) -> dict[str, int]:
    """Have every unscanned document scanned; answers how many came out as what.

    Raises `clamd.ScannerUnreachable`; what was scanned until then stays recorded.
    """
    counts: dict[str, int] = {}
    for key in list(Document.objects.unscanned().order_by("pk").values_list("pk", flat=True)):
        state = scan(document=Document.objects.get(pk=key), by=by, at=at).scan_state
        counts[state] = counts.get(state, 0) + 1
    return counts


def scan(*, document: Document, by: User, at: datetime) -> Document:
    """Have one kept document scanned. An infected one stays as evidence, and nobody can download it."""
    with document.file.open("rb") as kept, tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        for block in kept.chunks():
            copy.write(block)
        copy.flush()
        verdict = clamd.scan(copy.name, address=settings.CLAMAV_URL)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        before = audit.snapshot(document, "scan_state")
        document.scan_state, document.scan_result, document.scanned_at = verdict.state, verdict.detail, at
        document.save(update_fields=["scan_state", "scan_result", "scanned_at"])
        audit.record(
            action="document.scanned",
            obj=document,
            organisation=document.organisation_id,
            by=by,
            at=at,
            before=before,
            after=audit.snapshot(document, "scan_state", "scan_result"),
        )
    return document
