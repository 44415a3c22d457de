"""The weight of an award criterion: a field of free text in the TED forms.

The kinds of number follow the Publications Office's conversion: whole numbers that make a
hundred together, and numbers with a percent sign, are percentages; numbers with a word for
points are points; other numbers are weights without a unit.
"""

from __future__ import annotations

import re

_WHOLE = re.compile(r"[0-9]{1,12}", re.ASCII)
_DECIMALS = re.compile(r"[0-9]{1,12}[.,][0-9]{1,2}", re.ASCII)
_PERCENTAGE = re.compile(r"([0-9]{1,12}(?:[.,][0-9]{1,6})?) ?%|([0-9]{1,3}) ?/ ?100", re.ASCII)
_POINTS = re.compile(
    r"([0-9]{1,12}(?:[.,][0-9]{1,2})?) (?:points|punkte|punten|puntos|bodova|punti|punkts|pointes|pts)", re.I
)
# With a single mark before three digits ("1.900") nobody can tell thousands from decimals.
_THOUSANDS = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,6})|([0-9]{1,3}(?:\.[0-9]{3})+)(,[0-9]{1,6})", re.ASCII)
_MORE_THOUSANDS = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,})", re.ASCII)


def number_and_kind(written: str, *, beside: list[str]) -> tuple[str | None, str | None]:
    """Return the number of a weight and its kind; (None, None) for a text that is no number.

    `beside`: all weights of the lot as they are written, this one included.
    """
    if _WHOLE.fullmatch(written):
        return written, "per-exa" if _make_a_hundred(beside) else "dec-exa"
    if _DECIMALS.fullmatch(written):
        return written.replace(",", "."), "dec-exa"
    if match := _PERCENTAGE.fullmatch(written):
        return (match.group(1) or match.group(2)).replace(",", "."), "per-exa"
    if match := _POINTS.fullmatch(written):
        return match.group(1).replace(",", "."), "poi-exa"
    return _with_thousands(written)


def _make_a_hundred(weights: list[str]) -> bool:
    return all(_WHOLE.fullmatch(weight) for weight in weights) and sum(int(weight) for weight in weights) == 100


def _with_thousands(written: str) -> tuple[str | None, str | None]:
    if match := _THOUSANDS.fullmatch(written):
        english, decimals, continental, after_comma = match.groups()
        if english:
            return english.replace(",", "") + decimals, "dec-exa"
        return continental.replace(".", "") + after_comma.replace(",", "."), "dec-exa"
    if _MORE_THOUSANDS.fullmatch(written):
        return written.replace(",", "").replace(".", ""), "dec-exa"
    return None, None
