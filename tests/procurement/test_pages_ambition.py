"""The page of the ambition matrix: saved as one goes, two versions side by side, history, and what is still needed."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procurement.actions import ambitions
from procurement.actions.ambitions import Answer, chosen
from procurement.ambition_reads import averages, groups_of, meanings_for
from procurement.models import Ambition, LevelMeaning, Tender, Theme, ThemeTarget
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, answers, text, url
from tests.procurement.factories import TenderFactory, ambition

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

HTMX = {"hx-request": "true"}
PAGE_SAVE_QUERIES = 27


@pytest.fixture
def climate(shipped: None) -> Theme:
    return Theme.objects.get(code="climate")


def sent(client: Client, tender: Tender) -> dict[str, Any]:
    """What a browser would send back of the page as it stands, without a change."""
    page = (
        client.get(url("ambition-edit", tender.pk)).content.decode().split('id="ambition-form"')[1].split("</form>")[0]
    )
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = (re.search(rf' {part}="([^"]*)"', tag) for part in ("name", "value"))
        is_choice = "radio" in tag or "checkbox" in tag
        if name and (not is_choice or " checked" in tag):
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inner in re.findall(r'<textarea name="([^"]*)"[^>]*>\s?(.*?)</textarea>', page, re.S):
        found[name] = html.unescape(inner)
    return found | {"csrfmiddlewaretoken": ""}


# Saving -------------------------------------------------------------------------------------------


def test_all_themes_are_saved_at_once(cast: Cast, tender: Tender, browse: Browse) -> None:
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), answers(go_on="1"))
    assert response["Location"] == url("isv-edit", tender.pk)
    assert set(Ambition.objects.values_list("level", flat=True)) == {2}


def test_a_page_that_is_sent_back_unchanged_changes_nothing(
    cast: Cast, tender: Tender, browse: Browse, climate: Theme
) -> None:
    given: dict[str, Any] = {
        "target_value": Decimal(30),
        "criterion_kinds": ["award_criterion"],
        "opportunity": "Een\nTwee",
    }
    ambitions.save(tender=tender, answers=[chosen(climate, 2, "Omdat", **given)], by=cast.buyer, at=AT)
    client = browse(cast.mvi_adviser)
    unchanged = sent(client, tender) | {"opportunity_climate": "Een\r\nTwee"}
    client.post(url("ambition-edit", tender.pk), unchanged)
    assert ambition(tender, "climate").version == 1


def test_what_asks_an_explanation_is_saved_and_says_so(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.buyer)
    client.post(url("ambition-edit", tender.pk), answers(level_climate="1", level_circular="0"))
    said = text(client.get(url("ambition-edit", tender.pk)))
    assert "Leg uit waarom het niveau lager is dan het voorstel." in said
    assert "Leg uit waarom dit thema bewust geen ambitie krijgt." in said
    assert ambition(tender, "climate").level == 1
    assert "Klimaat: de reden ontbreekt" in text(client.get(url("approval", tender.pk)))


@pytest.mark.parametrize(
    ("relevant", "level", "expected"),
    [("no", "", (False, None)), ("no", "2", (False, None)), ("yes", "", (True, None)), ("", "0", (True, 0))],
)
def test_relevant_or_not_and_the_level(  # noqa: PLR0917
    cast: Cast, tender: Tender, browse: Browse, relevant: str, level: str, expected: tuple[bool, int | None]
) -> None:
    given = {key: value for key, value in (("relevant_climate", relevant), ("level_climate", level)) if value}
    browse(cast.buyer).post(url("ambition-edit", tender.pk), given)
    row = ambition(tender, "climate")
    assert (row.is_relevant, row.level) == expected


def test_a_level_makes_a_theme_relevant_again(cast: Cast, tender: Tender, browse: Browse, climate: Theme) -> None:
    ambitions.save(tender=tender, answers=[chosen(climate, None, "Speelt niet")], by=cast.buyer, at=AT)
    client = browse(cast.buyer)
    client.post(url("ambition-edit", tender.pk), sent(client, tender) | {"level_climate": "2"})
    assert (ambition(tender, "climate").is_relevant, ambition(tender, "climate").level) == (True, 2)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("target_value", "veel", "Vul een getal in"), ("level", "9", "Selecteer een geldige keuze"),
        ("goal", "x" * 401, "400"), ("responsible", "999999", "Selecteer een geldige keuze"),
        ("kinds", "belofte", "Selecteer een geldige keuze"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_at_its_cell_and_the_rest_is_saved(  # noqa: PLR0917
    cast: Cast, tender: Tender, browse: Browse, field: str, value: str, sentence: str
) -> None:
    given = {f"{field}_climate": value, "risk_climate": "Prijs", "seen-kinds_climate": "[[]]"}
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), given)
    assert response.status_code == 422
    assert sentence.casefold() in text(response).casefold()
    assert ambition(tender, "climate").risk == "Prijs"


@pytest.mark.parametrize("meddled", ["", "{", "[1]", "[1, 2, 3]", '["a", {"b": 1}]', "null"])
def test_what_was_seen_may_be_nonsense(
    cast: Cast, tender: Tender, browse: Browse, climate: Theme, meddled: str
) -> None:
    ambitions.save(tender=tender, answers=[chosen(climate, 2)], by=cast.buyer, at=AT)
    given = {"level_climate": "3", "seen-choice_climate": meddled, "seen-target_climate": '["", "", "NaN", ""]'}
    assert browse(cast.buyer).post(url("ambition-edit", tender.pk), given).status_code in {302, 409}


def test_who_is_responsible_is_chosen_from_the_organisation(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.buyer)
    page = client.get(url("ambition-edit", tender.pk)).content.decode()
    assert cast.mvi_adviser.name in page
    assert cast.outsider.name not in page
    client.post(url("ambition-edit", tender.pk), {"responsible_climate": str(cast.mvi_adviser.pk)})
    assert ambition(tender, "climate").responsible == cast.mvi_adviser


# HTMX ---------------------------------------------------------------------------------------------


def test_htmx_gets_what_is_different(cast: Cast, tender: Tender, browse: Browse) -> None:
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), {"level_climate": "3"}, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert 'id="ambition-progress" hx-swap-oob="true"' in page
    assert "1 van 6 thema’s" in text(response)
    assert "Opgeslagen 13:00" in text(response)
    assert 'id="cell-climate-choice"' not in page
    assert re.search(r'value="\[true, 3\]" id="seen-climate-choice"', html.unescape(page))


def test_htmx_brings_what_a_colleague_changed(cast: Cast, tender: Tender, browse: Browse, climate: Theme) -> None:
    client = browse(cast.buyer)
    seen = sent(client, tender)
    ambitions.save(tender=tender, answers=[Answer(climate, {"goal": "Van Mira"})], by=cast.mvi_adviser, at=AT)
    page = client.post(url("ambition-edit", tender.pk), seen | {"level_circular": "3"}, headers=HTMX).content.decode()
    assert 'id="cell-climate-goal" hx-swap-oob="true"' in page
    assert "Van Mira" in page
    assert 'id="cell-climate-risk"' not in page
    assert ambition(tender, "climate").goal == "Van Mira"


def test_htmx_reloads_an_approach_that_was_submitted_meanwhile(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), {"level_climate": "3"}, headers=HTMX)
    assert response["HX-Refresh"] == "true"


@pytest.mark.parametrize("level", ["", "2"])
def test_a_save_of_the_page_costs_the_same_however_many_themes(
    cast: Cast, tender: Tender, browse: Browse, level: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(cast.buyer)
    client.get(url("ambition-edit", tender.pk))
    given = answers(level) if level else {"level_climate": "2"}
    with django_assert_num_queries(PAGE_SAVE_QUERIES):
        client.post(url("ambition-edit", tender.pk), given, headers=HTMX)


# Two people at once -------------------------------------------------------------------------------


@pytest.fixture
def clash(cast: Cast, tender: Tender, browse: Browse, climate: Theme) -> dict[str, Any]:
    """The buyer typed a reason while the adviser saved another one; what the buyer's browser sends."""
    seen = sent(browse(cast.buyer), tender)
    ambitions.save(tender=tender, answers=[Answer(climate, {"reason": "Van Mira"})], by=cast.mvi_adviser, at=AT)
    return seen | {"reason_climate": "Van mij", "goal_climate": "Wel opgeslagen"}


