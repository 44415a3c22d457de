"""The six examples of domain.md §4 through real rows: make a plan, open the ambition page, see level and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from procurement.approach_kept import whole_snapshot
from procurement.models import ProcurementCategory, PromisingCategory, Tender
from procurement.proposal import Proposed
from procurement.reads import Judgement, missing_for_submission
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.conftest import NOW
from tests.procurement.criteria import in_library
from tests.procurement.factories import TenderFactory
from tests.procurement.plans import agreed, category, category_plan

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

THRESHOLD = Decimal(140_000)
"""Central government, supplies and services, from 2026-01-01."""

TODAY = date(2026, 11, 22)


def bought(cast: Cast, code: str = "workwear", value: Decimal | None = Decimal(2_000_000), **facts: object) -> Tender:
    given = {"relevant_product_group": True, "publication_date": date(2026, 3, 1), "nature": "supplies"}
    return TenderFactory(
        organisation=cast.organisation, by=cast.buyer, lots=[category(code)], estimated_value=value, **(given | facts)
    )


def proposed(tender: Tender, theme: str) -> Proposed:
    return Judgement(tender, TODAY).proposed(theme)


def promise(cast: Cast, code: str = "energy") -> PromisingCategory:
    return PromisingCategory.objects.create(organisation=cast.organisation, category=category(code), reason="Volume")


def test_a_workwear_without_a_plan(cast: Cast) -> None:
    assert proposed(bought(cast), "supply_chain") == Proposed(2, "relevant_group")


def test_b_the_same_with_a_category_plan(cast: Cast, browse: Browse) -> None:
    plan = category_plan(cast)
    tender = bought(cast)
    assert proposed(tender, "circular") == Proposed(3, "plan_focus")
    assert proposed(tender, "supply_chain") == Proposed(2, "relevant_group")
    page = browse(cast.buyer).get(url("ambition-edit", tender.pk))
    said = "Voorstel: niveau 3 (het categorieplan bedrijfskleding 2026–2028 noemt dit thema als speerpunt op niveau 3)."
    assert said in text(page)
    assert f'href="{url("category-plan-detail", plan.pk)}"' in page.content.decode()


def test_c_cleaning_for_little_money(cast: Cast) -> None:
    tender = bought(cast, "other", Decimal(50_000), relevant_product_group=False)
    assert all(proposed(tender, code).level is None for code in ("supply_chain", "climate", "circular"))


@pytest.mark.parametrize(("times", "level", "reason"), [("4.0", 3, "promising"), ("3.99", 2, "value")])
def test_d_a_promising_category(cast: Cast, browse: Browse, times: str, level: int, reason: str) -> None:
    promise(cast)
    tender = bought(cast, "energy", Decimal(times) * THRESHOLD, relevant_product_group=False)
    assert proposed(tender, "climate") == Proposed(level, reason)
    said = text(browse(cast.buyer).get(url("ambition-edit", tender.pk)))
    assert ("energie is een kansrijke categorie" in said) is (level == 3)


def test_e_an_unknown_value(cast: Cast) -> None:
    promise(cast, "workwear")
    assert proposed(bought(cast, value=None), "climate") == Proposed(2, "relevant_group")


def test_f_energy_with_criteria_for_climate(cast: Cast) -> None:
    in_library(cast, "E-1", "climate", product_group="Energie")
    tender = bought(cast, "energy", Decimal(50_000), relevant_product_group=False, product_groups="Energie")
    assert proposed(tender, "climate") == Proposed(1, "criteria")


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_plan_that_is_not_adopted_asks_nothing(cast: Cast, state: str) -> None:
    category_plan(cast, state=state)
    assert proposed(bought(cast), "circular").level == 2


@pytest.mark.parametrize(
    ("published", "level"),
    [(date(2025, 12, 31), 2), (date(2026, 1, 1), 3), (date(2028, 12, 31), 3), (date(2029, 1, 1), 2), (None, 3)],
)
def test_the_day_of_publication_decides_and_without_it_today(cast: Cast, published: date | None, level: int) -> None:
    category_plan(cast)
    assert proposed(bought(cast, publication_date=published), "circular").level == level


@pytest.mark.parametrize(("is_focus", "level"), [(True, 2), (False, 3)])
def test_only_a_focus_at_level_3_is_proposed(cast: Cast, is_focus: bool, level: int) -> None:
    category_plan(cast, agreements=[agreed("circular", level, is_focus=is_focus)])
    assert proposed(bought(cast), "circular").level == 2


def test_any_lot_counts_and_so_does_the_category_that_it_replaced(cast: Cast) -> None:
    category_plan(cast)
    old = ProcurementCategory.objects.get(code="workwear_2017")
    facts = {"relevant_product_group": True, "publication_date": date(2026, 3, 1)}
    for lots in ([category("energy"), category("workwear")], [old]):
        tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=lots, **facts)
        assert proposed(tender, "circular").level == 3
    assert proposed(bought(cast, "energy"), "circular").level == 2


def test_a_plan_of_another_organisation_asks_nothing(cast: Cast) -> None:
    category_plan(cast)
    promise(cast, "workwear")
    tender = TenderFactory(
        organisation=cast.other, by=cast.outsider, lots=[category()], publication_date=date(2026, 3, 1),
        relevant_product_group=False,
    )  # fmt: skip
    assert proposed(tender, "circular").level != 3


def test_less_than_the_plan_asks_an_explanation(cast: Cast) -> None:
    tender = bought(cast)
    category_plan(cast)
    missing = [one.text for one in missing_for_submission(tender, TODAY)]
    assert len(missing) == 7
    assert proposed(tender, "circular").level == 3


@pytest.mark.parametrize("plans", [0, 4])
def test_the_proposals_cost_the_same_however_many_plans(
    cast: Cast, plans: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = ("workwear", "energy", "laboratory", "workplace")
    for code in codes[:plans]:
        category_plan(cast, code)
        promise(cast, code)
    tender = TenderFactory(
        organisation=cast.organisation, by=cast.buyer, lots=[category(code) for code in codes],
        publication_date=date(2026, 3, 1),
    )  # fmt: skip
    judgement = Judgement(Tender.objects.select_related("organisation").get(pk=tender.pk), TODAY)
    with django_assert_num_queries(8):
        assert {judgement.proposed(code).level for code in ("circular", "climate", "supply_chain")}


def test_a_round_keeps_the_plan_that_held_on_its_day(cast: Cast) -> None:
    category_plan(cast)
    tender = bought(cast, publication_date=None)
    kept = whole_snapshot(tender, reader=cast.buyer, at=NOW)
    assert "bedrijfskleding 2026–2028" in str(kept)


@pytest.mark.parametrize(("value", "level"), [(THRESHOLD, 2), (THRESHOLD - 1, None)])
def test_before_the_date_of_publication_is_known_the_threshold_of_today_counts(
    cast: Cast, value: Decimal, level: int | None
) -> None:
    """An approach is made before the publication, mostly before its day is known."""
    tender = bought(cast, value=value, relevant_product_group=None, publication_date=None)
    assert proposed(tender, "climate").level == level


def test_a_promising_category_is_proposed_at_level_3_before_the_date_of_publication_is_known(cast: Cast) -> None:
    promise(cast)
    assert proposed(bought(cast, "energy", THRESHOLD * 4, publication_date=None), "climate") == Proposed(3, "promising")
