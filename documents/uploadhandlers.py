"""How files arrive: always on disk, never in memory, and no further than the limit."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedTemporaryFileUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file and stops writing past `DOCUMENT_MAX_BYTES`.

    The rest is still read and counted, so that the form can say how large the file was.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.DOCUMENT_MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
