"""Taking values out of JSON objects of strangers: what is empty says nothing, what is of a wrong kind is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.formats.notice import Money
from procurement.formats.refusal import NoticeRefused
from procurement.formats.values import calendar_day, decimal_text, plain_decimal

Json = dict[str, Any]


def text(parent: Json, key: str) -> str | None:
    """Return the text or number at `key` as it is written; None where it is blank or missing."""
    value = parent.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _unexpected(value, key)
    if not value.strip():
        return None
    # What no database can hold and no page can show.
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise NoticeRefused(_("The notice has a character that is no text (%(field)s)."), field=key)
    return value


def trimmed(parent: Json, key: str) -> str | None:
    """Return the text at `key` without blanks around it, for codes and identifiers."""
    value = text(parent, key)
    return None if value is None else value.strip()


def part(parent: Json, key: str) -> Json:
    """Return the object at `key`; an empty one where it is missing or empty."""
    value = parent.get(key)
    if value is None or value in ("", [], {}):
        return {}
    if not isinstance(value, dict):
        raise _unexpected(value, key)
    return value


def parts(parent: Json, key: str) -> list[Json]:
    """Return the objects in the list at `key`; a single object is a list of one."""
    value = parent.get(key)
    if value is None or value in ("", {}):
        return []
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        raise _unexpected(value, key)
    found = [item for item in value if item is not None]
    for item in found:
        if not isinstance(item, dict):
            raise _unexpected(item, key)
    return found


def texts(parent: Json, key: str) -> list[str]:
    """Return the texts at `key`, of a list or a single one."""
    value = parent.get(key)
    values = value if isinstance(value, list) else [value]
    return [found for item in values if (found := trimmed({key: item}, key))]


def day(parent: Json, key: str) -> date | None:
    """Return the calendar day at `key`, whatever zone stands behind it."""
    written = trimmed(parent, key)
    return None if written is None else calendar_day(written, field=key)


def decimal(parent: Json, key: str) -> str | None:
    """Return the number at `key` as it is written."""
    written = trimmed(parent, key)
    return None if written is None else decimal_text(plain_decimal(written), field=key)


def money(parent: Json, key: str) -> Money | None:
    """Return the amount and currency of the value at `key`."""
    value = part(parent, key)
    amount = decimal(value, "amount")
    if amount is None:
        return None
    currency = trimmed(value, "currency")
    return Money(amount, currency.upper() if currency else None)


def _unexpected(value: Any, key: str) -> NoticeRefused:
    return NoticeRefused(
        _("The notice has “%(value)s” where something else is expected (%(field)s)."), value=str(value), field=key
    )
