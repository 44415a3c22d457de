"""The pages about tenders: who sees what, and how many queries they cost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.roles import ROLES, WRITE, roles_with
from procurement.models import ProcurementCategory, Tender
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import TABS, Browse, form_values, text, url
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

LIST_QUERIES = 11
TAB_QUERIES = {
    "tender-detail": 16, "ambition-edit": 21, "risk-scan": 11, "isv-edit": 12, "approval": 26, "notices": 8,
}  # fmt: skip


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
