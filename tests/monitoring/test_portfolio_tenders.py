"""What a portfolio makes of a tender that is there: its themes, and how far it is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.calendar import local_date
from procurement.actions import ambitions
from procurement.models import ProcurementCategory, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import problems, take_in, workbook
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


@pytest.mark.parametrize("state", ["submitted", "approved"])
@pytest.mark.parametrize(
    ("column", "values"), [("estimated_value", (2_500_000, 20_000)), ("category", ("energie", "overig"))]
)
def test_what_was_judged_stays_mandatory(
    cast: Cast, tmp_path: Path, state: str, column: str, values: tuple[object, object]
) -> None:
    workwear = ProcurementCategory.objects.get(code="workwear", organisation=None)
    day = date(2026, 11, 1)
    given: dict[str, Any] = {"lots": [workwear], "state": state, "stage": "published", "publication_date": day}
    TenderFactory(organisation=cast.organisation, reference="T-1", **given)

    def file(value: object) -> Path:
        rows: list[list[object]] = [["reference", "title", "nature", "publication_date", column]]
        return workbook(tmp_path / f"{value}.xlsx", {"tenders": [*rows, ["T-1", "Kleding", "supplies", day, value]]})

    kept, refused = values
    assert "1 changed" in take_in(file(kept))
    assert "verplicht" in problems(file(refused))
    if column == "category":
        assert "is geen categorie uit de tabel" in problems(file("onbekend"))


def test_a_row_that_publishes_an_approved_tender_may_say_on_which_day(cast: Cast, tmp_path: Path) -> None:
    workwear = ProcurementCategory.objects.get(code="workwear", organisation=None)
    TenderFactory(
        organisation=cast.organisation, reference="T-1", lots=[workwear], state="approved", publication_date=None
    )
    rows: list[list[object]] = [["reference", "title", "nature", "publication_date"]]
    rows.append(["T-1", "Kleding", "supplies", date(2026, 11, 1)])

    take_in(workbook(tmp_path / "in.xlsx", {"tenders": rows}))

    found = Tender.objects.get()
    assert (found.stage, found.approach_state, found.central_obligation) == ("published", "approved", "mandatory")
