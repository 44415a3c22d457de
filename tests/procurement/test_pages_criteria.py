"""The pages of the library of criteria and of the criteria of a tender, and the text for the tender document."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from pytest_django import DjangoAssertNumQueries

from documents.formats.kinds import DOCX
from documents.formats.office import check_office, find_kind
from procurement.actions import criteria
from procurement.actions.criteria import Weighed
from procurement.models import AWARD, ChosenCriterion, CriteriaFile, Criterion, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.criteria import changed, chosen, in_library, price
from tests.procurement.factories import complete

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

TENDER_QUERIES, CHOOSE_QUERIES, LIST_QUERIES = 11, 16, 10
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def own(title: str = "Prijs", **values: Any) -> dict[str, Any]:
    return {"kind": "award_criterion", "title": title, "version": "0", **values}


# The library ---------------------------------------------------------------------------------------


def test_the_library_is_searched_and_filtered(cast: Cast, browse: Browse) -> None:
    in_library(cast, "K-1", "climate", product_group="Tuinonderhoud")
    in_library(cast, "K-2", "circular", title="Terugname")
    client = browse(cast.people["auditor"])

    def numbers(**query: str) -> list[str]:
        return [row.number for row in client.get(url("criterion-list"), query).context["page"].object_list]

    assert numbers(q="terugname circulair") == []
    assert numbers(q="K-2 terugname") == ["K-2"]
    assert numbers(product_group="Tuinonderhoud") == ["K-1"]
    assert numbers(origin="own", theme="circular", level="2") == ["K-2"]
    assert "Geen criterium past bij deze filters" in text(client.get(url("criterion-list"), {"q": "bestaat niet"}))


def test_the_list_offers_what_counts_now_and_shows_the_rest_on_request(cast: Cast, browse: Browse) -> None:
    in_library(cast, "K-1")
    in_library(cast, "K-1", text="Nieuw.")
    client = browse(cast.buyer)
    for state, versions in (("", [2]), ("ended", [1]), ("all", [2, 1])):
        rows = client.get(url("criterion-list"), {"state": state, "q": "K-1"}).context["page"].object_list
        assert [row.version for row in rows] == versions


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_takes_the_same_number_of_queries(
    cast: Cast, browse: Browse, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        in_library(cast, f"K-{each}")
    client = browse(cast.buyer)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("criterion-list"))


def test_a_change_on_the_page_is_a_new_version_with_the_difference(cast: Cast, browse: Browse) -> None:
    row, client = in_library(cast), browse(cast.people["administrator"])
    form = client.get(url("criterion-change", row.pk)).context["form"].initial
    given = {name: value or "" for name, value in form.items()} | {
        "themes": [row.themes.get().pk],
        "text": "Veel minder.",
    }
    made = client.post(url("criterion-change", row.pk), given)
    assert made.status_code == 302
    said = text(client.get(made["Location"]))
    assert "versie 2" in said
    assert "[verwijderd: Hoe" in said
    assert client.get(url("criterion-change", row.pk)).status_code == 404


def test_a_number_that_is_there_is_refused_at_the_field(cast: Cast, browse: Browse) -> None:
    in_library(cast)
    given = {"number": "K-1", "title": "T", "kind": "contract_clause", "level": "1", "text": "Tekst"}
    climate = Theme.objects.get(code="climate").pk
    answer = browse(cast.buyer).post(url("criterion-create"), given | {"themes": [climate]})
    assert (answer.status_code, "Dit nummer staat al in uw bibliotheek." in text(answer)) == (422, True)


def test_a_file_is_taken_in_on_the_pages(cast: Cast, browse: Browse) -> None:
    client = browse(cast.buyer)
    exported = client.get(url("criterion-export", "json"), {"theme": "diversity"}).content
    sent = client.post(url("criteria-import"), {"document": SimpleUploadedFile("c.json", exported)})
    file = CriteriaFile.objects.get()
    assert (sent["Location"], file.counts["created"]) == (url("criteria-file-detail", file.pk), 2)
    assert "Er is nog niets bewaard" in text(client.get(sent["Location"]))
    client.post(url("criteria-file-confirm", file.pk))
    assert Criterion.objects.filter(organisation=cast.organisation).count() == 2


def test_a_file_with_errors_is_told_by_row_and_given_back(cast: Cast, browse: Browse) -> None:
    client = browse(cast.buyer)
    broken = json.dumps([{"number": "K-1", "level": 7}]).encode()
    client.post(url("criteria-import"), {"document": SimpleUploadedFile("c.json", broken)})
    file = CriteriaFile.objects.get()
    assert "level" in text(client.get(url("criteria-file-detail", file.pk)))
    given_back = client.get(url("criteria-file-errors", file.pk))
    assert b"".join(given_back.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    given_back.close()
    wrong = client.post(url("criteria-import"), {"document": SimpleUploadedFile("c.json", b"{")})
    assert (wrong.status_code, "Dit bestand is geen JSON." in text(wrong)) == (422, True)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_export_comes_in_again_and_changes_nothing(cast: Cast, browse: Browse, kind: str) -> None:
    in_library(cast, text="=Hoe minder\nhoe beter", product_group="Tuinonderhoud")
    client = browse(cast.buyer)
    content = client.get(url("criterion-export", kind), {"origin": "own"}).content
    client.post(url("criteria-import"), {"document": SimpleUploadedFile(f"c.{kind}", content)})
    file = CriteriaFile.objects.get()
    assert (file.problems, file.counts) == ([], {"created": 0, "renewed": 0, "ended": 0, "unchanged": 1})


# A tender ------------------------------------------------------------------------------------------


def test_the_library_opens_at_the_product_group_of_the_tender(cast: Cast, tender: Tender, browse: Browse) -> None:
    Tender.objects.filter(pk=tender.pk).update(product_groups="Bedrijfskleding")
    client = browse(cast.buyer)
    first = client.get(url("criteria-choose", tender.pk)).context["page"].object_list
    assert first[0].product_group == "Bedrijfskleding"
    assert {row.product_group for row in first} == {"Bedrijfskleding", ""}
    everything = client.get(url("criteria-choose", tender.pk), {"scope": "all", "q": "hout"}).context["page"]
    assert [row.product_group for row in everything.object_list] == ["Kantoorinrichting"]


def test_what_is_ticked_is_in_the_tender(cast: Cast, tender: Tender, browse: Browse) -> None:
    keys = list(Criterion.objects.filter(number__in=["GP-001", "GP-003"]).values_list("pk", flat=True))
    client = browse(cast.buyer)
    answer = client.post(url("criteria-choose", tender.pk), {"criteria": [*keys, "9" * 30, "x"]})
    assert answer["Location"] == url("tender-criteria", tender.pk)
    assert set(tender.criteria.values_list("number", flat=True)) == {"GP-001", "GP-003"}
    assert client.get(url("criteria-choose", tender.pk)).context["held"] == set(keys)


def test_the_page_shows_difference_meter_and_attention(cast: Cast, tender: Tender, browse: Browse) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    changed(cast, row, text="Hoe veel minder, hoe beter.", weight=30)
    price(cast, tender, weight=60)
    said = text(browse(cast.people["tenderboard"]).get(url("tender-criteria", tender.pk)))
    assert "[toegevoegd: veel" in said
    assert "30 % van de gunning gaat over maatschappelijke impact" in said
    assert "De gewichten zijn samen 90 %; dat moet 100 zijn." in said
    assert "Gewichten opslaan" not in said


def test_only_who_may_choose_criteria_is_sent_to_the_library(cast: Cast, tender: Tender, browse: Browse) -> None:
    complete(tender, by=cast.buyer)
    price(cast, tender)
    page, choose = url("tender-criteria", tender.pk), url("criteria-choose", tender.pk)
    assert f"{choose}?theme=climate&amp;level=2" in browse(cast.buyer).get(page).content.decode()
    judge = browse(cast.people["tenderboard"]).get(page)
    assert choose not in judge.content.decode()
    assert "Klimaat" in text(judge)


def test_the_weights_are_saved_at_once_and_a_wrong_one_is_told_at_its_field(
    cast: Cast, tender: Tender, browse: Browse
) -> None:
    money, client = price(cast, tender, weight=60), browse(cast.buyer)
    page = url("tender-criteria", tender.pk)
    client.post(page, {f"weight-{money.pk}": "62,5", f"seen-{money.pk}": "60"})
    money.refresh_from_db()
    assert str(money.weight) == "62.50"
    wrong = client.post(page, {f"weight-{money.pk}": "veel", f"seen-{money.pk}": "60"})
    assert (wrong.status_code, "Vul een percentage in van 0 tot en met 100." in text(wrong)) == (422, True)


def test_somebody_elses_words_stand_beside_ones_own_when_they_clash(cast: Cast, tender: Tender, browse: Browse) -> None:
    money, client = price(cast, tender), browse(cast.buyer)
    changed(cast, money, title="Totaalprijs")
    edit = url("chosen-edit", tender.pk, money.pk)
    clash = client.post(edit, own("Laagste prijs", version="1"))
    assert clash.status_code == 422
    assert "Totaalprijs" in text(clash)
    again = {name: clash.context["form"][name].value() for name in ("kind", "title", "version")}
    assert client.post(edit, again).status_code == 302
    assert ChosenCriterion.objects.get().title == "Laagste prijs"


def test_a_criterion_of_ones_own_needs_a_title_only(cast: Cast, tender: Tender, browse: Browse) -> None:
    client = browse(cast.buyer)
    assert client.post(url("criterion-write", tender.pk), own("")).status_code == 422
    client.post(url("criterion-write", tender.pk), own(weight="100"))
    client.post(url("criteria-take-weight", tender.pk))
    tender.refresh_from_db()
    assert tender.impact_weight == 0


def test_more_than_the_whole_award_is_not_reported(cast: Cast, tender: Tender, browse: Browse) -> None:
    (row, second) = chosen(cast, tender, in_library(cast), in_library(cast, "K-2"))
    criteria.weigh(
        tender=tender, weights={each.pk: Weighed(None, Decimal(60)) for each in (row, second)}, by=cast.buyer, at=AT
    )
    client = browse(cast.buyer)
    assert "Rapporteer" not in text(client.get(url("tender-criteria", tender.pk)))
    answer = client.post(url("criteria-take-weight", tender.pk), follow=True)
    assert "Herstel eerst de gewichten: nu gaat meer dan de hele gunning over maatschappelijke impact." in text(answer)
    tender.refresh_from_db()
    assert tender.impact_weight is None


def test_a_product_group_is_named_once_however_its_capitals_are_written(cast: Cast, browse: Browse) -> None:
    in_library(cast, "K-1", product_group="Tuinonderhoud")
    in_library(cast, "K-2", product_group="tuinonderhoud")
    client = browse(cast.buyer)
    names = [
        str(label)
        for _key, label in client.get(url("criterion-list")).context["filter"].form.fields["product_group"].choices
    ]
    assert [name for name in names if name.casefold() == "tuinonderhoud"] == ["Tuinonderhoud"]
    groups = names[names.index("voor elke productgroep") + 1 :]
    assert groups == sorted(groups, key=str.casefold)
    said = text(client.get(url("criterion-list"), {"product_group": "Tuinonderhoud"}))
    assert [number for number in ("K-1", "K-2") if number not in said] == []


def test_criteria_of_one_tender_do_not_open_under_another(cast: Cast, tender: Tender, browse: Browse) -> None:
    money = price(cast, tender)
    other = Tender.objects.create(
        organisation=cast.organisation, reference="ander", title="Ander", created_at=tender.created_at,
        created_by=cast.buyer,
    )  # fmt: skip
    assert browse(cast.buyer).post(url("chosen-remove", other.pk, money.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_pages_of_a_tender_take_the_same_number_of_queries(
    cast: Cast, tender: Tender, browse: Browse, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for row in chosen(cast, tender, *(in_library(cast, f"K-{each}") for each in range(number))):
        changed(cast, row, text="Anders.", weight=5)
    client = browse(cast.buyer)
    with django_assert_num_queries(TENDER_QUERIES):
        client.get(url("tender-criteria", tender.pk))
    with django_assert_num_queries(CHOOSE_QUERIES):
        client.get(url("criteria-choose", tender.pk))


def test_the_text_for_the_tender_is_a_word_document_that_ends_with_the_numbers(
    cast: Cast, tender: Tender, browse: Browse
) -> None:
    (row,) = chosen(cast, tender, in_library(cast, text="Een:\n- twee\n- <drie> & vier\x0b"))
    changed(cast, row, verification="Anders.", weight=40)
    price(cast, tender, weight=60)
    content = browse(cast.people["budget_holder"]).get(url("criteria-document", tender.pk, "docx")).content
    assert find_kind(io.BytesIO(content)) is DOCX
    assert check_office(io.BytesIO(content), DOCX) == ()
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")).find(f"{WORD}body")
    assert body is not None
    words = ["".join(part.text or "" for part in block.iter(f"{WORD}t")) for block in body]
    assert words[3:7] == ["Gunningscriteria", "Prijs (60\u00a0%)", "De laagste prijs.", "K-1 Minder CO₂ (40\u00a0%)"]
    assert {"twee", "<drie> & vier", "Verificatie: Anders."} < set(words)
    table = [block for block in body if block.tag == f"{WORD}tbl"][-1]
    cells = ["".join(part.text or "" for part in cell.iter(f"{WORD}t")) for cell in table.iter(f"{WORD}tc")]
    assert cells[12:] == [
        "K-1versie 1", "Minder CO₂", "gunningscriteriumaangepast", "2 significant", "Klimaat", "40\u00a0%",
    ]  # fmt: skip
    shares = [int(column.get(f"{WORD}w", "0")) for column in table.iter(f"{WORD}gridCol")]
    longest = ["GP-1234", "verantwoord", "gunningscriterium", "significant", "Ketenverantwoordelijkheid", "Gewicht"]
    assert all(share > 120 + 90 * len(word) for share, word in zip(shares, longest, strict=True))  # 9 pt, with margins
    footer = zipfile.ZipFile(io.BytesIO(content)).read("word/footer.xml").decode()
    assert "NUMPAGES" in footer


def test_the_same_text_as_html(cast: Cast, tender: Tender, browse: Browse) -> None:
    chosen(cast, tender, in_library(cast, text="Een <b>"))
    answer = browse(cast.buyer).get(url("criteria-document", tender.pk, "html"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "<p>Een &lt;b&gt;</p>" in answer.content.decode()
    assert '<th scope="col">Nummer</th>' in answer.content.decode()
    assert f"<title>Criteria {tender.reference} – {tender.organisation}</title>" in answer.content.decode()
    assert "<link" not in answer.content.decode()
    assert "border-collapse" in answer.content.decode()
    assert browse(cast.buyer).get(url("criteria-document", tender.pk, "odt")).status_code == 404


def test_a_criterion_moves_by_a_button_that_keeps_the_focus(cast: Cast, tender: Tender, browse: Browse) -> None:
    first, second = chosen(cast, tender, in_library(cast, "K-1"), in_library(cast, "K-2"))
    client = browse(cast.buyer)
    page = client.get(url("tender-criteria", tender.pk)).content.decode()
    assert page.count('name="above"') == page.count('name="below"') == 1
    assert "autofocus" not in page
    answer = client.post(url("chosen-move", tender.pk, first.pk), {"below": "2"}, follow=True)
    page = answer.content.decode()
    assert page.index(f'id="criterion-{second.pk}"') < page.index(f'id="criterion-{first.pk}"')
    assert page.count("autofocus") == 1
    assert page.index("autofocus") > page.index(f'id="criterion-{first.pk}"')
    document = client.get(url("criteria-document", tender.pk, "html")).content.decode()
    assert document.index("K-2") < document.index("K-1")
    for wrong in ({}, {"below": "x\0"}, {"above": "-1"}):
        assert client.post(url("chosen-move", tender.pk, first.pk), wrong).status_code == 302
    assert client.get(url("tender-criteria", tender.pk), {"moved": "\0", "way": "x"}).status_code == 200


def test_a_weight_that_was_typed_is_saved_with_a_move(cast: Cast, tender: Tender, browse: Browse) -> None:
    first, second = (price(cast, tender, title=title, weight=40) for title in ("Prijs", "Kwaliteit"))
    client = browse(cast.buyer)
    typed = {f"weight-{first.pk}": "55", f"seen-{first.pk}": "40.00", f"weight-{second.pk}": "40"}
    client.post(url("chosen-move", tender.pk, first.pk), {**typed, f"seen-{second.pk}": "40.00", "below": "2"})
    rows = tender.criteria.filter(kind="award_criterion").order_by("place")
    assert [(row.pk, str(row.weight)) for row in rows] == [(second.pk, "40.00"), (first.pk, "55.00")]
    answer = client.post(url("chosen-move", tender.pk, first.pk), {**typed, f"weight-{first.pk}": "veel", "above": "1"})
    assert answer.status_code == 422
    assert 'value="veel"' in answer.content.decode()
    assert [row.pk for row in rows.all()] == [second.pk, first.pk]


@pytest.mark.parametrize("step", ["chosen-remove", "chosen-renew"])
def test_a_weight_that_was_typed_is_saved_with_any_step(cast: Cast, tender: Tender, browse: Browse, step: str) -> None:
    money = price(cast, tender, weight=40)
    old = in_library(cast, "K-1", kind=AWARD)
    (taken,) = chosen(cast, tender, old)
    newer = in_library(cast, "K-1", kind=AWARD, text="Nieuw.")
    Tender.objects.filter(pk=tender.pk).update(publication_date=None)
    client = browse(cast.buyer)
    page = html.fromstring(client.get(url("tender-criteria", tender.pk)).content.decode())
    assert len(page.xpath(f"//button[@form='weights'][@formaction='{url(step, tender.pk, taken.pk)}']")) == 1
    typed = {f"weight-{money.pk}": "55", f"seen-{money.pk}": "40.00", f"weight-{taken.pk}": "", f"seen-{taken.pk}": ""}
    answer = client.post(url(step, tender.pk, taken.pk), {**typed, f"weight-{money.pk}": "veel"})
    assert answer.status_code == 422
    assert 'value="veel"' in answer.content.decode()
    assert tender.criteria.filter(pk=taken.pk, criterion=old).exists()
    assert client.post(url(step, tender.pk, taken.pk), typed).status_code == 302
    money.refresh_from_db()
    assert str(money.weight) == "55.00"
    assert tender.criteria.filter(criterion=newer).exists() is (step == "chosen-renew")
    assert not tender.criteria.filter(criterion=old).exists()


def test_enter_in_a_weight_saves_and_moves_nothing(cast: Cast, tender: Tender, browse: Browse) -> None:
    """A browser presses the first button that belongs to the form."""
    for title in ("Prijs", "Kwaliteit"):
        price(cast, tender, title=title)
    page = html.fromstring(browse(cast.buyer).get(url("tender-criteria", tender.pk)).content.decode())
    buttons = page.xpath("//form[@id='weights']//button | //button[@form='weights']")
    assert len(buttons) == 6
    assert "formaction" not in buttons[0].attrib
    (form,) = page.xpath("//form[@id='weights']")
    assert form.get("action") == url("tender-criteria", tender.pk)


def test_the_words_that_ship_are_marked_as_dutch_and_others_not(cast: Cast, tender: Tender, browse: Browse) -> None:
    own, shipped = in_library(cast, "K-1"), Criterion.objects.get(number="GP-001")
    row, _other = chosen(cast, tender, shipped, own)
    client = browse(cast.buyer)

    def marked(address: str) -> set[str]:
        page = html.fromstring(client.get(address, headers={"Accept-Language": "en"}).content.decode())
        return {" ".join(each.text_content().split()) for each in page.xpath("//main//*[@lang='nl']")}

    title = shipped.title
    assert title in marked(url("criterion-detail", shipped.pk))
    assert not marked(url("criterion-detail", own.pk))
    assert title in marked(url("criterion-list"))
    assert title in marked(url("tender-criteria", tender.pk))
    changed(cast, row, text="In our own words.")
    assert not marked(url("tender-criteria", tender.pk))


def test_the_documents_mark_the_words_that_ship_as_dutch_and_others_not(
    cast: Cast, tender: Tender, browse: Browse
) -> None:
    shipped = Criterion.objects.get(number="GP-001")
    chosen(cast, tender, in_library(cast, "K-1", text="Own words."), shipped)
    client = browse(cast.buyer)

    def document(kind: str) -> bytes:
        return client.get(url("criteria-document", tender.pk, kind), headers={"Accept-Language": "en"}).content

    page = html.fromstring(document("html").decode())
    said = {" ".join(each.text_content().split()) for each in page.xpath("//body//*[@lang='nl']")}
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(document("docx"))).read("word/document.xml"))
    runs = [run for run in body.iter(f"{WORD}r") if run.find(f"{WORD}rPr/{WORD}lang") is not None]
    assert {run.find(f"{WORD}rPr/{WORD}lang").get(f"{WORD}val") for run in runs} == {"nl-NL"}  # type: ignore[union-attr]
    written = {"".join(part.text or "" for part in run.iter(f"{WORD}t")) for run in runs}
    for found in (said, written):
        assert {f"GP-001 {shipped.title}", shipped.title} < found
        assert any(line in found for line in shipped.verification.splitlines())
        assert not any("Own words" in each or "K-1" in each for each in found)
