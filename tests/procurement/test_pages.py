"""The pages about tenders: who sees what, what a mistake says, and how many queries they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import ROLES, WRITE, roles_with
from procurement.actions import ambitions
from procurement.models import Ambition, ApproachDecision, ProcurementCategory, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory, ambition

pytestmark = pytest.mark.usefixtures("shipped")

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TABS = ("tender-detail", "ambition-edit", "isv-edit", "approval", "notices")
Browse = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browse() -> Browse:
    """A browser in which this person is signed in, in Dutch."""

    def opened(user: User) -> Client:
        client = Client(headers={"accept-language": "nl"})
        by_link = user.kind != User.Kind.PERSON
        client.force_login(user, backend=f"accounts.backends.{'LinkBackend' if by_link else 'PersonBackend'}")
        return client

    return opened


@pytest.fixture
def tender(cast: Cast, shipped: None) -> Tender:
    """Mandatory workwear; level 2 is proposed for every theme."""
    workwear = ProcurementCategory.objects.get(code="workwear")
    return TenderFactory(
        organisation=cast.organisation, by=cast.buyer, reference="2026-0412", title="Bedrijfskleding buitendienst",
        publication_date=date(2026, 3, 1), lots=[workwear],
    )  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"procurement:{name}", args=args)


def text(response: HttpResponse) -> str:
    """What the page says, without tags."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.replace("&nbsp;", " ").replace("\xa0", " ").split())


# Who sees what ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABS)
def test_every_member_reads_every_tab(cast: Cast, tender: Tender, browse: Browse, name: str) -> None:
    assert {browse(person).get(url(name, tender.pk)).status_code for person in cast.people.values()} == {200}


@pytest.mark.parametrize("name", [*TABS, "tender-edit", "tender-stage"])
def test_a_tender_of_another_organisation_is_not_there(cast: Cast, tender: Tender, browse: Browse, name: str) -> None:
    assert browse(cast.outsider).get(url(name, tender.pk)).status_code == 404
    assert browse(cast.supplier).get(url(name, tender.pk)).status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_only_writers_edit_and_only_buyers_change_the_stage(
    cast: Cast, tender: Tender, browse: Browse, role: str
) -> None:
    client = browse(cast.people[role])
    expected = 200 if role in roles_with("tender_approach", WRITE) else 403
    assert client.get(url("tender-edit", tender.pk)).status_code == expected
    assert client.get(url("tender-create")).status_code == expected
    assert client.post(url("ambition-edit", tender.pk), {}).status_code == (302 if expected == 200 else 403)
    assert client.get(url("tender-stage", tender.pk)).status_code == (200 if role == "buyer" else 403)


def test_a_visitor_signs_in_first(client: Client, tender: Tender) -> None:
    response = client.get(url("tender-detail", tender.pk))
    assert response.status_code == 302
    assert "login" in response["Location"]


# The list -----------------------------------------------------------------------------------------


def test_the_list_shows_only_the_tenders_of_the_organisation(cast: Cast, tender: Tender, browse: Browse) -> None:
    TenderFactory(organisation=cast.other, by=cast.outsider, reference="ELDERS-1")
    said = text(browse(cast.management).get(url("tender-list")))
    assert "2026-0412" in said
    assert "1 aanbesteding" in said
    assert "ELDERS-1" not in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bedrijfskleding", {"A"}), ("q=B-ref", {"B"}), ("q=niets", set()), ("stage=published", {"B"}),
        ("approach=approved", {"C"}), ("obligation=mandatory", {"A"}), ("obligation=unknown", {"B", "C"}),
        ("year=2025", {"B"}), ("signal=unapproved", {"B"}), ("signal=late", set()), ("signal=isv_missing", {"A", "B"}),
        ("stage=nonsense", {"A", "B", "C"}), ("year=abc", {"A", "B", "C"}), ("page=99", {"A", "B", "C"}),
        ("sort=-drop%20table", {"A", "B", "C"}),
    ],
)  # fmt: skip
def test_filters(cast: Cast, browse: Browse, query: str, found: set[str]) -> None:
    workwear = ProcurementCategory.objects.get(code="workwear")
    mine = {"organisation": cast.organisation, "by": cast.buyer}
    TenderFactory(
        **mine, reference="A-ref", title="Bedrijfskleding", lots=[workwear], publication_date=date(2026, 3, 1)
    )
    TenderFactory(**mine, reference="B-ref", title="Koffie", stage="published", publication_date=date(2025, 3, 1))
    TenderFactory(**mine, reference="C-ref", title="Koffie", state="approved", publication_date=None)
    response = browse(cast.auditor).get(f"{url('tender-list')}?{query}")
    assert set(re.findall(r"([ABC])-ref", response.content.decode().split("<tbody>")[-1])) == found


