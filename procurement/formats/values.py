"""Amounts and calendar days as notices write them.

Both keep what was written: an amount stays the text of the source, because 3887000.00 and
3887000 are the same number but not the same statement, and a date keeps its calendar day
whatever zone stands behind it, because a deadline of 1 March is 1 March everywhere.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from procurement.formats.refusal import NoticeRefused

# xsd:decimal without a leading plus sign. The length is bounded because a number of a
# million digits is valid XML and takes minutes to turn into a Decimal.
_DECIMAL = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_LONGEST_DECIMAL = 40
_EXPONENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}", re.ASCII)
_DAY = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)


def decimal_text(written: str, *, field: str) -> str:
    """Return `written` unchanged when it is a decimal number; refuse the notice otherwise."""
    if len(written) > _LONGEST_DECIMAL or _DECIMAL.fullmatch(written) is None:
        raise NoticeRefused(
            _("The notice has “%(value)s” where a number is expected (%(field)s)."), value=written, field=field
        )
    return written


def plain_decimal(written: str) -> str:
    """Return a JSON number without exponent, which is a way of writing and no statement: 6e5 is 600000."""
    if len(written) > _LONGEST_DECIMAL or _EXPONENT.fullmatch(written) is None:
        return written
    return format(Decimal(written), "f")


def calendar_day(written: str, *, field: str) -> date:
    """Return the day that `written` names, without its zone; refuse one that does not exist."""
    match = _DAY.fullmatch(written)
    if match is not None:
        year, month, day = (int(part) for part in match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise NoticeRefused(
        _("The notice has “%(value)s” where a date is expected (%(field)s)."), value=written, field=field
    )
