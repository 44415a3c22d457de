"""The database computes the same obligation as the rule, for every combination of facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from accounts.models import Organisation
from procurement.models import Lot, ProcurementCategory, Tender
from procurement.obligation import Facts
from procurement.reads import Judgement, with_counterparts
from tests.accounts.factories import AT, OrganisationFactory, system_user

VALUES = (
    None,
    Decimal(0),
    Decimal("142999.99"),
    Decimal(143_000),
    Decimal(221_000),
    Decimal(750_000),
    Decimal(6_000_000),
)
NATURES = (("", "standard"), ("supplies", "standard"), ("services", "social"), ("works", "standard"))
DAYS = (None, date(2019, 12, 31), date(2022, 5, 31), date(2022, 6, 1), date(2024, 3, 1), date(2026, 1, 1))
CURRENCIES = ("EUR", "", " eur ", "GBP")


@pytest.fixture
def lots_of(shipped: None) -> list[tuple[ProcurementCategory | None, ...]]:
    """What the lots of a tender may have as categories."""
    by_code = {each.code: each for each in ProcurementCategory.objects.all()}
    new, other = by_code["workwear"], by_code["other"]
    old = next(each for each in by_code.values() if each.valid_until is not None and each.successor is not None)
    gone = ProcurementCategory.objects.create(
        code="gone", name_nl="weg", name_en="gone", is_risk=True, valid_until=date(2020, 1, 1)
    )
    return [(), (None,), (other,), (new,), (old,), (gone,), (new, None), (other, old), (gone, new)]


def tender(organisation: Organisation, number: int, facts: tuple[Any, ...]) -> Tender:
    value, (nature, regime), day, currency = facts
    return Tender(
        organisation=organisation, reference=str(number), title="t", nature=nature, regime=regime, currency=currency,
        estimated_value=value, publication_date=day, created_at=AT, created_by=system_user(),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["central", "municipality"])
def test_rule_and_annotation_agree(kind: str, lots_of: list[tuple[ProcurementCategory | None, ...]]) -> None:
    organisation = OrganisationFactory(kind=kind)
    facts = list(product(VALUES, NATURES, DAYS, CURRENCIES))
    if kind != "central":
        facts = facts[::23]
    made = []
    for number, ((value, nature, day, currency), lots) in enumerate(product(facts, lots_of)):
        made.append((tender(organisation, number, (value, nature, day, currency)), lots))
    tenders = Tender.objects.bulk_create([each for each, _lots in made], batch_size=500)
    Lot.objects.bulk_create(
        [
            Lot(tender=saved, identifier=str(n), category=category)
            for saved, (_each, lots) in zip(tenders, made, strict=True)
            for n, category in enumerate(lots)
        ],
        batch_size=500,
    )
    rows = Tender.objects.of(organisation).with_obligation().select_related("organisation")
    computed = {
        row.pk: row for row in rows.prefetch_related("lots__category__successor", "lots__category__predecessors")
    }
    assert len(computed) == len(made)

    thresholds = Judgement(tenders[0]).thresholds
    wrong: list[tuple[Any, ...]] = []
    row: Any
    for row in computed.values():
        judgement = Judgement(row)
        judgement.__dict__["thresholds"] = thresholds
        judgement.__dict__["facts"] = facts_of(row)
        rule = judgement.obligation
        amount = rule.threshold.amount if rule.threshold else None
        if kind == "central" and row.threshold_amount != amount:
            wrong.append((row.reference, "threshold", row.threshold_amount, amount))
        if kind == "central" and row.in_risk_category != bool(rule.risk_categories):
            wrong.append((row.reference, "risk", row.in_risk_category, rule.risk_categories))
        if row.obligation != rule.outcome:
            wrong.append((row.reference, "outcome", row.obligation, rule.outcome))
    assert not wrong[:5]


def facts_of(row: Tender) -> Facts:
    """The facts from the prefetched lots: the same as Judgement.facts, without a query per tender."""
    categories = tuple(with_counterparts(lot.category) if lot.category else None for lot in row.lots.all())
    return Facts(
        organisation_kind=row.organisation.kind, nature=row.nature, regime=row.regime,
        published_on=row.publication_date, value=row.estimated_value, currency=row.currency, categories=categories,
    )  # fmt: skip