def test_a_category_filter_takes_the_categories_of_the_organisation(cast: Cast, tender: Tender, browse: Browse) -> None:
    category = tender.lots.get().category
    assert category is not None
    response = browse(cast.auditor).get(url("tender-list"), {"category": category.pk})
    assert "2026-0412" in text(response)


@pytest.mark.parametrize("sort", ["reference", "-title", "estimated_value", "-estimated_value", "publication_date"])
def test_sorting(cast: Cast, browse: Browse, sort: str) -> None:
    mine = {"organisation": cast.organisation, "by": cast.buyer}
    TenderFactory(**mine, reference="B", title="b", estimated_value=Decimal(2), publication_date=date(2026, 2, 1))
    TenderFactory(**mine, reference="A", title="a", estimated_value=Decimal(1), publication_date=date(2026, 1, 1))
    TenderFactory(**mine, reference="C", title="A0", estimated_value=None, publication_date=None)
    body = browse(cast.auditor).get(url("tender-list"), {"sort": sort}).content.decode().split("<tbody")[-1]
    order = re.findall(r">([ABC])</a>", body)
    expected = {
        "reference": "ABC", "-title": "BAC", "estimated_value": "ABC", "-estimated_value": "BAC",
        "publication_date": "ABC",
    }  # fmt: skip
    assert "".join(order) == expected[sort]


def test_htmx_gets_the_fragment_alone(cast: Cast, tender: Tender, browse: Browse) -> None:
    response = browse(cast.auditor).get(url("tender-list"), headers={"hx-request": "true"})
    assert response.content.decode().lstrip().startswith('<div id="results">')
    assert "HX-Request" in response["Vary"]


def test_an_empty_list_says_what_one_can_do(cast: Cast, browse: Browse) -> None:
    assert "Nog geen aanbestedingen" in text(browse(cast.buyer).get(url("tender-list")))


def test_what_waits_for_a_judge_stands_above_the_list(cast: Cast, browse: Browse) -> None:
    TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    assert "wachten op uw besluit" in text(browse(cast.tenderboard).get(url("tender-list")))
    assert "wachten op uw besluit" not in text(browse(cast.buyer).get(url("tender-list")))


def test_the_export_holds_what_the_list_shows(cast: Cast, tender: Tender, browse: Browse) -> None:
    TenderFactory(organisation=cast.organisation, by=cast.buyer, reference="=cmd", title="Koffie", state="complete")
    client = browse(cast.auditor)
    csv = b"".join(client.get(url("tender-export", "csv"), {"q": "koffie"}).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = csv.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Kenmerk;Titel;")
    assert lines[1].startswith("'=cmd;Koffie;leveringen;")
    answer = client.get(url("tender-export", "xlsx"))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"2026-0412", "=cmd"}
    assert client.get("/tenders/export.exe").status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_for_any_number_of_rows(
    cast: Cast, browse: Browse, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(number):
        TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[None, None])
    client = browse(cast.buyer)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("tender-list"))


LIST_QUERIES = 10


# One tender ---------------------------------------------------------------------------------------


def test_the_obligation_is_explained_in_dutch(cast: Cast, tender: Tender, browse: Browse) -> None:
    said = text(browse(cast.auditor).get(url("tender-detail", tender.pk)))
    assert "ISV is verplicht voor deze aanbesteding." in said
    assert "De organisatie is onderdeel van de Rijksoverheid." in said
    assert "€ 2.000.000,00" in said
    assert "€ 140.000,00" in said
    assert "bedrijfskleding" in said


def test_the_page_is_complete_in_english(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.auditor)
    client.cookies.load({"django_language": "en"})
    said = text(client.get(url("tender-detail", tender.pk)))
    assert "ISV is mandatory for this tender." in said
    assert "€ 2,000,000.00" in said


def test_publication_without_approval_is_shown(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, stage="published")
    for name in ("tender-detail", "approval"):
        assert "Gepubliceerd zonder" in text(browse(cast.auditor).get(url(name, tender.pk)))
    assert "gepubliceerd zonder goedgekeurde aanpak" in text(browse(cast.auditor).get(url("tender-list")))


def test_the_history_tells_what_changed(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.buyer)
    given = form_values(tender) | {"estimated_value": "2.500.000"}
    assert client.post(url("tender-edit", tender.pk), given).status_code == 302
    said = text(client.get(url("tender-detail", tender.pk)))
    assert "Gegevens gewijzigd" in said
    assert "Geraamde waarde: 2.000.000,00 → 2.500.000,00" in said


