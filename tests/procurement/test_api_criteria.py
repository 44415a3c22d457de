"""Criteria over the API: the library and what a tender asks, with the same rules as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procurement.models import Criterion, Tender
from tests.accounts.fixtures import Cast
from tests.procurement.criteria import changed, chosen, in_library, price
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

CRITERIA = "/api/v1/criteria"
ENTRY = {
    "number": "K-1", "kind": "contract_clause", "level": 1, "themes": ["climate"], "title": "Titel", "text": "Tekst",
}  # fmt: skip


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer)
    return client


def at(tender: Tender, *parts: object) -> str:
    return "/".join(map(str, (f"/api/v1/tenders/{tender.pk}/criteria", *parts)))


def send(client: Client, method: str, path: str, **values: Any) -> Any:
    return getattr(client, method)(path, values, content_type="application/json")


def test_the_library_is_that_of_the_page(buyer: Client, cast: Cast) -> None:
    in_library(cast, "K-1", "circular")
    found = buyer.get(CRITERIA, {"theme": "circular", "origin": "own"}).json()["results"]
    assert [(row["number"], row["is_own"], row["state"]) for row in found] == [("K-1", True, "in_force")]
    assert buyer.get(f"{CRITERIA}/{found[0]['id']}").json() == found[0]
    assert buyer.get(CRITERIA, {"kind": "wens"}).status_code == 400


def test_the_same_number_with_another_text_is_a_new_version(buyer: Client) -> None:
    answers = [send(buyer, "post", CRITERIA, **ENTRY | {"text": text}) for text in ("Een", "Twee", "Twee")]
    assert [(answer.status_code, answer.json()["version"]) for answer in answers] == [(201, 1), (201, 2), (201, 2)]
    wrong = send(buyer, "post", CRITERIA, **ENTRY | {"text": "Drie", "valid_from": "2020-01-01"})
    assert (wrong.status_code, wrong.json()["errors"][0]["name"]) == (400, "valid_from")


def test_a_tender_takes_adapts_weighs_renews_and_takes_out(buyer: Client, cast: Cast, tender: Tender) -> None:
    row = in_library(cast)
    taken = send(buyer, "post", at(tender), criteria=[row.pk]).json()["criteria"][0]
    send(buyer, "post", at(tender), own={"kind": "award_criterion", "title": "Prijs", "themes": [], "weight": "60.00"})
    one = at(tender, taken["id"])
    adapted = send(buyer, "patch", one, version=1, weight="40", text="Hoe veel minder, hoe beter.").json()
    assert (adapted["is_adapted"], adapted["difference"][1]) == (True, {"kind": "added", "text": " veel"})
    found = buyer.get(at(tender)).json()
    assert (found["impact_weight"], found["total_weight"], found["attention"]) == ("40.00", "100.00", [])
    assert send(buyer, "post", f"{one}/renew").status_code == 409
    in_library(cast, text="Nieuw.", valid_from=date(2026, 1, 1))
    assert buyer.get(at(tender)).json()["attention"][0]["code"] == "superseded"
    assert send(buyer, "post", f"{one}/renew").json()["text"] == "Hoe veel minder, hoe beter."
    ordered = send(buyer, "post", f"{one}/move", place=2).json()["criteria"]
    assert [found["title"] for found in ordered] == ["Prijs", taken["title"]]
    assert send(buyer, "post", f"{one}/move", place=0).status_code == 400
    assert (buyer.delete(one).status_code, buyer.get(one).status_code) == (204, 404)


def test_what_clashes_is_a_conflict_and_what_is_wrong_is_named(buyer: Client, cast: Cast, tender: Tender) -> None:
    money = price(cast, tender)
    changed(cast, money, title="Totaalprijs")
    assert send(buyer, "patch", at(tender, money.pk), version=1, title="Prijs").status_code == 409
    assert send(buyer, "patch", at(tender, money.pk), version=2, weight="101").status_code == 400
    (row,) = chosen(cast, tender, in_library(cast))
    assert send(buyer, "patch", at(tender, row.pk), version=1, kind="contract_clause").status_code == 400
    assert send(buyer, "post", at(tender), criteria=[row.criterion_id], own={}).status_code == 400
    assert send(buyer, "post", at(tender), criteria=[2**40]).status_code == 404


def test_who_may_not_write_or_not_now_is_refused(client: Client, cast: Cast, tender: Tender) -> None:
    row = Criterion.objects.filter(organisation=None)[0]
    submitted = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    client.force_login(cast.people["tenderboard"])
    assert client.get(at(tender)).status_code == 200
    assert send(client, "post", at(tender), criteria=[row.pk]).status_code == 403
    assert send(client, "post", CRITERIA, **ENTRY).status_code == 403
    client.force_login(cast.buyer)
    assert send(client, "post", at(submitted), criteria=[row.pk]).status_code == 409


@pytest.mark.parametrize("number", [1, 8])
def test_the_lists_cost_the_same_however_long(
    buyer: Client, cast: Cast, tender: Tender, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chosen(cast, tender, *(in_library(cast, f"K-{each}") for each in range(number)))
    with django_assert_num_queries(10):
        buyer.get(CRITERIA)
    with django_assert_num_queries(9):
        buyer.get(at(tender))
