"""Messages about tenders: one function per message."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.actions import outbox
from accounts.models import OutgoingMessage
from procurement.models import Replacement


def replacement(*, replacement: Replacement, at: datetime) -> OutgoingMessage:
    """To the colleague: for whom he stands in, and when."""
    link = f"{settings.BASE_URL}{reverse('procurement:replacements')}"
    return outbox.enqueue(
        to=replacement.colleague, template="replacement", context={"replacement": replacement, "link": link},
        organisation=replacement.organisation, about=replacement, at=at,
    )  # fmt: skip