@pytest.mark.parametrize("name", TABS)
def test_the_queries_of_each_tab_are_pinned(
    cast: Cast, browse: Browse, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    workwear = ProcurementCategory.objects.get(code="workwear")
    tender = TenderFactory(
        organisation=cast.organisation, by=cast.buyer, state="returned", lots=[workwear] * 5, stage="published"
    )
    client = browse(cast.tenderboard)
    with django_assert_num_queries(TAB_QUERIES[name]):
        client.get(url(name, tender.pk))


TAB_QUERIES = {"tender-detail": 14, "ambition-edit": 11, "isv-edit": 9, "approval": 12, "notices": 7}


# Making and changing ------------------------------------------------------------------------------


def form_values(tender: Tender | None = None) -> dict[str, object]:
    """What a browser would send."""
    lots = list(tender.lots.all()) if tender else []
    values: dict[str, object] = {
        "reference": tender.reference if tender else "2026-1", "title": tender.title if tender else "Koffie",
        "nature": "supplies", "regime": "standard", "estimated_value": "2.000.000,00", "currency": "EUR",
        "publication_date": "2026-03-01", "lots-TOTAL_FORMS": str(len(lots) or 1), "lots-INITIAL_FORMS": str(len(lots)),
    }  # fmt: skip
    for number, lot in enumerate(lots):
        values |= {
            f"lots-{number}-pk": lot.pk, f"lots-{number}-identifier": lot.identifier,
            f"lots-{number}-title": lot.title, f"lots-{number}-category": lot.category_id or "",
        }  # fmt: skip
    return values


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


# Ambition -----------------------------------------------------------------------------------------


def answers(level: str = "2", **values: str) -> dict[str, str]:
    """Every theme on one level, based on an empty page."""
    filled = {f"level_{theme.code}": level for theme in Theme.objects.all()}
    versions = {f"version_{theme.code}": "0" for theme in Theme.objects.all()}
    return filled | versions | values


def test_all_themes_are_saved_at_once(cast: Cast, tender: Tender, browse: Browse) -> None:
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), answers(go_on="1"))
    assert response["Location"] == url("isv-edit", tender.pk)
    assert set(Ambition.objects.values_list("level", flat=True)) == {2}


def test_comply_or_explain_at_the_theme(cast: Cast, tender: Tender, browse: Browse) -> None:
    given = answers(level_climate="1", level_circular="out", goal_climate="Minder uitstoot")
    response = browse(cast.buyer).post(url("ambition-edit", tender.pk), given)
    said = text(response)
    assert response.status_code == 422
    assert "Leg uit waarom het niveau lager is dan het voorgestelde niveau 2." in said
    assert "Leg uit waarom dit thema wordt weggelaten" in said
    assert "Minder uitstoot" in response.content.decode()
    assert not Ambition.objects.exists()


def test_a_reason_without_level_asks_the_level(cast: Cast, tender: Tender, browse: Browse) -> None:
    response = browse(cast.buyer).post(
        url("ambition-edit", tender.pk), {"reason_climate": "omdat", "version_climate": "0"}
    )
    assert "Kies een niveau of laat het thema weg." in text(response)


def test_a_conflict_shows_both_and_the_second_save_is_a_choice(cast: Cast, tender: Tender, browse: Browse) -> None:
    climate = Theme.objects.get(code="climate")
    ambitions.save(tender=tender, answers=[ambitions.Answer(climate, 3, "Van een ander")], by=cast.mvi_adviser, at=AT)
    client = browse(cast.buyer)
    first = client.post(url("ambition-edit", tender.pk), answers(reason_climate="Van mij"))
    page = first.content.decode()
    assert first.status_code == 409
    assert "Van een ander" in page
    assert "Van mij" in page
    assert ambition(tender, "climate").level == 3
    version = re.search(r'name="version_climate" value="(\d+)"', page)
    assert version is not None
    again = answers(reason_climate="Van mij", version_climate=version.group(1))
    assert client.post(url("ambition-edit", tender.pk), again).status_code == 302
    assert (ambition(tender, "climate").level, ambition(tender, "climate").reason) == (2, "Van mij")


def test_a_stale_theme_that_i_did_not_touch_is_not_put_back(cast: Cast, tender: Tender, browse: Browse) -> None:
    climate = Theme.objects.get(code="climate")
    ambitions.save(tender=tender, answers=[ambitions.Answer(climate, 2)], by=cast.buyer, at=AT)
    seen = {"level_climate": "2", "initial-level_climate": "2", "version_climate": "1"}
    ambitions.save(tender=tender, answers=[ambitions.Answer(climate, 3, version=1)], by=cast.mvi_adviser, at=AT)
    given = seen | {"level_circular": "3", "version_circular": "0"}
    assert browse(cast.buyer).post(url("ambition-edit", tender.pk), given).status_code == 302
    assert (ambition(tender, "climate").level, ambition(tender, "circular").level) == (3, 3)


def test_a_submitted_approach_is_read_only(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    client = browse(cast.buyer)
    assert (
        "<form"
        not in client.get(url("ambition-edit", tender.pk)).content.decode().split("</nav>")[-1].split("<footer")[0]
    )
    response = client.post(url("ambition-edit", tender.pk), answers("3"), follow=True)
    assert "kan nu niet worden gewijzigd" in text(response)


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
