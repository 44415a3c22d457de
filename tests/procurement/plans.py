"""Plans for tests. The traits are the states, and they go through the actions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.actions import category_plans, plans
from procurement.actions.category_plans import AgreementInput, KpiInput
from procurement.models import CategoryPlan, ProcurementCategory, Theme
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
