"""Checks of pictures: the header is read and the size bounded; nothing is decoded."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image

from documents.formats.kinds import PNG, Kind
from documents.formats.refusals import NotAcceptable

MOST_PIXELS = 60_000_000


def check_image(stream: BinaryIO, kind: Kind) -> tuple[str, ...]:
    """No remarks, ever. Raises "image_broken" or "image_huge"."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=[kind.code.upper()]) as image:
            width, height = image.size
            image.verify()
    except Image.DecompressionBombError as error:
        raise _huge() from error
    except (OSError, SyntaxError, ValueError) as error:
        raise NotAcceptable("image_broken") from error
    if width * height > MOST_PIXELS:
        raise _huge()
    if not _is_complete(stream, kind):
        raise NotAcceptable("image_broken")
    return ()


def _huge() -> NotAcceptable:
    return NotAcceptable("image_huge", limit=MOST_PIXELS // 1_000_000)


def _is_complete(stream: BinaryIO, kind: Kind) -> bool:
    """Whether the end mark of the format is in the last bytes: a cut-off upload has none."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - 4096))
    return (b"IEND" if kind is PNG else b"\xff\xd9") in stream.read()
