"""Category plans: made, changed, submitted, followed by a new edition, and measured each year."""

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
from procurement.models import (
    ISV_FORMS,
    CategoryPlan,
    PlanAgreement,
    PlanKpi,
    PlanKpiResult,
    ProcurementCategory,
    Theme,
)
from procurement.plan_period import ADOPTED, CATEGORY_PLAN_YEARS, is_longer_than, last_day
from procurement.reads import categories_for

AREA = CategoryPlan.area
FACTS = ("valid_from", "valid_until", "responsible", "scope", "isv_agreement", "isv_forms")
MOST_KPIS = 40
SIGNS = {PlanKpi.Direction.AT_LEAST.value: "≥", PlanKpi.Direction.AT_MOST.value: "≤"}


@dataclass(frozen=True)
class AgreementInput:
    """What is agreed on one theme. All empty: nothing."""

    theme: Theme
    is_focus: bool = False
    level: int | None = None
    goal: str = ""
    measure: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.is_focus or self.level or self.goal.strip() or self.measure.strip())


@dataclass(frozen=True)
class KpiInput:
    """A KPI: which number in which unit, and whether it is to be at least or at most the target."""

    name: str
    unit: str
    target: Decimal
    direction: str = PlanKpi.Direction.AT_LEAST.value
    theme: Theme | None = None


@transaction.atomic
def create(
    *,
    organisation: Organisation,
    category: ProcurementCategory,
    by: User,
    at: datetime,
    agreements: Sequence[AgreementInput] = (),
    kpis: Sequence[KpiInput] = (),
    **facts: Any,
) -> CategoryPlan:
    """Make a draft. ``facts``: values of ``FACTS``; period and ``responsible`` are required.

    Raises ``ValidationError`` by field: also where an edition of this category is in hand already.
    """
    check_right(by, organisation, AREA, WRITE)
    if category not in categories_for(organisation):
        raise ValidationError({"category": _("Choose a category of your organisation.")})
    plan = CategoryPlan(
        organisation=organisation, category=category, created_at=at, created_by=by, changed_at=at, changed_by=by
    )
    try:
        plan.edition = plans.next_edition(plan)
    except ValidationError as refused:
        raise ValidationError({"category": refused.messages}) from refused
    _set(plan, facts)
    plan.save()
    _write(plan, agreements, kpis)
    audit.record(action="categoryplan.created", obj=plan, organisation=organisation, by=by, at=at, after=_told(plan))
    return plan


@transaction.atomic
def change(
    *,
    plan: CategoryPlan,
    by: User,
    at: datetime,
    version: int | None = None,
    agreements: Sequence[AgreementInput] | None = None,
    kpis: Sequence[KpiInput] | None = None,
    **facts: Any,
) -> CategoryPlan:
    """Change a draft: what is not named stays; ``agreements`` and ``kpis``, when named, are all there are.

    ``version``: of the plan as it was seen. Raises ``PlanChanged`` when it is another now, ``TransitionNotAllowed``
    when it is no draft, ``ValidationError`` by field.
    """

    def write(fresh: CategoryPlan) -> None:
        _set(fresh, facts)
        _write(fresh, agreements, kpis)

    return plans.rewritten(plan, version=version, write=write, told=_told, by=by, at=at)


@transaction.atomic
def submit(*, plan: CategoryPlan, by: User, at: datetime) -> CategoryPlan:
    """Ask management to adopt it. Raises ``PlanIncomplete`` with what is missing."""
    return plans.submitted(plan, missing_of=missing_of, by=by, at=at)


def missing_of(plan: CategoryPlan) -> list[str]:
    """What a plan needs before it can be submitted, in sentences; empty when it is complete."""
    agreements = list(plan.agreements.select_related("theme"))
    found = []
    if not plan.isv_agreement.strip():
        found.append(_("The agreement on ISV is missing."))
    if not agreements:
        found.append(_("Nothing is agreed on any theme yet."))
    found += [
        _("%(theme)s is a focus: its goal is missing.") % {"theme": row.theme.name}
        for row in agreements
        if row.is_focus and not row.goal.strip()
    ]
    if not plan.kpis.exists():
        found.append(_("Without a KPI nobody can tell whether the plan works."))
    return found


@transaction.atomic
def new_edition(*, plan: CategoryPlan, by: User, at: datetime) -> CategoryPlan:
    """A draft that follows an adopted plan: the same agreements and KPIs, without results, from the day after it."""
    since = plans.day_after(plan, by=by, at=at)
    return create(
        organisation=plan.organisation, category=plan.category, by=by, at=at,
        valid_from=since, valid_until=last_day(since, CATEGORY_PLAN_YEARS), responsible=by,
        scope=plan.scope, isv_agreement=plan.isv_agreement, isv_forms=plan.isv_forms,
        agreements=[
            AgreementInput(row.theme, row.is_focus, row.level, row.goal, row.measure)
            for row in plan.agreements.select_related("theme")
        ],
        kpis=[
            KpiInput(row.name, row.unit, row.target, row.direction, row.theme)
            for row in plan.kpis.select_related("theme")
        ],
    )  # fmt: skip


