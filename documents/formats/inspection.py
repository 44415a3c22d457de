"""What a file really is. The name only says what the sender believes; the content decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filetype

from documents.formats import confined, images, office, texts
from documents.formats.kinds import ALLOWED, CSV, DOCX, EML, JPEG, KINDS, PDF, PNG, XLSX, Kind, of_name
from documents.formats.refusals import NotAcceptable

_START = 8192
# Refused by their names already, but the sender can mend it: save it as something else.
_MACRO_NAMES = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam")
_OLD_NAMES = (".doc", ".dot", ".xls", ".xlt", ".xlsb")


@dataclass(frozen=True)
class Inspection:
    """An accepted file: its kind and what a reader should know of it (keys of `REMARKS`)."""

    kind: Kind
    remarks: tuple[str, ...]


def inspect(path: str, *, name: str, kinds: tuple[Kind, ...] = ALLOWED) -> Inspection:
    """Looks at the file on disk at `path` that its sender calls `name`.

    Raises `NotAcceptable` when the kind is not among `kinds`, when name and content differ, or when the
    content is broken, locked or dangerous. Memory stays flat whatever the size.
    """
    promised = of_name(name)
    if promised is None or promised not in kinds:
        _explain_office(name, kinds)
        allowed = ", ".join(ext for kind in kinds for ext in kind.extensions)
        raise NotAcceptable("extension", allowed=allowed)
    with Path(path).open("rb") as stream:
        start = stream.read(_START)
        if not start:
            raise NotAcceptable("empty")
        _check_agreement(stream, start, promised)
        return Inspection(promised, _remarks(stream, path, promised))


def _explain_office(name: str, kinds: tuple[Kind, ...]) -> None:
    instead = ", ".join(kind.extension for kind in (DOCX, XLSX) if kind in kinds)
    if instead and name.lower().endswith(_MACRO_NAMES):
        raise NotAcceptable("office_macros", extension=instead)
    if instead and name.lower().endswith(_OLD_NAMES):
        raise NotAcceptable("office_old")


def _check_agreement(stream: BinaryIO, start: bytes, promised: Kind) -> None:
    if office.is_old_office(start):
        locked = promised.code in {"docx", "xlsx"} and _holds(stream, "EncryptedPackage")
        raise NotAcceptable("office_password" if locked else "office_old")
    found = _kind_of(stream, start, promised)
    if found is promised:
        return
    if isinstance(found, Kind):
        found = found.label
    if found is None:
        raise NotAcceptable("unrecognised", named=promised.extension)
    raise NotAcceptable("mismatch", named=promised.extension, found=found)


def _kind_of(stream: BinaryIO, start: bytes, promised: Kind) -> Kind | str | None:
    """The kind by content; the extension of another known format; None when it is anybody's guess."""
    if start.removeprefix(b"\xef\xbb\xbf").startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return office.find_kind(stream) or "zip"
    guess = filetype.guess_extension(start)
    if guess in {"png", "jpg"}:
        return PNG if guess == "png" else JPEG
    if guess is not None:
        return str(guess)
    # Text has no mark of its own, so only the check of the promised kind can say.
    return promised if promised in (CSV, EML) else None


def _remarks(stream: BinaryIO, path: str, kind: Kind) -> tuple[str, ...]:
    if kind is PDF:
        return confined.check_pdf(path)
    if kind is CSV:
        return texts.check_csv(stream)
    if kind is EML:
        return texts.check_mail(stream)
    if kind in (PNG, JPEG):
        return images.check_image(stream, kind)
    return office.check_office(stream, KINDS[kind.code])


def _holds(stream: BinaryIO, word: str) -> bool:
    stream.seek(0)
    return word.encode("utf-16-le") in stream.read(1 << 20)
