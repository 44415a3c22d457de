"""Messages about tenders: one function per message."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.actions import outbox
from accounts.models import OutgoingMessage, User
from procurement.models import ApproachRound, Replacement


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
