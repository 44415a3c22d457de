"""The goals of action plans as pages, files and answers show them: the figure, what it says, and what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import pgettext_lazy

from accounts.models import User
from procurement.goal_figures import COMING, EXPLAINED, MISSED, REACHED, RUNNING, GoalFigure, figures, status_of
from procurement.models import ActionGoal, ActionPlan, GoalExplanation, Tender

STATUS_LABELS: dict[str, Any] = {
    COMING: pgettext_lazy("goal", "still to come"),
    RUNNING: pgettext_lazy("goal", "under way"),
    REACHED: pgettext_lazy("goal", "reached"),
    EXPLAINED: pgettext_lazy("goal", "not reached, explained"),
    MISSED: pgettext_lazy("goal", "explanation needed"),
}
TONES = {COMING: "neutral", RUNNING: "info", REACHED: "success", EXPLAINED: "warning", MISSED: "danger"}


@dataclass(frozen=True)
class GoalView:
    """One goal with its figure and status."""

    goal: ActionGoal
    figure: GoalFigure
    status: str
    explanations: Sequence[GoalExplanation]

    @property
    def label(self) -> Any:
        return STATUS_LABELS[self.status]

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def is_on_target(self) -> bool:
        return self.figure.reaches(self.goal.target)

    @property
    def has_begun(self) -> bool:
        return self.status != COMING

    @property
    def explanation(self) -> GoalExplanation | None:
        """The latest one."""
        return self.explanations[0] if self.explanations else None

    @property
    def target(self) -> str:
        return with_unit(self.goal, self.goal.target)

    @property
    def value(self) -> str:
        """The figure in words; empty when nothing was awarded, so that it is unknown."""
        value = self.figure.value
        return "" if value is None else with_unit(self.goal, value)


def views_of(plans: Iterable[ActionPlan], user: User, year: int) -> dict[int, list[GoalView]]:
    """Plan key → its goals with their figures over the tenders that this reader sees; three queries for all."""
    found = list(plans)
    goals = [goal for plan in found for goal in plan.goals.all()]
    if not goals:
        return {plan.pk: [] for plan in found}
    tenders = Tender.objects.visible_to(user).filter(organisation=found[0].organisation_id)
    numbers = figures(goals, tenders)
    return {plan.pk: [view_of(goal, numbers[goal.pk], year) for goal in plan.goals.all()] for plan in found}


def view_of(goal: ActionGoal, figure: GoalFigure, year: int) -> GoalView:
    explanations = list(goal.explanations.all())
    status = status_of(goal, figure, year, is_explained=bool(explanations))
    return GoalView(goal, figure, status, explanations)


def with_unit(goal: ActionGoal, number: Decimal) -> str:
    """``40 %``, ``12,5 %`` or ``8``."""
    text = number_format(f"{round(number, 1):f}".removesuffix(".0"), use_l10n=True)
    return f"{text}\u00a0%" if goal.is_share else text
