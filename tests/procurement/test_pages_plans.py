"""The pages of category plans: list, file, form, decision, new edition, results, and promising categories."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from procurement.actions import category_plans
from procurement.actions.category_plans import KpiInput
from procurement.models import CategoryPlan, PlanKpi, PromisingCategory
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.plans import agreed, category, category_plan

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

LIST_QUERIES = 13
DETAIL_QUERIES = 15


def filled(cast: Cast, **values: str) -> dict[str, str]:
    """What a browser would send of a complete new plan."""
    return {
        "category": str(category().pk), "valid_from": "2026-01-01", "valid_until": "2028-12-31",
        "responsible": str(cast.category_manager.pk), "isv_agreement": "In elk contract.",
        "isv_forms": "contract_condition", "circular-is_focus": "on", "circular-level": "3",
        "circular-goal": "Kleding gaat langer mee.", "kpis-TOTAL_FORMS": "2", "kpis-INITIAL_FORMS": "0",
        "kpis-0-name": "Gerecycled", "kpis-0-direction": "at_least", "kpis-0-target": "30,5", "kpis-0-unit": "%",
        "kpis-0-theme": "circular",
    } | values  # fmt: skip


@pytest.fixture
def writer(cast: Cast, browse: Browse) -> Client:
    return browse(cast.category_manager)


@pytest.fixture
def director(cast: Cast, browse: Browse) -> Client:
    return browse(cast.management)


def test_a_plan_goes_from_form_to_adopted(cast: Cast, writer: Client, director: Client) -> None:
    made = writer.post(url("category-plan-create"), filled(cast))
    plan = CategoryPlan.objects.get()
    assert made["Location"] == url("category-plan-detail", plan.pk)
    assert (plan.agreements.get().level, plan.kpis.get().target) == (3, Decimal("30.5"))
    writer.post(url("category-plan-submit", plan.pk))
    assert "Uw besluit" in text(director.get(url("category-plan-detail", plan.pk)))
    director.post(url("category-plan-decide", plan.pk), {"verdict": "adopted"})
    said = text(writer.get(url("category-plan-detail", plan.pk)))
    assert "geldig" in said
    assert "ten minste 30,5 %" in said
    assert "Kleding gaat langer mee." in said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("valid_until", "2029-01-01", "hoogstens drie jaar"), ("valid_until", "2025-01-01", "eerste dag"),
        ("valid_from", "", "verplicht"),
        ("circular-level", "", "Circulair, Niveau: Bij een speerpunt hoort een niveau"),
        ("kpis-0-unit", "", "KPI 1, Eenheid: "),
        ("circular-level", "4", "geldige keuze"), ("kpis-0-target", "veel", "Vul een getal in"),
        ("kpis-0-target", "", "Vul het doel in"), ("kpis-0-name", "", "Vul in wat wordt gemeten"),
        ("category", "999999", "geldige keuze"), ("responsible", "999999", "geldige keuze"),
        ("circular-goal", "x" * 401, "400"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_and_nothing_is_lost(
    cast: Cast, writer: Client, name: str, value: str, sentence: str
) -> None:
    response = writer.post(url("category-plan-create"), filled(cast, **{name: value}))
    assert response.status_code == 422
    assert sentence.casefold() in text(response).casefold()
    assert "In elk contract." in response.content.decode()
    assert not CategoryPlan.objects.exists()


def test_a_second_edition_in_hand_is_refused_at_the_category(cast: Cast, writer: Client) -> None:
    category_plan(cast, state="draft")
    response = writer.post(url("category-plan-create"), filled(cast))
    assert response.status_code == 422
    assert "al een editie van dit plan in voorbereiding" in text(response)


def test_more_rows_for_kpis_without_saving(cast: Cast, writer: Client) -> None:
    response = writer.post(url("category-plan-create"), filled(cast, more_kpis="1", valid_from=""))
    assert response.status_code == 200
    assert 'name="kpis-4-name"' in response.content.decode()
    assert not CategoryPlan.objects.exists()


def test_a_draft_is_changed_and_a_clash_is_said(cast: Cast, writer: Client) -> None:
    plan = category_plan(cast, state="draft")
    page = writer.get(url("category-plan-edit", plan.pk)).content.decode()
    assert 'name="version" value="1"' in page
    sent = filled(cast, version="1", isv_agreement="Anders", **{"kpis-INITIAL_FORMS": "1"})
    category_plans.change(plan=plan, by=cast.category_manager, at=AT, scope="Van een collega")
    clash = writer.post(url("category-plan-edit", plan.pk), sent)
    assert "heeft dit plan aangepast terwijl u bezig was" in text(clash)
    assert 'name="version" value="2"' in clash.content.decode()
    writer.post(url("category-plan-edit", plan.pk), sent | {"version": "2", "kpis-0-remove": "on"})
    plan.refresh_from_db()
    assert (plan.isv_agreement, plan.kpis.count()) == ("Anders", 0)


def test_an_adopted_plan_is_not_changed_but_followed(cast: Cast, writer: Client) -> None:
    plan = category_plan(cast)
    assert writer.get(url("category-plan-edit", plan.pk)).status_code == 302
    made = writer.post(url("category-plan-follow", plan.pk))
    second = CategoryPlan.objects.get(edition=2)
    assert made["Location"] == url("category-plan-edit", second.pk)
    again = writer.post(url("category-plan-follow", plan.pk), follow=True)
    assert "al een editie van dit plan in voorbereiding" in text(again)
    writer.post(url("category-plan-discard", second.pk))
    assert CategoryPlan.objects.count() == 1
    assert "kan niet" in text(writer.post(url("category-plan-discard", plan.pk), follow=True))


def test_the_filter_tells_an_old_category_from_the_new_one_of_the_same_name(writer: Client) -> None:
    choices = writer.get(url("category-plan-list")).context["filter"].form.fields["category"].choices
    labels = [str(label) for _key, label in choices]
    assert len(labels) == len(set(labels))


def test_sending_back_asks_a_reason_and_taking_back_too(cast: Cast, writer: Client, director: Client) -> None:
    plan = category_plan(cast, state="submitted")
    refused = director.post(url("category-plan-decide", plan.pk), {"verdict": "returned"})
    assert (refused.status_code, "wat moet er anders" in text(refused)) == (422, True)
    assert writer.post(url("category-plan-take-back", plan.pk)).status_code == 422
    writer.post(url("category-plan-take-back", plan.pk), {"reason": "Vergeten: de zorg."})
    plan.refresh_from_db()
    assert plan.state == "draft"
    said = text(director.get(url("category-plan-detail", plan.pk)))
    assert said.index(f"Terug naar concept, door {cast.category_manager.name}") < said.index("MVI per thema")
    assert said.count("Vergeten: de zorg.") == 2  # above, and in the history
    writer.post(url("category-plan-submit", plan.pk))
    assert "Terug naar concept, door" not in text(director.get(url("category-plan-detail", plan.pk)))


def test_who_submitted_is_told_that_somebody_else_adopts(cast: Cast, browse: Browse) -> None:
    both = browse(cast.with_roles("category_manager", "management"))
    plan = category_plan(cast, state="draft")
    both.post(url("category-plan-submit", plan.pk))
    assert "zelf ingediend" in text(both.get(url("category-plan-detail", plan.pk)))
    assert both.post(url("category-plan-decide", plan.pk), {"verdict": "adopted"}).status_code == 403


def test_an_incomplete_plan_says_what_is_missing(cast: Cast, writer: Client) -> None:
    plan = category_plan(cast, state="draft", kpis=[])
    assert "Zonder KPI kan niemand zien of het plan werkt." in text(writer.get(url("category-plan-detail", plan.pk)))
    writer.post(url("category-plan-submit", plan.pk))
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_result_is_recorded_and_shown_against_its_target(cast: Cast, writer: Client) -> None:
    plan = category_plan(cast)
    kpi = plan.kpis.get()
    assert "onbekend" in text(writer.get(url("category-plan-detail", plan.pk)))
    for value, status in (("veel", 422), ("31,5", 302)):
        sent = {"year": "2026", "value": value, "note": "Steekproef"}
        assert writer.post(url("kpi-result", plan.pk, kpi.pk), sent).status_code == status
    said = text(writer.get(url("category-plan-detail", plan.pk)))
    assert "31,5 gehaald Steekproef" in said
    assert writer.post(url("kpi-result", plan.pk, kpi.pk), {"year": "2027", "value": "1"}).status_code == 422


def test_the_list_filters_and_says_when_nothing_fits(cast: Cast, writer: Client) -> None:
    category_plan(cast)
    category_plan(cast, "energy", state="draft", agreements=[agreed("climate", 2)])
    category_plan(cast, "laboratory", valid_from=date(2023, 1, 1), valid_until=date(2024, 12, 31))

    def found(**query: str) -> set[str]:
        rows = writer.get(url("category-plan-list"), query).context["rows"]
        return {row["plan"].category.code for row in rows}

    assert found() == {"workwear", "energy", "laboratory"}
    assert found(standing="in_force") == {"workwear"}
    assert found(standing="over") == {"laboratory"}
    assert found(standing="draft") == found(focus="climate") == {"energy"}
    assert found(q="kleding") == {"workwear"}
    assert found(category=str(category("energy").pk)) == {"energy"}
    assert "Geen plan past bij deze filters" in text(writer.get(url("category-plan-list"), {"q": "bestaat niet"}))


def test_nothing_yet_says_where_to_begin(cast: Cast, writer: Client, browse: Browse) -> None:
    assert "Nog geen categorieplannen" in text(writer.get(url("category-plan-list")))
    assert "Nieuw categorieplan" not in text(browse(cast.buyer).get(url("category-plan-list")))


def test_the_file_holds_what_the_list_shows(cast: Cast, writer: Client) -> None:
    after_midnight_here = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    plan = category_plan(cast, scope="=1+1", at=after_midnight_here)
    category_plan(cast, "energy", state="draft")
    category_plans.record_result(
        kpi=plan.kpis.get(), year=2026, value=Decimal(31), note="", by=cast.category_manager, at=AT
    )
    answer = writer.get(url("category-plan-export", "xlsx"), {"standing": "in_force"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    assert sheet is not None
    rows = [
        dict(zip([cell.value for cell in sheet[1]], row, strict=True)) for row in sheet.iter_rows(2, values_only=True)
    ]
    assert len(rows) == 1
    assert (rows[0]["Categorie"], rows[0]["Status"]) == ("bedrijfskleding", "geldig")
    assert rows[0]["Vastgesteld op"].date() == date(2026, 11, 2)
    assert rows[0]["KPI’s"] == "Aandeel gerecycled materiaal (ten minste 30 %); 2026: 31"
    assert rows[0]["Wat wordt ingekocht, en op welke markt"] == "=1+1"
    lines = b"".join(writer.get(url("category-plan-export", "csv"))).decode("utf-8-sig")
    assert "'=1+1" in lines
    assert writer.get(url("category-plan-export", "pdf")).status_code == 404


def test_a_plan_of_another_organisation_does_not_exist(cast: Cast, browse: Browse) -> None:
    plan = category_plan(cast)
    for name in ("category-plan-detail", "category-plan-edit"):
        assert browse(cast.outsider).get(url(name, plan.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_list_and_page_cost_the_same_however_much_there_is(
    cast: Cast, writer: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kpis = [KpiInput(f"KPI {each}", "%", Decimal(30)) for each in range(number)]
    codes = ("workwear", "energy", "laboratory", "workplace")[:number]
    made = [category_plan(cast, code, kpis=kpis, agreements=[agreed(), agreed("climate")][:number]) for code in codes]
    for kpi in PlanKpi.objects.all():
        category_plans.record_result(kpi=kpi, year=2026, value=Decimal(3), note="", by=cast.category_manager, at=AT)
    writer.get(url("category-plan-list"))
    with django_assert_num_queries(LIST_QUERIES):
        writer.get(url("category-plan-list"))
    with django_assert_num_queries(DETAIL_QUERIES):
        writer.get(url("category-plan-detail", made[0].pk))


def test_the_organisation_sets_its_own_promising_categories(cast: Cast, browse: Browse) -> None:
    client = browse(cast.administrator)
    sent = {"category": str(category("energy").pk), "reason": "Groot volume"}
    client.post(url("table-promising-categories-new"), sent)
    assert PromisingCategory.objects.get().organisation == cast.organisation
    assert "al kansrijk" in text(client.post(url("table-promising-categories-new"), sent))
    assert "energie" in text(client.get(url("table-promising-categories")))
    other: User = cast.outsider
    assert browse(other).get(url("table-promising-categories")).status_code == 403


@pytest.mark.parametrize("table", ["promising-categories", "level-meanings", "theme-targets", "categories"])
def test_an_empty_choice_says_what_it_means(cast: Cast, browse: Browse, table: str) -> None:
    said = text(browse(cast.administrator).get(url(f"table-{table}-new")))
    assert "kies" in said if table != "categories" else "geen" in said
    assert "---" not in said
