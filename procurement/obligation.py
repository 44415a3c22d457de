"""Whether ISV is mandatory for a tender, and why (domain.md §3). Pure: the caller brings the rows.

For the central government ISV is mandatory at or above the EU threshold, when any lot is in a risk category. Everywhere
else it is voluntary, also where data is missing. The value is that of the whole procedure; the list of risk categories
and the threshold are those of the publication date.

**Missing data.** The central government's obligation is *unknown* when a fact is missing that the rule asks for: the
value, a currency that is the euro, the publication date, a threshold for that date, the nature, the category of a lot.
That holds also where the other facts alone would say no: an incomplete tender is to be completed, not to be counted as
judged. Only a lot that is mandatory by itself settles it, whatever is missing about the other lots.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procurement.thresholds import ThresholdRow, in_euro, kind_for, row_on

MANDATORY, NOT_MANDATORY, VOLUNTARY, UNKNOWN = "mandatory", "not_mandatory", "voluntary", "unknown"
OUTCOMES = (MANDATORY, NOT_MANDATORY, VOLUNTARY, UNKNOWN)

MISSING = (
    "value",
    "currency",
    "publication_date",
    "nature",
    "threshold",
    "lots",
    "category",
    "category_period",
)
"""What can be missing, in the order in which it is named: ``currency`` = other than euro, ``threshold`` = published
before the first row, ``category_period`` = a risk category outside its validity that none of that date replaces."""


@dataclass(frozen=True)
class Category:
    """A procurement category, with those that it replaced or that replaced it (``counterparts``)."""

    name: str
    is_risk: bool
    valid_from: date | None = None
    valid_until: date | None = None
    counterparts: tuple[Category, ...] = ()

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def counting_on(self, day: date) -> Category | None:
        """The risk category as which this one counts on ``day``: itself, or the counterpart on the list of that day."""
        return next((each for each in (self, *self.counterparts) if each.is_risk and each.holds_on(day)), None)


@dataclass(frozen=True)
class Facts:
    """What the rule asks for. ``categories`` has one entry per lot, none where it was not filled in."""

    organisation_kind: str
    nature: str = ""
    regime: str = ""
    published_on: date | None = None
    value: Decimal | None = None
    currency: str = ""
    categories: tuple[Category | None, ...] = ()


@dataclass(frozen=True)
class Obligation:
    """The outcome and what it rests on.

    ``reason`` is a code: ``not_central``, ``risk_category_at_threshold``, ``below_threshold``, ``no_risk_category`` or
    ``missing_`` with the first of ``missing``. ``is_at_threshold`` is none where that cannot be said.
    """

    outcome: str
    reason: str
    threshold: ThresholdRow | None = None
    is_at_threshold: bool | None = None
    risk_categories: tuple[Category, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_mandatory(self) -> bool:
        return self.outcome == MANDATORY


def obligation(facts: Facts, thresholds: Iterable[ThresholdRow]) -> Obligation:
    """Compute the obligation. See the top of this module for what missing data does."""
    if facts.organisation_kind != "central":
        return Obligation(VOLUNTARY, "not_central")
    row = _threshold(facts, thresholds)
    value = in_euro(facts.value, facts.currency)
    at_threshold = None if row is None or value is None else value >= row.amount
    risks = _risk_categories(facts)
    about_value, about_lots = _missing_of_tender(facts, row), _missing_of_lots(facts)
    if at_threshold and risks:
        return Obligation(MANDATORY, "risk_category_at_threshold", row, at_threshold, risks)
    if missing := about_value + about_lots:
        return Obligation(UNKNOWN, f"missing_{missing[0]}", row, at_threshold, risks, missing)
    reason = "no_risk_category" if at_threshold else "below_threshold"
    return Obligation(NOT_MANDATORY, reason, row, at_threshold, risks)


def _threshold(facts: Facts, rows: Iterable[ThresholdRow]) -> ThresholdRow | None:
    kind = kind_for(organisation_kind=facts.organisation_kind, nature=facts.nature, regime=facts.regime)
    if kind is None or facts.published_on is None:
        return None
    return row_on(rows, kind=kind, day=facts.published_on)


def _risk_categories(facts: Facts) -> tuple[Category, ...]:
    """The categories of the lots that count as a risk category on the publication date, each once."""
    if facts.published_on is None:
        return ()
    day = facts.published_on
    found = [category for category in facts.categories if category and category.is_risk and category.counting_on(day)]
    return tuple(dict.fromkeys(found))


def _missing_of_tender(facts: Facts, row: ThresholdRow | None) -> tuple[str, ...]:
    kind = kind_for(organisation_kind=facts.organisation_kind, nature=facts.nature, regime=facts.regime)
    absent = {
        "value": facts.value is None,
        "currency": facts.value is not None and in_euro(facts.value, facts.currency) is None,
        "publication_date": facts.published_on is None,
        "nature": kind is None,
        "threshold": row is None and kind is not None and facts.published_on is not None,
    }
    return tuple(name for name, is_absent in absent.items() if is_absent)


def _missing_of_lots(facts: Facts) -> tuple[str, ...]:
    day = facts.published_on
    out_of_period = day is not None and any(
        category is not None and category.is_risk and category.counting_on(day) is None for category in facts.categories
    )
    absent = {
        "lots": not facts.categories,
        "category": any(category is None for category in facts.categories),
        "category_period": out_of_period,
    }
    return tuple(name for name, is_absent in absent.items() if is_absent)
