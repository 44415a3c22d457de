"""What a portfolio makes of a tender that is there: its themes, and how far it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.calendar import local_date
from procurement.actions import ambitions
from procurement.models import Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import take_in, workbook
from tests.procurement.factories import TenderFactory, ambition

pytestmark = pytest.mark.usefixtures("shipped")


def test_a_level_makes_a_theme_relevant_that_was_left_out(cast: Cast, tmp_path: Path) -> None:
    tender = TenderFactory(organisation=cast.organisation, reference="T-1", lots=[])
    left_out = ambitions.chosen(Theme.objects.get(code="circular"), None, reason="Er is geen materiaal.")
    ambitions.save(tender=tender, answers=[left_out], by=cast.buyer, at=AT)
    rows: list[list[object]] = [["reference", "title", "nature", "publication_date", "level_circular"]]
    rows.append(["T-1", "Bedrijfskleding", "supplies", "2026-12-01", 2])

    take_in(workbook(tmp_path / "in.xlsx", {"tenders": rows}))

    row = ambition(tender, "circular")
    assert (row.level, row.is_relevant, row.reason) == (2, True, "Er is geen materiaal.")


def test_a_tender_that_is_still_to_be_published_stays_planned(cast: Cast, tmp_path: Path) -> None:
    today = local_date(timezone.now())
    tomorrow = today + timedelta(days=1)
    rows: list[list[object]] = [["reference", "title", "nature", "publication_date", "award_date"]]

    days = {"to-come": (tomorrow, None), "now": (today, None), "half": (today, tomorrow), "all": (today, today)}

    def stages(title: str) -> dict[str, str]:
        given = [[reference, title, "supplies", *both] for reference, both in days.items()]
        take_in(workbook(tmp_path / f"{title}.xlsx", {"tenders": [*rows, *given]}))
        return dict(Tender.objects.values_list("reference", "stage"))

    expected = {"to-come": "planned", "now": "published", "half": "published", "all": "awarded"}
    assert stages("Eerst") == expected
    assert stages("Later") == expected
