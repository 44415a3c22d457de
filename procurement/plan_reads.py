"""What plans ask of a tender: the themes that they name as focus for its categories, and whether one is promising."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from procurement.models import ActionFocus, PlanAgreement, PromisingCategory
from procurement.plan_period import ADOPTED
from procurement.proposal import AMBITIOUS

CATEGORY, ACTION = "category", "action"


@dataclass(frozen=True)
class PlanBehind:
    """The plan that a proposal rests on: of which kind, its key and its name."""

    kind: str
    pk: int
    name: str


@dataclass(frozen=True)
class PlansBehind:
    """Theme code → the plan that names it as focus at level 3; and the name of a promising category, else empty."""

    focus: dict[str, PlanBehind] = field(default_factory=dict)
    promising: str = ""


def plans_behind(organisation: int, categories: Collection[int], day: date | None) -> PlansBehind:
    """What holds on this day for these categories, in a fixed number of queries. A category plan goes first."""
    promising = PromisingCategory.objects.filter(organisation=organisation, category__in=categories)
    first = promising.select_related("category").first()
    focus = _focus_of_action_plan(organisation, categories, day) | _focus_of_categories(organisation, categories, day)
    return PlansBehind(focus, str(first) if first else "")


def _focus_of_categories(organisation: int, categories: Collection[int], day: date | None) -> dict[str, PlanBehind]:
    """Of two lots with a plan each, the plan that began last is named."""
    if day is None:
        return {}
    rows = PlanAgreement.objects.filter(
        plan__organisation=organisation, plan__category__in=categories, plan__state=ADOPTED,
        plan__valid_from__lte=day, plan__valid_until__gte=day, is_focus=True, level=AMBITIOUS,
    )  # fmt: skip
    named = rows.select_related("theme", "plan__category").order_by("plan__valid_from", "plan")
    return {row.theme.code: PlanBehind(CATEGORY, row.plan_id, str(row.plan)) for row in named}


def _focus_of_action_plan(organisation: int, categories: Collection[int], day: date | None) -> dict[str, PlanBehind]:
    if day is None:
        return {}
    rows = ActionFocus.objects.filter(
        Q(category=None) | Q(category__in=categories), plan__organisation=organisation, plan__state=ADOPTED,
        plan__valid_from__lte=day, plan__valid_until__gte=day, level=AMBITIOUS,
    )  # fmt: skip
    return {
        row.theme.code: PlanBehind(ACTION, row.plan_id, str(row.plan)) for row in rows.select_related("theme", "plan")
    }
