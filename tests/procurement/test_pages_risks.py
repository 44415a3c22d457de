"""The pages of the risk scan and of the signals: what they say, keep and cost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from procurement.actions import risk_scan, signals
from procurement.actions.signals import Entry
from procurement.models import RiskJudgement, RiskTheme, ScanProduct, Signal, SignalFile, Tender
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

SCAN_QUERIES = 13


@pytest.fixture
def known(cast: Cast) -> None:
    """Two signals: garments of Bangladesh, and a rating of it."""
    themes = {theme.code: theme for theme in RiskTheme.objects.all()}
    entries = (
        Entry("good", "Lijst", "BD", "Bangladesh", "Garments", themes["child_labour"], ("child_labour",)),
        Entry("rating", "Tabel", "BD", "Bangladesh", theme=themes["association"], rating="5", year=2026),
    )
    for entry in entries:
        signals.made(entry, organisation=cast.organisation, by=cast.buyer, at=AT).save()


def content(response: Any) -> bytes:
    """What was sent, whether it streams or not."""
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def test_an_empty_scan_says_that_nobody_looked_and_never_that_there_is_no_risk(
    cast: Cast, tender: Tender, browse: Browse
) -> None:
    said = text(browse(cast.buyer).get(url("risk-scan", tender.pk)))
    assert "Er is nog niet gekeken" in said
    assert "Niet gekeken is niet hetzelfde als geen risico." in said


def test_a_product_is_named_with_its_countries_and_the_scan_shows_what_fits(
    cast: Cast, tender: Tender, browse: Browse, known: None
) -> None:
    client = browse(cast.buyer)
    data = {"name": "Jassen", "is_main": "on", "countries": "Bangladesh\nPortugal", "goods": ["Garments"]}
    assert client.post(url("risk-product-add", tender.pk), data)["Location"] == url("risk-scan", tender.pk)
    assert ScanProduct.objects.get().countries == ["BD", "PT"]
    said = text(client.get(url("risk-scan", tender.pk)))
    assert "Signalen gevonden: 2, op 2 risicothema" in said
    assert "Portugal deels gekeken" in said
    assert "kleding (Garments)" in said


def test_an_unknown_country_is_said_and_what_was_typed_stays(cast: Cast, tender: Tender, browse: Browse) -> None:
    answer = browse(cast.buyer).post(
        url("risk-product-add", tender.pk), {"name": "Jassen", "countries": "India; Absurdistan"}
    )
    assert answer.status_code == 422
    assert "Dit land kennen wij niet: Absurdistan." in text(answer)
    assert "India; Absurdistan" in answer.content.decode()
    assert not ScanProduct.objects.exists()


def test_a_theme_is_judged_beside_its_signals(cast: Cast, tender: Tender, browse: Browse, known: None) -> None:
    client = browse(cast.buyer)
    client.post(url("risk-product-add", tender.pk), {"name": "Jassen", "countries": "BD", "goods": ["Garments"]})
    page = url("risk-judge", tender.pk, "child_labour")
    assert "kleding (Garments)" in text(client.get(page))
    numbers = {"scale": "5", "scope": "2", "irremediability": "4", "likelihood": "2"}
    assert client.post(page, numbers).status_code == 422
    client.post(page, {**numbers, "reason": "Zo zegt de lijst."})
    assert RiskJudgement.objects.get().scale == 5
    said = text(client.get(url("risk-scan", tender.pk)))
    assert "hoge prioriteit ernst 5, waarschijnlijkheid 2" in said


def test_a_judgement_of_a_colleague_is_not_replaced_by_accident(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.buyer)
    page = url("risk-judge", tender.pk, "child_labour")
    seen = client.get(page).context["form"]["seen"].value()
    numbers: dict[str, Any] = {"scale": 1, "scope": 1, "irremediability": 1, "likelihood": 1}
    theme = RiskTheme.objects.get(code="child_labour")
    risk_scan.judge(tender=tender, theme=theme, by=cast.mvi_adviser, at=AT, reason="Van een collega", **numbers)
    answer = client.post(page, {**numbers, "scale": 5, "reason": "Van mij", "seen": seen})
    assert "Iemand anders heeft dit gewijzigd" in text(answer)
    assert RiskJudgement.objects.get().reason == "Van een collega"


def test_who_only_reads_sees_the_scan_without_buttons(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.auditor)
    assert url("risk-product-add", tender.pk) not in client.get(url("risk-scan", tender.pk)).content.decode()
    assert client.get(url("risk-product-add", tender.pk)).status_code == 403


@pytest.mark.parametrize("number", [1, 6])
def test_the_scan_costs_the_same_however_much_is_in_it(
    cast: Cast,
    tender: Tender,
    browse: Browse,
    known: None,
    *,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        risk_scan.save_product(
            tender=tender, name=f"Jas {each}", countries=["BD"], goods=["Garments"], by=cast.buyer, at=AT
        )
    client = browse(cast.buyer)
    client.get(url("risk-scan", tender.pk))
    with django_assert_num_queries(SCAN_QUERIES):
        client.get(url("risk-scan", tender.pk))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_scan_goes_out_as_a_file(cast: Cast, tender: Tender, browse: Browse, known: None, kind: str) -> None:
    risk_scan.save_product(tender=tender, name="=Jas", countries=["BD"], by=cast.buyer, at=AT)
    answer = browse(cast.buyer).get(url("risk-scan-export", tender.pk, kind))
    assert content(answer)[:2] == b"PK" if kind == "xlsx" else b"'=Jas" in content(answer)


# Signals ------------------------------------------------------------------------------------------


def send(browse: Browse, cast: Cast, rows: list[dict[str, Any]]) -> Any:
    file = SimpleUploadedFile("signalen.json", json.dumps(rows).encode())
    return browse(cast.administrator).post(url("signal-import"), {"document": file, "source": "Lijst"})


def test_a_file_is_checked_confirmed_and_listed(cast: Cast, browse: Browse) -> None:
    answer = send(browse, cast, [{"good": "Tea", "country": "Kenia", "child_labour": "ja"}])
    file = SignalFile.objects.get()
    assert answer["Location"] == url("signal-check", file.pk)
    client = browse(cast.administrator)
    assert "Er is nog niets bewaard" in text(client.get(url("signal-check", file.pk)))
    client.post(url("signal-file-confirm", file.pk))
    said = text(client.get(url("signal-list"), {"country": "KE"}))
    assert "thee (Tea)" in said
    assert "1 signaal" in said


def test_a_file_with_errors_says_them_row_by_row(cast: Cast, browse: Browse) -> None:
    send(browse, cast, [{"good": "Tea"}])
    file = SignalFile.objects.get()
    client = browse(cast.administrator)
    assert "Kies het risicothema van dit signaal." in text(client.get(url("signal-check", file.pk)))
    assert content(client.get(url("signal-file-errors", file.pk))).startswith(b"PK")


def test_another_organisation_sees_neither_signals_nor_files(cast: Cast, browse: Browse, known: None) -> None:
    send(browse, cast, [{"good": "Tea"}])
    stranger = browse(cast.outsider)
    assert "Nog geen signalen" in text(stranger.get(url("signal-list")))
    assert stranger.get(url("signal-detail", Signal.objects.first().pk)).status_code == 404  # type: ignore[union-attr]
    assert stranger.get(url("signal-check", SignalFile.objects.get().pk)).status_code == 404


def test_an_own_signal_is_written_down_and_withdrawn_with_a_reason(cast: Cast, browse: Browse) -> None:
    client = browse(cast.buyer)
    told = {"theme": "water", "description": "Droogte", "source": "Krant", "dated_on": "2026-05-01"}
    assert "Noem een land, een product of allebei." in text(client.post(url("signal-create"), told))
    client.post(url("signal-create"), {**told, "country": "IN"})
    signal = Signal.objects.get()
    assert client.post(url("signal-detail", signal.pk), {"reason": ""}).status_code == 422
    client.post(url("signal-detail", signal.pk), {"reason": "Het heeft geregend."})
    assert "vervallen" in text(client.get(url("signal-detail", signal.pk)))


@pytest.mark.parametrize("name", ["signal-template", "signal-example"])
def test_the_beheerder_gets_a_template_and_an_example(cast: Cast, browse: Browse, name: str) -> None:
    assert content(browse(cast.administrator).get(url(name)))


def test_a_list_of_goods_without_its_source_is_told_once(cast: Cast, browse: Browse) -> None:
    file = SimpleUploadedFile("goods.xml", b"<Goods><Good><Good_Name>Tea</Good_Name></Good></Goods>")
    answer = browse(cast.administrator).post(url("signal-import"), {"document": file, "source": " "})
    assert answer.status_code == 422
    assert "In deze lijst staat niet van wie ze is: noem de bron." in text(answer)
    assert not SignalFile.objects.exists()
