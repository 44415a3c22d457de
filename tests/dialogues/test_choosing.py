"""Choosing suppliers and contracts out of many, on the pages that ask it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dialogues.models import Meeting
from suppliers.models import Finding, Supplier
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, SupplierFactory

MEETING, FINDING = reverse("dialogues:meeting-create"), reverse("suppliers:finding-create")


@pytest.fixture
def host(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.contract_manager)
    return client


@pytest.fixture
def many(cast: Cast) -> list[Supplier]:
    return [SupplierFactory(organisation=cast.organisation, name=f"Weverij {number:02}") for number in range(25)]


def shown(page: Any, name: str) -> list[int]:
    """The keys that the page offers for a field, in their order."""
    return [int(key) for key in re.findall(rf'name="{name}" value="(\d+)"', page.content.decode())]


def test_the_first_of_many_are_shown_with_a_box_to_search_the_others(host: Client, many: list[Supplier]) -> None:
    page = host.get(MEETING)
    assert shown(page, "suppliers") == [each.pk for each in many[:20]]
    assert 'name="suppliers_q"' in page.content.decode()
    assert 'name="contracts_q"' not in page.content.decode()


@pytest.mark.parametrize(("address", "name"), [(MEETING, "suppliers"), (FINDING, "supplier")])
def test_a_search_keeps_what_is_chosen_on_top_and_all_that_was_typed(
    host: Client, many: list[Supplier], address: str, name: str
) -> None:
    sent = {"step": "search", name: [many[3].pk], f"{name}_q": "weverij 22", "description": "Half", "purpose": "Half"}
    page = host.post(address, sent)
    assert shown(page, name) == [many[3].pk, many[22].pk]
    assert re.search(rf'name="{name}" value="{many[3].pk}"[^>]* checked', page.content.decode())
    assert "Half</textarea>" in page.content.decode()
    assert not page.context["form"].errors
    assert not Meeting.objects.exists()
    assert not Finding.objects.exists()


def test_what_is_not_shown_can_be_chosen_all_the_same(cast: Cast, host: Client, many: list[Supplier]) -> None:
    sent = {
        "kind": "individual", "purpose": "Kennismaken", "date": "2026-12-01", "organiser": cast.contract_manager.pk,
        "suppliers": [many[24].pk], "suppliers_q": "weverij 01",
    }  # fmt: skip
    assert host.post(MEETING, sent).status_code == 302
    assert Meeting.objects.get().suppliers.get() == many[24]


def test_contracts_of_the_chosen_supplier_come_first(cast: Cast, host: Client, many: list[Supplier]) -> None:
    other, theirs = (
        ContractFactory(organisation=cast.organisation, supplier=supplier) for supplier in (many[0], many[9])
    )
    page = host.post(FINDING, {"step": "search", "supplier": many[9].pk})
    assert shown(page, "contract") == [theirs.pk, other.pk]


def test_nobody_finds_a_supplier_of_another_organisation(host: Client, many: list[Supplier]) -> None:
    SupplierFactory(name="Elders")
    assert shown(host.post(MEETING, {"step": "search", "suppliers_q": "elders"}), "suppliers") == []


@pytest.mark.parametrize("extra", [0, 22])
@pytest.mark.parametrize("page", [(MEETING, 10), (FINDING, 8)])
def test_a_form_costs_as_much_with_many_suppliers(
    cast: Cast, host: Client, django_assert_num_queries: DjangoAssertNumQueries, page: tuple[str, int], extra: int
) -> None:
    address, number = page
    for _number in range(1 + extra):
        ContractFactory(organisation=cast.organisation)
    with django_assert_num_queries(number):
        host.get(address)
