"""Category plans over the API: the same rules as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from procurement.actions import action_plans, category_plans
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.plans import action_plan, category_plan, goal
from tests.procurement.test_action_plans import awarded

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

PLANS = "/api/v1/category-plans"
NEW: dict[str, Any] = {
    "category": "workwear", "valid_from": "2026-01-01", "valid_until": "2028-12-31",
    "isv_agreement": "In elk contract.",
    "agreements": [{"theme": "circular", "is_focus": True, "level": 3, "goal": "Langer mee"}],
    "kpis": [{"name": "Gerecycled", "target": "30", "unit": "%", "theme": "circular"}],
}  # fmt: skip


def as_(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def send(client: Client, method: str, path: str, **values: Any) -> Any:
    return getattr(client, method)(path, values, content_type="application/json")


def test_a_plan_is_made_submitted_adopted_measured_and_followed(client: Client, cast: Cast) -> None:
    writer = as_(client, cast.category_manager)
    made = send(writer, "post", PLANS, **NEW)
    assert (made.status_code, made.json()["standing"], made.json()["responsible"]["name"]) == (
        201, "draft", cast.category_manager.name,
    )  # fmt: skip
    one = f"{PLANS}/{made.json()['id']}"
    assert send(writer, "patch", one, version=1, scope="Kleding").json()["version"] == 2
    assert send(writer, "patch", one, version=1, scope="Anders").status_code == 409
    assert send(writer, "post", f"{one}/submission").json()["state"] == "submitted"
    assert send(writer, "post", f"{one}/withdrawal", reason="Nog niet").json()["state"] == "draft"
    send(writer, "post", f"{one}/submission")
    assert send(writer, "post", f"{one}/decision", verdict="adopted").status_code == 403
    director = as_(Client(), cast.management)
    assert send(director, "post", f"{one}/decision", verdict="returned").json()["errors"][0]["name"] == "reason"
    adopted = send(director, "post", f"{one}/decision", verdict="adopted").json()
    assert (adopted["state"], adopted["standing"]) == ("adopted", "in_force")
    kpi = adopted["kpis"][0]
    assert kpi["is_reached"] is None
    measured = send(writer, "post", f"{one}/kpis/{kpi['id']}/results", year=2026, value="31.50").json()
    assert (measured["kpis"][0]["is_reached"], measured["kpis"][0]["results"][0]["value"]) == (True, "31.50")
    assert send(writer, "post", f"{one}/kpis/{kpi['id']}/results", year=2029, value="1").status_code == 400
    assert send(writer, "patch", one, scope="Anders").status_code == 409
    following = send(writer, "post", f"{one}/edition")
    assert (following.status_code, following.json()["edition"], following.json()["state"]) == (201, 2, "draft")
    assert send(writer, "post", f"{one}/edition").status_code == 400


def test_the_list_is_that_of_the_page(client: Client, cast: Cast) -> None:
    category_plan(cast)
    category_plan(cast, "energy", state="draft")
    reader = as_(client, cast.buyer)
    found = reader.get(PLANS, {"standing": "in_force", "focus": "circular", "sort": "-valid_until"}).json()["results"]
    assert [row["category"]["code"] for row in found] == ["workwear"]
    assert reader.get(f"{PLANS}/{found[0]['id']}").json() == found[0]
    assert reader.get(PLANS, {"standing": "mooi"}).status_code == 400
    assert as_(Client(), cast.outsider).get(f"{PLANS}/{found[0]['id']}").status_code == 404


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"category": "bestaat-niet"}, "category"), ({"valid_until": "2029-01-01"}, "valid_until"),
        ({"valid_until": "2025-01-01"}, "valid_until"), ({"responsible": 10**6}, "responsible"),
        ({"agreements": [{"theme": "circular", "is_focus": True}]}, "agreements"),
        ({"agreements": [{"theme": "circular", "level": 4}]}, "agreements.0.level"),
        ({"kpis": [{"name": "x", "target": "-1", "unit": "%"}]}, "kpis.0.target"),
        ({"isv_forms": ["belofte"]}, "isv_forms.0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(client: Client, cast: Cast, change: dict[str, Any], name: str) -> None:
    answer = send(as_(client, cast.category_manager), "post", PLANS, **NEW | change)
    assert answer.status_code == 400
    assert name.partition(".")[0] in {error["name"].partition(".")[0] for error in answer.json()["errors"]}


def test_who_may_not_is_refused(client: Client, cast: Cast) -> None:
    plan = category_plan(cast, state="draft", kpis=[])
    reader = as_(client, cast.mvi_adviser)
    assert send(reader, "post", PLANS, **NEW).status_code == 403
    for command in ("submission", "edition", "withdrawal", "decision"):
        assert send(reader, "post", f"{PLANS}/{plan.pk}/{command}").status_code == 403
    incomplete = send(as_(Client(), cast.category_manager), "post", f"{PLANS}/{plan.pk}/submission")
    assert (incomplete.status_code, "KPI" in incomplete.json()["detail"]) == (409, True)


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_costs_the_same_however_long(
    client: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("workwear", "energy", "laboratory", "workplace")[:number]:
        category_plan(cast, code)
    reader = as_(client, cast.buyer)
    with django_assert_num_queries(13):
        reader.get(PLANS)


# Action plans -------------------------------------------------------------------------------------

ACTIONS = "/api/v1/action-plans"
AIM: dict[str, Any] = {
    "valid_from": "2025-01-01", "valid_until": "2026-12-31", "stage": "anchoring", "stage_reason": "Getoetst.",
    "goals": [
        {"theme": "climate", "year": year, "text": "De helft", "indicator": "level_share", "level": 2, "target": "50"}
        for year in (2025, 2026)
    ],
    "focuses": [{"theme": "circular", "category": "workwear"}],
}  # fmt: skip


def test_an_action_plan_is_made_adopted_measured_explained_and_followed(client: Client, cast: Cast) -> None:
    writer = as_(client, cast.mvi_adviser)
    made = send(writer, "post", ACTIONS, **AIM)
    assert made.status_code == 201
    one = f"{ACTIONS}/{made.json()['id']}"
    assert send(writer, "patch", one, version=1, vision="Minder").json()["version"] == 2
    assert send(writer, "patch", one, version=1, vision="Meer").status_code == 409
    send(writer, "post", f"{one}/submission")
    director = as_(Client(), cast.management)
    adopted = send(director, "post", f"{one}/decision", verdict="adopted").json()
    assert adopted["standing"] == "in_force"
    awarded(cast, level=1)
    last, now = writer.get(one).json()["goals"]
    assert (last["status"], last["value"], last["numerator"], last["denominator"]) == ("missed", 0.0, 0, 1)
    assert (now["status"], now["value"]) == ("running", None)
    told = send(writer, "post", f"{one}/goals/{last['id']}/explanations", text="Te laat begonnen.").json()["goals"][0]
    assert (told["status"], told["explanations"][0]["text"]) == ("explained", "Te laat begonnen.")
    assert send(writer, "post", f"{one}/goals/{now['id']}/explanations", text="x").status_code == 409
    following = send(writer, "post", f"{one}/edition")
    assert (following.status_code, following.json()["edition"], following.json()["goals"]) == (201, 2, [])


def test_action_plans_are_listed_filtered_and_refused(client: Client, cast: Cast) -> None:
    plan = action_plan(cast)
    reader = as_(client, cast.buyer)
    found = reader.get(ACTIONS, {"standing": "in_force", "stage": "anchoring"}).json()["results"]
    assert [row["id"] for row in found] == [plan.pk]
    assert reader.get(ACTIONS, {"stage": "droom"}).status_code == 400
    assert send(reader, "post", ACTIONS, **AIM).status_code == 403
    writer = as_(Client(), cast.mvi_adviser)
    mistakes: list[dict[str, Any]] = [
        {"stage": "droom"}, {"focuses": [{"theme": "circular", "category": "niets"}]}, {"goals": [{}]},
    ]  # fmt: skip
    for wrong in mistakes:
        assert send(writer, "post", ACTIONS, **AIM | wrong).status_code == 400
    assert as_(Client(), cast.outsider).get(f"{ACTIONS}/{plan.pk}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_action_plans_costs_the_same_however_long(
    client: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2024, 2024 - number, -1):
        action_plan(
            cast, valid_from=date(year, 1, 1), valid_until=date(year, 12, 31),
            goals=[goal(year=year), goal("circular", year)],
        )  # fmt: skip
    reader = as_(client, cast.buyer)
    with django_assert_num_queries(16):
        reader.get(ACTIONS)


@pytest.mark.parametrize("kind", ["category", "action"])
def test_a_draft_is_thrown_away_and_an_adopted_plan_is_not(client: Client, cast: Cast, kind: str) -> None:
    make: Any = category_plan if kind == "category" else action_plan
    adopted = make(cast)
    verbs: Any = category_plans if kind == "category" else action_plans
    draft = verbs.new_edition(plan=adopted, by=cast.category_manager, at=AT)
    path = f"/api/v1/{kind}-plans"
    writer = as_(client, cast.category_manager)
    assert writer.delete(f"{path}/{adopted.pk}").status_code == 409
    assert as_(Client(), cast.buyer).delete(f"{path}/{draft.pk}").status_code == 403
    assert writer.delete(f"{path}/{draft.pk}").status_code == 204
    assert writer.get(f"{path}/{draft.pk}").status_code == 404
