"""Signals and the risk scan over the API: what is told, who may change it, and what clashes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from procurement.actions import risk_scan, signals
from procurement.actions.signals import Entry
from procurement.models import RiskTheme, ScanProduct, Signal, Tender
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

SIGNALS = "/api/v1/signals"
OWN = {
    "theme": "wages", "country": "BD", "good": "Garments", "description": "Te weinig loon.", "source": "Vakbond",
    "dated_on": "2026-11-01",
}  # fmt: skip
NUMBERS = {"scale": 4, "scope": 2, "irremediability": 3, "likelihood": 3}


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer)
    return client


def listed(cast: Cast, good: str = "Garments", country: str = "BD") -> Signal:
    theme = RiskTheme.objects.get(code="child_labour")
    entry = Entry("good", "Lijst", country, good=good, theme=theme, forms=("child_labour",))
    signal = signals.made(entry, organisation=cast.organisation, by=cast.buyer, at=AT)
    signal.save()
    return signal


def at(tender: Tender, *parts: object) -> str:
    return "/".join(map(str, (f"/api/v1/tenders/{tender.pk}/risk-scan", *parts)))


def send(client: Client, method: str, path: str, **values: Any) -> Any:
    return getattr(client, method)(path, values, content_type="application/json")


def test_the_list_is_filtered_as_on_the_page(buyer: Client, cast: Cast) -> None:
    row = listed(cast)
    listed(cast, "Bricks", "IN")
    found = buyer.get(SIGNALS, {"country": "BD", "kind": "good"}).json()["results"]
    assert [(one["good"], one["theme"]["code"], one["forms"]) for one in found] == [
        ("Garments", "child_labour", ["child_labour"])
    ]
    assert buyer.get(f"{SIGNALS}/{row.pk}").json() == found[0]
    assert buyer.get(SIGNALS, {"kind": "gerucht"}).status_code == 400


def test_an_own_signal_is_written_down_once_and_withdrawn_with_a_reason(buyer: Client, cast: Cast) -> None:
    made = send(buyer, "post", SIGNALS, **OWN)
    assert (made.status_code, made.json()["kind"], made.json()["country_text"]) == (201, "own", "Bangladesh")
    twice = send(buyer, "post", SIGNALS, **OWN)
    assert (twice.status_code, twice.json()["errors"][0]["name"]) == (400, "source")
    path = f"{SIGNALS}/{made.json()['id']}/withdrawal"
    assert send(buyer, "post", path).status_code == 400
    assert send(buyer, "post", path, reason="Opgelost.").json()["withdrawn_at"]
    assert AuditEvent.objects.get(action="signal.withdrawn").reason == "Opgelost."


def test_a_signal_of_a_list_is_not_withdrawn_by_hand(buyer: Client, cast: Cast) -> None:
    row = listed(cast)
    assert send(buyer, "post", f"{SIGNALS}/{row.pk}/withdrawal", reason="Weg.").status_code == 409
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"country": "ZZ"}, "country"), ({"theme": "lawaai"}, "theme"), ({"country": "", "good": ""}, "country")],
)
def test_what_is_wrong_in_a_signal_is_named(buyer: Client, wrong: dict[str, str], name: str) -> None:
    answer = send(buyer, "post", SIGNALS, **OWN | wrong)
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, name)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_scan_tells_what_was_found_where_and_how_it_is_judged(buyer: Client, cast: Cast, tender: Tender) -> None:
    signal = listed(cast)
    assert buyer.get(at(tender)).json()["is_started"] is False
    product = {"name": "Jassen", "is_main": True, "countries": ["BD"], "goods": ["Garments"], "cpv": ["18200000-1"]}
    made = send(buyer, "post", at(tender, "products"), **product)
    assert made.status_code == 201
    (row,) = made.json()["products"]
    assert (row["cpv"], row["places"][0]["state"], row["places"][0]["signals"]) == (["18200000"], "signal", [signal.pk])
    judged = send(buyer, "post", at(tender, "judgements"), theme="child_labour", reason="Zwaar.", **NUMBERS).json()
    (theme,) = judged["themes"]
    assert (theme["theme"]["code"], [one["id"] for one in theme["signals"]]) == ("child_labour", [signal.pk])
    held = theme["judgement"]
    assert (held["number"], held["severity"], held["likelihood"], held["priority"]) == (1, 4, 3, "high")
    assert buyer.get(at(tender)).json() == judged


def test_nothing_found_says_whether_anybody_looked(buyer: Client, tender: Tender) -> None:
    answer = send(buyer, "post", at(tender, "products"), name="Jassen", countries=["PT"]).json()
    (place,) = answer["products"][0]["places"]
    assert (place["state"], place["missing"]) == ("not_looked", ["no_list", "no_rating"])
    assert answer["is_complete"] is False


def test_what_somebody_else_changed_is_a_conflict(buyer: Client, cast: Cast, tender: Tender) -> None:
    held = risk_scan.save_product(tender=tender, by=cast.buyer, at=AT, name="Jassen")
    (seen,) = [one["seen"] for one in buyer.get(at(tender)).json()["products"]]
    risk_scan.save_product(tender=tender, product=held, by=cast.mvi_adviser, at=AT, note="Van een ander.")
    path = at(tender, "products", held.pk)
    assert send(buyer, "patch", path, name="Broeken", seen=seen).status_code == 409
    assert buyer.get(path).json()["seen"] != seen
    assert send(buyer, "patch", path, name="Broeken").json()["products"][0]["note"] == "Van een ander."
    assert buyer.delete(path).status_code == 204
    assert not ScanProduct.objects.exists()


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("products", {"name": "Jassen", "countries": ["NLD"]}, "countries"),
        ("products", {"name": "Jassen", "cpv": ["1"]}, "cpv"),
        ("products", {"name": "Jassen", "own_check": "Rapport"}, "own_check_on"),
        ("judgements", {"theme": "wages", "reason": "Zo.", **NUMBERS, "likelihood": 6}, "likelihood"),
    ],
)
def test_what_is_wrong_in_a_scan_is_named(
    buyer: Client, tender: Tender, path: str, body: dict[str, Any], name: str
) -> None:
    answer = send(buyer, "post", at(tender, path), **body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"].split(".")[0] == name


def test_who_may_not_write_not_now_or_not_there_is_refused(client: Client, cast: Cast, tender: Tender) -> None:
    signal = listed(cast)
    client.force_login(cast.tenderboard)
    assert client.get(at(tender)).status_code == 200
    assert send(client, "post", at(tender, "products"), name="Jassen").status_code == 403
    assert send(client, "post", SIGNALS, **OWN).status_code == 403
    client.force_login(cast.outsider)
    assert {client.get(path).status_code for path in (at(tender), f"{SIGNALS}/{signal.pk}")} == {404}
    submitted = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    client.force_login(cast.buyer)
    assert send(client, "post", at(submitted, "products"), name="Jassen").status_code == 409


@pytest.mark.parametrize("number", [1, 6])
def test_the_answers_cost_the_same_however_many(
    buyer: Client, cast: Cast, tender: Tender, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        listed(cast, f"Garments {each}")
        risk_scan.save_product(
            tender=tender, by=cast.buyer, at=AT, name=f"P{each}", countries=["BD"], goods=[f"Garments {each}"]
        )
    with django_assert_num_queries(8):
        buyer.get(SIGNALS)
    with django_assert_num_queries(11):
        buyer.get(at(tender))
