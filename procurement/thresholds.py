"""Which EU threshold counts for a tender: by its kind and its publication date (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CENTRAL, DECENTRAL, WORKS, SOCIAL = "central", "decentral", "works", "social"

EURO = "EUR"


@dataclass(frozen=True)
class ThresholdRow:
    """An amount in euro excluding VAT; at or above counts. It holds until a later row of its kind."""

    kind: str
    valid_from: date
    amount: Decimal


def kind_for(*, organisation_kind: str, nature: str, regime: str) -> str | None:
    """The kind of threshold; none where the nature of the tender is not known.

    The regime for social and other specific services has a threshold of its own, whatever the nature says.
    An empty regime is the standard one.
    """
    if regime == "social":
        return SOCIAL
    if nature == "works":
        return WORKS
    if nature in ("supplies", "services"):
        return CENTRAL if organisation_kind == "central" else DECENTRAL
    return None


def row_on(rows: Iterable[ThresholdRow], *, kind: str, day: date) -> ThresholdRow | None:
    """The row of this kind that holds on ``day``; none before the first."""
    held = [row for row in rows if row.kind == kind and row.valid_from <= day]
    return max(held, key=lambda row: row.valid_from, default=None)


def in_euro(value: Decimal | None, currency: str) -> Decimal | None:
    """The value where it can be compared with a threshold. An amount without a currency is in euro."""
    return value if currency.strip().upper() in ("", EURO) else None
