"""Tenders over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import ROLES
from procurement.models import ProcurementCategory, Tender, Theme, ThemeTarget
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

    with django_assert_num_queries(9):
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


# Saving ambitions ---------------------------------------------------------------------------------


def save(client: Client, tender: Tender, *changes: dict[str, Any]) -> Any:
    return client.post(
        f"{TENDERS}/{tender.pk}/ambitions", {"ambitions": list(changes)}, content_type="application/json"
    )


def test_the_ambitions_say_what_is_proposed_and_why(buyer: Client, cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, relevant_product_group=True)
    save(buyer, tender, {"theme": "climate", "version": 0, "level": 1})
    found = {one["theme"]["code"]: one for one in buyer.get(f"{TENDERS}/{tender.pk}/ambitions").json()["proposals"]}
    climate = found["climate"]
    assert (climate["level"], climate["because"], climate["asks_explanation"]) == (2, "relevant_group", True)
    assert "niveau 2" in climate["sentence"]
    assert found["circular"]["asks_explanation"] is False


def test_the_ambitions_are_compared_with_the_average_and_the_target(buyer: Client, cast: Cast, shipped: None) -> None:
    published = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="approved", stage="published")
    ThemeTarget.objects.create(organisation=cast.organisation, theme=Theme.objects.get(code="climate"), level=3)
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    web = {one["theme"]["code"]: one for one in buyer.get(f"{TENDERS}/{tender.pk}/ambitions").json()["web"]}
    assert (web["climate"]["average"], web["climate"]["target"], web["circular"]["target"]) == (2.0, 3.0, None)
    alone = buyer.get(f"{TENDERS}/{published.pk}/ambitions").json()["web"]
    assert {one["average"] for one in alone} == {None}


def test_who_changed_a_cell_is_told(buyer: Client, cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    cell = f"{TENDERS}/{tender.pk}/ambitions/climate"
    save(buyer, tender, {"theme": "climate", "version": 0, "goal": "Minder rijden"})
    save(buyer, tender, {"theme": "climate", "version": 1, "goal": "Niet rijden"})
    history = buyer.get(f"{cell}/goal/history").json()
    assert [(one["before"], one["after"], one["changed_by"]) for one in history] == [
        ("Minder rijden", "Niet rijden", cast.buyer.name), ("", "Minder rijden", cast.buyer.name),
    ]  # fmt: skip
    assert buyer.get(f"{cell}/risk/history").json() == []
    assert buyer.get(f"{cell}/mood/history").status_code == 404
    assert buyer.get(f"{TENDERS}/{tender.pk}/ambitions/climate%00/goal/history").status_code == 404


def test_ambitions_are_saved_and_read_back(buyer: Client, cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    change = {
        "theme": "climate", "version": 0, "level": 2, "goal": "Minder uitstoot", "criterion_kinds": ["award_criterion"],
        "target_value": "12.50", "target_unit": "%", "responsible": cast.mvi_adviser.pk,
    }  # fmt: skip
    answer = save(buyer, tender, change)
    assert answer.status_code == 200, answer.content
    found = buyer.get(f"{TENDERS}/{tender.pk}").json()["ambitions"][0]
    assert answer.json()["ambitions"] == [found]
    assert (found["level"], found["is_relevant"], found["version"], found["target_value"]) == (2, True, 1, "12.50")
    assert found["responsible"] == {"id": cast.mvi_adviser.pk, "name": cast.mvi_adviser.name}


def test_an_older_version_is_a_conflict_and_saves_nothing(buyer: Client, cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    save(buyer, tender, {"theme": "climate", "version": 0, "level": 2})
    answer = save(
        buyer, tender, {"theme": "climate", "version": 0, "level": 3}, {"theme": "circular", "version": 0, "level": 1}
    )
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "climate.choice" in answer.json()["detail"]
    assert [row["level"] for row in buyer.get(f"{TENDERS}/{tender.pk}/ambitions").json()["ambitions"]] == [2]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"theme": "onzin", "version": 0}, "theme"), ({"theme": "climate"}, "version"),
        ({"theme": "climate", "version": 0, "level": 4}, "level"),
        ({"theme": "climate", "version": 0, "level": 1, "is_relevant": False}, "level"),
        ({"theme": "climate", "version": 0, "criterion_kinds": ["belofte"]}, "criterion_kinds"),
        ({"theme": "climate", "version": 0, "responsible": 999_999}, "responsible"),
    ],
)  # fmt: skip
def test_a_wrong_ambition_is_refused_by_name(
    buyer: Client, cast: Cast, shipped: None, change: dict[str, Any], name: str
) -> None:
    answer = save(buyer, TenderFactory(organisation=cast.organisation), change)
    assert answer.status_code == 400
    assert any(name in error["name"] for error in answer.json()["errors"])


def test_who_may_not_write_or_not_now_is_refused(client: Client, buyer: Client, cast: Cast, shipped: None) -> None:
    change = {"theme": "climate", "version": 0, "level": 2}
    submitted = TenderFactory(organisation=cast.organisation, state="submitted")
    assert save(buyer, submitted, change).status_code == 409
    assert save(buyer, TenderFactory(organisation=cast.other), change).status_code == 404
    client.force_login(cast.auditor)
    assert save(client, TenderFactory(organisation=cast.organisation), change).status_code == 403


# Making and changing ------------------------------------------------------------------------------


def send(client: Client, path: str, body: Any, method: str = "post") -> Any:
    return getattr(client, method)(f"{TENDERS}{path}", body, content_type="application/json")


WORKWEAR = {
    "reference": "API-1", "title": "Bedrijfskleding", "nature": "supplies", "cpv": ["18110000-3"],
    "estimated_value": {"amount": "1240000.00"}, "publication_date": "2026-12-01",
    "lots": [{"identifier": "1", "category": "workwear"}, {"identifier": "2"}],
}  # fmt: skip


def test_a_tender_is_made_and_changed_with_its_lots(buyer: Client, cast: Cast, shipped: None) -> None:
    made = send(buyer, "", WORKWEAR)
    assert made.status_code == 201, made.content
    found = made.json()
    assert (found["estimated_value"], found["cpv"]) == ({"amount": "1240000.00", "currency": "EUR"}, ["18110000"])
    assert found["obligation"] == "mandatory"

    changed = send(
        buyer, f"/{found['id']}", {"title": "Werkkleding", "lots": [{"identifier": "2", "title": "Schoenen"}]}, "patch"
    )

    assert changed.status_code == 200, changed.content
    lots = [(lot["identifier"], lot["title"]) for lot in changed.json()["lots"]]
    assert (changed.json()["title"], changed.json()["reference"], lots) == ("Werkkleding", "API-1", [("2", "Schoenen")])


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"reference": "T-1"}, "reference"), ({"title": ""}, "title"), ({"cpv": ["onzin"]}, "cpv.0"),
        ({"estimated_value": {"amount": "-1"}}, "estimated_value.amount"), ({"impact_weight": "101"}, "impact_weight"),
        ({"lots": [{"identifier": "1", "category": "onzin"}]}, "lots"),
        ({"lots": [{"identifier": "1"}, {"identifier": "1"}]}, "lots"),
        ({"titel": "Werkkleding"}, "titel"), ({"stage": "published"}, "stage"),
        ({"lots": [{"identifier": "1", "cpv": ["18110000"]}]}, "lots.0.cpv"),
        ({"estimated_value": {"amount": "1", "valuta": "EUR"}}, "estimated_value.valuta"),
    ],
)  # fmt: skip
def test_wrong_facts_are_refused_by_name(buyer: Client, cast: Cast, changes: dict[str, Any], name: str) -> None:
    TenderFactory(organisation=cast.organisation, reference="T-1")
    answer = send(buyer, "", {"reference": "API-2", "title": "Kantoormeubelen", **changes})

    assert answer.status_code == 400, answer.content
    assert [error["name"] for error in answer.json()["errors"]] == [name]
    assert Tender.objects.count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_lies_in_the_years_in_which_a_person_can_fill_it_in(buyer: Client, cast: Cast, day: str) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    answer = send(buyer, f"/{tender.pk}", {"publication_date": day, "award_date": day}, "patch")
    assert (answer.status_code, [each["name"] for each in answer.json()["errors"]]) == (
        400, ["publication_date", "award_date"],
    )  # fmt: skip


def test_a_change_asks_what_a_lot_and_an_amount_must_have(buyer: Client, cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    answer = send(buyer, f"/{tender.pk}", {"lots": [{"title": "x"}], "estimated_value": {}}, "patch")

    assert {error["name"] for error in answer.json()["errors"]} == {"lots.0.identifier", "estimated_value.amount"}


def test_isv_is_decided_with_an_explanation_where_it_deviates(buyer: Client, cast: Cast, shipped: None) -> None:
    key = send(buyer, "", WORKWEAR).json()["id"]

    refused = send(buyer, f"/{key}/isv", {"forms": []})
    accepted = send(buyer, f"/{key}/isv", {"forms": ["contract_condition"]})

    assert [error["name"] for error in refused.json()["errors"]] == ["explanation"]
    decided = {"decided": True, "forms": ["contract_condition"], "explanation": ""}
    assert accepted.json()["isv"] == decided | {"follow_up": "", "follow_up_reason": ""}


def test_the_follow_up_is_chosen_with_the_decision_on_isv(buyer: Client, cast: Cast, shipped: None) -> None:
    key = send(buyer, "", WORKWEAR).json()["id"]
    chosen = {"forms": ["contract_condition"], "follow_up": "light", "follow_up_reason": "Klein en bekend."}

    accepted = send(buyer, f"/{key}/isv", chosen)
    later = send(buyer, f"/{key}/isv", {"forms": ["contract_condition"]})
    wrong = send(buyer, f"/{key}/isv", {"forms": [], "follow_up": "heel zwaar"})

    assert (accepted.json()["isv"]["follow_up"], later.json()["isv"]["follow_up"]) == ("light", "light")
    assert [error["name"] for error in wrong.json()["errors"]] == ["follow_up"]


def test_the_stage_moves_as_on_the_page(buyer: Client, cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)

    assert send(buyer, f"/{tender.pk}/stage", {"to": "published"}).status_code == 400
    assert send(buyer, f"/{tender.pk}/stage", {"to": "published", "date": "2026-01-02"}).json()["stage"] == "published"
    assert send(buyer, f"/{tender.pk}/stage", {"to": "awarded"}).status_code == 409
    assert send(buyer, f"/{tender.pk}/stage", {"to": "withdrawn"}).status_code in (400, 409)
    answer = send(buyer, f"/{tender.pk}/stage", {"to": "withdrawn", "reason": "Geen budget"})
    assert answer.json()["stage"] == "withdrawn"


def test_who_only_reads_makes_changes_and_decides_nothing(client: Client, cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    elsewhere = TenderFactory(organisation=cast.other)
    client.force_login(cast.auditor)

    assert send(client, "", {"reference": "X", "title": "Y"}).status_code == 403
    assert send(client, f"/{tender.pk}", {"title": "Y"}, "patch").status_code == 403
    assert send(client, f"/{tender.pk}/isv", {"forms": []}).status_code == 403
    assert send(client, f"/{tender.pk}/stage", {"to": "withdrawn", "reason": "x"}).status_code == 403
    client.force_login(cast.buyer)
    assert send(client, f"/{elsewhere.pk}", {"title": "Y"}, "patch").status_code == 404
