"""The obligation as a query says the same as the rule, over every combination of facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from accounts.models import Organisation
from procurement.actions import obligations
from procurement.models import Lot, ProcurementCategory, Tender
from procurement.obligation import OUTCOMES
from procurement.reads import Judgement
from tests.accounts.factories import AT, OrganisationFactory, system_user

KINDS = (("services", "standard"), ("works", "standard"), ("", "standard"), ("", "social"))
DAYS = (None, date(2019, 12, 31), date(2022, 5, 31), date(2022, 6, 1), date(2024, 1, 1))
AMOUNTS = ((None, "EUR"), ("140000", "EUR"), ("143000", ""), ("9000000", "eur"), ("9000000", "USD"))
LOTS = (
    (),
    (None,),
    ("other",),
    ("energy",),
    ("catering_2017",),
    ("own_ended",),
    ("own_replaced",),
    ("other", "own_ended"),
    (None, "workplace"),
)


@pytest.fixture
def categories(shipped: None, central: Organisation) -> dict[str | None, ProcurementCategory | None]:
    """The shipped ones, and two of the organisation: one that ended, one replaced by a category without risk."""
    ended = {"organisation": central, "is_risk": True, "valid_until": date(2022, 5, 31)}
    ProcurementCategory.objects.create(code="own_ended", name_nl="oud", name_en="old", **ended)
    other = ProcurementCategory.objects.get(code="other")
    ProcurementCategory.objects.create(code="own_replaced", name_nl="oud", name_en="old", successor=other, **ended)
    return {None: None} | {category.code: category for category in ProcurementCategory.objects.all()}


@pytest.fixture
def central(db: None) -> Organisation:
    return OrganisationFactory(kind="central")


@pytest.fixture
def grid(central: Organisation, categories: dict[str | None, ProcurementCategory | None]) -> int:
    """A tender of the central government for every combination, and some of a province. Returns their number."""
    province = OrganisationFactory(kind="province")
    system = system_user()
    combinations = [
        *product([central], KINDS, DAYS, AMOUNTS, LOTS),
        *product([province], KINDS[:1], DAYS, AMOUNTS[:2], LOTS[:4]),
    ]
    tenders = Tender.objects.bulk_create(
        Tender(
            organisation=organisation,
            reference=str(number),
            title="raster",
            nature=nature,
            regime=regime,
            publication_date=day,
            estimated_value=None if amount is None else Decimal(amount),
            currency=currency,
            created_at=AT,
            created_by=system,
        )
        for number, (organisation, (nature, regime), day, (amount, currency), _lots) in enumerate(combinations)
    )
    Lot.objects.bulk_create(
        Lot(tender=tender, identifier=f"LOT-{position}", category=categories[code])
        for tender, combination in zip(tenders, combinations, strict=True)
        for position, code in enumerate(combination[-1])
    )
    obligations.judge(tenders=Tender.objects.values_list("pk", flat=True))
    return len(combinations)


def every_tender() -> Iterator[Any]:
    related = ("lots__category__successor", "lots__category__predecessors")
    return iter(Tender.objects.with_facts().select_related("organisation").prefetch_related(*related))


def test_the_query_and_the_rule_agree_everywhere(grid: int) -> None:
    seen = []
    thresholds = None
    for tender in every_tender():
        judgement = Judgement(tender)
        thresholds = judgement.__dict__["thresholds"] = thresholds or judgement.thresholds
        found = judgement.obligation
        told = (tender.reference, tender.organisation.kind, judgement.facts)
        assert tender.obligation == found.outcome, told
        if tender.organisation.kind == "central":
            assert tender.threshold_amount == (found.threshold.amount if found.threshold else None), told
            assert tender.is_at_threshold == found.is_at_threshold, told
            assert tender.in_risk_category == bool(found.risk_categories), told
        assert tender.has_open_category or found.outcome != "unknown" or found.is_at_threshold is None, told
        seen.append(found.outcome)
    assert len(seen) == grid
    assert set(seen) == set(OUTCOMES)


def test_what_a_tender_keeps_says_the_same(grid: int) -> None:
    counted: Any = {row.pk: row for row in Tender.objects.with_facts()}
    kept: Any = Tender.objects.with_obligation()
    assert len(counted) == len(kept) == grid
    for row in kept:
        assert (row.central_obligation, row.obligation) == (
            counted[row.pk].central_outcome,
            counted[row.pk].obligation,
        )


def test_those_of_one_outcome_are_found(grid: int) -> None:
    judged: Any = Tender.objects.with_obligation()
    expected = {outcome: {row.pk for row in judged if row.obligation == outcome} for outcome in OUTCOMES}
    assert {outcome: {row.pk for row in Tender.objects.judged(outcome)} for outcome in OUTCOMES} == expected
