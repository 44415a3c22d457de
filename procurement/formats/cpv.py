"""The form of a CPV code: eight digits, with or without the check digit behind a hyphen.

Only the form is judged. Whether a code exists is a question for the list of codes, which
changes; a published notice keeps the code that it was published with.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"([0-9]{8})(?:-[0-9])?", re.ASCII)


def is_cpv(code: str) -> bool:
    """Tell whether `code` has the form of a CPV code, such as 39121200 or 39121200-8."""
    return _FORM.fullmatch(code) is not None


def without_check_digit(code: str) -> str:
    """Return the eight digits of `code`; ValueError when it has not the form of a CPV code."""
    match = _FORM.fullmatch(code)
    if match is None:
        raise ValueError(f"{code!r} has not the form of a CPV code")
    return match.group(1)


def division(code: str) -> str:
    """Return the division of `code`: the first two digits, as in 39 for furniture."""
    return without_check_digit(code)[:2]
