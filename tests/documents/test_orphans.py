from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from documents.actions import orphans
from tests.accounts.factories import AT
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def file_of(path: Path, *, at: datetime) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_only_old_files_without_a_row_go(settings: Settings) -> None:
    kept = Path(DocumentFactory.create().file.path)
    os.utime(kept, (AT.timestamp(), AT.timestamp()))
    folder = Path(settings.MEDIA_ROOT) / "documents"
    old = file_of(folder / "ab" / "orphan", at=AT)
    young = file_of(folder / "cd" / "running", at=AT + timedelta(days=2))

    assert orphans.sweep(at=AT + timedelta(days=2)) == 1
    assert (kept.exists(), old.exists(), young.exists()) == (True, False, True)


def test_more_than_one_batch(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "BATCH", 2)
    for number in range(5):
        file_of(Path(settings.MEDIA_ROOT) / "documents" / "ab" / str(number), at=AT)

    assert orphans.sweep(at=AT + timedelta(days=2)) == 5


def test_abandoned_uploads_and_old_pictures_go(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    upload = file_of(tmp_path / "tmp" / "abc.upload.csv", at=AT)
    old = file_of(Path(settings.PREVIEW_CACHE_DIR) / "sha" / "1-900.png", at=AT)
    young = file_of(Path(settings.PREVIEW_CACHE_DIR) / "sha" / "2-900.png", at=AT + timedelta(days=39))

    assert orphans.sweep(at=AT + timedelta(days=40)) == 2
    assert (upload.exists(), old.exists(), young.exists()) == (False, False, True)


def test_nothing_there_is_nothing_to_do() -> None:
    assert orphans.sweep(at=AT) == 0
