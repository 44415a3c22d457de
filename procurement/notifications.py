"""Messages about tenders: one function per message."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.actions import outbox
from accounts.models import OutgoingMessage, User
from procurement.models import ApproachDecision, ApproachRound, Replacement
from procurement.models.plans import Plan

PAGES = {"categoryplan": "monitoring:category-plan-detail", "actionplan": "monitoring:action-plan-detail"}


def replacement(*, replacement: Replacement, at: datetime) -> OutgoingMessage:
    """To the colleague: for whom he stands in, and when."""
    link = f"{settings.BASE_URL}{reverse('procurement:replacements')}"
    return outbox.enqueue(
        to=replacement.colleague, template="replacement", context={"replacement": replacement, "link": link},
        organisation=replacement.organisation, about=replacement, at=at,
    )  # fmt: skip


def approach_submitted(*, started: ApproachRound, to: User, at: datetime) -> OutgoingMessage:
    """To who may judge, himself or for whom he stands in: what was submitted, by whom, and by when it is decided."""
    link = f"{settings.BASE_URL}{reverse('procurement:approval', args=[started.tender_id])}"
    return outbox.enqueue(
        to=to, template="approach_submitted", context={"started": started, "tender": started.tender, "link": link},
        organisation=started.tender.organisation, about=started, at=at,
    )  # fmt: skip


def approach_decided(*, decision: ApproachDecision, to: User, at: datetime) -> OutgoingMessage:
    """To who submitted it, once it is returned or approved, and to the member in whose name a colleague decided."""
    link = f"{settings.BASE_URL}{reverse('procurement:approval', args=[decision.tender_id])}"
    return outbox.enqueue(
        to=to, template="approach_decided", context={"decision": decision, "tender": decision.tender, "link": link},
        organisation=decision.tender.organisation, about=decision, at=at,
    )  # fmt: skip


def plan_submitted(*, plan: Plan, to: User, at: datetime) -> OutgoingMessage:
    """To who may adopt a plan: which one was submitted, by whom."""
    return _about_plan("plan_submitted", plan, to=to, at=at)


def plan_decided(*, plan: Plan, to: User, by: User, reason: str, at: datetime) -> OutgoingMessage:
    """To who submitted a plan: adopted, or back to draft with the reason."""
    return _about_plan("plan_decided", plan, to=to, at=at, by=by, reason=reason)


def _about_plan(template: str, plan: Plan, *, to: User, at: datetime, **told: object) -> OutgoingMessage:
    link = f"{settings.BASE_URL}{reverse(PAGES[str(plan._meta.model_name)], args=[plan.pk])}"
    return outbox.enqueue(
        to=to, template=template, context={"plan": plan, "link": link, **told}, organisation=plan.organisation,
        about=plan, at=at,
    )  # fmt: skip
