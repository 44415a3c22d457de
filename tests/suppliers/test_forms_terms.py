"""A term that was filled in always gives dates, in a contract as in a default schedule."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import ModelForm

from suppliers import reads
from suppliers.forms_deliverables import TermForm
from suppliers.forms_lookups import ScheduleLineForm

pytestmark = pytest.mark.django_db

FILLED = {
    "follow_up": "normal", "kind": "risk_analysis", "anchor": "contract_start", "offset_months": "3",
    "offset_days": "0", "recurrence": "none", "month": "", "day": "", "duration": "any", "grace_days": "0",
    "position": "1", "clause": "",
}  # fmt: skip


@pytest.mark.parametrize("form", [TermForm, ScheduleLineForm])
@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"offset_months": "-32000"}, {"offset_months"}),
        ({"offset_days": "32000"}, {"offset_days"}),
        ({"grace_days": "32000"}, {"grace_days"}),
        ({"anchor": "calendar", "month": "13", "day": "1"}, {"month"}),
        ({"anchor": "calendar", "month": "4", "day": "0"}, {"day"}),
        ({"anchor": "calendar", "month": "4"}, {"day"}),
        ({"anchor": "contract_end", "recurrence": "yearly"}, {"recurrence"}),
        ({"anchor": "request", "recurrence": "half_yearly"}, {"recurrence"}),
    ],
)
def test_what_gives_no_date_is_refused_at_its_field(
    form: type[ModelForm[Any]], change: dict[str, str], wrong: set[str]
) -> None:
    assert set(form({**FILLED, **change}).errors) == wrong


@pytest.mark.parametrize("form", [TermForm, ScheduleLineForm])
@pytest.mark.parametrize("recurrence", ["none", "half_yearly", "yearly"])
def test_a_date_of_the_calendar_comes_every_year(form: type[ModelForm[Any]], recurrence: str) -> None:
    filled = form({**FILLED, "anchor": "calendar", "month": "4", "day": "1", "recurrence": recurrence})

    assert filled.is_valid()
    assert reads.line_of(filled.instance).recurrence == "yearly"


@pytest.mark.parametrize("form", [TermForm, ScheduleLineForm])
def test_what_is_no_date_of_the_calendar_has_no_day_and_month(form: type[ModelForm[Any]]) -> None:
    filled = form({**FILLED, "month": "4", "day": "1"})

    assert filled.is_valid()
    assert (filled.instance.month, filled.instance.day) == (None, None)
