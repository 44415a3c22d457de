"""The schedule that will follow: dates from what the tender names, and what is assumed where it names nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from procurement.models import Tender
from suppliers.models import ScheduleLine
from suppliers.reads_expected import expected_for
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

TODAY = date(2026, 11, 22)


@pytest.fixture
def tender(cast: Cast) -> Tender:
    for kind, months, follow_up in (("risk_analysis", 3, "normal"), ("annual_report", 12, "light")):
        ScheduleLine.objects.create(
            organisation=cast.organisation, follow_up=follow_up, kind=kind, anchor="contract_start",
            offset_months=months,
        )  # fmt: skip
    return TenderFactory(organisation=cast.organisation)


@pytest.fixture
def asking(tender: Tender) -> Tender:
    Tender.objects.filter(pk=tender.pk).update(isv_answered=True, isv_contract_condition=True, follow_up="normal")
    tender.refresh_from_db()
    return tender


def shown(tender: Tender) -> tuple[list[tuple[str, date]], int]:
    found = expected_for(tender, today=TODAY)
    assert found is not None
    return [(due.kind, due.due_on) for _name, due in found.due], len(found.assumed)


def test_the_dates_of_the_lots_count(asking: Tender) -> None:
    asking.lots.update(start_on=date(2027, 4, 1), end_on=date(2029, 3, 31))
    asking.award_date = date(2027, 2, 1)
    assert shown(asking) == ([("risk_analysis", date(2027, 7, 1))], 0)


@pytest.mark.parametrize("days", [{"end_on": date(9999, 12, 31)}, {"start_on": date(1, 1, 1), "end_on": None}])
def test_a_published_day_that_stands_for_none_is_none(asking: Tender, days: dict[str, date | None]) -> None:
    yearly = {"kind": "annual_report", "anchor": "calendar", "month": 4, "day": 1, "recurrence": "yearly"}
    ScheduleLine.objects.create(organisation=asking.organisation, follow_up="normal", position=2, **yearly)
    asking.lots.update(**{"start_on": date(2027, 4, 1), "end_on": date(2027, 12, 31), **days})
    asking.award_date = date(2027, 4, 1)
    due, assumed = shown(asking)
    assert (len(due), assumed) == (2, 1 if days["end_on"] else 2)


def test_without_a_first_day_the_award_counts(asking: Tender) -> None:
    asking.award_date = date(2027, 2, 1)
    assert shown(asking) == ([("risk_analysis", date(2027, 5, 1))], 2)


def test_without_either_half_a_year_after_publication(asking: Tender) -> None:
    assert shown(asking) == ([("risk_analysis", date(2027, 9, 1))], 3)


def test_without_publication_half_a_year_from_today(asking: Tender) -> None:
    asking.publication_date = None
    assert shown(asking) == ([("risk_analysis", date(2027, 8, 22))], 3)


def test_no_schedule_without_the_contract_condition_or_a_follow_up(asking: Tender) -> None:
    asking.follow_up = ""
    assert expected_for(asking, today=TODAY) is None
    asking.follow_up, asking.isv_contract_condition = "normal", False
    assert expected_for(asking, today=TODAY) is None


def test_the_page_and_the_panel_show_it(asking: Tender, cast: Cast, client: Client) -> None:
    client.force_login(cast.auditor)
    path = f"/tenders/{asking.pk}/isv/schedule/"
    whole, panel = client.get(path).content.decode(), client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "Risicoanalyse" in whole
    assert "Risicoanalyse" in panel
    assert "<html" not in panel
    assert "maanden na de publicatie" in panel
