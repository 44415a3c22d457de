"""What is unknown: counted per kind, with the figures it touches, and filled in at the field that it links to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from monitoring.data_quality import GAPS, Unknown, rows, unknowns
from monitoring.indicators import indicators
from procurement.models import Tender
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, fill
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, DeliverableFactory

pytestmark = pytest.mark.usefixtures("shipped")
TODAY = date(2026, 2, 1)


def found(cast: Cast, year: int | None = YEAR) -> dict[str, Unknown]:
    every = unknowns(user=cast.management, organisation=cast.organisation, year=year, today=TODAY)
    return {one.gap.code: one for one in every}


def test_each_kind_is_counted_by_plain_reading_of_the_rows(cast: Cast) -> None:
    fill(cast.organisation)
    of_year = [one for one in Tender.objects.of(cast.organisation) if one.publication_date and
               one.publication_date.year == YEAR]  # fmt: skip
    numbers = {code: one.number for code, one in found(cast).items()}
    assert numbers["level"] == sum(not one.ambitions.exclude(level=None).exists() for one in of_year)
    assert numbers["isv"] == sum(not one.isv_answered for one in of_year)
    assert numbers["value"] == sum(one.estimated_value is None for one in of_year)
    assert numbers["category"] == sum(one.lots.filter(category=None).exists() for one in of_year)
    assert numbers["relevant-group"] == sum(one.relevant_product_group is None for one in of_year)


def test_the_figures_touched_follow_from_the_registry(cast: Cast) -> None:
    fill(cast.organisation)
    touched = {code: {one.code for one in gap.touched} for code, gap in found(cast).items()}
    assert touched["value"] == {
        "isv.mandatory", "isv.mandatory.applied", "isv.mandatory.explained", "isv.mandatory.unexplained"
    }  # fmt: skip
    assert "isv.contract_condition.outside_risk_category" in touched["category"]
    assert touched["impact"] == {"tenders.government_wide.impact_50"}
    assert "tenders.theme.climate.significant" in touched["level"]
    assert "tenders.relevant_group" not in touched["level"]
    assert {"tenders.known", "isv.award_criterion"} <= touched["isv"]


def test_every_kind_touches_a_figure(cast: Cast) -> None:
    assert not [gap.code for gap in GAPS if not any(gap.touches(one) for one in indicators())]


def test_what_the_figures_gain_most_by_comes_first(cast: Cast) -> None:
    fill(cast.organisation)
    gains = [one.gain for one in found(cast).values()]
    assert gains == sorted(gains, reverse=True)
    assert len(gains) > 3


def test_a_document_that_waits_long_for_its_outcome_is_one(cast: Cast) -> None:
    row = DeliverableFactory(contract=ContractFactory(organisation=cast.organisation), submitted=True)
    row.refresh_from_db()
    gap = next(gap for gap in GAPS if gap.code == "outcome")

    def listed(today: date) -> list[int]:
        scope = rows(gap, user=cast.management, organisation=cast.organisation, year=None, today=today)
        return [one.pk for one in scope]

    assert listed(row.submitted_on + timedelta(days=60)) == []
    assert listed(row.submitted_on + timedelta(days=61)) == [row.pk]


def test_another_organisation_sees_nothing_of_it(cast: Cast) -> None:
    fill(cast.organisation)
    assert unknowns(user=cast.outsider, organisation=cast.organisation, year=None, today=TODAY) == []


@pytest.mark.parametrize(
    "query", ["", "?year=all", "?year=2025&kind=level", "?kind=bestaat-niet", "?year=x", "?year=9"]
)
def test_the_page_answers_whatever_is_asked(cast: Cast, client: Client, query: str) -> None:
    fill(cast.organisation)
    client.force_login(cast.buyer)
    assert client.get(f"/reports/data-quality/{query}").status_code == 200


def test_who_may_record_an_award_is_named_for_a_missing_contract(cast: Cast, client: Client) -> None:
    tender = TenderFactory(organisation=cast.organisation, stage="awarded")
    [gap] = [one for one in GAPS if one.code == "contract"]
    for role in (cast.buyer, cast.contract_manager, cast.category_manager, cast.tenderboard, cast.auditor):
        client.force_login(role)
        opens = client.get(gap.address(tender)).status_code == 200
        assert gap.may_fill(role, cast.organisation) is opens, role
    with translation.override("nl"):
        assert "inkoper" in gap.roles


def test_a_row_opens_the_field_that_fills_it(cast: Cast, client: Client) -> None:
    fill(cast.organisation)
    row = Tender.objects.get(organisation=cast.organisation, reference="no-value")
    client.force_login(cast.buyer)
    shown = client.get(f"/reports/data-quality/?year={YEAR}&kind=value").content.decode()
    assert f"/tenders/{row.pk}/edit/#id_estimated_value" in shown
    assert 'id="id_estimated_value"' in client.get(f"/tenders/{row.pk}/edit/").content.decode()
    client.force_login(cast.auditor)
    shown = client.get(f"/reports/data-quality/?year={YEAR}&kind=value").content.decode()
    assert "#id_estimated_value" not in shown
    assert "No-value" in shown


def test_the_queries_do_not_grow(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast.organisation)
    client.force_login(cast.buyer)
    for query in ("?year=2025", "?year=2025&kind=level"):
        with django_assert_max_num_queries(16):
            client.get(f"/reports/data-quality/{query}")