def test_a_clash_shows_both_versions_and_saves_the_rest(
    cast: Cast, tender: Tender, browse: Browse, clash: dict[str, Any]
) -> None:
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), clash)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'name="theirs" value="climate.reason"' in page
    assert cast.mvi_adviser.name in page
    assert re.search(r'name="reason_climate"[^>]*>\s*Van mij', page)
    assert (ambition(tender, "climate").reason, ambition(tender, "climate").goal) == ("Van Mira", "Wel opgeslagen")


def test_saving_once_more_is_no_choice(cast: Cast, tender: Tender, browse: Browse, clash: dict[str, Any]) -> None:
    client = browse(cast.buyer)
    assert client.post(url("ambition-edit", tender.pk), clash).status_code == 409
    assert client.post(url("ambition-edit", tender.pk), clash).status_code == 409
    assert ambition(tender, "climate").reason == "Van Mira"


@pytest.mark.parametrize(
    ("way", "reason"), [("mine", "Van mij"), ("theirs", "Van Mira"), ("both", "Van Mira\nVan mij")]
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_one_chooses_between_two_versions(  # noqa: PLR0917
    cast: Cast, tender: Tender, browse: Browse, clash: dict[str, Any], way: str, reason: str, headers: dict[str, str]
) -> None:
    client = browse(cast.buyer)
    page = client.post(url("ambition-edit", tender.pk), clash).content.decode()
    shown = re.search(r'name="shown-reason_climate" value="([^"]*)"', page)
    assert shown is not None
    choice = {way: "climate.reason", "shown-reason_climate": html.unescape(shown[1])}
    response = client.post(url("ambition-edit", tender.pk), clash | choice, headers=headers)
    assert response.status_code == (200 if headers else 302)
    assert ambition(tender, "climate").reason == reason
    if headers:
        assert 'id="cell-climate-reason"' in response.content.decode()
        assert "intussen veranderd" not in response.content.decode()


def test_a_third_version_is_not_overwritten_by_a_choice_between_two(
    cast: Cast, tender: Tender, browse: Browse, clash: dict[str, Any], climate: Theme
) -> None:
    client = browse(cast.buyer)
    client.post(url("ambition-edit", tender.pk), clash)
    ambitions.save(tender=tender, answers=[Answer(climate, {"reason": "Derde"}, version=2)], by=cast.mvi_adviser, at=AT)
    given = clash | {"mine": "climate.reason", "shown-reason_climate": '["Van Mira"]'}
    assert client.post(url("ambition-edit", tender.pk), given).status_code == 409
    assert ambition(tender, "climate").reason == "Derde"


@pytest.mark.parametrize("choice", [{"mine": "onzin"}, {"mine": "climate.onzin"}, {"theirs": "nergens.goal"}])
def test_a_choice_that_is_none_is_ignored(cast: Cast, tender: Tender, browse: Browse, choice: dict[str, str]) -> None:
    assert browse(cast.buyer).post(url("ambition-edit", tender.pk), choice).status_code == 302


# History, reading, and what stands beside it ------------------------------------------------------


def test_the_history_of_a_cell(cast: Cast, tender: Tender, browse: Browse, climate: Theme) -> None:
    ambitions.save(tender=tender, answers=[chosen(climate, 1)], by=cast.buyer, at=AT)
    ambitions.save(tender=tender, answers=[chosen(climate, 3, version=1)], by=cast.mvi_adviser, at=AT)
    client = browse(cast.auditor)
    whole = client.get(url("ambition-history", tender.pk, "climate", "choice"))
    assert "1 basis → 3 ambitieus" in text(whole)
    assert cast.mvi_adviser.name in text(whole)
    alone = client.get(url("ambition-history", tender.pk, "climate", "choice"), headers=HTMX)
    assert "<html" not in alone.content.decode()
    assert client.get(url("ambition-history", tender.pk, "climate", "onzin")).status_code == 404
    assert client.get(url("ambition-history", tender.pk, "onzin", "goal")).status_code == 404
    assert browse(cast.outsider).get(url("ambition-history", tender.pk, "climate", "goal")).status_code == 404


def test_a_submitted_approach_is_read_only(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    client = browse(cast.buyer)
    page = client.get(url("ambition-edit", tender.pk))
    assert 'id="ambition-form"' not in page.content.decode()
    assert "Past bij het categorieplan." in text(page)
    response = client.post(url("ambition-edit", tender.pk), answers("3"), follow=True)
    assert "kan nu niet worden gewijzigd" in text(response)


def test_the_large_view_stays_large_after_a_save(cast: Cast, tender: Tender, browse: Browse) -> None:
    where = f"{url('ambition-edit', tender.pk)}?show=large"
    client = browse(cast.buyer)
    assert "is-large" in client.get(where).content.decode()
    assert client.post(where, {"level_climate": "2"})["Location"] == where


def test_own_meaning_of_the_product_group_goes_first(cast: Cast, tender: Tender, climate: Theme) -> None:
    tender.product_groups = "Schoenen; Bedrijfs kleding"
    general = meanings_for(tender)[climate.pk, 2]
    assert not general.is_own
    mine = {"organisation": cast.organisation, "theme": climate, "level": 2}
    LevelMeaning.objects.create(**mine, text_nl="Algemeen van ons")
    assert meanings_for(tender)[climate.pk, 2].text == "Algemeen van ons"
    LevelMeaning.objects.create(**mine, product_group="bedrijfs  KLEDING", text_nl="Wol zonder CO2")
    LevelMeaning.objects.create(**mine, product_group="energie", text_nl="Stroom")
    LevelMeaning.objects.create(**{**mine, "organisation": cast.other}, product_group="schoenen", text_nl="Elders")
    assert meanings_for(tender)[climate.pk, 2].text == "Wol zonder CO2"


def test_product_groups_are_split() -> None:
    assert groups_of("Catering; Koffie,  Thee\n") == {"catering", "koffie", "thee"}
    assert groups_of("") == set()


def test_the_web_shows_average_and_target(cast: Cast, tender: Tender, browse: Browse, climate: Theme) -> None:
    for level in (1, 2):
        other = TenderFactory(organisation=cast.organisation, by=cast.buyer)
        ambitions.save(tender=other, answers=[chosen(climate, level)], by=cast.buyer, at=AT)
        Tender.objects.filter(pk=other.pk).update(stage="published")
    elsewhere = TenderFactory(organisation=cast.other, by=cast.outsider, state="complete", stage="published")
    assert elsewhere.stage == "published"
    planned = TenderFactory(organisation=cast.organisation, by=cast.buyer)
    ambitions.save(
        tender=planned,
        answers=[
            chosen(climate, 3),
        ],
        by=cast.buyer,
        at=AT,
    )
    assert averages(tender, cast.buyer) == {climate.pk: 1.5}
    client = browse(cast.buyer)
    before = text(client.get(url("ambition-edit", tender.pk)))
    assert "doel van de organisatie" not in before
    ThemeTarget.objects.create(organisation=cast.organisation, theme=climate, level=Decimal("2.5"))
    said = text(client.get(url("ambition-edit", tender.pk)))
    assert "gemiddelde van de organisatie" in said
    assert "Klimaat nog open 1,5 2,5" in said
