"""Which signals fit which product and country, and where nobody could look (domain.md §4, §7). Rows in, values out.

Nothing found is never no risk: a place counts as looked at only when there was something to look in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from procurement import goods
from procurement.country_names import folded
from procurement.proportion import Signals
from procurement.risk_bounds import OURS, Bounds

if TYPE_CHECKING:
    from procurement.models import ScanProduct, Signal

SIGNAL, NOTHING, PARTLY, NOT_LOOKED = "signal", "nothing", "partly", "not_looked"
STATES = (SIGNAL, PARTLY, NOT_LOOKED, NOTHING)
"""From what asks attention first; of a country with several products the first that one of them has."""

IN_GOODS, IN_RATINGS, ELSEWHERE = "goods", "ratings", "elsewhere"
NO_COUNTRY, NO_LIST, NO_GOODS, NO_RATING = "no_country", "no_list", "no_goods", "no_rating"
SEVERE_THEMES = frozenset({"forced_labour", "child_labour"})


@dataclass(frozen=True)
class Place:
    """A product in a country (empty: none is named), with what was found and where nobody could look."""

    product: ScanProduct
    country: str
    signals: tuple[Signal, ...] = ()
    ratings: tuple[Signal, ...] = ()
    looked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        if self.signals:
            return SIGNAL
        if not self.looked:
            return NOT_LOOKED
        return PARTLY if self.missing and ELSEWHERE not in self.looked else NOTHING


@dataclass(frozen=True)
class Found:
    """All places of a scan. ``is_started`` when a product is named."""

    places: tuple[Place, ...] = ()
    products: tuple[ScanProduct, ...] = field(default=())
    bounds: Bounds = OURS

    @property
    def is_started(self) -> bool:
        return bool(self.products)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to look at."""
        return self.is_started and all(place.state in (SIGNAL, NOTHING) for place in self.places)

    @property
    def has_signal(self) -> bool:
        return any(place.signals for place in self.places)

    @property
    def has_high_rating(self) -> bool:
        return any(self.bounds.is_high(row.rating) for place in self.places for row in place.ratings)

    def as_signals(self) -> Signals | None:
        """What the proposed follow-up asks for; none while nothing is found and not everything was looked at."""
        if not self.has_signal and not self.is_complete:
            return None
        on_main = (signal for place in self.places if place.product.is_main for signal in place.signals)
        return Signals(
            has_any=self.has_signal,
            has_forced_or_child_labour=any(theme_code(signal) in SEVERE_THEMES for signal in on_main),
            has_high_rating=self.has_high_rating,
        )


def theme_code(signal: Signal) -> str:
    return signal.theme.code if signal.theme else ""


def match(
    products: Sequence[ScanProduct], signals: Iterable[Signal], *, kinds: Collection[str], rated: Collection[str],
    bounds: Bounds,
) -> Found:  # fmt: skip
    """Every product in each of its countries. ``kinds`` of lists that were taken in, and the countries ``rated``."""
    rows = list(newest_ratings(signals))
    places = []
    for product in products:
        keys = good_keys(product)
        fitting = [row for row in rows if not row.good_key or row.good_key in keys]
        for country in product.countries or [""]:
            there = [row for row in fitting if row.country == country or not (row.country or row.country_text)]
            places.append(_place(product, country, there, kinds=kinds, rated=rated, bounds=bounds))
    return Found(tuple(places), tuple(products), bounds)


def good_keys(product: ScanProduct) -> set[str]:
    """By what a signal is about this product: its goods, and its own name for signals that were written down."""
    return {goods.key_of(text) for text in (*product.goods, product.name)} - {""}


def newest_ratings(signals: Iterable[Signal]) -> Iterable[Signal]:
    """All signals, but of each table of countries only the last year."""
    last: dict[tuple[str, str, str], int] = {}
    rows = list(signals)
    for row in rows:
        if row.kind == "rating":
            last[_table(row)] = max(last.get(_table(row), 0), row.year or 0)
    return [row for row in rows if row.kind != "rating" or row.year == last[_table(row)]]


def _table(row: Signal) -> tuple[str, str, str]:
    return folded(row.source), theme_code(row), row.country


def _place(
    product: ScanProduct, country: str, rows: Sequence[Signal], *, kinds: Collection[str], rated: Collection[str],
    bounds: Bounds,
) -> Place:  # fmt: skip
    ratings = tuple(row for row in rows if row.kind == "rating")
    found = tuple(row for row in rows if row.kind != "rating" or bounds.is_signal(row.rating))
    looked, missing = [], []
    if not country:
        missing.append(NO_COUNTRY)
    else:
        if "good" not in kinds:
            missing.append(NO_LIST)
        elif product.goods or product.none_fits:
            looked.append(IN_GOODS)
        else:
            missing.append(NO_GOODS)
        (looked if country in rated else missing).append(IN_RATINGS if country in rated else NO_RATING)
    if product.own_check:
        looked.append(ELSEWHERE)
    return Place(product, country, found, ratings, tuple(looked), tuple(missing))


def by_theme(found: Found) -> dict[str, list[tuple[Place, Signal]]]:
    """Code of the risk theme → its signals with where they are; empty code: the source does not say."""
    result: dict[str, list[tuple[Place, Signal]]] = {}
    for place in found.places:
        for signal in place.signals:
            result.setdefault(theme_code(signal), []).append((place, signal))
    return result


def by_country(found: Found) -> Mapping[str, list[Place]]:
    """Code of the country → its places; empty code: products of which no country is named."""
    result: dict[str, list[Place]] = {}
    for place in found.places:
        result.setdefault(place.country, []).append(place)
    return result


def worst(places: Iterable[Place]) -> str:
    """The state that asks attention first."""
    return min((place.state for place in places), key=STATES.index)
