"""Two hundred tenders over five years: ambitions, ISV, approval, publication, some with gaps as in real life."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.calendar import AMSTERDAM
from monitoring.demo import ambition_words, criteria, risks, words
from monitoring.demo.approvals import judge, make_rules
from monitoring.demo.people import Stage
from procurement.actions import ambitions, isv, tenders
from procurement.actions.ambitions import Answer, chosen
from procurement.actions.tenders import LotInput
from procurement.models import LevelMeaning, ProcurementCategory, Tender, Theme, ThemeTarget

NUMBER = 200
YEARS = 5
GAPS = 0.06
OPEN = ("submitted", "returned", "draft", "resubmitted", "untouched")
"""How far the approach has come of the tenders that are still in preparation."""
HALF_WAY = 4
"""So many themes are answered where the team is still at it."""
PROCEDURES = ("open", "open", "open", "restricted", "neg-w-call", "comp-dial")


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), AMSTERDAM)


def make_all(stage: Stage) -> list[tuple[Tender, words.Subject]]:
    """The tenders with their subjects, oldest first; the last ones are still in preparation."""
    today = stage.now.date()
    first = today - timedelta(days=365 * YEARS)
    categories = {row.code: row for row in ProcurementCategory.objects.filter(organisation=None)}
    themes = list(Theme.objects.all())
    _aims(stage, themes)
    make_rules(stage)
    criteria.make_library(stage, themes)
    risks.take_in(stage)
    found = []
    for number in range(NUMBER):
        day = first + timedelta(days=round((365 * YEARS + 40) * (number + 1) / NUMBER) - stage.random.randint(0, 6))
        subject = stage.random.choices(words.SUBJECTS, weights=[one.weight for one in words.SUBJECTS])[0]
        category = None if stage.random.random() < GAPS else _category(subject, day, categories)
        found.append((_tender(stage, number, day, subject, category=category, themes=themes), subject))
    return found


def _aims(stage: Stage, themes: list[Theme]) -> None:
    """What the organisation wants to reach per theme, and what levels mean for some of its product groups."""
    by_code = {theme.code: theme for theme in themes}
    for code, level in ambition_words.THEME_TARGETS.items():
        ThemeTarget.objects.create(organisation=stage.organisation, theme=by_code[code], level=Decimal(level))
    for code, group, number, text in ambition_words.OWN_MEANINGS:
        LevelMeaning.objects.create(
            organisation=stage.organisation, theme=by_code[code], product_group=group, level=number, text_nl=text
        )


def _category(subject: words.Subject, day: date, categories: dict[str, ProcurementCategory]) -> ProcurementCategory:
    """The category that held on the day: before the revision of June 2022 an older one."""
    current = categories[subject.category]
    if subject.category != "other" and day < date(2022, 6, 1):
        return next((row for row in categories.values() if row.successor_id == current.pk), current)
    return current


def _tender(
    stage: Stage,
    number: int,
    day: date,
    subject: words.Subject,
    *,
    category: ProcurementCategory | None,
    themes: list[Theme],
) -> Tender:
    random, buyer = stage.random, stage.people["buyer"]
    prepared = at_noon(day - timedelta(days=random.randint(70, 140)))
    lots = [
        LotInput(identifier=f"LOT-{part + 1:04}", title=title, category=category)
        for part, title in enumerate(["", ""][: 2 if random.random() < 0.15 else 1])
    ]
    value = None if random.random() < 0.05 else Decimal(random.randint(8, 600)) * 10_000
    tender = tenders.create(
        organisation=stage.organisation,
        by=buyer,
        at=prepared,
        lots=lots,
        reference=f"{day.year}-{number + 101:04}",
        title=f"{subject.title}, {random.choice(words.PLACES)}",
        nature=subject.nature,
        procedure=random.choice(PROCEDURES),
        estimated_value=value,
        currency="EUR",
        cpv=[subject.cpv],
        product_groups=ambition_words.PRODUCT_GROUPS.get(subject.category, ""),
        relevant_product_group=None if random.random() < 0.05 else subject.category != "other",
        government_wide=None if random.random() < 0.04 else random.random() < 0.14,
        impact_weight=None if random.random() < 0.15 else Decimal(random.choice((0, 10, 15, 20, 25, 30, 40, 50, 60))),
    )
    is_future = day > stage.now.date()
    end = OPEN[number % len(OPEN)] if is_future else "decided"
    filled = random.random() < (0.72 + 0.05 * min(4, day.year - (stage.now.year - YEARS)))
    if filled or is_future:
        _approach(stage, tender, subject, themes, prepared + timedelta(days=9), end=end)
    if not is_future:
        tenders.publish(tender=tender, by=buyer, at=at_noon(day), publication_date=day)
        if random.random() < 0.02:
            tenders.withdraw(
                tender=tender, by=buyer, at=at_noon(day + timedelta(days=20)), reason="Geen geldige inschrijving."
            )
    tender.refresh_from_db()
    return tender


def _approach(
    stage: Stage, tender: Tender, subject: words.Subject, themes: list[Theme], at: datetime, *, end: str
) -> None:
    """Let the approach come as far as ``end``: untouched, draft, or as far as ``judge`` says."""
    random, buyer = stage.random, stage.people["buyer"]
    if end == "untouched":
        return
    has_mvi = random.random() < (0.85 if subject.category != "other" else 0.6)
    answers = [_answer(stage, theme, subject, has_mvi=has_mvi) for theme in themes]
    ambitions.save(tender=tender, answers=answers[:HALF_WAY] if end == "draft" else answers, by=buyer, at=at)
    _isv(stage, tender, subject, at, has_mvi=has_mvi)
    criteria.choose_for(stage, tender, answers, at, is_open=end != "decided")
    risks.scan(stage, tender, subject, at)
    if end == "draft":
        return
    judge(stage, tender, at + timedelta(days=2), end=end)


def _answer(stage: Stage, theme: Theme, subject: words.Subject, *, has_mvi: bool) -> Answer:
    random = stage.random
    if has_mvi and theme.code in subject.themes:
        level = random.choices((1, 2, 3), weights=(3, 5, 2))[0]
        reason = words.LEVEL_REASONS[level] if level > 1 else f"{words.LEVEL_REASONS[1]} {words.BELOW_PROPOSAL}"
        return chosen(theme, level, reason, **_worked_out(stage, theme, subject, level))
    level_or_none = random.choices((None, 0, 1), weights=(5, 2, 2 if has_mvi else 0))[0]
    if level_or_none is None:
        return chosen(theme, None, words.LEFT_OUT)
    reason = words.LEVEL_REASONS[level_or_none]
    return chosen(theme, level_or_none, f"{reason} {words.BELOW_PROPOSAL}" if level_or_none else reason)


def _worked_out(stage: Stage, theme: Theme, subject: words.Subject, level: int) -> dict[str, Any]:
    """Goal, opportunity, risk, criteria, target and who is responsible; now and then nobody is named yet."""
    text = ambition_words.AMBITIONS[theme.code]
    kinds = ("minimum_requirement", "award_criterion", "contract_clause")[: level + 1]
    people = (stage.people["buyer"], stage.people["commissioning_owner"], stage.people["mvi_adviser"], None)
    person = people[(len(subject.title) + level) % len(people)]
    return {
        "goal": text.goal.format(products=subject.products),
        "opportunity": text.opportunity,
        "risk": text.risk.format(products=subject.products),
        "criterion_kinds": list(kinds),
        "target": text.target,
        "indicator": text.indicator,
        "target_value": Decimal(text.values[level - 1]),
        "target_unit": text.unit,
        "responsible_id": person.pk if person else None,
    }


def _isv(stage: Stage, tender: Tender, subject: words.Subject, at: datetime, *, has_mvi: bool) -> None:
    random = stage.random
    is_risky = subject.category != "other"
    forms: list[str] = []
    if has_mvi and random.random() < (0.9 if is_risky else 0.12):
        forms.append("contract_condition")
    if has_mvi and random.random() < 0.12:
        forms.append("award_criterion")
    if has_mvi and random.random() < 0.06:
        forms.append("minimum_requirement")
    explanation = "" if "contract_condition" in forms or not is_risky else words.ISV_DEVIATION
    isv.apply(tender=tender, forms=forms, explanation=explanation, by=stage.people["buyer"], at=at)
