"""All indicators, in the order of the annual report (domain.md §6)."""

from __future__ import annotations

from monitoring.indicators import after_award, isv, tenders
from monitoring.indicators.definitions import Indicator


def indicators() -> list[Indicator]:
    """Every indicator; those per theme follow the table of themes (one query)."""
    return [*tenders.all_of_them(), *isv.all_of_them(), *after_award.all_of_them()]


def indicator(code: str) -> Indicator | None:
    return next((one for one in indicators() if one.code == code), None)
