"""Text that was turned into UTF-8 twice, so that “Ø” became “Ã˜”.

It happens on the way to us, to whole files and not to single words. Only a file that reads
as text again in every single letter is mended; anything else stays as it is.
"""

from __future__ import annotations

import codecs
import re

# What Windows leaves undefined in its code page. Who took UTF-8 for it either kept these bytes,
# or wrote U+FFFD for them: such a letter is lost, but the rest of the file is not.
_UNDEFINED = frozenset("\x81\x8d\x8f\x90\x9d")
_LOST = re.compile("[\u00c2-\u00f4]\ufffd")
_FIRST_OF_A_TWICE_ENCODED_LETTER = b"\xc3"


def encoded_once(data: bytes) -> bytes:
    """Return `data` with a second encoding in UTF-8 undone; unchanged where there was none."""
    if _FIRST_OF_A_TWICE_ENCODED_LETTER not in data:
        return data
    try:
        pieces = [piece.encode("cp1252", errors="gepast.undefined") for piece in _LOST.split(data.decode("utf-8-sig"))]
        for piece in pieces:
            piece.decode("utf-8")
    except UnicodeError:
        return data
    return "\ufffd".encode().join(pieces)


def _keep_undefined(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    if not _UNDEFINED.issuperset(letters):
        raise error
    return bytes(ord(letter) for letter in letters), error.end


codecs.register_error("gepast.undefined", _keep_undefined)
