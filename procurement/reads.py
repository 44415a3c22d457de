"""Reads that need several models: what is judged about one tender, and what its approach still misses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import Organisation
from procurement.criteria_reads import criteria_themes
from procurement.explanation import Explanation, explain
from procurement.models import Ambition, Buyer, Lot, ProcurementCategory, Tender, Theme, Threshold
from procurement.obligation import Category, Facts, Obligation, obligation
from procurement.plan_reads import PlanBehind, PlansBehind, plans_behind
from procurement.proportion import Proposal, propose
from procurement.proposal import PLAN_FOCUS, Proposed, Situation, needs_explanation, proposed_level
from procurement.scan_reads import has_signal, signals_of
from procurement.thresholds import ThresholdRow, in_euro, kind_for, row_on


@dataclass(frozen=True)
class Missing:
    """Something that an approach needs before it can be submitted, and the page where one gives it."""

    text: str
    page: str


class Judgement:
    """What follows from the facts of one tender. Each part is read once, when it is asked for."""

    def __init__(self, tender: Tender, today: date | None = None) -> None:
        """``today`` counts for plans and the threshold as long as there is no publication date: an approach is made
        before it. Whether ISV is mandatory stays unknown then, see :attr:`expected`. Without both, nothing holds."""
        self.tender, self._day = tender, tender.publication_date or today

    @cached_property
    def lots(self) -> list[Lot]:
        """The lots with their categories and what those replaced, or were replaced by; two queries."""
        found = Lot.objects.select_related("category__successor").prefetch_related("category__predecessors")
        return list(found.filter(tender=self.tender))

    @cached_property
    def facts(self) -> Facts:
        """The facts that the rule of the obligation asks for."""
        categories = [with_counterparts(lot.category) if lot.category else None for lot in self.lots]
        return _facts(self.tender, self.tender.organisation.kind, categories)

    @cached_property
    def category_keys(self) -> set[int]:
        """The categories of the lots, and those that they replaced or that replaced them: a plan for one holds."""
        found: set[int] = set()
        for category in (lot.category for lot in self.lots if lot.category):
            found |= {category.pk, *(each.pk for each in category.predecessors.all())}
            found |= {category.successor_id} if category.successor_id else set()
        return found

    @cached_property
    def plans(self) -> PlansBehind:
        """What the plans that hold on the day of publication, else today, ask for these categories."""
        return plans_behind(self.tender.organisation_id, self.category_keys, self._day)

    @cached_property
    def thresholds(self) -> list[ThresholdRow]:
        return _thresholds()

    @cached_property
    def obligation(self) -> Obligation:
        return obligation(self.facts, self.thresholds)

    @cached_property
    def expected(self) -> tuple[Facts, Obligation] | None:
        """What the rule would say were the tender published today; none once it has a date. No figure counts this."""
        if self.facts.published_on or self._day is None:
            return None
        facts = replace(self.facts, published_on=self._day)
        return facts, obligation(facts, self.thresholds)

    @property
    def explanation(self) -> Explanation:
        """The obligation in sentences, in the language of the reader."""
        return explain(self.facts, self.obligation, self.expected)

    @property
    def value(self) -> Decimal | None:
        """The estimated value where it can be compared with a threshold."""
        return in_euro(self.facts.value, self.facts.currency)

    @cached_property
    def threshold(self) -> Decimal | None:
        """The threshold that counts, also where it decides nothing on ISV: every organisation has one here."""
        facts = self.facts
        kind = kind_for(organisation_kind=facts.organisation_kind, nature=facts.nature, regime=facts.regime)
        row = row_on(self.thresholds, kind=kind, day=self._day) if kind and self._day else None
        return row.amount if row else None

    @cached_property
    def situation(self) -> Situation:
        """What the proposal of levels rests on, as far as there is data."""
        return Situation(
            value=self.value,
            threshold=self.threshold,
            focus_themes=frozenset(self.plans.focus),
            is_promising=bool(self.plans.promising),
            is_relevant=self.tender.relevant_product_group,
            has_signal=has_signal(self.tender),
            criteria_themes=criteria_themes(self.tender),
        )

    @cached_property
    def follow_up(self) -> Proposal:
        """The follow-up in proportion to value and risk, as far as there is data."""
        known = [category is not None and category.is_risk for category in self.facts.categories]
        is_open = not known or None in self.facts.categories
        return propose(
            value=self.value, threshold=self.threshold,
            in_risk_category=True if any(known) else None if is_open else False, signals=signals_of(self.tender),
        )  # fmt: skip

    def proposed(self, theme: str) -> Proposed:
        return proposed_level(theme, self.situation)

    def plan_of(self, theme: str, proposed: Proposed) -> PlanBehind | None:
        """The plan that a proposal rests on, where it rests on one."""
        return self.plans.focus.get(theme) if proposed.reason == PLAN_FOCUS else None


def central_outcomes(tenders: Sequence[Tender]) -> Iterator[tuple[Tender, str]]:
    """What the rule says of each of these tenders, were it one of the central government; four queries."""
    pairs = list(Lot.objects.filter(tender__in=tenders).order_by().values_list("tender", "category"))
    named = ProcurementCategory.objects.filter(pk__in={category for _tender, category in pairs if category})
    found = named.select_related("successor").prefetch_related("predecessors")
    categories = {each.pk: with_counterparts(each) for each in found}
    lots: dict[int, list[Category | None]] = {}
    for tender_id, category in pairs:
        lots.setdefault(tender_id, []).append(categories[category] if category else None)
    thresholds = _thresholds()
    for tender in tenders:
        yield tender, obligation(_facts(tender, "central", lots.get(tender.pk, ())), thresholds).outcome


def _facts(tender: Tender, kind: str, categories: Sequence[Category | None]) -> Facts:
    return Facts(
        organisation_kind=kind,
        nature=tender.nature,
        regime=tender.regime,
        published_on=tender.publication_date,
        value=tender.estimated_value,
        currency=tender.currency,
        categories=tuple(categories),
    )


def _thresholds() -> list[ThresholdRow]:
    return [ThresholdRow(row.kind, row.valid_from, row.amount) for row in Threshold.objects.all()]


def themes_on(day: date) -> list[Theme]:
    """The themes that hold on a day, in their order."""
    return list(
        Theme.objects.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day))
    )


def themes_of(tender: Tender, today: date) -> list[Theme]:
    """The themes that this tender is asked about: those of its publication date, else of today."""
    return themes_on(tender.publication_date or today)


def missing_for_submission(tender: Tender, today: date) -> list[Missing]:
    """What must be answered before the approach can be submitted; empty when it is complete."""
    judgement = Judgement(tender, today)
    answers = {ambition.theme_id: ambition for ambition in tender.ambitions.all()}
    found: list[Missing] = []
    for theme in themes_of(tender, today):
        need = need_of(theme, answers.get(theme.pk), judgement.proposed(theme.code))
        if need in ("choice", "level"):
            text = _("%(theme)s: choose a level or leave the theme out.") % {"theme": theme.name}
            found.append(Missing(text, "ambition-edit"))
        elif need:
            found.append(Missing(_("%(theme)s: the reason is missing.") % {"theme": theme.name}, "ambition-edit"))
    if not tender.isv_answered:
        found.append(Missing(_("ISV is not decided yet."), "isv-edit"))
    elif asks_isv_explanation(judgement.obligation, tender.isv_forms) and not tender.isv_explanation.strip():
        text = _("ISV is mandatory and no contract condition is chosen: the explanation is missing.")
        found.append(Missing(text, "isv-edit"))
    return found


def asks_isv_explanation(outcome: Obligation, forms: Sequence[str]) -> bool:
    """Comply or explain: a mandatory tender without the contract condition asks a reason (domain.md §3)."""
    return outcome.is_mandatory and "contract_condition" not in forms


def need_of(theme: Theme, answer: Ambition | None, proposed: Proposed) -> str:
    """What one theme needs before submission: choice, level, or the explanation that none, left_out or below asks."""
    if answer is None or not answer.is_answered:
        if answer is not None and answer.is_relevant:
            return "level"
        return "" if theme.is_optional else "choice"
    asks = needs_explanation(chosen=answer.level, proposed=proposed.level, is_optional=theme.is_optional)
    if not asks or answer.reason.strip():
        return ""
    return "left_out" if answer.level is None else "below" if answer.level else "none"


def is_among_buyers(organisation: Organisation, buyers: Sequence[Buyer]) -> bool:
    """Whether the organisation is one of the published buyers, by one of its numbers or by name."""
    numbers = {number for number in (organisation.kvk, organisation.oin) if number}
    name = organisation.name.casefold().strip()
    return any(buyer.identifier in numbers or buyer.name.casefold().strip() == name for buyer in buyers)


def categories_for(organisation: Organisation) -> list[ProcurementCategory]:
    """The categories that an organisation may choose: the shipped ones and its own, in their order."""
    found = ProcurementCategory.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    return sorted(found, key=lambda each: (each.valid_until is not None, each.position, each.name))


def with_counterparts(category: ProcurementCategory) -> Category:
    """The category as the rule asks for it, with those that it replaced or that replaced it."""
    others = [category.successor] if category.successor else []
    others += list(cast("list[ProcurementCategory]", category.predecessors.all()))
    return _plain(category, tuple(_plain(each) for each in others))


def _plain(category: ProcurementCategory, counterparts: tuple[Category, ...] = ()) -> Category:
    return Category(category.name, category.is_risk, category.valid_from, category.valid_until, counterparts)
