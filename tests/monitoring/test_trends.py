"""The indicators: the page with all of them, and the course of each over the years."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.roles import ROLES
from monitoring import trends
from monitoring.indicators import Indicator, indicator, indicators
from monitoring.models import AnnualReport
from procurement.models import Tender
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, fill
from tests.monitoring.test_reports import published

pytestmark = pytest.mark.usefixtures("shipped")

TODAY = date(2026, 2, 1)


def _indicator(code: str) -> Indicator:
    found = indicator(code)
    assert found is not None
    return found


def _move(reference: str, day: date) -> None:
    Tender.objects.filter(reference=reference).update(publication_date=day)


def test_every_indicator_says_what_is_unknown_exactly_when_something_can_be() -> None:
    for one in indicators():
        assert bool(one.unknown_is) == (one.unknown is not None), one.code


def test_every_indicator_says_what_it_counts_and_where_the_rule_comes_from() -> None:
    for one in indicators():
        assert str(one.definition), one.code
        assert str(one.rule), one.code


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_lists_every_indicator_once_with_its_rows(client: Client, cast: Cast, language: str) -> None:
    fill(cast.organisation)
    client.force_login(cast.buyer)
    client.cookies["django_language"] = language
    page = client.get("/reports/indicators/")
    listed = [one for chapter in page.context["chapters"] for one in chapter.figures]
    assert sorted(one.code for one in listed) == sorted(one.code for one in indicators())
    text = page.content.decode()
    for one in listed:
        assert f'href="{one.url}"' in text
        assert f'href="{one.trend_url}"' in text


def test_a_published_year_stays_and_the_others_follow_the_records(cast: Cast) -> None:
    fill(cast.organisation)
    one = _indicator("tenders.mvi")
    before = {each.year: each for each in trends.trend(one, organisation=cast.organisation, today=TODAY)}
    assert all(each.report is None for each in before.values())
    report = published(cast)
    _move("in-all", date(2023, 5, 1))

    after = trends.trend(one, organisation=cast.organisation, today=TODAY)

    by_year = {each.year: each for each in after}
    assert [each.year for each in after] == sorted(by_year)
    assert by_year[YEAR].report == report
    assert by_year[YEAR].value == before[YEAR].value
    assert by_year[2023].report is None
    assert by_year[2023].value == 1
    assert sorted(by_year)[-1] == TODAY.year


def test_the_latest_edition_speaks_and_a_figure_it_lacks_is_unknown(cast: Cast) -> None:
    fill(cast.organisation)
    report = published(cast)
    snapshot = report.snapshot or {}
    lacking = {**snapshot, "indicators": [one for one in snapshot["indicators"] if one["code"] != "tenders.mvi"]}
    AnnualReport.objects.filter(pk=report.pk).update(snapshot=lacking)
    found = trends.trend(_indicator("tenders.mvi"), organisation=cast.organisation, today=TODAY)
    year = next(each for each in found if each.year == YEAR)
    assert year.shown is None
    assert year.value is None


def test_no_more_than_ten_years_are_counted(cast: Cast) -> None:
    fill(cast.organisation)
    _move("in-all", date(1999, 5, 1))
    found = trends.trend(_indicator("tenders.known"), organisation=cast.organisation, today=TODAY)
    assert [each.year for each in found] == list(range(2017, 2027))


def test_each_year_opens_as_many_rows_as_it_states(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    _move("in-all", date(2023, 5, 1))
    published(cast)
    client.force_login(cast.management)
    for code in ("tenders.known", "tenders.mvi", "deliverables.risk_analysis.due"):
        page = client.get(f"/reports/indicators/{code}/")
        assert page.status_code == 200
        for each in page.context["years"]:
            line = each.shown.line
            rows = client.get(each.shown.url).context["page"].paginator.count
            assert rows == (line.value if line.denominator is None else line.numerator), (code, each.year)


def test_every_role_reads_them_and_another_organisation_counts_its_own(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    for role in ROLES:
        client.force_login(cast.people[role])
        assert client.get("/reports/indicators/").status_code == 200
        assert client.get("/reports/indicators/tenders.known/").status_code == 200
    client.force_login(cast.outsider)
    page = client.get("/reports/indicators/tenders.known/")
    assert [each.value for each in page.context["years"]] == [0]
    assert client.get("/reports/indicators/no.such.code/").status_code == 404


def test_the_way_to_it_is_on_the_report_and_its_rows(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    client.force_login(cast.management)
    assert 'href="/reports/indicators/"' in client.get("/reports/").content.decode()
    for address in (f"/reports/{YEAR}/", f"/reports/{YEAR}/tenders.mvi/"):
        assert 'href="/reports/indicators/tenders.mvi/"' in client.get(address).content.decode()


def test_the_pages_ask_one_count_a_year_at_most(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast.organisation)
    _move("in-all", date(2001, 5, 1))
    client.force_login(cast.management)
    client.get("/reports/")
    for address, most in (("/reports/indicators/", 18), ("/reports/indicators/tenders.mvi/", 22)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
