"""Contracts, deliverables, suppliers and findings over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from accounts.roles import READ, ROLES, roles_with
from suppliers.actions import findings
from suppliers.models import Contract, Finding
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, DeliverableFactory, SupplierFactory

API = "/api/v1"


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast.contract_manager)
    return client


@pytest.fixture
def contract(cast: Cast) -> Contract:
    made: Contract = ContractFactory(organisation=cast.organisation, reference="ONS-1", value="3887000.00")
    return made


def finding(contract: Contract, by: Any, reference: str = "B-1") -> Finding:
    return findings.report(
        organisation=contract.organisation,
        reported=findings.Reported(
            reference=reference, supplier=contract.supplier, contract=contract, reported_on=date(2026, 10, 1),
            source="audit", theme=None, severity=4, description="Lonen onder het minimum.",
        ),
        by=by,
        at=AT,
    )  # fmt: skip


def rows(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_contracts_of_others_are_out_of_sight(manager: Client, cast: Cast, contract: Contract) -> None:
    other = ContractFactory(organisation=cast.other, reference="ELDERS-1")

    assert [row["reference"] for row in rows(manager.get(f"{API}/contracts"))] == ["ONS-1"]
    assert manager.get(f"{API}/contracts/{other.pk}").status_code == 404


def test_a_contract_tells_its_value_supplier_and_deliverables(manager: Client, contract: Contract) -> None:
    DeliverableFactory(contract=contract, occurrence=90)

    found = manager.get(f"{API}/contracts/{contract.pk}").json()

    assert found["value"] == {"amount": "3887000.00", "currency": "EUR"}
    assert found["supplier"]["id"] == contract.supplier_id
    assert found["start_on"] == contract.start_on.isoformat()
    assert len(found["deliverables"]) == contract.deliverables.count() > 0


def test_contracts_are_filtered_as_on_the_page(manager: Client, cast: Cast, contract: Contract) -> None:
    ContractFactory(organisation=cast.organisation, reference="ONS-2")

    assert [row["reference"] for row in rows(manager.get(f"{API}/contracts", {"q": "ONS-1"}))] == ["ONS-1"]
    assert manager.get(f"{API}/contracts", {"period": "onzin"}).status_code == 400
    assert manager.get(f"{API}/contracts", {"supplier": "0"}).status_code == 400


@travel("2026-11-22 12:00+01:00", tick=False)
def test_a_deliverable_tells_its_due_date_and_timeliness(manager: Client, contract: Contract) -> None:
    late = DeliverableFactory(contract=contract, occurrence=90, due_on=date(2026, 10, 1))

    found = manager.get(f"{API}/deliverables/{late.pk}").json()

    assert (found["due_on"], found["first_due_on"]) == ("2026-10-01", "2026-10-01")
    assert (found["is_overdue"], found["is_late"], found["days_late"]) == (True, False, None)
    assert found["state"] == "expected"
    assert late.pk in [row["id"] for row in rows(manager.get(f"{API}/deliverables", {"status": "overdue"}))]


def test_deliverables_of_others_are_out_of_sight(manager: Client, cast: Cast) -> None:
    other = DeliverableFactory(contract=ContractFactory(organisation=cast.other), occurrence=90)

    assert rows(manager.get(f"{API}/deliverables", {"status": "all"})) == []
    assert manager.get(f"{API}/deliverables/{other.pk}").status_code == 404


def test_a_shared_supplier_shows_only_what_is_ours(manager: Client, cast: Cast, contract: Contract) -> None:
    ContractFactory(organisation=cast.other, supplier=contract.supplier)
    stranger = SupplierFactory(organisation=cast.other)

    assert [(row["id"], row["contract_count"]) for row in rows(manager.get(f"{API}/suppliers"))] == [
        (contract.supplier_id, 1)
    ]
    assert manager.get(f"{API}/suppliers/{contract.supplier_id}").json()["contract_count"] == 1
    assert manager.get(f"{API}/suppliers/{stranger.pk}").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_findings_are_for_the_roles_that_have_them(client: Client, cast: Cast, contract: Contract, role: str) -> None:
    made = finding(contract, cast.contract_manager)
    client.force_login(cast.people[role])
    expected = 200 if role in roles_with("findings", READ) else 403

    assert client.get(f"{API}/findings").status_code == expected
    assert client.get(f"{API}/findings/{made.pk}").status_code == expected


def test_one_finding_tells_what_was_found(manager: Client, cast: Cast, contract: Contract) -> None:
    made = finding(contract, cast.contract_manager)

    assert manager.get(f"{API}/findings/{made.pk}").json()["description"] == "Lonen onder het minimum."
    assert [row["severity"] for row in rows(manager.get(f"{API}/findings", {"state": "open"}))] == [4]


@pytest.mark.parametrize("number", [1, 4])
def test_a_list_costs_the_same_however_long(
    manager: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        made = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
        DeliverableFactory(contract=made, occurrence=90)
        finding(made, cast.contract_manager, f"B-{each}")

    for path, queries in [("contracts", 7), ("deliverables?status=all", 7), ("suppliers", 8), ("findings", 7)]:
        with django_assert_num_queries(queries):
            rows(manager.get(f"{API}/{path}"))


@pytest.mark.parametrize("number", [1, 4])
def test_one_of_each_costs_the_same_however_much_hangs_on_it(
    manager: Client, cast: Cast, contract: Contract, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        made = DeliverableFactory(contract=contract, occurrence=90 + each)
    found = finding(contract, cast.contract_manager)

    for path, queries in [
        (f"contracts/{contract.pk}", 7),
        (f"deliverables/{made.pk}", 6),
        (f"suppliers/{contract.supplier_id}", 5),
        (f"findings/{found.pk}", 5),
    ]:
        with django_assert_num_queries(queries):
            assert manager.get(f"{API}/{path}").status_code == 200
