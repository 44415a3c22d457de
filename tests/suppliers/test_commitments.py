"""What the tender promised travels into the contract; every year is said what came of it, and the report counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.calendar import AMSTERDAM
from accounts.models import AuditEvent
from monitoring.indicators import Scope, figures, indicator, rows
from procurement.actions import ambitions
from procurement.actions.ambitions import Answer
from procurement.actions.lookups import load_shipped
from procurement.models import Tender, Theme
from suppliers.actions import commitments
from suppliers.actions.commitments import Result
from suppliers.models import Commitment, Contract
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import text
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory

LATER = datetime(2028, 3, 1, 12, tzinfo=AMSTERDAM)
SEEN = Result("partially", date(2027, 12, 11), "Gezien in het jaarverslag.", Decimal("12.50"))


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


def promise(cast: Cast, tender: Tender) -> None:
    """A goal with a target on climate, level 0 on circular, and diversity left out."""
    answers = [
        Answer(theme("climate"), {
            "level": 2, "reason": "Veel vervoer.", "goal": "Minder uitstoot", "target": "Een kwart minder",
            "indicator": "uitstoot per rit", "target_value": Decimal(25), "target_unit": "%",
        }, version=0),
        Answer(theme("circular"), {"level": 0, "reason": "Een dienst, geen product."}, version=0),
        Answer(theme("diversity"), {"is_relevant": False, "reason": "Geen invloed."}, version=0),
    ]  # fmt: skip
    ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)


@pytest.fixture
def shipped(db: None) -> None:
    load_shipped(by=system_user(), at=AT)


@pytest.fixture
def tender(cast: Cast, shipped: None) -> Tender:
    tender = TenderFactory(organisation=cast.organisation)
    promise(cast, tender)
    Tender.objects.filter(pk=tender.pk).update(stage="published")
    tender.refresh_from_db()
    return tender


@pytest.fixture
def contract(cast: Cast, tender: Tender) -> Contract:
    return ContractFactory(tender=tender, contract_manager=cast.contract_manager)


def record(commitment: Commitment, cast: Cast, result: Result = SEEN, at: datetime = LATER) -> Any:
    return commitments.record(commitment=commitment, result=result, by=cast.contract_manager, at=at)


def test_what_the_tender_promised_travels_into_the_contract(contract: Contract) -> None:
    found = contract.commitments.get()

    assert (found.theme.code, found.level, found.goal) == ("climate", 2, "Minder uitstoot")
    assert (found.indicator, found.target_value, found.target_unit) == ("uitstoot per rit", Decimal(25), "%")
    assert AuditEvent.objects.about(contract).get(action="contract.commitments_made").after == {"climate": 2}


def test_a_later_change_of_the_tender_leaves_the_promise(cast: Cast, tender: Tender, contract: Contract) -> None:
    tender.ambitions.filter(theme__code="climate").update(level=1, goal="Iets anders")

    assert contract.commitments.get().goal == "Minder uitstoot"


def test_a_contract_from_before_takes_the_ambitions_over_once(cast: Cast, shipped: None) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    promise(cast, contract.tender)

    made = commitments.take_over_later(contract=contract, by=cast.contract_manager, at=AT)

    assert [each.theme.code for each in made] == ["climate"]
    with pytest.raises(commitments.NothingToTakeOver):
        commitments.take_over_later(contract=contract, by=cast.contract_manager, at=AT)


def test_a_better_measurement_of_the_same_year_replaces_the_first(cast: Cast, contract: Contract) -> None:
    commitment = contract.commitments.get()
    record(commitment, cast)
    record(commitment, cast, replace(SEEN, outcome="delivered", measured_on=date(2027, 12, 30)))
    record(commitment, cast, replace(SEEN, outcome="not_delivered", measured_on=date(2028, 2, 1)))

    assert [(each.year, each.outcome) for each in commitment.results.all()] == [
        (2028, "not_delivered"),
        (2027, "delivered"),
    ]
    assert AuditEvent.objects.about(commitment).filter(action="commitment.result").count() == 3


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"measured_on": date(2028, 3, 2)}, "measured_on"), ({"measured_on": date(2026, 1, 1)}, "measured_on"),
        ({"note": " "}, "note"), ({"outcome": "ooit"}, "outcome"),
        ({"measured_value": Decimal("1.234")}, "measured_value"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field(cast: Cast, contract: Contract, changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record(contract.commitments.get(), cast, replace(SEEN, **changes))
    assert list(refused.value.error_dict) == [name]


@pytest.mark.parametrize("role", ["buyer", "management", "auditor", "administrator"])
def test_only_who_writes_contracts_records(cast: Cast, contract: Contract, role: str) -> None:
    with pytest.raises(PermissionDenied):
        commitments.record(commitment=contract.commitments.get(), result=SEEN, by=cast.people[role], at=LATER)


def test_other_words_ask_a_reason(cast: Cast, contract: Contract) -> None:
    commitment = contract.commitments.get()
    with pytest.raises(ValidationError):
        commitments.reword(commitment=commitment, goal="Schoner", reason=" ", by=cast.contract_manager, at=AT)

    commitments.reword(commitment=commitment, goal="Schoner", reason="Zo staat het er", by=cast.contract_manager, at=AT)

    commitment.refresh_from_db()
    assert (commitment.goal, commitment.target) == ("Schoner", "Een kwart minder")


def counted(cast: Cast, year: int, as_of: date) -> dict[str, tuple[Any, int]]:
    found = figures(Scope(cast.organisation, year, as_of))
    return {one.code.split(".")[1]: (one.value, one.unknown) for one in found if one.code.startswith("commitments.")}


def test_the_report_counts_promised_against_delivered(cast: Cast, contract: Contract) -> None:
    record(contract.commitments.get(), cast)
    ContractFactory(tender=contract.tender, reference="C-2", start_on=date(2028, 1, 1))

    assert counted(cast, 2027, date(2028, 1, 31)) == {
        "promised": (1, 0), "delivered": (0, 0), "partially": (1, 0), "not_delivered": (0, 0),
    }  # fmt: skip
    assert counted(cast, 2027, date(2027, 12, 10))["partially"] == (0, 1)
    assert counted(cast, 2028, date(2028, 6, 30))["promised"] == (2, 0)
    assert counted(cast, 2029, date(2029, 6, 30))["promised"] == (0, 0)
    partially = indicator("commitments.partially")
    assert partially is not None
    scope = Scope(cast.organisation, 2027, date(2028, 1, 31))
    assert list(rows(partially, scope, user=cast.management)) == list(contract.commitments.all())
    assert not rows(partially, scope, user=cast.outsider).exists()


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast.contract_manager)
    return client


def test_the_manager_records_on_the_page_and_loses_nothing(manager: Client, contract: Contract) -> None:
    url = reverse("suppliers:commitment-detail", args=[contract.commitments.get().pk])
    today = date.today()  # noqa: DTZ011
    Contract.objects.filter(pk=contract.pk).update(start_on=today - timedelta(days=30))

    refused = manager.post(url, {"step": "result", "measured_on": today.isoformat(), "note": "Bij het bezoek gezien"})
    assert "Bij het bezoek gezien" in refused.content.decode()
    manager.post(
        url, {"step": "result", "outcome": "delivered", "measured_on": today.isoformat(), "note": "Bij het bezoek"}
    )
    manager.post(url, {"step": "words", "goal": "Schoner vervoer", "reason": "Zo staat het in het contract"})

    page = manager.get(reverse("monitoring:contract-detail", args=[contract.pk])).content.decode()
    assert "Schoner vervoer" in page
    assert "waargemaakt" in page


def test_a_program_records_what_came_of_it(manager: Client, contract: Contract) -> None:
    key = contract.commitments.get().pk
    Contract.objects.filter(pk=contract.pk).update(start_on=date(2025, 1, 1))
    body = {"outcome": "delivered", "measured_on": "2026-01-15", "note": "Uit het jaarverslag"}

    answer = manager.post(f"/api/v1/commitments/{key}/results", body, content_type="application/json")

    assert answer.status_code == 200, answer.content
    assert [(each["year"], each["outcome"]) for each in answer.json()["results"]] == [(2026, "delivered")]
    found = manager.get(f"/api/v1/contracts/{contract.pk}").json()["commitments"]
    assert found == [answer.json()]


def test_a_commitment_costs_the_same_however_many_years(
    manager: Client, cast: Cast, contract: Contract, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    commitment = contract.commitments.get()
    url = reverse("suppliers:commitment-detail", args=[commitment.pk])
    record(commitment, cast)
    record(commitment, cast, replace(SEEN, measured_on=date(2028, 2, 1)))

    with django_assert_num_queries(8):
        manager.get(url)


def test_the_target_value_has_no_needless_decimals(manager: Client, contract: Contract) -> None:
    page = manager.get(reverse("suppliers:commitment-detail", args=[contract.commitments.get().pk])).content.decode()
    assert "<dd>25 %</dd>" in page
    assert 'name="target_value" value="25"' in page


def test_contract_and_report_show_indicator_target_and_what_was_measured(
    manager: Client, cast: Cast, contract: Contract
) -> None:
    record(contract.commitments.get(), cast)
    shown = text(manager.get(reverse("monitoring:contract-detail", args=[contract.pk])))
    assert "uitstoot per rit: 25 %" in shown
    assert "gemeten: 12,5 %" in shown
    with time_machine.travel(LATER, tick=False):
        manager.force_login(cast.management)
        rows_page = manager.get(reverse("monitoring:report-rows", args=[2027, "commitments.partially"]))
    assert "uitstoot per rit: 25 %" in text(rows_page)


def test_a_promise_with_an_indicator_alone_is_not_called_empty(manager: Client, contract: Contract) -> None:
    contract.commitments.update(goal="", target="")
    shown = text(manager.get(reverse("monitoring:contract-detail", args=[contract.pk])))
    assert "geen doel opgeschreven" not in shown
