"""The decision on ISV: forms, or deliberately none; comply or explain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement.actions import isv, risk_scan, signals
from procurement.actions.signals import Entry
from procurement.models import ProcurementCategory, RiskTheme, Tender
from procurement.reads import Judgement
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
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


# Follow-up ----------------------------------------------------------------------------------------


def test_departing_from_the_proposed_follow_up_asks_a_reason(mandatory: Tender, cast: Cast) -> None:
    """Without a risk scan the risk is unknown: no proposal, so any choice goes without a reason."""
    chosen: dict[str, Any] = {"forms": ["contract_condition"], "explanation": "", "by": cast.buyer, "at": AT}
    isv.apply(tender=mandatory, follow_up="light", **chosen)
    assert mandatory.follow_up == "light"
    theme = RiskTheme.objects.get(code="child_labour")
    entry = Entry("own", "Rapport", "BD", "Bangladesh", theme=theme)
    signals.made(entry, organisation=cast.organisation, by=cast.buyer, at=AT).save()
    risk_scan.save_product(tender=mandatory, by=cast.buyer, at=AT, name="Jassen", is_main=True, countries=["BD"])
    assert Judgement(mandatory).follow_up.follow_up == "intensive"  # large and high
    with pytest.raises(ValidationError) as refusal:
        isv.apply(tender=mandatory, follow_up="normal", **chosen)
    assert list(refusal.value.message_dict) == ["follow_up_reason"]
    isv.apply(tender=mandatory, follow_up="normal", follow_up_reason="Een eerste jaar om te leren.", **chosen)
    assert AuditEvent.objects.about(mandatory).filter(action="tender.isv").first().after == {  # type: ignore[union-attr]
        "follow_up": "normal", "follow_up_reason": "Een eerste jaar om te leren.",
    }  # fmt: skip


def test_a_decision_that_names_no_follow_up_leaves_it(mandatory: Tender, cast: Cast) -> None:
    for follow_up in ("intensive", None):
        isv.apply(
            tender=mandatory, forms=["contract_condition"], explanation="", follow_up=follow_up, by=cast.buyer, at=AT
        )
    assert mandatory.follow_up == "intensive"


def test_a_follow_up_outside_the_table_is_refused(mandatory: Tender, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        isv.apply(
            tender=mandatory, forms=["contract_condition"], explanation="", follow_up="zwaar", by=cast.buyer, at=AT
        )


def test_the_page_shows_the_proposal_and_keeps_the_choice(mandatory: Tender, cast: Cast, browse: Browse) -> None:
    client = browse(cast.buyer)
    address = url("isv-edit", mandatory.pk)
    said = text(client.get(address))
    assert "Geen voorstel: kies de opvolging zelf." in said
    assert "Het risico is niet bekend: de categorie is leeg, of er is nog niet naar signalen gekeken." in said
    client.post(address, {"applied": ["contract_condition"], "follow_up": "normal"})
    mandatory.refresh_from_db()
    assert mandatory.follow_up == "normal"


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (140_000, "Wordt de aankondiging gepubliceerd op 22 november 2026, dan is ISV verplicht."),
        (139_999, "Wordt de aankondiging gepubliceerd op 22 november 2026, dan is ISV niet verplicht."),
    ],
)
def test_without_a_date_of_publication_the_pages_say_what_would_hold_today(
    mandatory: Tender, cast: Cast, browse: Browse, value: int, said: str
) -> None:
    Tender.objects.filter(pk=mandatory.pk).update(publication_date=None, estimated_value=value)
    for page in ("isv-edit", "tender-detail"):
        shown = text(browse(cast.buyer).get(url(page, mandatory.pk)))
        assert "Of ISV verplicht is voor deze aanbesteding, is nog niet te zeggen." in shown
        assert said in shown


def test_the_follow_up_is_proposed_before_the_date_of_publication_is_known(
    mandatory: Tender, cast: Cast, browse: Browse
) -> None:
    Tender.objects.filter(pk=mandatory.pk).update(publication_date=None)
    said = text(browse(cast.buyer).get(url("isv-edit", mandatory.pk)))
    assert "De waarde is meer dan vijf keer de drempel (groot)." in said


def test_what_would_hold_today_is_not_said_where_more_is_missing(mandatory: Tender, cast: Cast, browse: Browse) -> None:
    Tender.objects.filter(pk=mandatory.pk).update(publication_date=None, estimated_value=None)
    said = text(browse(cast.buyer).get(url("isv-edit", mandatory.pk)))
    assert "Wordt de aankondiging gepubliceerd" not in said
    assert "De geraamde waarde is niet ingevuld." in said
