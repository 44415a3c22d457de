"""A shown value as JSON and back: text, number, nothing, ``{"date"}``, ``{"amount"}``, or a text per language.

Amounts are JSON numbers so that the database sorts them; below 10^13 with two decimals a double holds them exactly.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

CENT = Decimal("0.01")
KINDS = ("date", "amount")


def to_json(dutch: Any, english: Any) -> Any:
    """The value of one cell, as a Dutch and as an English reader see it."""
    kept, other = _one(dutch), _one(english)
    return kept if kept == other else {"nl": kept, "en": other}


def _one(value: Any) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"amount": float(value)}
    return value if value is None or isinstance(value, int) else str(value)


def kind(kept: Any) -> str:
    """How a cell is sorted: ``date``, ``amount``, or empty for a value that sorts as it is."""
    return next((name for name in KINDS if isinstance(kept, dict) and name in kept), "")


def from_json(kept: Any, language: str) -> str | int | Decimal | date | None:
    """The value again, for a reader in this language."""
    if not isinstance(kept, dict):
        return kept  # type: ignore[no-any-return]  # what to_json made
    if "date" in kept:
        return date.fromisoformat(kept["date"])
    if "amount" in kept:
        return Decimal(str(kept["amount"])).quantize(CENT)
    return str(kept["en" if language.startswith("en") else "nl"])
