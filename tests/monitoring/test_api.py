"""The annual report over the API."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import ROLES
from monitoring import editions
from monitoring.formats import report_json
from tests.accounts.fixtures import Cast
from tests.monitoring.test_reports import published
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped")

REPORTS = "/api/v1/annual-reports"


@pytest.mark.parametrize("role", ROLES)
def test_every_member_reads_the_report_of_his_organisation(client: Client, cast: Cast, role: str) -> None:
    client.force_login(cast.people[role])

    assert client.get(f"{REPORTS}/2025").json()["organisation"] == "ministerie"
    assert client.get(f"{REPORTS}/2025", {"organisation": "gemeente"}).status_code == 404


def test_it_is_the_object_that_the_file_holds(client: Client, cast: Cast) -> None:
    TenderFactory(organisation=cast.organisation, publication_date=date(2025, 6, 1))
    client.force_login(cast.management)

    found = client.get(f"{REPORTS}/2025/", {"as_of": "2026-02-01"}).json()

    edition = editions.live(organisation=cast.organisation, year=2025, as_of=date(2026, 2, 1))
    assert found == json.loads(report_json.to_bytes(edition.data))
    assert found["as_of"] == "2026-02-01"
    assert report_json.holds(found)


def test_what_was_published_stays_as_it_was(client: Client, cast: Cast) -> None:
    report = published(cast)
    TenderFactory(organisation=cast.organisation, publication_date=date(report.year, 6, 1))
    client.force_login(cast.management)

    assert client.get(f"{REPORTS}/{report.year}").json() == report.snapshot


@pytest.mark.parametrize(
    ("asked", "status"), [("2025?as_of=onzin", 400), ("2025?as_of=2999-01-01", 400), ("1800", 404)]
)
def test_what_has_no_report_is_refused(client: Client, cast: Cast, asked: str, status: int) -> None:
    client.force_login(cast.management)

    assert client.get(f"{REPORTS}/{asked}").status_code == status


@pytest.mark.parametrize("number", [1, 4])
def test_a_report_costs_the_same_however_many_tenders(
    client: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TenderFactory.create_batch(number, organisation=cast.organisation, publication_date=date(2025, 6, 1))
    client.force_login(cast.management)

    with django_assert_num_queries(17):
        client.get(f"{REPORTS}/2025")
