"""The pages of contracts and awards."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from suppliers.models import Contract
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, DeliverableFactory, SupplierFactory, load_lookups

AWARD = {
    "reference": "C-2027-1",
    "title": "Bedrijfskleding buitendienst",
    "awarded_on": "2026-11-02",
    "start_on": "2027-01-01",
    "end_on": "2028-12-31",
    "value": "1.240.000,00",
    "currency": "eur",
    "isv": "yes",
    "risk_signals": "none",
    "follow_up": "normal",
    "follow_up_reason": "",
}


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast.contract_manager)
    return client


def test_the_list_shows_own_contracts_only(manager: Client, cast: Cast) -> None:
    ContractFactory(organisation=cast.organisation, reference="ONS-1")
    ContractFactory(organisation=cast.other, reference="ELDERS-1")

    page = manager.get(reverse("suppliers:contract-list")).content.decode()

    assert "ONS-1" in page
    assert "ELDERS-1" not in page


def test_an_award_asks_to_confirm_what_will_follow(manager: Client, cast: Cast) -> None:
    load_lookups()
    tender = TenderFactory(organisation=cast.organisation, stage="published")
    supplier = SupplierFactory(organisation=cast.organisation, name="Vezel B.V.")
    data = {**AWARD, "supplier_q": "Vezel", "supplier": supplier.pk, "contract_manager": cast.contract_manager.pk}

    preview = manager.post(reverse("suppliers:award-create", args=[tender.pk]), {**data, "step": "preview"})

    assert preview.status_code == 200
    assert not Contract.objects.exists()
    assert [due.due_on for _kind, due, _passed in preview.context["planned"]] == [
        date(2027, 4, 1),
        date(2027, 7, 1),
        date(2028, 4, 1),
        date(2028, 4, 1),
        date(2029, 4, 1),
    ]

    done = manager.post(reverse("suppliers:award-create", args=[tender.pk]), {**data, "step": "confirm"})

    contract = Contract.objects.get()
    assert done.headers["Location"] == reverse("monitoring:contract-detail", args=[contract.pk])
    assert contract.deliverables.count() == 5


PAGES = [
    ("suppliers:contract-list", None),
    ("suppliers:contract-export", None),
    ("suppliers:deliverable-list", None),
    ("suppliers:deliverable-export", None),
    ("monitoring:contract-detail", "contract"),
    ("suppliers:contract-edit", "contract"),
    ("suppliers:contract-terms", "contract"),
    ("suppliers:contract-pause", "contract"),
    ("suppliers:contract-request", "contract"),
    ("suppliers:tender-contracts", "tender"),
    ("suppliers:award-create", "tender"),
    ("monitoring:deliverable-detail", "deliverable"),
    ("suppliers:assessment-edit", "deliverable"),
    ("suppliers:deliverable-pause", "deliverable"),
]


@pytest.mark.parametrize(("name", "about"), PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens(manager: Client, cast: Cast, name: str, about: str | None, language: str) -> None:
    deliverable = DeliverableFactory(in_assessment=True, organisation=cast.organisation)
    contract = deliverable.contract
    keys = {"contract": contract.pk, "tender": contract.tender_id, "deliverable": deliverable.pk}
    manager.cookies["django_language"] = language

    response = manager.get(reverse(name, args=[keys[about]] if about else []))

    assert response.status_code == 200
