"""The forms about tenders: a mistake gets a sentence, nothing typed is lost, and the walk of an approach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.roles import ROLES
from procurement.models import ApproachDecision, ProcurementCategory, Tender
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, answers, form_values, text, url
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped", "frozen")


# Making and changing ------------------------------------------------------------------------------


def test_a_tender_is_made_with_its_lots(cast: Cast, browse: Browse) -> None:
    category = ProcurementCategory.objects.get(code="workwear")
    given = form_values() | {"lots-0-identifier": "1", "lots-0-category": category.pk, "cpv": "18100000-0"}
    response = browse(cast.commissioning_owner).post(url("tender-create"), given)
    made = Tender.objects.get(reference="2026-1")
    assert response["Location"] == url("tender-detail", made.pk)
    assert (made.organisation, made.estimated_value, made.cpv) == (cast.organisation, Decimal(2_000_000), ["18100000"])
    assert made.lots.get().category == category


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("reference", "", "verplicht"),
        ("reference", "2026-0412", "Uw organisatie heeft al een aanbesteding met dit kenmerk."),
        ("estimated_value", "-221000", "Vul een bedrag in van 0 of hoger, bijvoorbeeld 1.240.000,00."),
        ("estimated_value", "9" * 30, "Dit bedrag is te groot."),
        ("publication_date", "31-02-2026", "Vul een datum in, bijvoorbeeld 14-01-2027."),
        ("cpv", "kleding", "een CPV-code heeft 8 cijfers"),
        ("impact_weight", "150", "Vul een percentage in van 0 tot en met 100."),
        ("currency", "euro", "Vul drie hoofdletters in"),
        ("nature", "gifts", "Selecteer een geldige keuze"),
        ("lots-0-category", "999999", "Selecteer een geldige keuze"),
        ("lots-0-title", "zonder nummer", "Geef het perceel een nummer."),
        ("lots-TOTAL_FORMS", "", "Controleer de percelen"),
    ],
)  # fmt: skip
def test_a_mistake_gets_a_sentence_and_nothing_typed_is_lost(  # noqa: PLR0917
    cast: Cast, tender: Tender, browse: Browse, field: str, value: str, sentence: str
) -> None:
    given = form_values() | {"title": "Wat ik typte", field: value}
    response = browse(cast.buyer).post(url("tender-create"), given)
    assert response.status_code == 422
    assert sentence.casefold() in text(response).casefold()
    assert "Wat ik typte" in response.content.decode()
    assert Tender.objects.count() == 1


def test_more_lots_saves_nothing_and_keeps_what_was_typed(cast: Cast, browse: Browse) -> None:
    given = form_values() | {"more_lots": "1", "title": "Wat ik typte", "lots-0-identifier": "A"}
    response = browse(cast.buyer).post(url("tender-create"), given)
    page = response.content.decode()
    assert 'name="lots-3-identifier"' in page
    assert "Wat ik typte" in page
    assert not Tender.objects.exists()


# Stage --------------------------------------------------------------------------------------------


def test_a_buyer_publishes_withdraws_and_corrects(cast: Cast, tender: Tender, browse: Browse) -> None:
    client, target = browse(cast.buyer), url("tender-stage", tender.pk)
    client.post(target, {"verb": "publish", "publication_date": "2026-11-20"})
    client.post(target, {"verb": "correct", "to": "planned", "reason": "Te vroeg."})
    client.post(target, {"verb": "withdraw", "reason": "Geen behoefte."})
    tender.refresh_from_db()
    assert (tender.stage, tender.publication_date) == ("withdrawn", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"verb": "publish", "publication_date": "2026-11-23"}, "Deze dag moet nog komen"),
        ({"verb": "publish", "publication_date": ""}, "Dit veld"),
        ({"verb": "withdraw", "reason": ""}, "Geef een reden."),
    ],
)
def test_a_stage_needs_what_it_needs(
    cast: Cast, tender: Tender, browse: Browse, given: dict[str, str], sentence: str
) -> None:
    response = browse(cast.buyer).post(url("tender-stage", tender.pk), given)
    assert response.status_code == 422
    assert sentence in text(response)


@pytest.mark.parametrize("given", [{"verb": "correct", "to": "published"}, {"verb": "award"}, {}])
def test_a_step_that_is_not_there_is_refused_politely(
    cast: Cast, tender: Tender, browse: Browse, given: dict[str, str]
) -> None:
    response = browse(cast.buyer).post(url("tender-stage", tender.pk), given, follow=True)
    assert "Deze stap kan niet meer." in text(response)


# ISV and approval ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Kies ten minste één vorm, of “bewust niet”."),
        ({"applied": ["none", "award_criterion"]}, "Kies vormen of “bewust niet”, niet allebei."),
        ({"applied": ["award_criterion"]}, "ISV is hier verplicht. Leg uit waarom ISV geen contractvoorwaarde is."),
        ({"applied": ["belofte"]}, "Selecteer een geldige keuze"),
    ],
)
def test_a_decision_on_isv_is_complete(
    cast: Cast, tender: Tender, browse: Browse, given: dict[str, object], sentence: str
) -> None:
    response = browse(cast.buyer).post(url("isv-edit", tender.pk), given)
    assert response.status_code == 422
    assert sentence.casefold() in text(response).casefold()


def test_the_walk_of_an_approach_through_the_pages(cast: Cast, tender: Tender, browse: Browse) -> None:
    buyer, board, holder = browse(cast.buyer), browse(cast.tenderboard), browse(cast.budget_holder)
    missing = text(buyer.get(url("approval", tender.pk)))
    assert "Over ISV is nog niet besloten." in missing
    buyer.post(url("ambition-edit", tender.pk), answers())
    buyer.post(url("isv-edit", tender.pk), {"applied": ["contract_condition"]})
    buyer.post(url("approach-submit", tender.pk))
    returned = {"role": "tenderboard", "verdict": "returned", "reason": "Leg klimaat uit."}
    board.post(url("approach-decide", tender.pk), returned)
    assert "Leg klimaat uit." in text(buyer.get(url("approval", tender.pk)))
    buyer.post(url("approach-submit", tender.pk))
    board.post(url("approach-decide", tender.pk), {"role": "tenderboard", "verdict": "approved"})
    response = holder.post(
        url("approach-decide", tender.pk), {"role": "budget_holder", "verdict": "approved"}, follow=True
    )
    tender.refresh_from_db()
    assert (tender.approach_state, tender.approach_round) == ("approved", 2)
    assert tender.is_approved_late
    assert "na publicatie goedgekeurd" in text(response)


def test_submitting_too_early_says_so(cast: Cast, tender: Tender, browse: Browse) -> None:
    response = browse(cast.buyer).post(url("approach-submit", tender.pk), follow=True)
    assert "De aanpak is nog niet volledig." in text(response)


def test_a_return_without_reason_keeps_the_choice(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    response = browse(cast.tenderboard).post(
        url("approach-decide", tender.pk), {"role": "tenderboard", "verdict": "returned"}
    )
    assert response.status_code == 422
    assert "Geef een reden: wat moet er anders?" in text(response)
    assert not ApproachDecision.objects.exists()


def test_a_decision_that_came_too_late_keeps_its_text(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="returned")
    response = browse(cast.tenderboard).post(
        url("approach-decide", tender.pk), {"role": "tenderboard", "verdict": "returned", "reason": "Mijn betoog"}
    )
    assert response.status_code == 409
    assert "Mijn betoog" in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_decide_gets_403(cast: Cast, browse: Browse, role: str) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    response = browse(cast.people[role]).post(
        url("approach-decide", tender.pk), {"role": "tenderboard", "verdict": "approved"}
    )
    assert response.status_code == {"tenderboard": 302, "budget_holder": 422}.get(role, 403)
    assert ApproachDecision.objects.exists() is (role == "tenderboard")


def test_reopening_asks_why(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="approved")
    client = browse(cast.buyer)
    assert client.post(url("approach-reopen", tender.pk), {}).status_code == 422
    client.post(url("approach-reopen", tender.pk), {"reason": "Andere percelen."})
    tender.refresh_from_db()
    assert tender.approach_state == "draft"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(
    cast: Cast, tender: Tender, browse: Browse
) -> None:
    page = browse(cast.buyer).get(url("tender-edit", tender.pk))
    seen = page.context["form"]["seen"].value()
    theirs = form_values(tender) | {"title": "Van een collega"}
    browse(cast.category_manager).post(url("tender-edit", tender.pk), theirs)

    mine = form_values(tender) | {"title": "Van mij", "seen": seen}
    clash = browse(cast.buyer).post(url("tender-edit", tender.pk), mine)

    assert clash.status_code == 422
    assert "Van mij" in clash.content.decode()
    assert Tender.objects.get(pk=tender.pk).title == "Van een collega"
    again = mine | {"seen": clash.context["form"]["seen"].value()}
    assert browse(cast.buyer).post(url("tender-edit", tender.pk), again).status_code == 302
    assert Tender.objects.get(pk=tender.pk).title == "Van mij"
