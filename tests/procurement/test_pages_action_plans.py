"""The pages of action plans: form, progress that opens its tenders, comply or explain, and the file."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procurement.actions import action_plans
from procurement.models import ActionPlan
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.factories import TenderFactory
from tests.procurement.plans import action_plan, category, goal
from tests.procurement.test_action_plans import awarded

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

LIST_QUERIES = 17
DETAIL_QUERIES = 20
GOAL_QUERIES = 23


def filled(cast: Cast, **values: str) -> dict[str, str]:
    """What a browser would send of a complete new plan."""
    return {
        "valid_from": "2026-01-01", "valid_until": "2026-12-31", "responsible": str(cast.mvi_adviser.pk),
        "stage": "anchoring", "stage_reason": "Elke aanpak wordt getoetst.", "vision": "Minder en eerlijker.",
        "goals-TOTAL_FORMS": "2", "goals-INITIAL_FORMS": "0", "goals-0-theme": "climate", "goals-0-year": "2026",
        "goals-0-text": "De helft op niveau 2", "goals-0-indicator": "level_share", "goals-0-level": "2",
        "goals-0-target": "50", "focuses-TOTAL_FORMS": "1", "focuses-INITIAL_FORMS": "0",
        "focuses-0-theme": "circular", "focuses-0-category": str(category().pk), "focuses-0-level": "3",
    } | values  # fmt: skip


@pytest.fixture
def writer(cast: Cast, browse: Browse) -> Client:
    return browse(cast.mvi_adviser)


def test_a_plan_goes_from_form_to_adopted(cast: Cast, writer: Client, browse: Browse) -> None:
    director = browse(cast.management)
    writer.post(url("action-plan-create"), filled(cast))
    plan = ActionPlan.objects.get()
    writer.post(url("action-plan-submit", plan.pk))
    director.post(url("action-plan-decide", plan.pk), {"verdict": "adopted"})
    awarded(cast, date(2026, 5, 1), level=2)
    said = text(writer.get(url("action-plan-detail", plan.pk)))
    for words in (
        "verankering",
        "De helft op niveau 2",
        "100 %",
        "1 van 1",
        "loopt",
        "nu op doel",
        "Minder en eerlijker.",
    ):
        assert words in said
    tender = TenderFactory(
        organisation=cast.organisation, by=cast.buyer, lots=[category()], publication_date=date(2026, 3, 1)
    )
    page = browse(cast.buyer).get(url("ambition-edit", tender.pk))
    assert "het actieplan MVI 2026–2026 noemt dit thema als speerpunt op niveau 3" in text(page)
    assert f'href="{url("action-plan-detail", plan.pk)}"' in page.content.decode()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("stage", "", "verplicht"), ("valid_until", "2025-01-01", "eerste dag"),
        ("goals-0-year", "", "Vul het jaar in"),
        ("goals-0-year", "2030", "een jaar van het plan"), ("goals-0-level", "", "niveau hoort bij"),
        ("goals-0-indicator", "isv_share", "ketenverantwoordelijkheid"), ("goals-0-target", "101", "hoogstens 100%"),
        ("goals-0-theme", "", "Kies het thema"), ("goals-0-text", "", "wat er moet worden gehaald"),
        ("focuses-0-category", "999999", "geldige keuze"), ("valid_until", "2040-01-01", "tien jaar"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_and_nothing_is_lost(
    cast: Cast, writer: Client, name: str, value: str, sentence: str
) -> None:
    response = writer.post(url("action-plan-create"), filled(cast, **{name: value}))
    assert response.status_code == 422
    assert sentence.casefold() in text(response).casefold()
    assert "Minder en eerlijker." in response.content.decode()
    assert not ActionPlan.objects.exists()


def test_more_rows_without_saving(cast: Cast, writer: Client) -> None:
    for rows, name in (("goals", "goals-4-theme"), ("focuses", "focuses-3-theme")):
        response = writer.post(url("action-plan-create"), filled(cast, **{f"more_{rows}": "1", "stage": ""}))
        assert response.status_code == 200
        assert f'name="{name}"' in response.content.decode()
    assert not ActionPlan.objects.exists()


def test_a_draft_is_changed_and_a_clash_is_said(cast: Cast, writer: Client) -> None:
    plan = action_plan(cast, state="draft", valid_from=date(2026, 1, 1), goals=[goal()])
    sent = filled(cast, version="1", **{"goals-INITIAL_FORMS": "1", "focuses-INITIAL_FORMS": "1"})
    action_plans.change(plan=plan, by=cast.mvi_adviser, at=AT, vision="Van een collega")
    clash = writer.post(url("action-plan-edit", plan.pk), sent)
    assert "heeft dit plan aangepast terwijl u bezig was" in text(clash)
    writer.post(url("action-plan-edit", plan.pk), sent | {"version": "2", "focuses-0-remove": "on"})
    plan.refresh_from_db()
    assert (plan.vision, plan.goals.get().text, plan.focuses.count()) == (
        "Minder en eerlijker.", "De helft op niveau 2", 0,
    )  # fmt: skip
    assert writer.get(url("action-plan-edit", action_plan_of(plan, cast).pk)).status_code == 302


def action_plan_of(plan: ActionPlan, cast: Cast) -> ActionPlan:
    """The same plan, submitted."""
    return action_plans.submit(plan=plan, by=cast.mvi_adviser, at=AT)


def test_a_missed_goal_asks_an_explanation_and_then_shows_it(cast: Cast, writer: Client, browse: Browse) -> None:
    plan = action_plan(cast)
    awarded(cast, level=1)
    missed = plan.goals.get(year=2025)
    page = url("action-goal", plan.pk, missed.pk)
    assert "1 doel is niet gehaald en vraagt een toelichting" in text(writer.get(url("action-plan-detail", plan.pk)))
    assert "1 vraagt een toelichting" in text(writer.get(url("action-plan-list")))
    assert writer.post(page, {"text": ""}).status_code == 422
    assert writer.post(page, {"text": "Te weinig aanbod."})["Location"] == page
    assert "Te weinig aanbod." in text(writer.get(page))
    said = text(writer.get(url("action-plan-detail", plan.pk)))
    assert "niet gehaald, toegelicht" in said
    assert "vraagt een toelichting" not in said
    reader = browse(cast.buyer)
    assert "Leg uit waarom" not in text(reader.get(page))
    assert reader.post(page, {"text": "x"}).status_code == 403


def test_a_figure_opens_its_tenders(cast: Cast, writer: Client) -> None:
    plan = action_plan(cast)
    tenders = {level: awarded(cast, level=level) for level in (3, 1, None)}
    page = url("action-goal", plan.pk, plan.goals.get(year=2025).pk)

    def shown(**query: str) -> list[Any]:
        return [tender.pk for tender, _level in writer.get(page, query).context["tenders"]]

    assert shown() == [tenders[3].pk]
    assert shown(part="among") == [tender.pk for tender in tenders.values()]
    assert shown(part="unknown") == [tenders[None].pk]
    assert "geen niveau" in text(writer.get(page, {"part": "unknown"}))
    assert writer.get(page, {"part": "alles"}).status_code == 404
    answer = writer.get(url("action-goal-export", plan.pk, plan.goals.get(year=2025).pk, "csv"), {"part": "unknown"})
    lines = b"".join(answer).decode("utf-8-sig").strip().splitlines()
    assert (len(lines), tenders[None].reference in lines[1]) == (2, True)


def test_the_file_has_a_row_per_goal(cast: Cast, writer: Client) -> None:
    action_plan(cast)
    awarded(cast, level=2)
    answer = writer.get(url("action-plan-export", "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    assert sheet is not None
    names = [cell.value for cell in sheet[1]]
    found = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    assert [(row["Jaar"], row["Resultaat"], row["Noemer"], row["Voortgang"]) for row in found] == [
        (2025, 100, 1, "gehaald"), (2026, None, 0, "loopt"),
    ]  # fmt: skip


def test_filters_and_nothing_yet(cast: Cast, writer: Client) -> None:
    assert "Nog geen actieplan" in text(writer.get(url("action-plan-list")))
    action_plan(cast)
    assert len(writer.get(url("action-plan-list"), {"standing": "in_force"}).context["rows"]) == 1
    assert "Geen plan past bij deze filters" in text(writer.get(url("action-plan-list"), {"stage": "impact"}))


def test_a_plan_of_another_organisation_does_not_exist(cast: Cast, browse: Browse) -> None:
    plan = action_plan(cast)
    assert browse(cast.outsider).get(url("action-plan-detail", plan.pk)).status_code == 404
    assert browse(cast.outsider).get(url("action-goal", plan.pk, plan.goals.all()[0].pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    cast: Cast, writer: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = ("climate", "circular", "environment")[:number]
    plan = action_plan(cast, goals=[goal(code, year) for code in codes for year in (2025, 2026)])
    for _each in range(number):
        awarded(cast, level=1)
    for missed in plan.goals.filter(year=2025):
        action_plans.explain(goal=missed, text="Te laat", by=cast.mvi_adviser, at=AT)
    writer.get(url("action-plan-list"))
    with django_assert_num_queries(LIST_QUERIES):
        writer.get(url("action-plan-list"))
    with django_assert_num_queries(DETAIL_QUERIES):
        writer.get(url("action-plan-detail", plan.pk))
    with django_assert_num_queries(GOAL_QUERIES):
        writer.get(url("action-goal", plan.pk, plan.goals.filter(year=2025)[0].pk), {"part": "among"})
