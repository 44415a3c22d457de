"""The main navigation: which rooms there are, and which of them the reader has a key to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import READ

ELSEWHERE = {
    "tenders": {"criteria", "signals", "approval", "approach-papers"},
    "contracts": {"deliverables", "assessments", "extensions", "commitments"},
    "suppliers": {"contacts"},
    "meetings": {"agreements"},
}
"""Rooms with pages at another address than their own: the first part of both."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``nav``: dicts of url, label and whether the page belongs to it; empty for visitors and suppliers."""
    user, organisation = getattr(request, "user", None), getattr(request, "organisation", None)
    if not isinstance(user, User) or not isinstance(organisation, Organisation):
        return {"nav": []}
    rooms = [
        ("/", _("My work"), ""),
        (reverse("procurement:category-plan-list"), _("Plans"), ""),
        (reverse("procurement:tender-list"), _("Tenders"), ""),
        (reverse("suppliers:contract-list"), _("Contracts"), ""),
        (reverse("suppliers:supplier-list"), _("Suppliers"), ""),
        (reverse("dialogues:meeting-list"), _("Dialogues"), "dialogue"),
        (reverse("suppliers:finding-list"), _("Findings"), "findings"),
        (reverse("monitoring:report-list"), _("Annual report"), ""),
        (reverse("accounts:settings"), _("Settings"), "settings"),
    ]
    here = _room(request.path)
    return {
        "nav": [
            {"url": url, "label": label, "current": here == _room(url) or here in ELSEWHERE.get(_room(url), ())}
            for url, label, area in rooms
            if not area or has_right(user, organisation, area, READ)
        ]
    }


def _room(path: str) -> str:
    return path.split("/")[1]
