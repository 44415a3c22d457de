"""The action plan of the demonstration: three years, goals that were reached, missed with an explanation, and open."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from accounts.calendar import local_date
from monitoring.demo import action_plan_words as words
from monitoring.demo.people import Stage
from monitoring.demo.tenders import at_noon
from procurement.actions import action_plans, plans
from procurement.actions.action_plans import FocusInput, GoalInput
from procurement.models import ActionPlan, ProcurementCategory, Theme

YEARS_BEFORE = 2


def make(stage: Stage) -> ActionPlan:
    """The plan, adopted before its first day: two years are over, the third is this one."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    categories = {row.code: row for row in ProcurementCategory.objects.filter(organisation=None)}
    first = local_date(stage.now).year - YEARS_BEFORE
    at = at_noon(date(first, 1, 1) - timedelta(days=60))
    plan = action_plans.create(
        organisation=stage.organisation, by=stage.people["mvi_adviser"], at=at, responsible=stage.people["mvi_adviser"],
        valid_from=date(first, 1, 1), valid_until=date(first + 2, 12, 31), vision=words.VISION, stage="anchoring",
        stage_reason=words.STAGE_REASON,
        goals=[
            GoalInput(themes[one.theme], first + one.year, one.text, one.indicator, Decimal(one.target), one.level)
            for one in words.GOALS
        ],
        focuses=[FocusInput(themes[theme], categories[category]) for theme, category in words.FOCUSES],
    )  # fmt: skip
    action_plans.submit(plan=plan, by=stage.people["mvi_adviser"], at=at + timedelta(days=10))
    plans.adopt(plan=plan, by=stage.people["management"], at=at + timedelta(days=24))
    return plan


def explain(stage: Stage, plan: ActionPlan) -> None:
    """Once the tenders were awarded: why a goal of last year was not reached."""
    texts = {(one.theme, plan.valid_from.year + one.year): one.explanation for one in words.GOALS if one.explanation}
    at = min(at_noon(date(plan.valid_from.year + 2, 2, 3)), stage.now - timedelta(days=3))
    for goal in plan.goals.select_related("theme"):
        if text := texts.get((goal.theme.code, goal.year)):
            action_plans.explain(goal=goal, text=text, by=stage.people["mvi_adviser"], at=at)
