"""A published edition keeps the rows behind its figures: page, export and workbook show them as they were."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from monitoring import editions, kept_rows, report_files
from monitoring.actions import report_rows, reports
from monitoring.formats import kept_cells
from monitoring.formats.report_json import Line
from monitoring.indicators import Scope
from monitoring.models import AnnualReport, ReportRow
from procurement.models import Tender
from suppliers.models import Deliverable
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, contract, fill, owed

ASKED = [
    ("tenders.mvi", "counted"), ("tenders.mvi", "among"), ("tenders.theme.climate", "counted"),
    ("isv.mandatory.applied", "unknown"), ("isv.risk_analysis_delivered", "counted"),
    ("deliverables.risk_analysis.received", "counted"),
]  # fmt: skip


@pytest.fixture
def report(shipped: None, cast: Cast) -> AnnualReport:
    tenders = fill(cast.organisation)
    owed(contract(cast.organisation, tenders["in-all"]), date(2025, 6, 1), date(2025, 6, 2))
    begun = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    reports.submit(report=begun, by=cast.category_manager, at=AT)
    reports.publish(report=begun, by=cast.management, at=AT)
    return AnnualReport.objects.select_related("organisation").get()


def change() -> None:
    """What happens after publication: other words, another level, a tender that moves to another year."""
    Tender.objects.filter(reference="in-all").update(title="Later genoemd", isv_contract_condition=False)
    Tender.objects.filter(reference="first-day").update(publication_date=date(2024, 1, 1), estimated_value=Decimal(5))
    Deliverable.objects.update(submitted_on=None, state="expected")


def cells(client: Client, address: str) -> list[list[Any]]:
    return [row for _address, row in client.get(address).context["lines"]]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_rows_stays_as_it_was(client: Client, cast: Cast, report: AnnualReport, language: str) -> None:
    client.force_login(cast.contract_manager)
    client.cookies["django_language"] = language
    addresses = [f"/reports/{YEAR}/{code}/?part={part}" for code, part in ASKED]
    before = {address: cells(client, address) for address in addresses}
    assert all(before.values())
    change()
    assert {address: cells(client, address) for address in addresses} == before
    page = client.get(f"/reports/{YEAR}/tenders.mvi/")
    assert page.context["has_changed"]
    assert page.context["shown"].line.numerator == page.context["page"].paginator.count


def test_what_was_kept_is_what_was_shown_before_publication(client: Client, cast: Cast, report: AnnualReport) -> None:
    client.force_login(cast.contract_manager)
    today = f"&as_of={date(2026, 11, 1)}"
    for code, part in ASKED:
        kept = cells(client, f"/reports/{YEAR}/{code}/?part={part}")
        assert kept == cells(client, f"/reports/{YEAR}/{code}/?part={part}{today}"), (code, part)


@pytest.mark.parametrize("sort", ["reference", "-publication_date", "estimated_value", "-highest_level", "no_such"])
def test_kept_rows_are_sorted(client: Client, cast: Cast, report: AnnualReport, sort: str) -> None:
    client.force_login(cast.buyer)
    page = client.get(f"/reports/{YEAR}/tenders.mvi/?sort={sort}")
    names = [column.sort for column in page.context["columns"]]
    if sort.lstrip("-") in names and sort != "-highest_level":
        shown = [row[names.index(sort.lstrip("-"))] for _address, row in page.context["lines"]]
        known = [value for value in shown if value is not None]
        assert known == sorted(known, reverse=sort.startswith("-"))
    assert page.status_code == 200


def test_export_and_workbook_keep_them_too(client: Client, cast: Cast, report: AnnualReport) -> None:
    client.force_login(cast.contract_manager)

    def read() -> tuple[bytes, list[list[tuple[Any, ...]]]]:
        made = report_files.make(
            editions.published(report), file_format="xlsx", language="nl", at=AT, reader=cast.contract_manager
        )
        book = openpyxl.load_workbook(io.BytesIO(made.content))
        rows = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
        return client.get(f"/reports/{YEAR}/tenders.mvi/export.csv").content, rows

    before = read()
    change()
    assert read() == before
    assert report.rows_sha256 in str(before[1])


def test_the_reader_still_needs_the_right_of_today(cast: Cast, report: AnnualReport, outsider: User) -> None:
    kept = kept_rows.of(report, "tenders.known")
    assert kept is not None
    (line,) = [line for line in editions.published(report).lines if line.code == "tenders.known"]
    assert kept.rows(cast.buyer, "counted").count() == line.value
    assert not kept.rows(outsider, "counted").exists()


@pytest.fixture
def outsider(cast: Cast) -> User:
    return cast.outsider


def verified(report: AnnualReport) -> str:
    out = io.StringIO()
    call_command("verify_report", str(report.pk), stdout=out)
    return out.getvalue().strip()


@pytest.mark.parametrize(
    "alter",
    [
        {"cells": ["x"]}, {"marks": "1"}, {"object_id": 10**9}, {"position": 10**6},
    ],
)  # fmt: skip
def test_altered_rows_are_refused(report: AnnualReport, alter: dict[str, Any]) -> None:
    assert verified(report) == f"valid {report.pk} {report.sha256}"
    row = report.rows.first()
    assert row is not None
    ReportRow.objects.filter(pk=row.pk).update(**alter)
    with pytest.raises(CommandError, match="the kept rows of report"):
        verified(report)


def test_a_row_left_out_and_other_columns_are_refused(report: AnnualReport) -> None:
    with transaction.atomic():
        report.rows.all()[:1].get().delete()
        with pytest.raises(CommandError, match="the kept rows"):
            verified(report)
        transaction.set_rollback(True)
    AnnualReport.objects.update(row_tables={})
    with pytest.raises(CommandError, match="the kept rows"):
        verified(report)


def test_an_edition_of_before_shows_the_rows_of_now_and_says_so(
    client: Client, cast: Cast, report: AnnualReport
) -> None:
    report.rows.all().delete()
    AnnualReport.objects.update(row_tables={}, rows_sha256="")
    change()
    client.force_login(cast.buyer)
    page = client.get(f"/reports/{YEAR}/tenders.mvi/")
    assert page.context["kept_on"] is None
    assert page.context["has_changed"]
    assert verified(report) == f"valid {report.pk} {report.sha256}"


def test_rows_that_do_not_add_up_to_the_figures_are_not_published(cast: Cast, shipped: None) -> None:
    fill(cast.organisation)
    draft = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    scope = Scope(cast.organisation, YEAR, date(2026, 2, 1))
    lines = editions.live(organisation=cast.organisation, year=YEAR, as_of=scope.as_of).lines
    wrong = [Line(**{**vars(line), "unknown": line.unknown + 1}) for line in lines]
    with pytest.raises(TransitionNotAllowed), transaction.atomic():
        report_rows.keep(report=draft, scope=scope, lines=wrong, tell=print)
    assert not ReportRow.objects.exists()


@pytest.mark.parametrize("twice", [{"position": 1}, {"object_id": 1}])
def test_a_row_is_kept_once(report: AnnualReport, twice: dict[str, int]) -> None:
    row = {"source": "findings", "position": 1, "object_id": 1, "marks": "1", "cells": []}
    ReportRow.objects.create(report=report, **row)
    with pytest.raises(IntegrityError):
        ReportRow.objects.create(report=report, **{**row, "position": 2, "object_id": 2, **twice})


def test_a_page_asks_as_many_queries_for_many_rows_as_for_few(client: Client, cast: Cast, report: AnnualReport) -> None:
    client.force_login(cast.buyer)
    asked = []
    for code in ("tenders.known", "tenders.level.ambitious"):
        client.get(f"/reports/{YEAR}/{code}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/reports/{YEAR}/{code}/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (None, None), ("", ""), ("tekst", "tekst"), ("ja", "yes"), (3, 3), (date(2025, 1, 2), date(2025, 1, 2)),
        (Decimal("9999999999999.99"), Decimal("9999999999999.99")), (Decimal("0.10"), Decimal("0.10")),
    ],
)  # fmt: skip
def test_a_cell_comes_back_as_it_was(value: Any, english: Any) -> None:
    kept = kept_cells.to_json(value, english)
    assert (kept_cells.from_json(kept, "nl"), kept_cells.from_json(kept, "en")) == (value, english)
