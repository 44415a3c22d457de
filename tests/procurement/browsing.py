"""What the tests of pages share: a signed-in browser, addresses, and what a page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from procurement.models import Tender, Theme

TABS = ("tender-detail", "ambition-edit", "risk-scan", "isv-edit", "approval", "notices")
PLAN_PAGES = tuple(f"plan-{each}" for each in ("detail", "submit", "decide", "take-back", "follow", "discard"))
"""A plan has its page, and the steps that answer with it, in the app that knows who was reminded."""
Browse = Callable[[User], Client]


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in, in Dutch."""
    client = Client(headers={"accept-language": "nl"})
    by_link = user.kind != User.Kind.PERSON
    client.force_login(user, backend=f"accounts.backends.{'LinkBackend' if by_link else 'PersonBackend'}")
    return client


def url(name: str, *args: object) -> str:
    space = "monitoring" if name.endswith(PLAN_PAGES) else "procurement"
    return reverse(f"{space}:{name}", args=args)


def text(response: Any) -> str:
    """What the page says, without tags."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.replace("&nbsp;", " ").replace("\xa0", " ").split())


def form_values(tender: Tender | None = None) -> dict[str, object]:
    """What a browser would send."""
    lots = list(tender.lots.all()) if tender else []
    values: dict[str, object] = {
        "reference": tender.reference if tender else "2026-1", "title": tender.title if tender else "Koffie",
        "nature": "supplies", "regime": "standard", "estimated_value": "2.000.000,00", "currency": "EUR",
        "publication_date": "2026-03-01", "lots-TOTAL_FORMS": str(len(lots) or 1), "lots-INITIAL_FORMS": str(len(lots)),
    }  # fmt: skip
    for number, lot in enumerate(lots):
        values |= {
            f"lots-{number}-pk": lot.pk, f"lots-{number}-identifier": lot.identifier,
            f"lots-{number}-title": lot.title, f"lots-{number}-category": lot.category_id or "",
        }  # fmt: skip
    return values


def answers(level: str = "2", **values: str) -> dict[str, str]:
    """Every theme on one level, based on an empty page."""
    return {f"level_{theme.code}": level for theme in Theme.objects.all()} | values
