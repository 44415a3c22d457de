"""Looks into office files (zip archives of XML) without trusting anything they say of themselves.

Members are read in blocks and counted as they come out, so a zip bomb stops at the limit whatever its
directory claims; XML is read by a parser that ends at the first declaration of an entity.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import Any, BinaryIO
from xml.parsers import expat

from documents.formats.kinds import DOCX, ODS, ODT, XLSX, Kind
from documents.formats.refusals import NotAcceptable

MOST_MEMBERS = 5_000
MOST_BYTES = 400 * 1024 * 1024
BLOCK = 256 * 1024
# Above the first size, a part that is packed more tightly than this is no document anybody wrote.
RATIO_FROM, RATIO = 20 * 1024 * 1024, 250

_MAIN_PARTS = {
    DOCX.mime + ".main+xml": DOCX,
    XLSX.mime + ".main+xml": XLSX,
}
_TYPES = "[Content_Types].xml"
_LAST = True
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/", "xl/dialogsheets/")
_POINTING_PARTS = (".rels", "manifest.xml", "xmlmaps.xml")
_EMBEDDED = ("/embeddings/", "object ", "/activex/")


def is_old_office(start: bytes) -> bool:
    """Whether the file is an OLE container: .doc, .xls, or a locked .docx or .xlsx."""
    return start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def find_kind(stream: BinaryIO) -> Kind | None:
    """Which office format a zip archive is, by its content; None for any other archive."""
    with _archive(stream) as archive:
        names = set(archive.namelist())
        if "mimetype" in names:
            mime = _small(archive, "mimetype").decode("ascii", "replace").strip()
            return next((kind for kind in (ODT, ODS) if kind.mime == mime), None)
        if _TYPES in names:
            types = _content_types(archive)
            if any("macroEnabled" in found for found in types):
                raise NotAcceptable("office_macros", extension=".docx, .xlsx")
            return next((_MAIN_PARTS[found] for found in types if found in _MAIN_PARTS), None)
    return None


def check_office(stream: BinaryIO, kind: Kind) -> tuple[str, ...]:
    """Remarks of an office file.

    Raises "office_broken", "office_password", "office_macros", "office_members", "office_bomb" or
    "office_entities". Reads every member to its end, so checksums are checked too.
    """
    remarks: set[str] = set()
    with _archive(stream) as archive:
        _check_directory(archive.infolist(), kind)
        left = MOST_BYTES
        for member in archive.infolist():
            left -= _read_member(archive, member, left, remarks)
        if kind in (DOCX, XLSX) and any("macrosheet" in found for found in _content_types(archive)):
            raise NotAcceptable("office_macros", extension=kind.extension)
        _remark_on_names(archive.namelist(), remarks)
    return tuple(sorted(remarks))


def _archive(stream: BinaryIO) -> zipfile.ZipFile:
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise NotAcceptable("office_broken") from error


def _check_directory(members: list[zipfile.ZipInfo], kind: Kind) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise NotAcceptable("office_bomb")
    seen: set[str] = set()
    for member in members:
        name = member.filename.lower()
        if name in seen or name.startswith("/") or ".." in name.split("/") or "\\" in member.orig_filename:
            raise NotAcceptable("office_members")
        seen.add(name)
        if member.flag_bits & 0x1:
            raise NotAcceptable("office_password")
        if name.endswith(_MACRO_PARTS) or (name.startswith(_MACRO_FOLDERS) and not member.is_dir()):
            raise NotAcceptable("office_macros", extension=kind.extension)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, remarks: set[str]) -> int:
    """Reads one member to its end; answers its real size."""
    parser = _Reader(remarks, member.filename.lower()) if _is_xml(member.filename) else None
    size = 0
    try:
        with archive.open(member) as part:
            while block := part.read(BLOCK):
                if not size and not parser and _starts_as_xml(block):
                    parser = _Reader(remarks, member.filename.lower(), is_strict=False)
                size += len(block)
                crowded = size > RATIO_FROM and size > RATIO * max(member.compress_size, 1)
                if size > left or crowded:
                    raise NotAcceptable("office_bomb")
                if parser:
                    parser.feed(block)
        if parser and size:
            parser.close()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise NotAcceptable("office_broken") from error
    return size


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".rdf"))


def _starts_as_xml(block: bytes) -> bool:
    """Whether a part without the name of XML is read as such by an office program, which goes by its own list."""
    return block[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


class _Reader:
    """Streams XML through expat: no entities, no document type of its own; well-formed when `is_strict`."""

    def __init__(self, remarks: set[str], name: str, *, is_strict: bool = True) -> None:
        self._remarks = remarks
        self._is_strict = is_strict
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        # A sheet has millions of elements, and none of them points anywhere: only these parts do.
        if name.endswith(_POINTING_PARTS):
            self._parser.StartElementHandler = self._start

    def feed(self, block: bytes) -> None:
        self._parse(block)

    def close(self) -> None:
        self._parse(b"", _LAST)

    def _parse(self, *block: Any) -> None:
        try:
            self._parser.Parse(*block)
        except expat.ExpatError as error:
            if self._is_strict:
                raise NotAcceptable("office_broken") from error

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        # ODF files of 2004 name their document type; without declarations of their own it is inert.
        if internal:
            raise NotAcceptable("office_entities")

    def _entity(self, *_declaration: object) -> None:
        raise NotAcceptable("office_entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "Relationship":
            linked = attributes.get("TargetMode") == "External"
            if linked and not attributes.get("Type", "").endswith("/hyperlink"):
                self._remarks.add("office_links")
        elif local in {"encryption-data", "EncryptedKey"}:
            raise NotAcceptable("office_password")
        elif local == "redefine" and "://" in attributes.get("schemaLocation", ""):
            self._remarks.add("office_links")


class _TypeReader:
    """Collects the content types that an Office Open XML package declares for its parts."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, _name: str, attributes: dict[str, str]) -> None:
        if "ContentType" in attributes:
            self.found.append(attributes["ContentType"])


def _content_types(archive: zipfile.ZipFile) -> list[str]:
    reader = _TypeReader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(_small(archive, _TYPES), _LAST)
    except expat.ExpatError as error:
        raise NotAcceptable("office_broken") from error
    return reader.found


def _refuse_entity(*_declaration: object) -> None:
    raise NotAcceptable("office_entities")


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of a member that has no business being larger than 2 MB."""
    try:
        with archive.open(name) as part:
            content = part.read(2 * 1024 * 1024 + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise NotAcceptable("office_broken") from error
    except RuntimeError as error:  # zipfile's way of saying that a password is asked
        raise NotAcceptable("office_password") from error
    if len(content) > 2 * 1024 * 1024:
        raise NotAcceptable("office_bomb")
    return content


def _remark_on_names(names: list[str], remarks: set[str]) -> None:
    if any(mark in name.lower() for name in names for mark in _EMBEDDED):
        remarks.add("office_embedded")
