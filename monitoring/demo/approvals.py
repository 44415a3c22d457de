"""Approval in the demonstration: rules, rounds with remarks and answers, and who stands in for whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.calendar import local_date
from monitoring.demo import words
from monitoring.demo.people import Stage
from procurement.actions import ambitions, approvals, remarks, replacements
from procurement.ambition_cells import Values
from procurement.approval import BOTH, BUDGET_HOLDER, TENDERBOARD, roles_asked
from procurement.approval_reads import current_round
from procurement.models import ApprovalRule, Tender, Theme

RULES = ((0, BUDGET_HOLDER, 5), (250_000, BOTH, 10))
RECENTLY = 9
"""Days ago, at most, that what still waits for a decision was submitted."""

REMARKS = {
    "climate": (
        "Waar komt het doel voor uitstoot vandaan? Noem de meting van het huidige contract.",
        "Toegevoegd in de reden: het huidige contract stoot 41 ton per jaar uit.",
    ),
    "supply_chain": ("Is de markt hier klaar voor? Vier aanbieders is weinig.", ""),
    "": (
        "Overweeg ook een gunningscriterium voor ketenverantwoordelijkheid.",
        "Besproken met de MVI-adviseur: dat doen we bij de volgende aanbesteding.",
    ),
}
"""Per theme (empty: ISV) what was remarked, and what the team answered; empty where it has to do so still."""


def make_rules(stage: Stage) -> None:
    """From which value who approves, and one absence that runs now."""
    for value, asks, days in RULES:
        ApprovalRule.objects.create(
            organisation=stage.organisation, from_value=Decimal(value), asks=asks, working_days=days
        )
    today = local_date(stage.now)
    replacements.name(
        organisation=stage.organisation, colleague=stage.people[TENDERBOARD], from_on=today - timedelta(days=2),
        until_on=today + timedelta(days=12), by=stage.people[BUDGET_HOLDER], at=stage.now - timedelta(days=3),
    )  # fmt: skip


def judge(stage: Stage, tender: Tender, at: datetime, *, end: str) -> None:
    """Submit a complete approach and let it come as far as ``end``: submitted, resubmitted, returned or decided."""
    random, buyer = stage.random, stage.people["buyer"]
    if end != "decided":
        at = stage.now - timedelta(days=1 + len(tender.title) % RECENTLY)
    try:
        approvals.submit(tender=tender, by=buyer, at=at)
    except approvals.ApproachIncomplete:
        return
    if end == "submitted":
        return
    if end != "decided" or random.random() < 0.12:
        if end != "decided":
            _remark(stage, tender, at + timedelta(hours=2))
        _return(stage, tender, at + timedelta(hours=3))
        if end == "returned":
            return
        if end == "resubmitted":
            _change(stage, tender, at + timedelta(hours=5))
        approvals.submit(tender=tender, by=buyer, at=at + timedelta(hours=6))
        if end == "resubmitted":
            return
    for role in _asked(tender):
        approvals.decide(
            tender=tender, role=role, verdict="approved", reason="", by=stage.people[role], at=at + timedelta(days=4)
        )


def _asked(tender: Tender) -> tuple[str, ...]:
    running = current_round(tender)
    return roles_asked(running.asks) if running else ()


def _return(stage: Stage, tender: Tender, at: datetime) -> None:
    role, reason = _asked(tender)[0], stage.random.choice(words.RETURN_REASONS)
    approvals.decide(tender=tender, role=role, verdict="returned", reason=reason, by=stage.people[role], at=at)


def _remark(stage: Stage, tender: Tender, at: datetime) -> None:
    judge = stage.people[_asked(tender)[0]]
    themes = {theme.code: theme for theme in Theme.objects.all()}
    for code, (text, answer) in REMARKS.items():
        made = remarks.write(tender=tender, theme=themes.get(code), text=text, by=judge, at=at)
        if answer:
            remarks.answer(remark=made, text=answer, by=stage.people["mvi_adviser"], at=at + timedelta(minutes=30))


def _change(stage: Stage, tender: Tender, at: datetime) -> None:
    """What the team did with the remarks."""
    row = tender.ambitions.select_related("theme").get(theme__code="climate")
    better: Values = {
        "is_relevant": True, "level": 3, "reason": "Het huidige contract stoot 41 ton per jaar uit.",
        "goal": "De uitstoot is na twee jaar gehalveerd tot 20 ton per jaar.",
    }  # fmt: skip
    answer = ambitions.Answer(row.theme, better, version=row.version)
    ambitions.save(tender=tender, answers=[answer], by=stage.people["mvi_adviser"], at=at)
