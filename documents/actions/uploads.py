"""Taking files in, and keeping those that the product makes itself."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.templatetags.ui import filesize
from documents import clamd
from documents.formats.inspection import Inspection, inspect
from documents.formats.kinds import ALLOWED, Kind
from documents.formats.names import safe_name
from documents.formats.refusals import NotAcceptable
from documents.models import Document

log = logging.getLogger(__name__)

BLOCK = 1 << 20


class UploadRefused(Exception):
    """A file that is not kept. Its text is a sentence for the person who sent it; `code` for programs."""

    def __init__(self, refused: NotAcceptable, *, name: str) -> None:
        super().__init__(refused.reason)
        self.code = refused.code
        self.name = name


@dataclass(frozen=True)
class CheckedUpload:
    """An uploaded file that was looked into and scanned, ready for `store`."""

    file: UploadedFile[Any]
    name: str
    kind: Kind
    remarks: tuple[str, ...]
    size: int
    sha256: str
    verdict: clamd.Verdict | None


def check(*, file: UploadedFile[Any], kinds: tuple[Kind, ...] = ALLOWED) -> CheckedUpload:
    """Everything that `store` asks of a file, without keeping it: for forms, so that each field has its error.

    Raises `UploadRefused`. Costs one pass over the file for the hash, one for the content, one for the scanner.
    """
    name = safe_name(file.name or "")
    try:
        _check_size(file.size or 0)
        with _on_disk(file) as path:
            inspection: Inspection = inspect(path, name=name, kinds=kinds)
            verdict = _scan(path)
            sha256, size = _hash(path), Path(path).stat().st_size
    except NotAcceptable as refused:
        log.info("upload refused: %s", refused.code)
        raise UploadRefused(refused, name=name) from refused
    return CheckedUpload(file, name, inspection.kind, inspection.remarks, size, sha256, verdict)


def store(
    *,
    file: UploadedFile[Any] | CheckedUpload,
    organisation: Organisation,
    by: User,
    at: datetime,
    confidentiality: str,
    kinds: tuple[Kind, ...] = ALLOWED,
    note: str = "",
) -> Document:
    """Keep a file that somebody sent; it disappears again when the transaction around this call rolls back.

    Raises `UploadRefused`. Nothing is kept of a refused file.
    """
    checked = file if isinstance(file, CheckedUpload) else check(file=file, kinds=kinds)
    verdict = checked.verdict
    document = Document(
        organisation=organisation,
        name=checked.name,
        kind=checked.kind.code,
        size=checked.size,
        sha256=checked.sha256,
        remarks=list(checked.remarks),
        confidentiality=confidentiality,
        scan_state=verdict.state if verdict else Document.Scan.NOT_CONFIGURED,
        scanned_at=at if verdict else None,
        uploaded_by=by,
        uploaded_at=at,
        note=note,
    )
    checked.file.seek(0)
    return _keep(document, content=checked.file, action="document.uploaded")


def store_own(
    *,
    content: bytes,
    kind: Kind,
    name: str,
    organisation: Organisation,
    by: User,
    at: datetime,
    confidentiality: str,
    note: str = "",
) -> Document:
    """Keep a file that the product made itself: not scanned, not looked into."""
    document = Document(
        organisation=organisation,
        name=safe_name(name),
        kind=kind.code,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        confidentiality=confidentiality,
        uploaded_by=by,
        uploaded_at=at,
        note=note,
    )
    return _keep(document, content=ContentFile(content), action="document.made")


def store_published(
    *, content: bytes, kind: Kind, name: str, organisation: Organisation, by: User, at: datetime
) -> Document:
    """Keep a published notice as it was read, once for an organisation: only downloaded, never shown in a page.

    Its reader has judged it; it is public, so reading it leaves no trace.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = Document.objects.of(organisation).with_content(sha256).filter(kind=kind.code).first()
    if known is not None:
        return known
    document = Document(
        organisation=organisation,
        name=safe_name(name),
        kind=kind.code,
        size=len(content),
        sha256=sha256,
        confidentiality=Document.Confidentiality.PUBLIC,
        uploaded_by=by,
        uploaded_at=at,
    )
    return _keep(document, content=ContentFile(content), action="document.uploaded")


@transaction.atomic
def _keep(document: Document, *, content: File[Any], action: str) -> Document:
    document.file.save(document.name, content, save=False)
    storage, key = storages["default"], str(document.file.name)
    _keep_when_committed(storage, key)
    try:
        document.save(force_insert=True)
        audit.record(
            action=action,
            obj=document,
            organisation=document.organisation,
            by=document.uploaded_by,
            at=document.uploaded_at,
            after=audit.snapshot(document, "name", "kind", "size", "sha256", "confidentiality", "scan_state"),
        )
    except BaseException:
        storage.delete(key)
        raise
    return document


class _Kept:
    """Called when the transaction commits; thrown away, uncalled, when it rolls back."""

    def __init__(self) -> None:
        self.done = [False]

    def __call__(self) -> None:
        self.done[0] = True


def _keep_when_committed(storage: Storage, key: str) -> None:
    """Delete the file when the outermost transaction rolls back.

    Django tells nobody of a rollback, but it drops the commit hooks of that transaction: the hook is
    the only owner of `_Kept`, so its end without a call is the rollback. A killed process leaves
    an orphan, which `orphans.sweep` finds.
    """
    kept = _Kept()
    weakref.finalize(kept, _delete_unless, kept.done, storage, key)
    transaction.on_commit(kept)


def _delete_unless(done: list[bool], storage: Storage, key: str) -> None:
    if not done[0]:
        storage.delete(key)


def _check_size(size: int) -> None:
    limit = settings.DOCUMENT_MAX_BYTES
    if size > limit:
        raise NotAcceptable("too_large", size=filesize(size), limit=filesize(limit))


def _scan(path: str) -> clamd.Verdict | None:
    """The scanner's verdict; None when none is configured. Raises when the file is not clean."""
    if not settings.CLAMAV_URL:
        return None
    try:
        verdict = clamd.scan(path, address=settings.CLAMAV_URL)
    except clamd.ScannerUnreachable as error:
        log.error("virus scanner does not answer: %s", error)
        raise NotAcceptable("scan_unreachable") from error
    if verdict.state == "infected":
        log.warning("infected upload refused: %s", verdict.detail)
        raise NotAcceptable("infected", name=verdict.detail)
    if verdict.state == "failed":
        log.error("virus scanner could not check an upload: %s", verdict.detail)
        raise NotAcceptable("scan_refused")
    return verdict


def _hash(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _on_disk(file: UploadedFile[Any]) -> Iterator[str]:
    """The path of an uploaded file. One that is not on disk yet is written there for the while."""
    if hasattr(file, "temporary_file_path"):
        file.flush()
        yield file.temporary_file_path()
        return
    handle, path = tempfile.mkstemp(dir=settings.FILE_UPLOAD_TEMP_DIR, suffix=".upload")
    try:
        with os.fdopen(handle, "wb") as copy:
            for block in file.chunks(BLOCK):
                copy.write(block)
        yield path
    finally:
        Path(path).unlink()
