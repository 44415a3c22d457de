"""Names of organisations compared as people would: without case, accents, punctuation and legal form. Pure."""

from __future__ import annotations

import re
import unicodedata

_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_LEGAL_FORMS = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "cv",
        "ua",
        "ba",
        "gmbh",
        "ag",
        "kg",
        "ohg",
        "se",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "ltd",
        "limited",
        "plc",
        "llp",
        "llc",
        "inc",
        "corp",
        "corporation",
        "co",
        "bvba",
        "sprl",
        "ab",
        "oy",
        "as",
        "aps",
        "holding",
        "stichting",
        "vereniging",
        "cooperatie",
        "cooperation",
    ]
)
_FILLERS = frozenset(["de", "het", "een", "van", "the", "of", "en", "and", "et", "la", "le", "der", "den"])


def normalised(name: str) -> str:
    """The words that tell one name from another, in their order; the whole name when nothing else is left.

    "Hegeman Bouw & Infra B.V." and "HEGEMAN BOUW EN INFRA BV" are the same.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    joined = re.sub(r"\b((?:[a-z]\.){2,})", lambda found: found.group(1).replace(".", "") + " ", plain)
    words = [word for word in re.split(r"[^a-z0-9]+", joined) if word]
    telling = [word for word in words if word not in _LEGAL_FORMS | _FILLERS]
    return " ".join(telling or words)


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be the same organisation: equal, or the words of one all occur in the other."""
    first, second = set(normalised(one).split()), set(normalised(other).split())
    return bool(first and second) and (first <= second or second <= first)


def without_turns(name: str) -> str:
    """The name without characters that turn the direction of writing, with which one name can look like another."""
    return "".join(char for char in name if char not in _TURNS) or name
