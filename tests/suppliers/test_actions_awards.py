"""An award makes a contract, its terms and deliverables, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import audit
from accounts.models import AuditEvent, OutgoingMessage
from accounts.roles import ROLES
from accounts.workflow import TransitionNotAllowed
from procurement.models import Tender, Threshold
from suppliers.actions import awards
from suppliers.actions.awards import Award, NewSupplier
from suppliers.models import Contract, ContractTerm, Deliverable, ScheduleLine, Supplier, SupplierLink
from suppliers.reads_history import history_of_contract
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import CategoryFactory, TenderFactory
from tests.suppliers.factories import ContractFactory, SupplierFactory, load_lookups

FACTS = Award(
    reference="C-1",
    title="Bedrijfskleding",
    awarded_on=date(2026, 11, 2),
    start_on=date(2027, 1, 1),
    end_on=date(2028, 12, 31),
    value=Decimal(900_000),
    currency="EUR",
    isv=True,
    follow_up="normal",
)
VEZEL = NewSupplier(name="Vezel B.V.", kvk="30281419", country="NL")


@pytest.fixture
def tender(cast: Cast) -> Tender:
    load_lookups()
    return TenderFactory(organisation=cast.organisation, stage="published")


def test_an_award_brings_forth_what_the_supplier_owes(cast: Cast, tender: Tender) -> None:
    facts = replace(FACTS, contract_manager=cast.contract_manager)

    contract = awards.award(tender=tender, supplier=VEZEL, award=facts, by=cast.buyer, at=AT)

    assert [(d.kind, d.about_year, d.occurrence, d.due_on) for d in contract.deliverables.all()] == [
        ("risk_analysis", None, 1, date(2027, 4, 1)),
        ("improvement_plan", None, 1, date(2027, 7, 1)),
        ("annual_report", 2027, 1, date(2028, 4, 1)),
        ("risk_analysis", None, 2, date(2028, 4, 1)),
        ("annual_report", 2028, 1, date(2029, 4, 1)),
    ]
    assert all(d.term and d.term.kind == d.kind for d in contract.deliverables.all())
    tender.refresh_from_db()
    assert (tender.stage, tender.award_date) == ("awarded", date(2026, 11, 2))
    assert SupplierLink.objects.filter(organisation=cast.organisation, supplier__kvk="30281419").exists()
    message = OutgoingMessage.objects.get(kind="contract_assigned")
    assert message.recipient == cast.contract_manager
    assert "verbeterplan" in message.body_text


def test_when_the_audit_write_fails_nothing_remains(
    cast: Cast, tender: Tender, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = audit.record

    def failing(**event: Any) -> Any:
        if event["action"] == "tender.stage":
            raise IntegrityError("the audit trail is full")
        return written(**event)

    before = AuditEvent.objects.count()
    monkeypatch.setattr(audit, "record", failing)

    with pytest.raises(IntegrityError):
        awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.buyer, at=AT)

    tender.refresh_from_db()
    assert tender.stage == "published"
    assert AuditEvent.objects.count() == before
    for model in (Contract, ContractTerm, Deliverable, Supplier, SupplierLink, OutgoingMessage):
        assert not model.objects.exists(), model


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may_record_an_award(cast: Cast, tender: Tender, role: str) -> None:
    def record() -> bool:
        try:
            awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.people[role], at=AT)
        except PermissionDenied:
            return False
        return True

    assert record() is (role in {"buyer", "contract_manager", "category_manager"})


def test_an_outsider_records_nothing(cast: Cast, tender: Tender) -> None:
    with pytest.raises(PermissionDenied):
        awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.outsider, at=AT)


def test_a_withdrawn_tender_is_not_awarded(cast: Cast) -> None:
    load_lookups()
    tender = TenderFactory(organisation=cast.organisation, stage="withdrawn")

    with pytest.raises(TransitionNotAllowed):
        awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.buyer, at=AT)

    assert not Contract.objects.exists()


def test_a_second_lot_gives_a_second_contract(cast: Cast, tender: Tender) -> None:
    awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.buyer, at=AT)
    second = replace(FACTS, reference="C-2", awarded_on=date(2026, 12, 1))

    awards.award(tender=tender, supplier=VEZEL, award=second, by=cast.buyer, at=AT)

    tender.refresh_from_db()
    assert tender.contracts.count() == 2
    assert tender.award_date == date(2026, 11, 2)


def test_without_isv_nothing_is_owed(cast: Cast, tender: Tender) -> None:
    contract = awards.award(tender=tender, supplier=VEZEL, award=replace(FACTS, isv=False), by=cast.buyer, at=AT)

    assert not contract.deliverables.exists()
    assert not contract.terms.exists()


def test_own_lines_of_the_organisation_come_before_the_products(cast: Cast, tender: Tender) -> None:
    ScheduleLine.objects.create(
        organisation=cast.organisation, follow_up="normal", kind="risk_analysis", anchor="award", offset_months=2
    )

    contract = awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.buyer, at=AT)

    assert [each.due_on for each in contract.deliverables.all()] == [date(2027, 1, 2)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end_on": date(2026, 12, 31)}, "end_on"),
        ({"value": Decimal(-1)}, "value"),
        ({"follow_up": ""}, "follow_up"),
        ({"reference": ""}, "reference"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(cast: Cast, tender: Tender, change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        awards.award(tender=tender, supplier=VEZEL, award=replace(FACTS, **change), by=cast.buyer, at=AT)

    assert field in refused.value.message_dict or "__all__" in refused.value.message_dict
    assert not Contract.objects.exists()


def test_a_reference_is_used_once(cast: Cast, tender: Tender) -> None:
    ContractFactory(organisation=cast.organisation, reference="C-1")

    with pytest.raises(ValidationError) as refused:
        awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.buyer, at=AT)

    assert list(refused.value.message_dict) == ["reference"]


def test_departing_from_the_proposal_asks_a_reason(cast: Cast) -> None:
    load_lookups()
    Threshold.objects.create(kind="central", valid_from=date(2026, 1, 1), amount=Decimal(140_000))
    tender = TenderFactory(organisation=cast.organisation, stage="published", lots=[CategoryFactory()])
    facts = replace(FACTS, risk_signals="none", follow_up="light")

    with pytest.raises(ValidationError) as refused:
        awards.award(tender=tender, supplier=VEZEL, award=facts, by=cast.buyer, at=AT)
    assert list(refused.value.message_dict) == ["follow_up_reason"]

    explained = replace(facts, follow_up_reason="Weinig ketenrisico.")
    contract = awards.award(tender=tender, supplier=VEZEL, award=explained, by=cast.buyer, at=AT)
    assert contract.follow_up_reason == "Weinig ketenrisico."
    told = next(each for each in history_of_contract(contract) if each.title == "Gegund")
    assert told.reason == "Reden van de opvolging: Weinig ketenrisico."
    event = AuditEvent.objects.get(action="contract.awarded")
    assert (event.reason, event.after["follow_up_reason"]) == ("", "Weinig ketenrisico.")


def test_a_lot_of_another_tender_is_refused(cast: Cast, tender: Tender) -> None:
    other = TenderFactory(organisation=cast.organisation)

    with pytest.raises(ValidationError) as refused:
        awards.award(
            tender=tender, supplier=VEZEL, award=replace(FACTS, lots=list(other.lots.all())), by=cast.buyer, at=AT
        )

    assert list(refused.value.message_dict) == ["lots"]


def test_a_manager_of_elsewhere_is_refused(cast: Cast, tender: Tender) -> None:
    with pytest.raises(ValidationError) as refused:
        awards.award(
            tender=tender, supplier=VEZEL, award=replace(FACTS, contract_manager=cast.outsider), by=cast.buyer, at=AT
        )

    assert list(refused.value.message_dict) == ["contract_manager"]


def test_two_organisations_share_the_identity_of_a_supplier(cast: Cast, tender: Tender) -> None:
    elsewhere = SupplierFactory(organisation=cast.other, name="Vezel Holding", kvk="30281419")

    contract = awards.award(tender=tender, supplier=VEZEL, award=FACTS, by=cast.buyer, at=AT)

    assert contract.supplier == elsewhere
    assert contract.supplier.name == "Vezel Holding"
    assert Supplier.objects.count() == 1


def test_a_shared_supplier_shows_nobody_the_contracts_of_another(cast: Cast) -> None:
    supplier = SupplierFactory(organisation=cast.other)
    theirs = ContractFactory(organisation=cast.other, supplier=supplier, isv=True)
    ours = ContractFactory(organisation=cast.organisation, supplier=supplier, isv=True)

    assert list(Contract.objects.visible_to(cast.buyer)) == [ours]
    assert list(Contract.objects.visible_to(cast.outsider)) == [theirs]
    assert {d.contract for d in Deliverable.objects.visible_to(cast.contract_manager)} == {ours}


@pytest.mark.parametrize(
    "wrong",
    [
        {"end_on": date(2020, 1, 1)},
        {"value": Decimal(-1)},
        {"reminders_paused_until": date(2027, 1, 1)},
        {"reminders_paused_reason": "zonder datum"},
    ],
)
def test_the_database_refuses_it_too(cast: Cast, wrong: dict[str, Any]) -> None:
    contract = ContractFactory(organisation=cast.organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**wrong)
