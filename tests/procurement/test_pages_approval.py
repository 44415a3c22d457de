"""The pages of the approval: remarks and answers at their row, what changed, and who stands in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.roles import DECIDE, ROLES, roles_with
from procurement.actions import ambitions, approvals, remarks, replacements
from procurement.actions.ambitions import Answer
from procurement.models import ApproachRemark, Replacement, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.criteria import price
from tests.procurement.factories import TenderFactory, approve, ask

pytestmark = pytest.mark.usefixtures("shipped", "frozen")


@pytest.fixture
def submitted(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


def test_a_remark_and_its_answer_stand_at_the_row(cast: Cast, submitted: Tender, browse: Browse) -> None:
    board, buyer = browse(cast.tenderboard), browse(cast.buyer)
    given = {"row": "climate", "remark-climate-text": "Waarom niveau 2?"}
    response = board.post(url("remark-write", submitted.pk), given)
    assert response["Location"].endswith("#row-climate")
    remark = ApproachRemark.objects.get()
    assert "1 opmerking heeft nog geen antwoord." in text(buyer.get(url("approval", submitted.pk)))
    buyer.post(url("remark-answer", submitted.pk, remark.pk), {f"answer-{remark.pk}-text": "Meer kan de markt niet."})
    assert "Meer kan de markt niet." in text(board.get(url("approval", submitted.pk)))


def test_the_team_reads_first_why_its_approach_came_back(cast: Cast, submitted: Tender, browse: Browse) -> None:
    board, buyer = browse(cast.tenderboard), browse(cast.buyer)
    board.post(
        url("approach-decide", submitted.pk),
        {"role": "tenderboard", "verdict": "returned", "reason": "Het doel is te laag."},
    )
    said = text(buyer.get(url("approval", submitted.pk)))
    assert said.index("Het doel is te laag.") < said.index("Indienen ter goedkeuring")
    buyer.post(url("approach-submit", submitted.pk))
    page = html.fromstring(buyer.get(url("approval", submitted.pk)).content.decode())
    assert "Het doel is te laag." not in page.xpath("string(//main//*[contains(@class,'stack')][1])")


def test_who_judges_reads_at_each_row_what_was_proposed_and_why_it_became_other(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete", relevant_product_group=True)
    climate = Theme.objects.get(code="climate")
    row = tender.ambitions.get(theme=climate)
    answer = Answer(climate, {"level": 1, "reason": "De markt kan niet meer."}, version=row.version)
    ambitions.save(tender=tender, answers=[answer], by=cast.buyer, at=AT)
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    board = browse(cast.tenderboard)
    page = html.fromstring(board.get(url("approval", tender.pk)).content.decode())
    said = " ".join(page.get_element_by_id("row-climate").text_content().split())
    assert "Voorstel: niveau 2" in said
    assert "Reden: De markt kan niet meer." in said
    assert "Of ISV verplicht is" in page.get_element_by_id("row-isv").text_content()
    assert page.xpath(f"//main//a[@href='{url('risk-scan', tender.pk)}'][text()='Naar de risicoscan']")


def test_a_remark_on_a_criterion_stands_at_its_row_and_at_the_criterion(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    money = price(cast, tender)
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    row = f"criterion-{money.pk}"
    given = {"row": row, f"remark-{row}-text": "Waarom zo zwaar?"}
    response = browse(cast.tenderboard).post(url("remark-write", tender.pk), given)
    assert response["Location"].endswith(f"#row-{row}")
    assert "Waarom zo zwaar?" in text(browse(cast.buyer).get(url("approval", tender.pk)))
    shown = browse(cast.buyer).get(url("tender-criteria", tender.pk))
    assert "1 opmerking" in text(shown)
    assert f"#row-{row}" in shown.content.decode()


@pytest.mark.parametrize(("state", "is_told"), [("complete", True), ("submitted", True), ("approved", False)])
def test_what_asks_attention_at_the_criteria_is_told_before_one_submits_and_to_who_judges(
    cast: Cast, browse: Browse, state: str, *, is_told: bool
) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    assert "aandachtspunt" not in text(browse(cast.buyer).get(url("approval", tender.pk)))
    price(cast, tender, weight=Decimal("85.5"))
    if state != "complete":
        approvals.submit(tender=tender, by=cast.buyer, at=AT)
    if state == "approved":
        approve(tender)
    for person in (cast.buyer, cast.tenderboard):
        told = text(browse(person).get(url("approval", tender.pk)))
        assert ("De gewichten zijn samen 85,5 %; dat moet 100 zijn." in told) is is_told


def test_an_empty_remark_or_answer_gets_a_sentence_at_its_field(cast: Cast, submitted: Tender, browse: Browse) -> None:
    made = remarks.write(tender=submitted, theme=None, text="Nee?", by=cast.tenderboard, at=AT)
    for person, name, args, given in (
        (cast.tenderboard, "remark-write", (), {"row": "isv"}),
        (cast.buyer, "remark-answer", (made.pk,), {}),
    ):
        response = browse(person).post(url(name, submitted.pk, *args), given)
        assert (response.status_code, "Schrijf wat u wilt zeggen." in text(response)) == (422, True)


def test_a_remark_that_came_too_late_keeps_its_text(cast: Cast, browse: Browse) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="returned")
    given = {"row": "isv", "remark-isv-text": "Mijn vraag"}
    assert browse(cast.tenderboard).post(url("remark-write", tender.pk), given).status_code == 409
    assert browse(cast.tenderboard).post(url("remark-write", tender.pk), {"row": "onzin"}).status_code == 404


def test_the_page_says_which_rule_holds_and_by_when(cast: Cast, browse: Browse) -> None:
    ask(cast.organisation, "budget_holder", 0, 5)
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    told = text(browse(cast.buyer).get(url("approval", tender.pk)))
    assert "Voor deze waarde: budgethouder, binnen 5 werkdagen." in told
    assert "Uiterste datum : 09-11-2026" in told or "Uiterste datum: 09-11-2026" in told


@pytest.mark.parametrize("role", ROLES)
def test_who_judges_names_who_stands_in(cast: Cast, browse: Browse, role: str) -> None:
    is_judge = role in roles_with("approve_approach", DECIDE)
    colleague = cast.with_roles("tenderboard")
    client = browse(cast.people[role])
    given = {"colleague": colleague.pk, "from_on": "2026-11-23", "until_on": "2026-12-04"}
    assert client.get(url("replacements")).status_code == (200 if is_judge else 403)
    assert client.post(url("replacements"), given).status_code == (302 if is_judge else 403)
    assert Replacement.objects.filter(member=cast.people[role], colleague=colleague).exists() is is_judge


def test_wrong_days_keep_what_was_typed(cast: Cast, browse: Browse) -> None:
    given = {"colleague": cast.budget_holder.pk, "from_on": "2026-12-04", "until_on": "2026-11-23"}
    response = browse(cast.tenderboard).post(url("replacements"), given)
    assert response.status_code == 422
    assert "De laatste dag is op of na de eerste dag." in text(response)
    assert 'value="2026-12-04"' in response.content.decode()


def test_a_replacement_of_others_is_out_of_sight(
    cast: Cast, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = replacements.name(
        organisation=cast.organisation, colleague=cast.budget_holder, from_on=AT.date(),
        until_on=AT.date().replace(day=30), by=cast.tenderboard, at=AT,
    )  # fmt: skip
    other = browse(cast.with_roles("tenderboard"))
    assert other.post(url("replacement-end", made.pk)).status_code == 404
    assert "Niemand vervangt u" in text(other.get(url("replacements")))
    holder = browse(cast.budget_holder)
    with django_assert_num_queries(9):
        assert cast.tenderboard.name in text(holder.get(url("replacements")))
    assert holder.post(url("replacement-end", made.pk)).status_code == 302
    assert "beëindigd op" in text(holder.get(url("replacements")))
