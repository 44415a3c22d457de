"""The decision on ISV: forms, or deliberately none; comply or explain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement.actions import isv
from procurement.models import ProcurementCategory, Tender
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory


@pytest.fixture
def mandatory(cast: Cast, shipped: None) -> Tender:
    """Workwear at the central government, far above the threshold."""
    workwear = ProcurementCategory.objects.get(code="workwear")
    return TenderFactory(
        organisation=cast.organisation, estimated_value=Decimal(2_000_000), publication_date=date(2026, 3, 1),
        lots=[workwear],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("forms", "explanation", "accepted"),
    [
        (["contract_condition"], "", True),
        (["contract_condition", "award_criterion"], "", True),
        (["award_criterion"], "", False),
        ([], "  ", False),
        ([], "De markt kan dit niet leveren.", True),
    ],
)
def test_mandatory_without_contract_condition_is_explained(
    mandatory: Tender, cast: Cast, forms: list[str], explanation: str, accepted: bool
) -> None:
    if not accepted:
        with pytest.raises(ValidationError) as refusal:
            isv.apply(tender=mandatory, forms=forms, explanation=explanation, by=cast.buyer, at=AT)
        assert list(refusal.value.message_dict) == ["explanation"]
        return
    isv.apply(tender=mandatory, forms=forms, explanation=explanation, by=cast.buyer, at=AT)
    assert (mandatory.isv_answered, mandatory.isv_forms) == (True, forms)


def test_voluntary_isv_asks_nothing(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.other, by=cast.outsider)
    isv.apply(tender=tender, forms=[], explanation="", by=cast.outsider, at=AT)
    assert (tender.isv_answered, tender.isv_forms) == (True, [])


def test_the_decision_is_audited_once(mandatory: Tender, cast: Cast) -> None:
    for _again in range(2):
        isv.apply(tender=mandatory, forms=["contract_condition"], explanation="", by=cast.buyer, at=AT)
    event = AuditEvent.objects.about(mandatory).get(action="tender.isv")
    assert event.after == {"isv_answered": True, "isv_contract_condition": True}


def test_an_unknown_form_is_refused(mandatory: Tender, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        isv.apply(tender=mandatory, forms=["belofte"], explanation="", by=cast.buyer, at=AT)


def test_a_submitted_approach_keeps_its_decision(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, state="submitted")
    with pytest.raises(TransitionNotAllowed):
        isv.apply(tender=tender, forms=[], explanation="toch niet", by=cast.buyer, at=AT)


def test_a_reader_decides_nothing(mandatory: Tender, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        isv.apply(tender=mandatory, forms=[], explanation="x", by=cast.contract_manager, at=AT)


def test_the_database_knows_that_a_form_is_an_answer(mandatory: Tender) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tender.objects.filter(pk=mandatory.pk).update(isv_contract_condition=True)
