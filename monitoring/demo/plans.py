"""Category plans of the demonstration: in force, one that was followed, one to adopt and one in draft."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.calendar import local_date
from monitoring.demo import plan_words
from monitoring.demo.people import Stage
from monitoring.demo.plan_words import PlanWords
from monitoring.demo.tenders import at_noon
from procurement.actions import category_plans, plans
from procurement.actions.category_plans import AgreementInput, KpiInput
from procurement.models import CategoryPlan, ProcurementCategory, PromisingCategory, Theme

FOLLOWED = "workwear"
"""This category has an edition before the one that is in force."""


def make_all(stage: Stage) -> None:
    themes = {theme.code: theme for theme in Theme.objects.all()}
    categories = {row.code: row for row in ProcurementCategory.objects.filter(organisation=None)}
    year = local_date(stage.now).year
    for words in plan_words.PLANS:
        if words.category == FOLLOWED:
            _adopted(stage, words, categories, themes, date(year - 4, 1, 1))
        if words.state == "adopted":
            _adopted(stage, words, categories, themes, date(year - 1, 1, 1))
        else:
            _in_hand(stage, words, categories, themes, date(year + 1, 1, 1))
    for code, reason in plan_words.PROMISING.items():
        PromisingCategory.objects.create(organisation=stage.organisation, category=categories[code], reason=reason)


def _adopted(
    stage: Stage,
    words: PlanWords,
    categories: dict[str, ProcurementCategory],
    themes: dict[str, Theme],
    since: date,
) -> None:
    """A plan that was adopted before its first day, with the results of the years that are over."""
    at = at_noon(since - timedelta(days=45))
    plan = _draft(stage, words, categories[words.category], themes, since=since, at=at)
    writer, director = stage.people["category_manager"], stage.people["management"]
    category_plans.submit(plan=plan, by=writer, at=at + timedelta(days=6))
    plans.adopt(plan=plan, by=director, at=at + timedelta(days=20))
    for kpi, measured in zip(plan.kpis.all(), words.measured, strict=True):
        for number, value in enumerate(measured.results):
            moment = min(at_noon(date(since.year + number + 1, 2, 10)), stage.now - timedelta(days=8))
            category_plans.record_result(
                kpi=kpi, year=since.year + number, value=Decimal(value), note=measured.note, by=writer, at=moment
            )


def _in_hand(
    stage: Stage,
    words: PlanWords,
    categories: dict[str, ProcurementCategory],
    themes: dict[str, Theme],
    since: date,
) -> None:
    """A draft, or one that was sent back once and waits for management again."""
    at = stage.now - timedelta(days=20)
    plan = _draft(stage, words, categories[words.category], themes, since=since, at=at)
    if words.state == "draft":
        return
    writer = stage.people["category_manager"]
    category_plans.submit(plan=plan, by=writer, at=at + timedelta(days=4))
    plans.send_back(
        plan=plan, reason=plan_words.SENT_BACK, by=stage.people["management"], at=at + timedelta(days=9)
    )  # fmt: skip
    category_plans.submit(plan=plan, by=writer, at=stage.now - timedelta(days=3))


def _draft(
    stage: Stage, words: PlanWords, category: ProcurementCategory, themes: dict[str, Theme], *, since: date,
    at: datetime,
) -> CategoryPlan:  # fmt: skip
    writer = stage.people["category_manager"]
    return category_plans.create(
        organisation=stage.organisation, category=category, by=writer, at=at, responsible=writer,
        valid_from=since, valid_until=date(since.year + 2, 12, 31), scope=words.scope, isv_agreement=words.isv,
        isv_forms=list(words.forms) if words.isv else [],
        agreements=[
            AgreementInput(themes[one.theme], one.is_focus, one.level, one.goal, one.measure) for one in words.agreed
        ],
        kpis=[
            KpiInput(one.name, one.unit, Decimal(one.target), one.direction, themes.get(one.theme))
            for one in words.measured
        ],
    )  # fmt: skip
