"""What the page of a risk scan shows: products, countries, themes and judgements, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from procurement import countries, goods, scan_reads
from procurement.models import RiskJudgement, RiskTheme, ScanProduct, Tender
from procurement.risk_bounds import Bounds
from procurement.scan_matching import Place, by_country, by_theme, worst
from procurement.scan_wording import PRIORITIES, PRIORITY_TONES, STATE_TONES, STATES_SHORT, headline, looked_in
from procurement.severity import SEVERITY_FIRST, Assessed, priority, rank
from procurement.signal_wording import SignalView, view_of


@dataclass(frozen=True)
class PlaceRow:
    """A product in a country, in words."""

    country: str
    label: str
    tone: str
    number: int
    ratings: list[str]
    where: str


@dataclass(frozen=True)
class ProductRow:
    product: ScanProduct
    places: list[PlaceRow]
    goods: list[str]
    proposed: list[str]


@dataclass(frozen=True)
class CountryRow:
    """A country of the scan; ``code`` empty where none is named."""

    code: str
    name: str
    state: str
    label: str
    tone: str
    products: str
    signals: int
    ratings: str


@dataclass(frozen=True)
class SignalRow:
    """A signal with the products that it is about."""

    signal: SignalView
    products: str
    is_main: bool


@dataclass(frozen=True)
class ThemeRow:
    """A risk theme with its signals and the judgement of the team. Without ``theme``: the source does not say which."""

    theme: RiskTheme | None
    signals: list[SignalRow]
    judged: JudgedRow | None


@dataclass(frozen=True)
class JudgedRow:
    """A judgement in words; ``number`` is that of its dot."""

    number: int
    theme: str
    code: str
    severity: int
    likelihood: int
    priority: str
    tone: str
    row: RiskJudgement


@dataclass(frozen=True)
class Matrix:
    """One picture: themes about people, where severity goes first, or the others."""

    code: str
    group: str
    title: str
    rows: list[JudgedRow]
    bounds: Bounds


class Board:
    """The scan of one tender, as it is now or as it was ``kept``. Each part is made once."""

    def __init__(self, tender: Tender, kept: tuple[scan_reads.Sources, dict[str, RiskJudgement]] | None = None) -> None:
        self.tender = tender
        self.language = get_language() or "nl"
        sources, self.judgements = kept or (scan_reads.sources_of(tender), scan_reads.judgements_of(tender))
        self.found, self.bounds = sources.found(), sources.bounds
        self.all_themes = list(RiskTheme.objects.all())

    @cached_property
    def headline(self) -> tuple[str, str]:
        return headline(self.found, len([row for row in self.themes if row.theme and row.signals]))

    @cached_property
    def available(self) -> list[str]:
        """The goods that signals of this organisation name."""
        return scan_reads.goods_there(self.tender)

    @cached_property
    def products(self) -> list[ProductRow]:
        return [self._product(product) for product in self.found.products]

    def _product(self, product: ScanProduct) -> ProductRow:
        proposed = (
            []
            if product.goods or product.none_fits
            else goods.proposed(name=product.name, cpv=product.cpv, available=self.available)
        )
        return ProductRow(
            product, [self._place(place) for place in self.found.places if place.product is product],
            self._labels(product.goods), self._labels(proposed),
        )  # fmt: skip

    def _labels(self, names: list[str]) -> list[str]:
        return sorted((goods.label(name, self.language) for name in names), key=str.casefold)

    def _place(self, place: Place) -> PlaceRow:
        return PlaceRow(
            country=self._country(place.country), label=str(STATES_SHORT[place.state]), tone=STATE_TONES[place.state],
            number=len(place.signals), ratings=sorted({row.rating for row in place.ratings}), where=looked_in(place),
        )  # fmt: skip

    def _country(self, code: str) -> str:
        return countries.name(code, self.language) if code else _("country unknown")

    @cached_property
    def countries(self) -> list[CountryRow]:
        """By name; products without a country come last."""
        rows = [self._country_row(code, places) for code, places in by_country(self.found).items()]
        return sorted(rows, key=lambda row: (not row.code, row.name))

    def _country_row(self, code: str, places: list[Place]) -> CountryRow:
        state = worst(places)
        ratings = sorted({row.rating for place in places for row in place.ratings})
        return CountryRow(
            code, self._country(code), state, str(STATES_SHORT[state]), STATE_TONES[state],
            ", ".join(place.product.name for place in places),
            len({row.pk for place in places for row in place.signals}), ", ".join(ratings),
        )  # fmt: skip

    @cached_property
    def themes(self) -> list[ThemeRow]:
        """Themes with a signal or a judgement: those that go first, then what nobody judged yet, in order."""
        signals = by_theme(self.found)
        rows = []
        for theme in self.all_themes:
            if theme.code in signals or theme.code in self.judgements:
                rows.append(ThemeRow(theme, self._signals(signals.get(theme.code, [])), self._judged(theme)))
        rows.sort(key=_first)
        if "" in signals:
            rows.append(ThemeRow(None, self._signals(signals[""]), None))
        return rows

    def _judged(self, theme: RiskTheme) -> JudgedRow | None:
        return next((row for row in self.judged if row.code == theme.code), None)

    def _signals(self, pairs: list[tuple[Place, Any]]) -> list[SignalRow]:
        """Each signal once, with its products; main products first."""
        products: dict[int, dict[str, bool]] = {}
        for place, signal in pairs:
            products.setdefault(signal.pk, {})[place.product.name] = place.product.is_main
        once = {signal.pk: signal for _place, signal in pairs}
        rows = [SignalRow(view_of(once[key]), ", ".join(names), any(names.values())) for key, names in products.items()]
        return sorted(rows, key=lambda row: (not row.is_main, row.signal.country, row.signal.good))

    @cached_property
    def judged(self) -> list[JudgedRow]:
        """What the team judged, the highest priority first."""
        rows = list(self.judgements.values())
        rows.sort(key=lambda row: (*rank(row.theme.group, assessed(row), self.bounds), row.theme.position))
        return [self._judged_row(number, row) for number, row in enumerate(rows, start=1)]

    def _judged_row(self, number: int, row: RiskJudgement) -> JudgedRow:
        numbers = assessed(row)
        asks = priority(row.theme.group, numbers.severity, numbers.likelihood, self.bounds)
        return JudgedRow(
            number, row.theme.name, row.theme.code, numbers.severity, numbers.likelihood, str(PRIORITIES[asks]),
            PRIORITY_TONES[asks], row,
        )  # fmt: skip

    @cached_property
    def matrices(self) -> list[Matrix]:
        """The pictures that have a dot."""
        people = [row for row in self.judged if row.row.theme.group in SEVERITY_FIRST]
        others = [row for row in self.judged if row.row.theme.group not in SEVERITY_FIRST]
        found = [
            Matrix("people", "labour", _("Risks for people: severity goes first"), people, self.bounds),
            Matrix("other", "environment", _("Risks for environment and fair business"), others, self.bounds),
        ]
        return [matrix for matrix in found if matrix.rows]

    @cached_property
    def unjudged(self) -> list[RiskTheme]:
        """Themes that nobody judged, for who wants to judge one without a signal."""
        return [theme for theme in self.all_themes if theme.code not in self.judgements]


def assessed(row: RiskJudgement) -> Assessed:
    return Assessed(row.scale, row.scope, row.irremediability, row.likelihood)


def _first(row: ThemeRow) -> tuple[Any, ...]:
    if row.judged is None or row.theme is None:
        return (1, row.theme.position if row.theme else 0)
    return (0, row.judged.number)