@transaction.atomic
def record_result(*, kpi: PlanKpi, year: int, value: Decimal, note: str, by: User, at: datetime) -> PlanKpiResult:
    """What was measured over a year of an adopted plan; a better number of the same year takes its place, audited."""
    plan = CategoryPlan.objects.select_for_update(of=("self",)).get(pk=kpi.plan_id)
    check_right(by, plan.organisation_id, AREA, WRITE)
    if plan.state != ADOPTED:
        raise TransitionNotAllowed(_("Results belong to a plan that was adopted."))
    if year not in plan.years:
        raise ValidationError({"year": _("Choose a year of the plan.")})
    if year > local_date(at).year:
        raise ValidationError({"year": _("This year has not begun yet.")})
    held = PlanKpiResult.objects.filter(kpi=kpi, year=year).first()
    before = {} if held is None else {"result": held.value, "note": held.note}
    row = held or PlanKpiResult(kpi=kpi, year=year)
    row.value, row.note, row.recorded_at, row.recorded_by = value, note.strip(), at, by
    row.save()
    old, new = audit.changes(before, {"result": row.value, "note": row.note})
    if new:
        audit.record(
            action="categoryplan.result", obj=plan, organisation=plan.organisation_id, by=by, at=at,
            before=_numbers(old), after={"kpi": kpi.name, "year": year, **_numbers(new)},
        )  # fmt: skip
    return row


def _set(plan: CategoryPlan, facts: Mapping[str, Any]) -> None:
    plans.set_facts(plan, FACTS, facts)
    check_period(plan.valid_from, plan.valid_until)
    if set(plan.isv_forms) - set(ISV_FORMS):
        raise ValidationError({"isv_forms": _("Choose from the forms in the list.")})
    plan.isv_forms = [form for form in ISV_FORMS if form in plan.isv_forms]


def check_period(since: date, until: date) -> None:
    """Raise ``ValidationError`` for a period that ends before it begins, or is longer than three years."""
    if until < since:
        raise ValidationError({"valid_until": _("The last day is on or after the first day.")})
    if is_longer_than(CATEGORY_PLAN_YEARS, since, until):
        raise ValidationError({"valid_until": _("A category plan is valid for three years at most.")})


def _write(
    plan: CategoryPlan, agreements: Sequence[AgreementInput] | None, kpis: Sequence[KpiInput] | None
) -> None:  # fmt: skip
    """Put the rows of the plan as they are given; what is not named stays."""
    if agreements is not None:
        _write_agreements(plan, [one for one in agreements if one.says_something])
    if kpis is not None:
        _write_kpis(plan, kpis)


def _write_agreements(plan: CategoryPlan, agreements: Sequence[AgreementInput]) -> None:
    if len({one.theme.pk for one in agreements}) < len(agreements):
        raise ValidationError({"agreements": _("A theme is there twice.")})
    for one in agreements:
        if one.is_focus and one.level is None:
            raise ValidationError(
                {"agreements": _("%(theme)s is a focus: choose a level.") % {"theme": one.theme.name}}
            )
    plan.agreements.all().delete()
    PlanAgreement.objects.bulk_create(
        PlanAgreement(
            plan=plan, theme=one.theme, is_focus=one.is_focus, level=one.level, goal=one.goal.strip(),
            measure=one.measure.strip(),
        )
        for one in agreements
    )  # fmt: skip


def _write_kpis(plan: CategoryPlan, kpis: Sequence[KpiInput]) -> None:
    """A draft has no results yet, so its KPIs can be made anew."""
    names = [one.name.strip().casefold() for one in kpis]
    if len(set(names)) < len(names):
        raise ValidationError({"kpis": _("A KPI is there twice.")})
    if len(kpis) > MOST_KPIS:
        raise ValidationError({"kpis": _("A plan has at most %(most)s KPIs.") % {"most": MOST_KPIS}})
    plan.kpis.all().delete()
    PlanKpi.objects.bulk_create(
        PlanKpi(
            plan=plan, position=position, name=one.name.strip(), unit=one.unit.strip(), target=one.target,
            direction=one.direction, theme=one.theme,
        )
        for position, one in enumerate(kpis)
    )  # fmt: skip


def _told(plan: CategoryPlan) -> dict[str, Any]:
    """The plan as the audit trail keeps it."""
    told = audit.snapshot(plan, "valid_from", "valid_until", "responsible", "scope", "isv_agreement", "isv_forms")
    agreements = plan.agreements.select_related("theme")
    kpis = plan.kpis.select_related("theme")
    return {
        **told,
        **{row.theme.code: _agreement(row) for row in agreements},
        "kpis": [f"{row.name}: {SIGNS[row.direction]} {_number(row.target)} {row.unit}" for row in kpis],
    }


def _agreement(row: PlanAgreement) -> dict[str, Any]:
    return {"is_focus": row.is_focus, "level": row.level, "goal": row.goal, "measure": row.measure}


def _numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _number(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _number(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.01")).normalize(), "f")
