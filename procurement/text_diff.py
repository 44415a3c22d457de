"""What differs between two texts, by words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A part of the text: ``kind`` is same, added or removed."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The way from one text to the other: what stayed, what was removed, what was added, in reading order."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    found: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(SAME, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece(REMOVED, "".join(before[i1:i2])))
        if j2 > j1:
            found.append(Piece(ADDED, "".join(after[j1:j2])))
    return list(_joined(found))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """A space alone between two changes belongs to both: a replaced phrase reads as one, not word by word."""
    removed = added = ""
    for number, piece in enumerate(pieces):
        is_gap = piece.kind == SAME and not piece.text.strip(" ") and (removed or added) and number < len(pieces) - 1
        if piece.kind == REMOVED or is_gap:
            removed += piece.text
        if piece.kind == ADDED or is_gap:
            added += piece.text
        if piece.kind == SAME and not is_gap:
            yield from _change(removed, added)
            removed = added = ""
            yield piece
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(REMOVED, removed)
    if added:
        yield Piece(ADDED, added)
