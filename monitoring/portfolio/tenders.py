"""Tenders of a portfolio: five years of them, a part without the facts that a report asks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.calendar import add_working_days, local_date
from monitoring.portfolio.people import Stage
from procurement.actions import obligations
from procurement.approval import BOTH, TERM_DAYS
from procurement.models import Ambition, ApproachRound, Lot, ProcurementCategory, Tender, Theme

DAYS = 5 * 365
AT_ONCE = 1000
WHAT = ("Bedrijfskleding", "Schoonmaak", "Datacenter", "Laboratorium", "Meubilair", "Catering", "Netwerkdiensten")
STAGES = ("planned", "published", "awarded", "awarded", "awarded", "withdrawn")


def make_all(stage: Stage, number: int) -> list[Tender]:
    """Make the tenders with a lot each and, for most, a level per theme."""
    tenders = Tender.objects.bulk_create((_tender(stage, index) for index in range(number)), batch_size=AT_ONCE)
    categories: list[ProcurementCategory | None] = [None, *ProcurementCategory.objects.filter(organisation=None)]
    Lot.objects.bulk_create(
        (
            Lot(tender=tender, identifier="1", title=tender.title, category=stage.chance.choice(categories))
            for tender in tenders
        ),
        batch_size=AT_ONCE,
    )
    obligations.judge(tenders=[tender.pk for tender in tenders])
    themes = list(Theme.objects.all())
    Ambition.objects.bulk_create(
        (ambition for tender in tenders for ambition in _ambitions(stage, tender, themes)), batch_size=AT_ONCE
    )
    due_on = add_working_days(local_date(stage.now), TERM_DAYS)
    ApproachRound.objects.bulk_create(
        (_round(stage, tender, due_on) for tender in tenders if tender.approach_round), batch_size=AT_ONCE
    )
    return tenders


def _round(stage: Stage, tender: Tender, due_on: date) -> ApproachRound:
    return ApproachRound(
        tender=tender, number=tender.approach_round, asks=BOTH, due_on=due_on, submitted_by=stage.people["buyer"],
        submitted_at=stage.now,
    )  # fmt: skip


def _tender(stage: Stage, index: int) -> Tender:
    chance = stage.chance
    at = chance.choice(STAGES)
    day = local_date(stage.now) - timedelta(days=chance.randrange(DAYS))
    return Tender(
        organisation=stage.organisation,
        reference=f"T-{index:06}",
        title=f"{chance.choice(WHAT)} {index}",
        nature=chance.choice(["supplies", "services", "works"]),
        estimated_value=chance.choice([None, Decimal(chance.randrange(20_000, 5_000_000))]),
        publication_date=None if at == "planned" else day,
        award_date=day if at == "awarded" else None,
        cpv=["18100000"],
        relevant_product_group=chance.choice([True, False, None]),
        government_wide=chance.choice([True, False, False, None]),
        impact_weight=chance.choice([None, Decimal(30), Decimal(50), Decimal(70)]),
        stage=at,
        created_at=stage.now,
        created_by=stage.people["buyer"],
        **_approach(stage),
        **_isv(stage),
    )


def _approach(stage: Stage) -> dict[str, Any]:
    state = stage.chance.choice(["draft", "submitted", "approved", "approved", "approved"])
    if state == "draft":
        return {}
    return {
        "approach_state": state, "approach_round": 1, "approach_submitted_at": stage.now,
        "approach_submitted_by": stage.people["buyer"],
        "approach_approved_at": stage.now if state == "approved" else None,
    }  # fmt: skip


def _isv(stage: Stage) -> dict[str, Any]:
    if stage.chance.random() < 0.2:
        return {}
    return {
        "isv_answered": True,
        "isv_contract_condition": stage.chance.random() < 0.6,
        "isv_award_criterion": stage.chance.random() < 0.1,
        "isv_explanation": stage.chance.choice(["", "Zie de marktverkenning."]),
    }


def _ambitions(stage: Stage, tender: Tender, themes: list[Theme]) -> list[Ambition]:
    if stage.chance.random() < 0.15:
        return []
    return [
        Ambition(
            tender=tender, theme=theme, level=stage.chance.choice([None, 0, 1, 1, 2, 3]), reason="Past bij deze markt.",
            changed_at=stage.now, changed_by=stage.people["buyer"],
        )
        for theme in themes
    ]  # fmt: skip
