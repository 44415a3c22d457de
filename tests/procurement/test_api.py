"""Tenders over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import ROLES
from procurement.models import ProcurementCategory
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

TENDERS = "/api/v1/tenders"


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer)
    return client


def references(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["reference"] for row in answer.json()["results"]]


@pytest.mark.parametrize("role", ROLES)
def test_every_member_reads_the_tenders_of_his_organisation_only(client: Client, cast: Cast, role: str) -> None:
    own = TenderFactory(organisation=cast.organisation, reference="ONS-1")
    other = TenderFactory(organisation=cast.other, reference="ELDERS-1")
    client.force_login(cast.people[role])

    assert references(client.get(TENDERS)) == ["ONS-1"]
    assert client.get(f"{TENDERS}/{own.pk}").status_code == 200
    assert client.get(f"{TENDERS}/{other.pk}").status_code == 404


def test_a_member_of_two_organisations_names_the_one_he_means(client: Client, cast: Cast) -> None:
    TenderFactory(organisation=cast.organisation, reference="ONS-1")
    there = TenderFactory(organisation=cast.other, reference="ELDERS-1")
    both = UserFactory(organisation=cast.organisation, roles=["buyer"])
    both.memberships.create(organisation=cast.other, role="buyer", created_at=both.date_joined)
    client.force_login(both)

    assert references(client.get(TENDERS)) == ["ONS-1"]
    assert references(client.get(TENDERS, {"organisation": "gemeente"})) == ["ELDERS-1"]
    assert client.get(f"{TENDERS}/{there.pk}", {"organisation": "gemeente"}).json()["reference"] == "ELDERS-1"


def test_an_organisation_of_others_is_out_of_sight(buyer: Client, cast: Cast) -> None:
    TenderFactory(organisation=cast.other)

    assert buyer.get(TENDERS, {"organisation": "gemeente"}).status_code == 404
    assert buyer.get(TENDERS, {"organisation": "nergens"}).status_code == 404


def test_the_list_comes_by_the_page(buyer: Client, cast: Cast) -> None:
    for number in range(3):
        TenderFactory(organisation=cast.organisation, reference=f"T-{number}")

    first = buyer.get(f"{TENDERS}?page_size=2&sort=reference").json()

    assert (first["count"], [row["reference"] for row in first["results"]]) == (3, ["T-0", "T-1"])
    assert references(buyer.get(first["next"])) == ["T-2"]
    assert buyer.get(TENDERS, {"page": 9}).status_code == 404


def test_a_page_holds_a_hundred_at_most(buyer: Client, cast: Cast) -> None:
    TenderFactory.create_batch(101, organisation=cast.organisation)

    assert len(buyer.get(TENDERS, {"page_size": 1000}).json()["results"]) == 100


def test_the_filters_are_those_of_the_page(buyer: Client, cast: Cast) -> None:
    TenderFactory(organisation=cast.organisation, reference="T-1", stage="published")
    TenderFactory(organisation=cast.organisation, reference="T-2", title="Bijzondere handschoenen")

    assert references(buyer.get(TENDERS, {"stage": "published"})) == ["T-1"]
    assert references(buyer.get(TENDERS, {"q": "handschoenen"})) == ["T-2"]


@pytest.mark.parametrize("name", ["stage", "year", "category", "sort"])
def test_what_cannot_be_asked_is_refused_by_name(buyer: Client, name: str) -> None:
    answer = buyer.get(f"{TENDERS}?{name}=onzin")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["name"] for error in answer.json()["errors"]] == [name]


def test_one_tender_tells_what_its_page_tells(buyer: Client, cast: Cast, shipped: None) -> None:
    tender = TenderFactory(
        organisation=cast.organisation, by=cast.buyer, state="complete", estimated_value="1240000.50"
    )

    found = buyer.get(f"{TENDERS}/{tender.pk}", headers={"Accept-Language": "en"}).json()

    assert found["estimated_value"] == {"amount": "1240000.50", "currency": "EUR"}
    assert found["publication_date"] == "2026-12-01"
    assert found["isv"]["decided"] is True
    assert found["obligation"] in {"mandatory", "not_mandatory", "unknown"}
    assert {"reason", "threshold", "missing"} <= set(found["obligation_basis"])
    assert len(found["lots"]) == tender.lots.count()
    assert [ambition["level"] for ambition in found["ambitions"]] == [
        ambition.level for ambition in tender.ambitions.all()
    ]


def test_names_come_in_the_language_asked_for(buyer: Client, cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")

    def climate(language: str) -> str:
        answer = buyer.get(f"{TENDERS}/{tender.pk}", headers={"Accept-Language": language})
        assert answer["Content-Language"] == language
        return next(str(a["theme"]["name"]) for a in answer.json()["ambitions"] if a["theme"]["code"] == "climate")

    assert (climate("nl"), climate("en")) == ("Klimaat", "Climate")


@pytest.mark.parametrize("number", [1, 5])
def test_a_list_costs_the_same_however_long(
    buyer: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TenderFactory.create_batch(number, organisation=cast.organisation)

    with django_assert_num_queries(8):
        buyer.get(TENDERS)


@pytest.mark.parametrize("number", [1, 4])
def test_one_tender_costs_the_same_however_many_lots(
    buyer: Client, cast: Cast, shipped: None, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    categories = list(ProcurementCategory.objects.filter(is_risk=True)[:number])
    tender = TenderFactory(organisation=cast.organisation, lots=categories)
    tender.lots.update(estimated_value="10.00")

    with django_assert_num_queries(11):
        buyer.get(f"{TENDERS}/{tender.pk}")
