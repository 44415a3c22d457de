"""Action plans: goals that can be measured, figures that open their tenders, and comply or explain."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.actions.transitions import move
from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement.actions import action_plans, ambitions, plans
from procurement.actions.action_plans import FocusInput
from procurement.goal_figures import AMONG, COUNTED, UNKNOWN, GoalFigure, figures, rows, status_of
from procurement.models import ActionFocus, ActionGoal, ActionPlan, GoalExplanation, Tender
from procurement.proposal import Proposed
from procurement.reads import Judgement
from procurement.workflow import ACTION_PLAN
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory
from tests.procurement.plans import action_plan, category, category_plan, goal, theme
from tests.procurement.test_workflow import ACTORS, actor

pytestmark = pytest.mark.usefixtures("shipped")

WRITERS = {"mvi_adviser", "category_manager", "management"}
MOVES = {
    ("draft", "submitted"): WRITERS,
    ("submitted", "adopted"): {"management"},
    ("submitted", "draft"): WRITERS,
}


def awarded(
    cast: Cast, day: date | None = date(2025, 5, 1), level: int | None = None, *, code: str = "climate", **facts: Any
) -> Tender:  # fmt: skip
    """An awarded tender with this level on the theme; ``left_out`` leaves the theme out on purpose."""
    left_out = facts.pop("left_out", False)
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, publication_date=date(2025, 2, 1))
    if level is not None or left_out:
        answer = ambitions.chosen(theme(code), level, "Reden")
        ambitions.save(tender=tender, answers=[answer], by=cast.buyer, at=AT)
    Tender.objects.filter(pk=tender.pk).update(stage="awarded", award_date=day, **facts)
    return tender


def figure_of(plan: ActionPlan, **which: Any) -> GoalFigure:
    found = plan.goals.get(**which)
    return figures([found], Tender.objects.of(plan.organisation))[found.pk]


def told(goal: ActionGoal) -> dict[str, int]:
    tenders = Tender.objects.of(goal.plan.organisation)
    return {part: rows(goal, part, tenders).count() for part in (COUNTED, AMONG, UNKNOWN)}


# Figures ------------------------------------------------------------------------------------------


def test_a_share_counts_what_was_awarded_in_the_year(cast: Cast) -> None:
    plan = action_plan(cast)
    for level in (3, 2, 1, 0):
        awarded(cast, level=level)
    awarded(cast, left_out=True)
    awarded(cast)
    awarded(cast, date(2026, 1, 1), level=3)
    awarded(cast, date(2024, 12, 31), level=3)
    TenderFactory(organisation=cast.organisation, by=cast.buyer)
    found = figure_of(plan, year=2025)
    assert found == GoalFigure(numerator=2, denominator=6, unknown=1)
    assert found.value == Decimal(200) / 6
    assert figure_of(plan, year=2026) == GoalFigure(1, 1, 0)


def test_what_was_awarded_on_an_unknown_day_is_unknown_only(cast: Cast) -> None:
    plan = action_plan(cast)
    awarded(cast, None, level=3)
    awarded(cast, None, level=3, publication_date=date(2026, 3, 1))
    awarded(cast, None, publication_date=None)
    assert figure_of(plan, year=2025) == GoalFigure(0, 0, 2)
    assert figure_of(plan, year=2026) == GoalFigure(0, 0, 3)
    assert figure_of(plan, year=2025).value is None


def test_a_number_has_no_denominator(cast: Cast) -> None:
    plan = action_plan(cast, goals=[goal(indicator="level_count", level=3, year=2025), goal(year=2026)])
    awarded(cast, level=3)
    awarded(cast, level=2)
    found = figure_of(plan, year=2025)
    assert found == GoalFigure(1, None, 0)
    assert (found.value, found.reaches(Decimal(1)), found.reaches(Decimal(2))) == (Decimal(1), True, False)


def test_isv_is_counted_as_contract_condition(cast: Cast) -> None:
    isv = goal("supply_chain", 2025, indicator="isv_share", level=None)
    plan = action_plan(cast, goals=[isv, goal(year=2026)])
    awarded(cast, isv_answered=True, isv_contract_condition=True)
    awarded(cast, isv_answered=True)
    awarded(cast)
    assert figure_of(plan, year=2025) == GoalFigure(1, 3, 1)


def test_the_rows_are_those_that_were_counted(cast: Cast) -> None:
    goals = [
        goal(year=2025), goal(year=2026), goal(year=2025, indicator="level_count", level=3),
        goal("supply_chain", 2025, indicator="isv_share", level=None), goal("circular", 2025, level=1),
    ]  # fmt: skip
    plan = action_plan(cast, goals=goals)
    for day, level in product((date(2025, 3, 1), date(2026, 3, 1), None), (None, 0, 1, 2, 3)):
        awarded(cast, day, level, isv_answered=level is not None, isv_contract_condition=level == 3)
        awarded(cast, day, level, code="circular", left_out=level is None)
    numbers = figures(list(plan.goals.all()), Tender.objects.of(plan.organisation))
    for each in plan.goals.select_related("plan__organisation"):
        found, counted = numbers[each.pk], told(each)
        assert (counted[COUNTED], counted[UNKNOWN]) == (found.numerator, found.unknown), each
        assert counted[AMONG] == found.denominator or not each.is_share


def test_of_another_organisation_nothing_is_counted(cast: Cast) -> None:
    plan = action_plan(cast)
    tender = TenderFactory(organisation=cast.other, by=cast.outsider)
    Tender.objects.filter(pk=tender.pk).update(stage="awarded", award_date=date(2025, 5, 1))
    assert figure_of(plan, year=2025) == GoalFigure(0, 0, 0)


@pytest.mark.parametrize("number", [1, 6])
def test_figures_cost_the_same_however_many_goals(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = ("climate", "circular", "environment", "diversity", "social_return", "supply_chain")[:number]
    plan = action_plan(cast, goals=[goal(code, year) for code in codes for year in (2025, 2026)])
    awarded(cast, level=2)
    goals = list(plan.goals.all())
    with django_assert_num_queries(3):
        assert len(figures(goals, Tender.objects.of(plan.organisation))) == 2 * number


@pytest.mark.parametrize(
    ("year", "counted", "is_explained", "status"),
    [
        (2024, 0, False, "coming"), (2025, 9, False, "running"), (2026, 5, False, "reached"),
        (2026, 4, False, "missed"), (2026, 4, True, "explained"),
    ],
)  # fmt: skip
def test_a_goal_is_judged_when_its_year_is_over(year: int, counted: int, is_explained: bool, status: str) -> None:
    one = ActionGoal(year=2025, target=Decimal(50), indicator="level_share", level=2)
    assert status_of(one, GoalFigure(counted, 10, 0), year, is_explained=is_explained) == status


def test_nothing_awarded_reaches_nothing(cast: Cast) -> None:
    plan = action_plan(cast, goals=[goal(year=2025, target=0), goal(year=2026)])
    assert not figure_of(plan, year=2025).reaches(Decimal(0))


# Comply or explain --------------------------------------------------------------------------------


def test_an_explanation_keeps_the_figure_and_the_former_ones(cast: Cast) -> None:
    plan = action_plan(cast)
    awarded(cast, level=1)
    missed = plan.goals.get(year=2025)
    for text in ("Te laat begonnen.", "Te laat begonnen, en te weinig aanbod."):
        action_plans.explain(goal=missed, text=text, by=cast.mvi_adviser, at=AT)
    found = list(missed.explanations.all())
    assert [row.text for row in found] == ["Te laat begonnen, en te weinig aanbod.", "Te laat begonnen."]
    assert (found[0].numerator, found[0].denominator, found[0].unknown) == (0, 1, 0)
    events = AuditEvent.objects.about(plan).filter(action="actionplan.explained")
    assert {event.reason for event in events} == {row.text for row in found}


def test_only_what_was_missed_is_explained_and_by_who_writes(cast: Cast) -> None:
    plan = action_plan(cast)
    last, now = plan.goals.get(year=2025), plan.goals.get(year=2026)
    refused(PermissionDenied, action_plans.explain, goal=last, text="x", by=cast.buyer)
    refused(ValidationError, action_plans.explain, goal=last, text="  ", by=cast.mvi_adviser)
    refused(TransitionNotAllowed, action_plans.explain, goal=now, text="x", by=cast.mvi_adviser)
    awarded(cast, level=2)
    refused(TransitionNotAllowed, action_plans.explain, goal=last, text="x", by=cast.mvi_adviser)
    ActionPlan.objects.filter(pk=plan.pk).update(state="submitted", adopted_by=None, adopted_at=None)
    Tender.objects.filter(stage="awarded").update(stage="published")
    refused(TransitionNotAllowed, action_plans.explain, goal=last, text="x", by=cast.mvi_adviser)


# Making and adopting ------------------------------------------------------------------------------


def refused(error: type[Exception], action: Any, **values: Any) -> None:
    with pytest.raises(error), transaction.atomic():
        action(at=AT, **values)


def plan_at(*, cast: Cast, at: datetime, **values: Any) -> ActionPlan:
    return action_plan(cast, at=at, **values)


def test_what_cannot_be_measured_is_refused(cast: Cast) -> None:
    for goals in (
        [goal(year=2024)], [goal(), goal()], [goal(target=101)], [goal(level=None)],
        [goal(indicator="isv_share", level=None)], [goal("supply_chain", indicator="isv_share", level=2)],
    ):  # fmt: skip
        refused(ValidationError, plan_at, cast=cast, goals=goals)
    for values in (
        {"stage": "droom"}, {"valid_until": date(2024, 1, 1)}, {"valid_until": date(2035, 1, 1)},
        {"responsible": cast.outsider}, {"focuses": [FocusInput(theme("climate"))] * 2},
    ):  # fmt: skip
        refused(ValidationError, plan_at, cast=cast, **values)
    assert not ActionPlan.objects.exists()


def test_who_writes(cast: Cast) -> None:
    for role, person in cast.people.items():
        given = {
            "organisation": cast.organisation, "by": person, "valid_from": date(2025, 1, 1), "stage": "impact",
            "valid_until": date(2025, 12, 31), "responsible": person,
        }  # fmt: skip
        if role not in WRITERS:
            refused(PermissionDenied, action_plans.create, **given)


@pytest.mark.parametrize(("source", "target"), list(product(ACTION_PLAN.states, ACTION_PLAN.states)))
def test_the_whole_matrix(cast: Cast, source: str, target: str) -> None:
    given: dict[str, dict[str, Any]] = {
        "draft": {"submitted_by": None, "submitted_at": None},
        "submitted": {"submitted_at": AT},
        "adopted": {"adopted_at": AT},
    }
    allowed = set()
    for number, name in enumerate(ACTORS):
        year = 2000 + number
        plan = action_plan(
            cast, state=source, valid_from=date(year, 1, 1), valid_until=date(year, 12, 31), goals=[goal(year=year)]
        )
        by = actor(cast, name)
        own: dict[str, Any] = {"submitted": {"submitted_by": by}, "adopted": {"adopted_by": by}}.get(target, {})
        try:
            move(
                plan, workflow=ACTION_PLAN, to=target, by=by, at=AT, organisation_id=cast.organisation.pk,
                reason="daarom", **given[target], **own,
            )  # fmt: skip
            allowed.add(name)
        except (TransitionNotAllowed, PermissionDenied):
            pass
        ActionPlan.objects.exclude(state="adopted").delete()
    assert allowed == MOVES.get((source, target), set())


def test_every_year_needs_a_goal_and_the_stage_its_reason(cast: Cast) -> None:
    plan = action_plan(cast, state="draft", stage_reason="", goals=[goal(year=2025)])
    with pytest.raises(plans.PlanIncomplete) as refusal:
        action_plans.submit(plan=plan, by=cast.mvi_adviser, at=AT)
    assert len(refusal.value.missing) == 2


def test_management_does_not_adopt_what_it_submitted(cast: Cast) -> None:
    plan = action_plan(cast, state="draft")
    action_plans.submit(plan=plan, by=cast.management, at=AT)
    refused(PermissionDenied, plans.adopt, plan=plan, by=cast.management)


def test_a_change_tells_what_was_before_and_a_clash_is_refused(cast: Cast) -> None:
    plan = action_plan(cast, state="draft")
    action_plans.change(plan=plan, by=cast.mvi_adviser, at=AT, version=1, goals=[goal(year=2025, target=60)])
    event = AuditEvent.objects.about(plan).filter(action="actionplan.changed").get()
    assert list(event.after) == ["goals"]
    assert "(60)" in event.after["goals"][0]
    refused(plans.PlanChanged, action_plans.change, plan=plan, by=cast.mvi_adviser, version=1, vision="Meer")
    refused(
        ValidationError, action_plans.change, plan=plan, by=cast.mvi_adviser, valid_from=date(2026, 1, 1)
    )  # the goal of 2025 no longer fits


def test_the_next_edition_ends_the_one_that_runs(cast: Cast) -> None:
    first = action_plan(cast, valid_until=date(2027, 12, 31), goals=[goal(year=year) for year in (2025, 2026, 2027)])
    second = action_plans.new_edition(plan=first, by=cast.mvi_adviser, at=AT)
    assert (second.edition, second.valid_from, second.goals.count(), second.focuses.count()) == (
        2, date(2028, 1, 1), 0, 1,
    )  # fmt: skip
    action_plans.change(
        plan=second, by=cast.mvi_adviser, at=AT, valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31),
        goals=[goal(year=2027)], stage_reason="Nieuw",
    )  # fmt: skip
    action_plans.submit(plan=second, by=cast.mvi_adviser, at=AT)
    plans.adopt(plan=second, by=cast.management, at=AT)
    first.refresh_from_db()
    assert first.valid_until == date(2026, 12, 31)
    with pytest.raises(Error), transaction.atomic():
        ActionPlan.objects.filter(pk=first.pk).update(valid_until=date(2027, 1, 1))


def test_rows_are_unique_and_sound(cast: Cast) -> None:
    plan = action_plan(cast)
    climate, circular = theme("climate"), theme("circular")
    held = {"plan": plan, "theme": climate, "year": 2025, "text": "x", "target": Decimal(1)}
    for row in (
        ActionGoal(**held, indicator="level_share", level=2), ActionGoal(**held, indicator="level_share"),
        ActionGoal(**held, indicator="isv_share", level=1), ActionGoal(**held, indicator="level_share", level=4),
        ActionGoal(**{**held, "target": Decimal(101)}, indicator="level_share", level=1),
        ActionFocus(plan=plan, theme=circular, category=category()), ActionFocus(plan=plan, theme=climate, level=4),
        GoalExplanation(
            goal=plan.goals.all()[0], text="", numerator=0, unknown=0, explained_at=AT, explained_by=cast.buyer
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    ActionFocus.objects.create(plan=plan, theme=climate)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionFocus.objects.create(plan=plan, theme=climate)


# The proposal -------------------------------------------------------------------------------------


def bought(cast: Cast, code: str = "workwear") -> Tender:
    return TenderFactory(
        organisation=cast.organisation, by=cast.buyer, lots=[category(code)], publication_date=date(2026, 3, 1),
        relevant_product_group=True,
    )  # fmt: skip


def test_a_focus_of_the_action_plan_is_proposed_where_it_fits(cast: Cast) -> None:
    plan = action_plan(cast, focuses=[FocusInput(theme("circular"), category()), FocusInput(theme("climate"))])
    clothes, power = Judgement(bought(cast)), Judgement(bought(cast, "energy"))
    assert clothes.proposed("circular") == power.proposed("climate") == Proposed(3, "plan_focus")
    assert power.proposed("circular").level == 2
    behind = clothes.plan_of("circular", clothes.proposed("circular"))
    assert behind is not None
    assert (behind.kind, behind.pk) == ("action", plan.pk)


def test_a_category_plan_is_named_before_the_action_plan(cast: Cast) -> None:
    action_plan(cast)
    plan = category_plan(cast)
    judgement = Judgement(bought(cast))
    behind = judgement.plan_of("circular", judgement.proposed("circular"))
    assert behind is not None
    assert (behind.kind, behind.pk) == ("category", plan.pk)


@pytest.mark.parametrize(("level", "state"), [(2, "adopted"), (3, "submitted")])
def test_a_lower_level_or_a_plan_that_does_not_hold_is_not_proposed(cast: Cast, level: int, state: str) -> None:
    action_plan(cast, state=state, focuses=[FocusInput(theme("circular"), category(), level)])
    assert Judgement(bought(cast)).proposed("circular").level == 2
