"""When ISV is mandatory (domain.md §3): the rule, its boundaries, and what missing data does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from procurement.explanation import explain
from procurement.obligation import OUTCOMES, Category, Facts, obligation
from procurement.thresholds import ThresholdRow, in_euro, kind_for, row_on

AMOUNTS = {
    "2020-01-01": (139_000, 214_000, 5_350_000, 750_000),
    "2022-01-01": (140_000, 215_000, 5_382_000, 750_000),
    "2024-01-01": (143_000, 221_000, 5_538_000, 750_000),
    "2026-01-01": (140_000, 216_000, 5_404_000, 750_000),
}
THRESHOLDS = [
    ThresholdRow(kind, date.fromisoformat(day), Decimal(amount))
    for day, amounts in AMOUNTS.items()
    for kind, amount in zip(("central", "decentral", "works", "social"), amounts, strict=True)
]

OLD: dict[str, Any] = {"valid_until": date(2022, 5, 31)}
NEW: dict[str, Any] = {"valid_from": date(2022, 6, 1)}
WORKWEAR = Category("bedrijfskleding", is_risk=True, **NEW)
SERVICES = Category("consumptieve dienstverlening", is_risk=True, **NEW)
CATERING = Category("catering", is_risk=True, **OLD, counterparts=(SERVICES,))
SERVICES_MAPPED = Category("consumptieve dienstverlening", is_risk=True, **NEW, counterparts=(CATERING,))
SINCE = "die geldt vanaf 1 januari 2024."
OWN_OLD = Category("eigen categorie", is_risk=True, **OLD)
OTHER = Category("overig", is_risk=False)


def facts(**changes: Any) -> Facts:
    complete: dict[str, Any] = {
        "organisation_kind": "central",
        "nature": "services",
        "regime": "standard",
        "published_on": date(2024, 3, 1),
        "value": Decimal(143_000),
        "currency": "EUR",
        "categories": (WORKWEAR,),
    }
    return Facts(**(complete | changes))


def outcome(**changes: Any) -> tuple[str, str]:
    found = obligation(facts(**changes), THRESHOLDS)
    return found.outcome, found.reason


@pytest.mark.parametrize(
    ("value", "expected"), [("143000", "mandatory"), ("142999.99", "not_mandatory"), ("0", "not_mandatory")]
)
def test_at_the_threshold_counts(value: str, expected: str) -> None:
    assert outcome(value=Decimal(value))[0] == expected


@pytest.mark.parametrize(
    ("published", "amount"),
    [
        ("2020-01-01", 139_000),
        ("2021-12-31", 139_000),
        ("2022-01-01", 140_000),
        ("2023-12-31", 140_000),
        ("2024-01-01", 143_000),
        ("2025-12-31", 143_000),
        ("2026-01-01", 140_000),
        ("2030-06-01", 140_000),
    ],
)
def test_the_threshold_is_that_of_the_publication_date(published: str, amount: int) -> None:
    day = date.fromisoformat(published)
    category = Category("energie", is_risk=True)
    assert outcome(published_on=day, value=Decimal(amount), categories=(category,))[0] == "mandatory"
    assert outcome(published_on=day, value=Decimal(amount - 1), categories=(category,))[0] == "not_mandatory"


@pytest.mark.parametrize(
    ("nature", "regime", "amount"),
    [
        ("supplies", "standard", 143_000),
        ("services", "", 143_000),
        ("works", "standard", 5_538_000),
        ("services", "social", 750_000),
        ("", "social", 750_000),
    ],
)
def test_the_threshold_is_that_of_nature_and_regime(nature: str, regime: str, amount: int) -> None:
    assert outcome(nature=nature, regime=regime, value=Decimal(amount))[0] == "mandatory"
    assert outcome(nature=nature, regime=regime, value=Decimal(amount - 1)) == ("not_mandatory", "below_threshold")


@pytest.mark.parametrize("kind", ["municipality", "province", "water_authority", "other"])
@pytest.mark.parametrize(
    "missing", [{}, {"value": None}, {"published_on": None}, {"categories": ()}, {"currency": "USD"}, {"nature": ""}]
)
def test_other_than_central_government_it_is_voluntary_and_never_unknown(kind: str, missing: dict[str, Any]) -> None:
    assert outcome(organisation_kind=kind, **missing) == ("voluntary", "not_central")


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"value": None}, "missing_value"),
        ({"currency": "SEK"}, "missing_currency"),
        ({"published_on": None}, "missing_publication_date"),
        ({"published_on": date(2019, 12, 31), "categories": (CATERING,)}, "missing_threshold"),
        ({"nature": ""}, "missing_nature"),
        ({"categories": ()}, "missing_lots"),
        ({"categories": (None,)}, "missing_category"),
        ({"categories": (OTHER, None)}, "missing_category"),
        ({"categories": (OWN_OLD,)}, "missing_category_period"),
        ({"value": None, "categories": (OTHER,)}, "missing_value"),
        ({"value": Decimal(1), "categories": (None,)}, "missing_category"),
        ({"published_on": date(2019, 12, 31), "categories": (OTHER,)}, "missing_threshold"),
    ],
)
def test_the_central_government_is_unknown_where_a_fact_is_missing(missing: dict[str, Any], reason: str) -> None:
    assert outcome(**missing) == ("unknown", reason)


def test_everything_that_is_missing_is_named() -> None:
    found = obligation(Facts("central"), THRESHOLDS)
    assert found.missing == ("value", "publication_date", "nature", "lots")


@pytest.mark.parametrize("currency", ["EUR", "eur", ""])
def test_an_amount_without_currency_is_in_euro(currency: str) -> None:
    assert outcome(currency=currency)[0] == "mandatory"


def test_one_lot_in_a_risk_category_is_enough() -> None:
    found = obligation(facts(categories=(OTHER, None, WORKWEAR, WORKWEAR)), THRESHOLDS)
    assert found.is_mandatory
    assert found.risk_categories == (WORKWEAR,)


def test_no_lot_in_a_risk_category() -> None:
    assert outcome(categories=(OTHER, OTHER)) == ("not_mandatory", "no_risk_category")


@pytest.mark.parametrize(
    ("published", "category", "expected"),
    [
        ("2022-05-31", CATERING, "mandatory"),
        ("2022-06-01", CATERING, "mandatory"),  # counts as consumptieve dienstverlening
        ("2022-06-01", SERVICES_MAPPED, "mandatory"),
        ("2022-05-31", SERVICES_MAPPED, "mandatory"),  # was catering then
        ("2022-05-31", OWN_OLD, "mandatory"),
        ("2022-06-01", OWN_OLD, "unknown"),
        ("2022-05-31", WORKWEAR, "unknown"),  # here without its predecessor
    ],
)
def test_the_list_is_that_of_the_publication_date(published: str, category: Category, expected: str) -> None:
    assert (
        outcome(published_on=date.fromisoformat(published), value=Decimal(200_000), categories=(category,))[0]
        == expected
    )


values = st.none() | st.sampled_from([Decimal(0), Decimal(142_999), Decimal(143_000), Decimal(10**7)])
categories = st.lists(st.sampled_from([None, OTHER, WORKWEAR, CATERING, OWN_OLD]), max_size=3).map(tuple)
published = st.none() | st.dates(date(2018, 1, 1), date(2027, 1, 1))


@given(values, categories, published)
def test_filling_in_what_is_missing_never_changes_what_was_said(
    value: Decimal | None, lots: tuple[Category | None, ...], day: date | None
) -> None:
    before = obligation(facts(value=value, categories=lots, published_on=day), THRESHOLDS)
    filled = facts(value=value or Decimal(10**8), categories=tuple(lot or WORKWEAR for lot in lots), published_on=day)
    if before.outcome != "unknown" and None not in lots and value:
        assert obligation(filled, THRESHOLDS) == before
    if before.is_mandatory:
        assert obligation(filled, THRESHOLDS).is_mandatory


@given(values, categories, published, st.sampled_from(["central", "province"]), st.sampled_from(["EUR", "", "USD"]))
def test_every_outcome_has_its_reason(
    value: Decimal | None, lots: tuple[Category | None, ...], day: date | None, kind: str, currency: str
) -> None:
    found = obligation(
        facts(value=value, categories=lots, published_on=day, organisation_kind=kind, currency=currency), THRESHOLDS
    )
    assert found.outcome in OUTCOMES
    assert (found.outcome == "unknown") == bool(found.missing) == found.reason.startswith("missing_")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "De waarde van €\xa0143.000,00 is gelijk aan of hoger dan de drempel van €\xa0143.000,00, " + SINCE),
        ({}, "‘bedrijfskleding’ is een risicocategorie."),
        ({"value": Decimal(5)}, "De waarde van €\xa05,00 is lager dan de drempel van €\xa0143.000,00, " + SINCE),
        (
            {"categories": (CATERING,)},
            "‘catering’ telt als ‘consumptieve dienstverlening’, een risicocategorie op de datum van publicatie.",
        ),
        ({"categories": (None, None)}, "2 percelen hebben geen categorie."),
        (
            {"categories": (OWN_OLD,)},
            "‘eigen categorie’ stond op 1 maart 2024 niet op de lijst van risicocategorieën.",
        ),
        ({"currency": "SEK"}, "De waarde is in SEK; de drempel is in euro."),
        ({"organisation_kind": "province"}, "De organisatie is geen onderdeel van de Rijksoverheid."),
    ],
)
def test_the_reason_is_told_in_dutch(changes: dict[str, Any], sentence: str) -> None:
    with translation.override("nl"):
        explanation = explain(facts(**changes), obligation(facts(**changes), THRESHOLDS))
    assert sentence in [point.text for point in explanation.points]


def test_each_outcome_and_each_gap_has_a_sentence() -> None:
    gaps: dict[str, tuple[Any, ...]] = {
        "organisation_kind": ("central", "other"),
        "value": (Decimal(1), Decimal(10**7), None),
        "currency": ("EUR", "USD"),
        "published_on": (date(2024, 3, 1), date(2019, 1, 1), None),
        "nature": ("services", ""),
        "categories": ((), (None,), (OTHER,), (WORKWEAR,), (OWN_OLD, OTHER)),
    }
    for combination in product(*gaps.values()):
        case = facts(**dict(zip(gaps, combination, strict=True)))
        found = obligation(case, THRESHOLDS)
        with translation.override("en"):
            explanation = explain(case, found)
        states = {point.state for point in explanation.points}
        assert explanation.headline
        assert all(point.text and "%(" not in point.text for point in explanation.points)
        if found.outcome == "mandatory":
            assert "no" not in states
        elif found.outcome == "unknown":
            assert "unknown" in states
        else:
            assert "no" in states


@pytest.mark.parametrize(
    ("organisation_kind", "nature", "regime", "kind"),
    [
        ("central", "supplies", "", "central"),
        ("municipality", "services", "standard", "decentral"),
        ("municipality", "works", "standard", "works"),
        ("province", "services", "social", "social"),
        ("central", "", "standard", None),
    ],
)
def test_the_kind_of_threshold(organisation_kind: str, nature: str, regime: str, kind: str | None) -> None:
    assert kind_for(organisation_kind=organisation_kind, nature=nature, regime=regime) == kind


def test_before_the_first_row_there_is_no_threshold() -> None:
    assert row_on(THRESHOLDS, kind="works", day=date(2019, 12, 31)) is None
    found = row_on(THRESHOLDS, kind="works", day=date(2025, 7, 1))
    assert found is not None
    assert found.amount == 5_538_000


def test_only_euro_is_compared() -> None:
    assert in_euro(Decimal(5), "EUR") == 5
    assert in_euro(Decimal(5), "USD") is None
    assert in_euro(None, "EUR") is None
