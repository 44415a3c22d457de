"""Plans for tests. The traits are the states, and they go through the actions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.actions import action_plans, category_plans, plans
from procurement.actions.action_plans import FocusInput, GoalInput
from procurement.actions.category_plans import AgreementInput, KpiInput
from procurement.models import ActionPlan, CategoryPlan, ProcurementCategory, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

KPI = KpiInput("Aandeel gerecycled materiaal", "%", Decimal(30))


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


def category(code: str = "workwear") -> ProcurementCategory:
    return ProcurementCategory.objects.get(code=code, organisation=None)


def agreed(code: str = "circular", level: int | None = 3, *, is_focus: bool = True) -> AgreementInput:
    return AgreementInput(theme(code), is_focus, level, "Kleding gaat langer mee.", "Terugname in elk contract.")


def category_plan(
    cast: Cast, code: str = "workwear", *, state: str = "adopted", at: datetime = AT, **values: Any
) -> CategoryPlan:  # fmt: skip
    """A plan of 2026 up to and including 2028 with a focus on circular at level 3; ``state`` goes on."""
    given: dict[str, Any] = {
        "valid_from": date(2026, 1, 1), "valid_until": date(2028, 12, 31), "responsible": cast.category_manager,
        "isv_agreement": "De contractvoorwaarde staat in elke aanbesteding.", "isv_forms": ["contract_condition"],
        "agreements": [agreed()], "kpis": [KPI],
    }  # fmt: skip
    made = category_plans.create(
        organisation=cast.organisation, category=category(code), by=cast.category_manager, at=at, **(given | values)
    )
    if state in ("submitted", "adopted"):
        category_plans.submit(plan=made, by=cast.category_manager, at=at)
    if state == "adopted":
        plans.adopt(plan=made, by=cast.management, at=at)
    return made


def goal(
    code: str = "climate", year: int = 2026, target: int = 50, *, indicator: str = "level_share", level: int | None = 2
) -> GoalInput:
    return GoalInput(theme(code), year, f"{code} {year}", indicator, Decimal(target), level)


def action_plan(cast: Cast, *, state: str = "adopted", at: datetime = AT, **values: Any) -> ActionPlan:
    """A plan of 2025 up to and including 2026 with a goal on climate for each year; ``state`` goes on."""
    given: dict[str, Any] = {
        "valid_from": date(2025, 1, 1), "valid_until": date(2026, 12, 31), "responsible": cast.mvi_adviser,
        "stage": "anchoring", "stage_reason": "Elke aanpak wordt getoetst.",
        "goals": [goal(year=2025), goal(year=2026)], "focuses": [FocusInput(theme("circular"), category())],
    }  # fmt: skip
    made = action_plans.create(organisation=cast.organisation, by=cast.mvi_adviser, at=at, **(given | values))
    if state in ("submitted", "adopted"):
        action_plans.submit(plan=made, by=cast.mvi_adviser, at=at)
    if state == "adopted":
        plans.adopt(plan=made, by=cast.management, at=at)
    return made
