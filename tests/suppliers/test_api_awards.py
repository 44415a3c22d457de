"""From tender to contract over the API: the same award as on the page, and the process as open data."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from monitoring.actions import lookups
from procurement.actions import isv, risk_scan, signals
from procurement.actions.signals import Entry
from procurement.models import ProcurementCategory, RiskTheme, Tender
from suppliers import reads
from suppliers.models import Contract
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, SupplierFactory

NEW: dict[str, Any] = {
    "new_supplier": {"name": "Naaiatelier Zuid B.V.", "kvk": "70248311", "country": "NL"}, "reference": "C-77",
    "awarded_on": "2026-12-10", "start_on": "2027-01-01", "end_on": "2029-12-31",
    "value": {"amount": "900000.00", "currency": "EUR"}, "isv": True, "follow_up": "normal",
    "follow_up_reason": "Keten is bekend.",
}  # fmt: skip


LEAVE_OUT = object()


@pytest.fixture
def tender(cast: Cast) -> Tender:
    """Approved and published, with an ambition on every theme, in a risk category."""
    lookups.load_all(by=system_user(), at=AT)
    workwear = ProcurementCategory.objects.get(code="workwear")
    made: Tender = TenderFactory(
        organisation=cast.organisation, by=cast.buyer, state="approved", stage="published", lots=[workwear, workwear]
    )
    return made


def award(person: User, tender: Tender, **values: Any) -> Any:
    client = Client()
    client.force_login(person)
    sent = {name: value for name, value in {**NEW, **values}.items() if value is not LEAVE_OUT}
    return client.post(f"/api/v1/tenders/{tender.pk}/contracts", json.dumps(sent), content_type="application/json")


def test_an_award_makes_the_contract_with_what_is_owed_and_promised(cast: Cast, tender: Tender) -> None:
    answer = award(cast.contract_manager, tender, lots=["LOT-0002"], contract_manager=cast.contract_manager.pk)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["supplier"]["name"], made["title"], made["follow_up"]) == (
        "Naaiatelier Zuid B.V.", tender.title, "normal",
    )  # fmt: skip
    assert {row["kind"] for row in made["deliverables"]} >= {"risk_analysis", "annual_report"}
    assert {row["theme"]["code"]: row["level"] for row in made["commitments"]}["climate"] == 2
    contract = Contract.objects.get(pk=made["id"])
    assert [lot.identifier for lot in contract.lots.all()] == ["LOT-0002"]
    tender.refresh_from_db()
    assert tender.stage == "awarded"


def test_a_supplier_of_the_list_is_named_by_its_key(cast: Cast, tender: Tender) -> None:
    known, foreign = SupplierFactory(organisation=cast.organisation), SupplierFactory(organisation=cast.other)
    assert award(cast.buyer, tender, supplier=known.pk, new_supplier=None).json()["supplier"]["id"] == known.pk
    assert named(award(cast.buyer, tender, supplier=foreign.pk, new_supplier=None)) == ["supplier"]


def test_what_is_left_out_is_what_the_page_starts_from(cast: Cast, tender: Tender) -> None:
    theme = RiskTheme.objects.get(code="child_labour")
    entry = Entry("own", "Vakbond", country="BD", country_text="Bangladesh", good="Garments", theme=theme)
    signals.made(entry, organisation=cast.organisation, by=cast.buyer, at=AT).save()
    scanned: dict[str, Any] = {"name": "Jassen", "is_main": True, "countries": ["BD"], "goods": ["Garments"]}
    planned = TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[tender.lots.all()[0].category])
    risk_scan.save_product(tender=planned, by=cast.buyer, at=AT, **scanned)
    isv.apply(
        tender=planned, forms=["contract_condition"], explanation="", follow_up="light", follow_up_reason="Klein.",
        by=cast.buyer, at=AT,
    )  # fmt: skip

    contract = Contract.objects.get(
        pk=award(cast.buyer, planned, follow_up=LEAVE_OUT, follow_up_reason=LEAVE_OUT).json()["id"]
    )

    assert (contract.risk_signals, contract.follow_up, contract.follow_up_reason) == (
        "severe",
        "light",
        "Klein.",
    )


def named(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [each["name"] for each in answer.json()["errors"]]


def test_the_proposed_follow_up_is_taken_where_none_is_named(cast: Cast, tender: Tender) -> None:
    contract = award(cast.buyer, tender, follow_up="", follow_up_reason="", risk_signals="severe").json()
    assert contract["follow_up"] == reads.follow_up_proposal(
        tender=tender, lots=[], value=Decimal(900_000), currency="EUR", risk_signals="severe",
        awarded_on=date(2026, 12, 10),
    ).follow_up  # fmt: skip
    unknown = award(cast.buyer, tender, reference="C-78", value=None, follow_up="", follow_up_reason="")
    assert named(unknown) == ["follow_up"]


def test_without_a_day_of_publication_the_threshold_of_the_award_counts(cast: Cast, tender: Tender) -> None:
    proposed = award(cast.buyer, tender, follow_up="", follow_up_reason="", risk_signals="some").json()["follow_up"]
    Tender.objects.filter(pk=tender.pk).update(publication_date=None, stage="published")
    answer = award(cast.buyer, tender, reference="C-78", follow_up="", follow_up_reason="", risk_signals="some")
    assert (answer.status_code, answer.json().get("follow_up")) == (201, proposed)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"new_supplier": None}, "supplier"), ({"supplier": 10**6, "new_supplier": None}, "supplier"),
        ({"lots": ["LOT-9"]}, "lots"), ({"end_on": "2026-01-01"}, "end_on"), ({"reference": "BEZET"}, "reference"),
        ({"new_supplier": {"name": "X", "kvk": "12"}}, "new_supplier.kvk"),
        ({"contract_manager": 10**6}, "contract_manager"),
        ({"new_supplier": {"name": "X", "country": "ZZ"}}, "new_supplier.country"), ({"isv": None}, "isv"),
        ({"value": {"amount": "-1"}}, "value.amount"), ({"reference": "a\u0000b"}, "reference"),
        ({"start_on": "9999-12-31", "end_on": None}, "start_on"), ({"end_on": "9999-12-31"}, "end_on"),
        ({"awarded_on": "0001-01-01"}, "awarded_on"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(cast: Cast, tender: Tender, change: dict[str, Any], name: str) -> None:
    ContractFactory(organisation=cast.organisation, reference="BEZET", at=AT)
    assert named(award(cast.buyer, tender, **change)) == [name]
    assert not Contract.objects.filter(tender=tender).exists()


def test_who_may_not_award_is_refused_and_another_organisation_sees_nothing(cast: Cast, tender: Tender) -> None:
    assert award(cast.tenderboard, tender).status_code == 403
    assert award(cast.outsider, tender).status_code == 404


def test_a_tender_is_read_as_open_data(client: Client, cast: Cast, tender: Tender) -> None:
    award(cast.buyer, tender)
    client.force_login(cast.management)
    answer = client.get(f"/api/v1/tenders/{tender.pk}/ocds")
    found = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    (release,) = found["releases"]
    assert (release["tender"]["id"], [one["id"] for one in release["contracts"]]) == (tender.reference, ["C-77"])
    client.force_login(cast.outsider)
    assert client.get(f"/api/v1/tenders/{tender.pk}/ocds").status_code == 404
