"""Plans as tables, for the export: everything that the pages show of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from accounts.calendar import local_date
from accounts.templatetags.numbers import plain
from procurement.formats.sheets import Cell
from procurement.goal_board import GoalView
from procurement.models import ActionPlan, CategoryPlan, PlanAgreement, PlanKpi, Theme
from procurement.plan_filters import STANDING_LABELS
from procurement.plan_querysets import CategoryPlanQuerySet

Header = Sequence[str]
Rows = Iterable[Sequence[Cell]]


def header(themes: Sequence[Theme]) -> list[str]:
    """The names of the columns, in the reader's language."""
    parts = [_("focus"), _("level"), _("goal"), _("measure")]
    return [
        _("Category"), _("Edition"), _("State"), _("Valid from"), _("Valid until"), _("Who is responsible"),
        _("Submitted by"), _("Adopted by"), _("Adopted on"), _("What is bought, and on which market"),
        _("Forms of ISV"), _("Agreement on ISV"),
        *(f"{theme.name}: {part}" for theme in themes for part in parts), _("KPIs"),
    ]  # fmt: skip


def rows(plans: CategoryPlanQuerySet, themes: Sequence[Theme], day: date) -> Rows:
    """A row per plan of ``plans.with_contents()``."""
    return (_row(plan, themes, day) for plan in plans)


def _row(plan: CategoryPlan, themes: Sequence[Theme], day: date) -> list[Cell]:
    agreements = {row.theme_id: row for row in plan.agreements.all()}
    told: list[Cell] = []
    for theme in themes:
        told += _agreement(agreements.get(theme.pk))
    return [
        plan.category.name, plan.edition, str(STANDING_LABELS[plan.standing(day)]), plan.valid_from, plan.valid_until,
        str(plan.responsible), str(plan.submitted_by or ""), str(plan.adopted_by or ""),
        local_date(plan.adopted_at) if plan.adopted_at else None, plan.scope, ", ".join(plan.isv_labels),
        plan.isv_agreement, *told, "\n".join(kpi_text(kpi) for kpi in plan.kpis.all()),
    ]  # fmt: skip


def _agreement(row: PlanAgreement | None) -> list[Cell]:
    if row is None:
        return [None, None, None, None]
    return [_("yes") if row.is_focus else _("no"), row.level, row.goal or None, row.measure or None]


def kpi_text(kpi: PlanKpi) -> str:
    """A KPI with its target and results, in one line."""
    target = f"{kpi.get_direction_display()} {plain(kpi.target)} {kpi.unit}"
    results = [f"{result.year}: {plain(result.value)}" for result in kpi.results.all()]
    return "; ".join([f"{kpi.name} ({target})", *results])


def goal_header() -> list[str]:
    """The names of the columns of a list of goals."""
    return [
        _("Action plan"), _("Edition"), _("State"), _("Growth stage"), _("Why this stage"), _("Theme"), _("Year"),
        _("Goal"), _("Indicator"), _("Level"), _("Target"), _("Result"), _("Numerator"), _("Denominator"),
        _("Unknown"), _("Progress"), _("Explanation"),
    ]  # fmt: skip


def goal_rows(plans: Iterable[ActionPlan], goals: Mapping[int, Sequence[GoalView]], day: date) -> Rows:
    """A row per goal; the result is empty where nothing was awarded yet, as it is unknown."""
    return (_goal_row(plan, view, day) for plan in plans for view in goals[plan.pk])


def _goal_row(plan: ActionPlan, view: GoalView, day: date) -> list[Cell]:
    goal, figure = view.goal, view.figure
    return [
        str(plan), plan.edition, str(STANDING_LABELS[plan.standing(day)]), plan.get_stage_display(), plan.stage_reason,
        goal.theme.name, goal.year, goal.text, goal.get_indicator_display(), goal.level, goal.target,
        None if figure.value is None else round(figure.value, 1), figure.numerator, figure.denominator, figure.unknown,
        str(view.label), view.explanation.text if view.explanation else None,
    ]  # fmt: skip
