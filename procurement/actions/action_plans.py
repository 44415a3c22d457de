"""The MVI action plan: made, changed, submitted, followed by a new edition; and why a goal was not reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.actions import plans
from procurement.goal_figures import MISSED, figures, status_of
from procurement.models import (
    ActionFocus,
    ActionGoal,
    ActionPlan,
    GoalExplanation,
    ProcurementCategory,
    Tender,
    Theme,
)
from procurement.plan_period import ACTION_PLAN_YEARS, ADOPTED, is_longer_than, last_day
from procurement.proposal import AMBITIOUS, SUPPLY_CHAIN
from procurement.reads import categories_for

AREA = ActionPlan.area
FACTS = ("valid_from", "valid_until", "responsible", "vision", "stage", "stage_reason")
MOST_GOALS = 100
FOLLOWING_YEARS = 3
"""A new edition is drafted for so many years."""

ISV = ActionGoal.Indicator.ISV_SHARE.value


@dataclass(frozen=True)
class GoalInput:
    """A goal: the theme, the year, what is to be reached in words, and how it is measured."""

    theme: Theme
    year: int
    text: str
    indicator: str
    target: Decimal
    level: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        return (self.theme.pk, self.year, self.indicator, self.level)


@dataclass(frozen=True)
class FocusInput:
    """A theme on which to aim at a level, in one category or in every one."""

    theme: Theme
    category: ProcurementCategory | None = None
    level: int = AMBITIOUS


@transaction.atomic
def create(
    *,
    organisation: Organisation,
    by: User,
    at: datetime,
    goals: Sequence[GoalInput] = (),
    focuses: Sequence[FocusInput] = (),
    **facts: Any,
) -> ActionPlan:
    """Make a draft. ``facts``: values of ``FACTS``; period, ``responsible`` and ``stage`` are required.

    Raises ``ValidationError`` by field: also where an edition is in hand already.
    """
    check_right(by, organisation, AREA, WRITE)
    plan = ActionPlan(organisation=organisation, created_at=at, created_by=by, changed_at=at, changed_by=by)
    plan.edition = plans.next_edition(plan)
    _set(plan, facts)
    plan.save()
    _write(plan, goals, focuses)
    audit.record(action="actionplan.created", obj=plan, organisation=organisation, by=by, at=at, after=_told(plan))
    return plan


@transaction.atomic
def change(
    *,
    plan: ActionPlan,
    by: User,
    at: datetime,
    version: int | None = None,
    goals: Sequence[GoalInput] | None = None,
    focuses: Sequence[FocusInput] | None = None,
    **facts: Any,
) -> ActionPlan:
    """Change a draft: what is not named stays; ``goals`` and ``focuses``, when named, are all there are.

    ``version``: of the plan as it was seen. Raises ``PlanChanged`` when it is another now, ``TransitionNotAllowed``
    when it is no draft, ``ValidationError`` by field.
    """

    def write(fresh: ActionPlan) -> None:
        _set(fresh, facts)
        _write(fresh, goals, focuses)

    return plans.rewritten(plan, version=version, write=write, told=_told, by=by, at=at)


@transaction.atomic
def submit(*, plan: ActionPlan, by: User, at: datetime) -> ActionPlan:
    """Ask management to adopt it. Raises ``PlanIncomplete`` with what is missing."""
    return plans.submitted(plan, missing_of=missing_of, by=by, at=at)


def missing_of(plan: ActionPlan) -> list[str]:
    """What a plan needs before it can be submitted, in sentences; empty when it is complete."""
    found = []
    if not plan.stage_reason.strip():
        found.append(_("Say why the organisation is in this growth stage."))
    with_goal = set(plan.goals.values_list("year", flat=True))
    found += [
        _("There is no goal for %(year)s.") % {"year": year} for year in plan.years if year not in with_goal
    ]  # fmt: skip
    return found


@transaction.atomic
def new_edition(*, plan: ActionPlan, by: User, at: datetime) -> ActionPlan:
    """A draft that follows an adopted plan: the same words and focuses, from the day after it; goals are set anew."""
    since = plans.day_after(plan, by=by, at=at)
    return create(
        organisation=plan.organisation, by=by, at=at, valid_from=since, valid_until=last_day(since, FOLLOWING_YEARS),
        responsible=by, vision=plan.vision, stage=plan.stage, stage_reason="",
        focuses=[
            FocusInput(row.theme, row.category, row.level) for row in plan.focuses.select_related("theme", "category")
        ],
    )  # fmt: skip


@transaction.atomic
def explain(*, goal: ActionGoal, text: str, by: User, at: datetime) -> GoalExplanation:
    """Record why a goal was not reached (comply or explain), with the figure of now. A better one may follow.

    Raises ``TransitionNotAllowed`` for a plan that is not adopted, a year that is not over, and a goal that was
    reached; ``ValidationError`` without words.
    """
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=goal.plan_id)
    check_right(by, plan.organisation_id, AREA, WRITE)
    if not text.strip():
        raise ValidationError({"text": _("Explain why the goal was not reached, and what happens now.")})
    figure = figures([goal], Tender.objects.of(plan.organisation))[goal.pk]
    status = status_of(goal, figure, local_date(at).year, is_explained=False)
    if plan.state != ADOPTED or status != MISSED:
        raise TransitionNotAllowed(_("Only a goal of an adopted plan that was not reached needs an explanation."))
    row = GoalExplanation.objects.create(
        goal=goal, text=text.strip(), numerator=figure.numerator, denominator=figure.denominator,
        unknown=figure.unknown, explained_at=at, explained_by=by,
    )  # fmt: skip
    audit.record(
        action="actionplan.explained", obj=plan, organisation=plan.organisation_id, by=by, at=at,
        after={"goal": goal.text, "year": goal.year, "numerator": figure.numerator, "denominator": figure.denominator},
        reason=row.text,
    )  # fmt: skip
    return row


def check_period(since: date, until: date) -> None:
    """Raise ``ValidationError`` for a period that ends before it begins, or that nobody can oversee."""
    if until < since:
        raise ValidationError({"valid_until": _("The last day is on or after the first day.")})
    if is_longer_than(ACTION_PLAN_YEARS, since, until):
        raise ValidationError({"valid_until": _("An action plan is valid for ten years at most.")})


def _set(plan: ActionPlan, facts: Mapping[str, Any]) -> None:
    plans.set_facts(plan, FACTS, facts)
    check_period(plan.valid_from, plan.valid_until)
    if plan.stage not in ActionPlan.Stage.values:
        raise ValidationError({"stage": _("Choose the growth stage.")})


def _write(plan: ActionPlan, goals: Sequence[GoalInput] | None, focuses: Sequence[FocusInput] | None) -> None:
    """Put the rows of the plan as they are given; what is not named stays, if it still fits the period."""
    if goals is not None:
        _check_goals(goals)
        plan.goals.all().delete()
        ActionGoal.objects.bulk_create(
            ActionGoal(
                plan=plan, theme=one.theme, year=one.year, text=one.text.strip(), indicator=one.indicator,
                level=one.level, target=one.target,
            )
            for one in goals
        )  # fmt: skip
    if set(plan.goals.values_list("year", flat=True)) - set(plan.years):
        raise ValidationError({"goals": _("The year of each goal is a year of the plan.")})
    if focuses is not None:
        _write_focuses(plan, focuses)


def _check_goals(goals: Sequence[GoalInput]) -> None:
    if len(goals) > MOST_GOALS:
        raise ValidationError({"goals": _("A plan has at most %(most)s goals.") % {"most": MOST_GOALS}})
    if len({one.key for one in goals}) < len(goals):
        raise ValidationError({"goals": _("A goal is there twice.")})
    for one in goals:
        check_goal(one.theme, one.indicator, one.level, one.target)


def check_goal(theme: Theme, indicator: str, level: int | None, target: Decimal) -> None:
    """Raise ``ValidationError`` for a goal that cannot be measured as it says."""
    if indicator == ISV and theme.code != SUPPLY_CHAIN:
        raise ValidationError({"goals": _("ISV belongs to the theme of supply-chain responsibility.")})
    if (indicator == ISV) is not (level is None):
        raise ValidationError({"goals": _("A level belongs to a goal that counts levels, and to no other.")})
    if indicator != ActionGoal.Indicator.LEVEL_COUNT and target > 100:
        raise ValidationError({"goals": _("A share is 100% at most.")})


def _write_focuses(plan: ActionPlan, focuses: Sequence[FocusInput]) -> None:
    if len({(one.theme.pk, one.category and one.category.pk) for one in focuses}) < len(focuses):
        raise ValidationError({"focuses": _("A focus is there twice.")})
    known = {None, *(each.pk for each in categories_for(plan.organisation))}
    if any((one.category and one.category.pk) not in known for one in focuses):
        raise ValidationError({"focuses": _("Choose a category of your organisation.")})
    plan.focuses.all().delete()
    ActionFocus.objects.bulk_create(
        ActionFocus(plan=plan, theme=one.theme, category=one.category, level=one.level) for one in focuses
    )


def _told(plan: ActionPlan) -> dict[str, Any]:
    """The plan as the audit trail keeps it."""
    goals = plan.goals.select_related("theme")
    focuses = plan.focuses.select_related("theme", "category")
    return {
        **audit.snapshot(plan, *FACTS),
        "goals": [f"{row.year} {row.theme.name_nl}: {row.text} ({row.target.normalize():f})" for row in goals],
        "focuses": [
            f"{row.theme.name_nl} {row.level}: {row.category.name_nl if row.category else '*'}" for row in focuses
        ],
    }
