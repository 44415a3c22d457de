"""JSON from strangers: told apart from XML, decoded, and cut into the notices that stand in it.

A long list of notices is never held as a tree: the file stays text, each notice is the place where it
stands, and is decoded when it is asked for. The whole file is checked first, so that a file cut off in
the middle is refused and not taken in by half.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.formats.refusal import NoticeRefused

LARGEST_FILE = 50 * 1024 * 1024
MOST_ENTRIES = 50_000
"""TenderNed publishes some 15,000 notices a year."""

LISTS = ("releases", "records")
MARKS = ("ocid", "compiledRelease", "versionedRelease")
"""Keys that an OCDS release or record has and a package has not."""

_BLANK = re.compile(r"[ \t\r\n]*")
# That of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Number(str):
    """A number as it is written: 600000 and 600000.00 are not the same statement."""

    __slots__ = ()


def _not_a_number(_name: str) -> None:
    """NaN and Infinity are no JSON, and they say nothing."""


_DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=_not_a_number)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the notices stand: `kind` is "list", "releases", "records" or "object" (the whole file is one)."""

    text: str
    kind: str
    starts: tuple[int, ...]

    def entry(self, position: int) -> Any:
        """Return what stands at `position`, with every number as a `Number`."""
        return _DECODER.raw_decode(self.text, self.starts[position])[0]


def looks_like_json(data: bytes) -> bool:
    """Tell whether the first character behind a byte order mark and blanks opens an object or a list."""
    return data[:64].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith((b"{", b"["))


def layout_of(data: bytes) -> Layout:
    """Find the notices in `data`; raise NoticeRefused when it is no JSON, or holds no list of notices."""
    if len(data) > LARGEST_FILE:
        raise NoticeRefused(
            _("The file is larger than %(limit)s MB. Cut it into several files."),
            limit=str(LARGEST_FILE // (1024 * 1024)),
        )
    text = _decoded(data)
    try:
        return _Walk(text).layout()
    except json.JSONDecodeError as error:
        raise NoticeRefused(
            _("The file is damaged: line %(line)s is not valid JSON."), line=str(error.lineno)
        ) from error
    except RecursionError as error:
        raise NoticeRefused(_("The file is built unlike any notice. It was not read.")) from error


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    try:
        return data.decode(encoding or json.detect_encoding(data)).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise NoticeRefused(
            _("The file is not written in UTF-8, as JSON should be. Save it as UTF-8 and choose it again.")
        ) from error


class _Walk:
    """One pass over the text: every value is checked, none is kept."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def layout(self) -> Layout:
        """Return where the notices stand."""
        self._skip_blank()
        kind, starts = ("list", self._items()) if self._peek() == "[" else self._object()
        self._skip_blank()
        if self._at != len(self._text):
            raise json.JSONDecodeError("Extra data", self._text, self._at)
        return Layout(self._text, kind, tuple(starts))

    def _object(self) -> tuple[str, list[int]]:
        start = self._at
        self._expect("{")
        lists: dict[str, list[int] | None] = {}
        keys: set[str] = set()
        while self._more("}", is_first=not keys):
            if self._peek() != '"':
                raise json.JSONDecodeError("Expecting property name", self._text, self._at)
            key: str = self._value()
            self._skip_blank()
            self._expect(":")
            self._skip_blank()
            keys.add(key)
            if key in LISTS and self._peek() == "[":
                lists[key] = self._items()
            else:
                self._value()
        if not keys.isdisjoint(MARKS):
            return "object", [start]
        for kind in reversed(LISTS):
            if kind in lists:
                return kind, lists[kind] or []
        return "object", [start]

    def _items(self) -> list[int]:
        starts: list[int] = []
        self._at += 1
        while self._more("]", is_first=not starts):
            starts.append(self._at)
            if len(starts) > MOST_ENTRIES:
                raise NoticeRefused(
                    _("The file holds more than %(most)s notices. Cut it into several files."), most=str(MOST_ENTRIES)
                )
            self._value()
        return starts

    def _more(self, end: str, *, is_first: bool) -> bool:
        """Step over the comma to the next value; False, and step over the end, when there is none."""
        self._skip_blank()
        if self._peek() == end and is_first:
            self._at += 1
            return False
        if not is_first:
            if self._peek() == end:
                self._at += 1
                return False
            self._expect(",")
            self._skip_blank()
        return True

    def _value(self) -> Any:
        value, self._at = _DECODER.raw_decode(self._text, self._at)
        return value

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise json.JSONDecodeError(f"Expecting {character!r}", self._text, self._at)
        self._at += 1

    def _skip_blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at
