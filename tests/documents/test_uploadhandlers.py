"""A whole upload through Django: to disk, and no further than the limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import RequestFactory
from pytest_django import Settings


@contextmanager
def upload(content: bytes) -> Iterator[TemporaryUploadedFile]:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.csv", content)})
    file = request.FILES["file"]
    assert isinstance(file, TemporaryUploadedFile)
    yield file
    request.close()


def written(file: TemporaryUploadedFile) -> int:
    return Path(file.temporary_file_path()).stat().st_size


def test_even_a_small_file_goes_to_disk() -> None:
    with upload(b"a;b\n") as file:
        assert Path(file.temporary_file_path()).read_bytes() == b"a;b\n"


@pytest.mark.parametrize("size", [99_999, 100_000])
def test_up_to_the_limit_all_is_written(settings: Settings, size: int) -> None:
    settings.DOCUMENT_MAX_BYTES = 100_000

    with upload(b"x" * size) as file:
        assert written(file) == size


def test_past_the_limit_it_is_counted_and_not_written(settings: Settings) -> None:
    settings.DOCUMENT_MAX_BYTES = 100_000

    with upload(b"x" * 5_000_000) as file:
        assert file.size == 5_000_000
        assert written(file) < 200_000
