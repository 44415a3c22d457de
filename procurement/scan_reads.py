"""The risk scan of a tender as it stands: read in a fixed number of queries, whatever is found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from procurement import goods
from procurement.models import CpvCode, RiskJudgement, RiskRule, ScanProduct, Signal, Tender
from procurement.proportion import Signals
from procurement.risk_bounds import OURS, Bounds
from procurement.scan_matching import Found, good_keys, match


@dataclass(frozen=True)
class Sources:
    """What a scan is matched from: its products, the signals that may fit them, and the kinds that were taken in."""

    products: Sequence[ScanProduct] = ()
    signals: Sequence[Signal] = ()
    kinds: Collection[str] = frozenset()
    bounds: Bounds = OURS

    def found(self) -> Found:
        """What fits the products."""
        if not self.products:
            return Found(bounds=self.bounds)
        rated = {row.country for row in self.signals if row.kind == Signal.Kind.RATING}
        return match(self.products, self.signals, kinds=self.kinds, rated=rated, bounds=self.bounds)


def sources_of(tender: Tender) -> Sources:
    """As they are now; two queries when there are no products, else four."""
    bounds = bounds_of(tender.organisation_id)
    products = list(tender.scan_products.all())
    if not products:
        return Sources(bounds=bounds)
    countries = {code for product in products for code in product.countries}
    keys = {key for product in products for key in good_keys(product)}
    there = Signal.objects.of(tender.organisation_id).in_force()
    fitting = there.about(countries=countries, good_keys=keys).select_related("theme")
    kinds = set(there.order_by().values_list("kind", flat=True).distinct())
    return Sources(products, list(fitting), kinds, bounds)


def bounds_of(organisation_id: int) -> Bounds:
    """From where things count for this organisation: as it set them, else ours."""
    own = RiskRule.objects.filter(organisation=organisation_id).first()
    return own.bounds if own else OURS


def found_for(tender: Tender) -> Found:
    """What fits the products of this tender."""
    return sources_of(tender).found()


def has_signal(tender: Tender) -> bool:
    """Any signal for a product and a country."""
    return found_for(tender).has_signal


def signals_of(tender: Tender) -> Signals | None:
    """What the proposed follow-up asks for; none as long as it is not known."""
    return found_for(tender).as_signals()


def judgements_of(tender: Tender) -> dict[str, RiskJudgement]:
    """Code of the risk theme → the judgement of the team."""
    rows = tender.risk_judgements.select_related("theme", "changed_by")
    return {row.theme.code: row for row in rows}


def goods_there(tender: Tender) -> list[str]:
    """The goods that signals of this organisation name, as written, in order."""
    rows = Signal.objects.of(tender.organisation_id).in_force().exclude(good="")
    found: dict[str, str] = {}
    for good in rows.order_by("good").values_list("good", flat=True).distinct():
        found.setdefault(goods.key_of(good), good)
    return sorted(found.values(), key=str.casefold)


@dataclass(frozen=True)
class CpvProposal:
    """A code of the tender with its name; of one that is not loaded the name of its division."""

    code: str
    name: str


def cpv_proposals(tender: Tender, products: list[ScanProduct]) -> list[CpvProposal]:
    """What the tender and its lots are about by their CPV codes, without what is a product already."""
    codes = {code for each in (tender.cpv, *tender.lots.values_list("cpv", flat=True)) for code in each}
    taken = {code for product in products for code in product.cpv}
    wanted = codes - taken
    return named(wanted) if wanted else []


def named(codes: Collection[str]) -> list[CpvProposal]:
    """These codes with their names, in order; one of no known division is left out."""
    divisions = {code: f"{code[:2]}000000" for code in codes}
    held = {row.code: row.name for row in CpvCode.objects.filter(code__in=[*codes, *divisions.values()])}
    found = [CpvProposal(code, held.get(code) or held.get(divisions[code], "")) for code in sorted(codes)]
    return [each for each in found if each.name]
