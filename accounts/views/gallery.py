"""The gallery: every component in all its states on one page, with made-up content, for those who make pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gallery_samples import SampleForm, chart_samples
from accounts.views.gates import internal

WRONG = {"value": "-221000", "starts_on": "2027-02-31", "procedure": "open", "reason": "Niet ingevuld"}


@require_safe
@internal
def gallery(request: MemberRequest) -> HttpResponse:
    """Every component; only for those who may change the settings."""
    check_right(request.user, request.organisation, "settings", WRITE)
    wrong = SampleForm({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong")
    wrong.is_valid()
    context = {
        "form": SampleForm(initial={"title": "Schoonmaak rijkskantoren", "level": 2}),
        "wrong": wrong,
        "page": Paginator(_rows(local_date(request.now)), 5).get_page(request.GET.get("page", "3")),
        "none": None,
        **_dates(request.now),
        "steps": [
            {"label": _("Draft"), "state": "done", "url": request.path},
            {"label": _("Submitted"), "state": "current", "note": _("waits for the tenderboard")},
            {"label": _("Approved"), "state": "todo"},
        ],
        "files": [
            {
                "name": "Risicoanalyse 2026.pdf",
                "url": request.path,
                "size": 1_234_567,
                "type": "PDF",
                "at": request.now,
            },
            {"name": "Ketenkaart.xlsx", "url": request.path, "size": 45_120, "type": "XLSX", "note": _("confidential")},
        ],
        "tones": ["neutral", "info", "success", "warning", "danger"],
        "alert_tones": ["info", "success", "warning", "danger"],
        "variants": ["primary", "secondary", "subtle", "danger", "danger-primary"],
        **chart_samples(),
    }
    return render(request, "accounts/gallery.html", context)


def _dates(now: datetime) -> dict[str, Any]:
    today = local_date(now)
    return {
        "now": now,
        "today": today,
        "late": today - timedelta(days=12),
        "soon": today + timedelta(days=5),
        "later": today + timedelta(days=21),
        "far": today + timedelta(days=200),
    }


def _rows(today: date) -> list[dict[str, Any]]:
    """Three hundred tenders that take turns in everything a row can be."""
    titles = ["Schoonmaak rijkskantoren", "Laadpalen", "Inhuur van juridisch advies", "Zaaksysteem", "Werkkleding"]
    states = [
        ("in_assessment", _("In assessment")),
        ("awarded", _("Awarded")),
        ("overdue", _("Overdue")),
        ("draft", _("Draft")),
        ("returned", _("Returned")),
    ]
    return [
        {
            "reference": f"2026-{number:04}",
            "title": titles[number % 5],
            "state": states[number % 5],
            "value": None if number % 7 == 0 else 98_750 + number * 13_337,
            "due_on": today + timedelta(days=number % 90 - 20),
            "is_late": number % 5 == 2,
        }
        for number in range(1, 301)
    ]
