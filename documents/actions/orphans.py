"""Files that belong to nothing: left by a process that was killed between file and row."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages

from documents.models import Document

log = logging.getLogger(__name__)

OLD_ENOUGH = timedelta(days=1)
PICTURES_KEPT = timedelta(days=30)
FOLDER = "documents"
BATCH = 500


def sweep(*, at: datetime) -> int:
    """Delete stored files without a row, abandoned temporary files and old page pictures; answers how many.

    Only files older than a day: a younger one may belong to a transaction that still runs.
    """
    deleted = _sweep_storage(storages["default"], before=at - OLD_ENOUGH)
    deleted += _sweep_folder(settings.FILE_UPLOAD_TEMP_DIR, "*.upload*", before=at - OLD_ENOUGH)
    deleted += _sweep_folder(settings.PREVIEW_CACHE_DIR, "*/*", before=at - PICTURES_KEPT)
    if deleted:
        log.info("deleted %s files that belong to nothing", deleted)
    return deleted


def _sweep_storage(storage: Storage, *, before: datetime) -> int:
    deleted = 0
    keys = _keys(storage, FOLDER)
    while batch := list(itertools.islice(keys, BATCH)):
        owned = set(Document.objects.filter(file__in=batch).values_list("file", flat=True))
        orphans = [key for key in batch if key not in owned and storage.get_modified_time(key) < before]
        for key in orphans:
            storage.delete(key)
        deleted += len(orphans)
    return deleted


def _keys(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _keys(storage, f"{folder}/{name}")


def _sweep_folder(folder: str | Path | None, pattern: str, *, before: datetime) -> int:
    if not folder or not Path(folder).is_dir():
        return 0
    old = [path for path in Path(folder).glob(pattern) if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
