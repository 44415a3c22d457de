"""A file name as the sender wrote it, made safe to store, show and send back."""

from __future__ import annotations

import unicodedata

LONGEST = 180
_UNSAFE = frozenset('<>:"/\\|?*')


def safe_name(name: str) -> str:
    """The last part of the name without control, direction-changing or path characters.

    Keeps the extension when the name is cut to 180 characters. Never empty: "file" is the last resort.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if char in _UNSAFE else char for char in last if _is_visible(char))
    kept = " ".join(kept.split()).strip(". ")
    if not kept:
        return "file"
    if len(kept) <= LONGEST:
        return kept
    stem, dot, extension = kept.rpartition(".")
    if not dot or len(extension) > 10:
        return kept[:LONGEST]
    return stem[: LONGEST - len(extension) - 1] + "." + extension


def _is_visible(char: str) -> bool:
    """No controls, surrogates or private use (C*), no line or paragraph separators (Zl, Zp)."""
    category = unicodedata.category(char)
    return not category.startswith("C") and category not in {"Zl", "Zp"}
