"""Plans on the day's page: each role sees what is his to do, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import ROLES
from monitoring.worklist_plans import plan_sections
from monitoring.worklist_sections import Section
from procurement.actions import action_plans, category_plans
from procurement.actions.action_plans import GoalInput
from procurement.models import ActionGoal
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.plans import action_plan, category_plan, goal, theme

pytestmark = pytest.mark.usefixtures("shipped")

IN_2028 = date(2028, 10, 3)
"""90 days before the last day of the category plan of the tests."""
AFTER_2025 = date(2026, 3, 2)


def shown(cast: Cast, role: str, today: date) -> dict[str, Section]:
    found = plan_sections(cast.people[role], cast.organisation, today)
    return {section.code: section for section in found if section.number}


def test_a_submitted_plan_is_work_of_management_only(cast: Cast) -> None:
    plan = category_plan(cast, state="submitted")
    seen = {role for role in ROLES if "category-plans-to-adopt" in shown(cast, role, AT.date())}
    assert seen == {"management"}
    (item,) = shown(cast, "management", AT.date())["category-plans-to-adopt"].items
    assert (item.what, item.who) == (str(plan), str(cast.category_manager))


def test_nobody_is_asked_to_adopt_what_he_submitted(cast: Cast) -> None:
    plan = action_plan(cast, state="draft")
    action_plans.submit(plan=plan, by=cast.management, at=AT)
    assert "action-plans-to-adopt" not in shown(cast, "management", AT.date())


@pytest.mark.parametrize(("day", "is_shown"), [(date(2028, 10, 1), False), (IN_2028, True), (date(2029, 1, 1), False)])
def test_a_plan_asks_for_a_next_edition_90_days_before_it_ends(cast: Cast, day: date, is_shown: bool) -> None:
    category_plan(cast)
    assert ("category-plans-ending" in shown(cast, "category_manager", day)) is is_shown
    assert "category-plans-ending" not in shown(cast, "buyer", day)


def test_with_a_next_edition_in_hand_nothing_is_asked(cast: Cast) -> None:
    plan = category_plan(cast)
    category_plan(cast, "energy")
    category_plans.new_edition(plan=plan, by=cast.category_manager, at=AT)
    (item,) = shown(cast, "category_manager", IN_2028)["category-plans-ending"].items
    assert (item.due_on, plan.category.name in item.what) == (date(2028, 12, 31), False)


def test_a_goal_behind_asks_an_explanation_once_its_year_is_over(cast: Cast) -> None:
    action_plan(cast)
    for day, number in ((date(2025, 12, 31), 0), (AFTER_2025, 1), (date(2027, 1, 4), 2)):
        section = shown(cast, "mvi_adviser", day).get("goals-to-explain")
        assert (section.number if section else 0) == number
    assert "goals-to-explain" not in shown(cast, "contract_manager", AFTER_2025)


def test_what_is_explained_or_of_a_draft_is_not_asked(cast: Cast) -> None:
    plan = action_plan(cast)
    row = ActionGoal.objects.get(plan=plan, year=2025)
    action_plans.explain(goal=row, text="Er is weinig gegund.", by=cast.mvi_adviser, at=AT)
    assert "goals-to-explain" not in shown(cast, "mvi_adviser", AFTER_2025)


def test_a_draft_asks_no_explanation(cast: Cast) -> None:
    action_plan(cast, state="draft")
    assert "goals-to-explain" not in shown(cast, "mvi_adviser", AFTER_2025)


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_costs_the_same_however_many_goals(
    cast: Cast, client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    goals = [GoalInput(theme("climate"), 2025, f"{each}", "level_count", Decimal(9), 1 + each % 3) for each in range(1)]
    goals += [goal(code, 2025) for code in ("climate", "circular", "diversity", "environment")][: number - 1]
    action_plan(cast, goals=[*goals, goal(year=2026)])
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        client.force_login(cast.people["category_manager"], backend="accounts.backends.PersonBackend")
        with django_assert_num_queries(29):
            client.get("/")
