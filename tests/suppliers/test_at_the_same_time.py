"""What two people do at one moment after the award: neither loses his work to an error page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from procurement.models import Tender
from suppliers.actions import awards, contracts, findings, question_sets, schedules, suppliers
from suppliers.actions.awards import NewSupplier
from suppliers.actions.findings import Reported
from suppliers.models import Contract, ContractTerm, Finding, QuestionSet, ScheduleLine, Supplier, SupplierLink
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.at_once import both_at_once, hold
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import ContractFactory, SupplierFactory, load_lookups, manager_of, noon
from tests.suppliers.test_actions_awards import FACTS, VEZEL

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOW = noon(date(2027, 1, 15))
FOUND = Reported(
    reference="B-1", supplier=None, contract=None, reported_on=AT.date(), source="media", theme=None, severity=None,
    description="Overwerk zonder toeslag.",
)  # fmt: skip


def _award(cast: Cast, supplier: Supplier | NewSupplier, reference: str) -> Callable[[], Contract]:
    tender, facts = (
        TenderFactory(organisation=cast.organisation, stage="published"),
        replace(FACTS, reference=reference),
    )
    return lambda: awards.award(tender=tender, supplier=supplier, award=facts, by=cast.buyer, at=AT)


def _refused(results: list[object]) -> list[str]:
    """The fields at which one of both was refused."""
    (error,) = [each for each in results if isinstance(each, ValidationError)]
    return list(error.message_dict)


def test_of_two_contracts_with_one_reference_the_second_is_refused_at_the_field(cast: Cast) -> None:
    load_lookups()
    supplier = SupplierFactory(organisation=cast.organisation)

    with both_at_once(_award(cast, supplier, "C-1"), _award(cast, supplier, "C-1")) as results:
        hold("LOCK TABLE suppliers_contract IN SHARE MODE")

    assert _refused(results) == ["reference"]
    assert Contract.objects.count() == 1


def test_a_reference_that_another_contract_takes_meanwhile_is_refused_at_the_field(cast: Cast) -> None:
    first, second = (ContractFactory(organisation=cast.organisation) for _number in range(2))

    def rename(contract: Contract) -> Callable[[], object]:
        return lambda: contracts.edit(contract=contract, follow=False, by=cast.contract_manager, at=AT, reference="X")

    with both_at_once(rename(first), rename(second)) as results:
        hold("LOCK TABLE suppliers_contract IN SHARE MODE")

    assert _refused(results) == ["reference"]


def test_two_lots_of_a_tender_that_are_awarded_at_once_give_a_contract_each(cast: Cast) -> None:
    load_lookups()
    supplier = SupplierFactory(organisation=cast.organisation)
    tender = TenderFactory(organisation=cast.organisation, stage="published")

    def award(reference: str) -> Callable[[], Contract]:
        facts = replace(FACTS, reference=reference)
        mine = Tender.objects.get(pk=tender.pk)
        return lambda: awards.award(tender=mine, supplier=supplier, award=facts, by=cast.buyer, at=AT)

    with both_at_once(award("C-1"), award("C-2")):
        hold("LOCK TABLE suppliers_contract IN SHARE MODE")

    assert tender.contracts.count() == 2
    assert AuditEvent.objects.filter(action="tender.stage", after__stage="awarded").count() == 1


def test_two_awards_to_one_new_supplier_make_it_once(cast: Cast) -> None:
    load_lookups()

    with both_at_once(_award(cast, VEZEL, "C-1"), _award(cast, VEZEL, "C-2")) as results:
        hold("LOCK TABLE suppliers_supplier IN SHARE MODE")

    assert {each.supplier for each in results if isinstance(each, Contract)} == {Supplier.objects.get()}
    assert Contract.objects.count() == 2
    assert SupplierLink.objects.count() == 1
    assert AuditEvent.objects.filter(action="supplier.created").count() == 1


def test_a_supplier_added_twice_at_once_is_made_once_and_linked_to_both(cast: Cast) -> None:
    identity = suppliers.Identity(name="Vezel B.V.", kvk="30281419", lei="5493001KJTIIGC8Y1R12")

    with both_at_once(
        lambda: suppliers.add(identity=identity, organisation=cast.organisation, by=cast.contract_manager, at=AT),
        lambda: suppliers.add(identity=identity, organisation=cast.other, by=manager_of(cast.other), at=AT),
    ) as results:
        hold("LOCK TABLE suppliers_supplier IN SHARE MODE")

    only = Supplier.objects.get()
    assert sorted(str(each) for each in results) == sorted([str((only, True)), str((only, False))])
    assert SupplierLink.objects.count() == 2
    assert AuditEvent.objects.filter(action="supplier.created").count() == 1


def test_a_number_that_two_suppliers_get_at_once_is_refused_at_the_field(cast: Cast) -> None:
    known = [SupplierFactory(organisation=cast.organisation) for _number in range(2)]

    def give(supplier: Supplier) -> Callable[[], object]:
        return lambda: suppliers.change_identity(
            supplier=supplier, identity=suppliers.Identity(name=supplier.name, kvk="30281419"),
            organisation=cast.organisation, by=cast.administrator, at=AT,
        )  # fmt: skip

    with both_at_once(give(known[0]), give(known[1])) as results:
        hold("LOCK TABLE suppliers_supplier IN SHARE MODE")

    assert _refused(results) == ["kvk"]


def test_of_two_findings_with_one_reference_the_second_is_refused_at_the_field(cast: Cast) -> None:
    with both_at_once(
        lambda: findings.report(organisation=cast.organisation, reported=FOUND, by=cast.contract_manager, at=AT)
    ) as results:
        hold("LOCK TABLE suppliers_finding IN SHARE MODE")

    assert _refused(results) == ["reference"]
    assert Finding.objects.count() == 1


def test_questions_that_two_people_save_at_once_become_two_versions(cast: Cast) -> None:
    asked = [{"key": "countries", "text_nl": "Welke landen?", "text_en": "Which countries?"}]

    def save() -> object:
        return question_sets.save_version(
            organisation=cast.organisation, kind="risk_analysis", questions=asked, by=cast.administrator, at=AT
        )

    save()
    with both_at_once(save):
        hold("LOCK TABLE suppliers_questionset IN SHARE MODE")

    made = QuestionSet.objects.filter(organisation=cast.organisation).order_by("version")
    assert list(made.values_list("version", "is_current")) == [(1, False), (2, False), (3, True)]


def test_a_schedule_that_two_people_copy_at_once_is_there_once(cast: Cast) -> None:
    load_lookups()

    def copy() -> object:
        return question_sets.copy_schedule(
            organisation=cast.organisation, follow_up="normal", by=cast.administrator, at=AT
        )

    with both_at_once(copy) as results:
        hold("LOCK TABLE suppliers_scheduleline IN SHARE MODE")

    assert len([each for each in results if isinstance(each, ValidationError)]) == 1
    (copied,) = [each for each in results if isinstance(each, int)]
    assert ScheduleLine.objects.filter(organisation=cast.organisation).count() == copied > 0


def _counted_from_a_request(cast: Cast) -> Contract:
    """An open-ended contract of which each request gives rise to a risk analysis."""
    contract = ContractFactory(organisation=cast.organisation, isv=True, end_on=None)
    schedules.replace_terms(
        contract=contract, terms=[ContractTerm(kind="risk_analysis", anchor="request", offset_days=30)], follow=True,
        reason="Bijlage 4.", by=cast.contract_manager, at=NOW,
    )  # fmt: skip
    return contract


def test_two_requests_noted_at_once_give_a_deliverable_each(cast: Cast) -> None:
    contract = _counted_from_a_request(cast)

    def receive(day: int) -> Callable[[], object]:
        return lambda: schedules.record_request(
            contract=contract, received_on=date(2027, 1, day), subject="Brand", by=cast.contract_manager, at=NOW
        )

    with both_at_once(receive(13), receive(14)):
        hold("LOCK TABLE suppliers_deliverable IN SHARE MODE")

    assert contract.requests.count() == 2
    assert list(contract.deliverables.order_by("occurrence").values_list("occurrence", flat=True)) == [1, 2]


def test_terms_that_are_replaced_during_a_sweep_leave_nothing_of_the_old(cast: Cast) -> None:
    contract = ContractFactory(organisation=cast.organisation, isv=True, end_on=None)
    contract.deliverables.all().delete()

    with both_at_once(
        lambda: schedules.extend(contract=contract, until=date(2028, 7, 15), by=cast.system, at=NOW),
        lambda: schedules.replace_terms(
            contract=contract, terms=[], follow=True, reason="Vervallen.", by=cast.contract_manager, at=NOW
        ),
    ):
        hold("LOCK TABLE suppliers_deliverable IN SHARE MODE")

    assert not contract.terms.exists()
    assert not contract.deliverables.exists()
