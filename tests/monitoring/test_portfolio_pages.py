"""The portfolio on the page: sent, rehearsed, confirmed, taken in; given out; and seen by who asked."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from monitoring.actions.portfolio import jobs
from monitoring.models import PortfolioJob
from procurement.models import Tender
from procurement.reads import categories_for
from suppliers.models import Contract, Deliverable
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import WHOLE, Sheets, only, take_in, workbook

pytestmark = pytest.mark.usefixtures("shipped")
LATER = AT + timedelta(minutes=1)


def send(client: Client, path: Path) -> PortfolioJob:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(reverse("monitoring:portfolio"), {"documents": [file]})
    assert answer.status_code == 302, answer.content.decode()
    return PortfolioJob.objects.get()


def worked(job: PortfolioJob) -> PortfolioJob:
    assert jobs.run_waiting(at=LATER, by=system_user()) == 1
    job.refresh_from_db()
    return job


def page(client: Client, job: PortfolioJob) -> str:
    return client.get(reverse("monitoring:portfolio-job", args=[job.pk])).content.decode()


@pytest.fixture
def bea(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def test_a_file_is_checked_then_confirmed_then_taken_in(bea: Client, tmp_path: Path) -> None:
    job = send(bea, workbook(tmp_path / "overzicht.xlsx"))
    assert "Het bestand wordt gecontroleerd" in page(bea, job)
    worked(job)
    assert job.may_be_confirmed
    assert not Tender.objects.exists()
    assert "Geen fouten gevonden" in page(bea, job)
    bea.post(reverse("monitoring:portfolio-confirm", args=[job.pk]))
    bea.post(reverse("monitoring:portfolio-confirm", args=[job.pk]))
    made = worked(PortfolioJob.objects.get(kind="import"))
    assert (made.state, made.counts["tenders"]["created"]) == ("done", 2)
    assert "Het bestand is ingelezen" in page(bea, made)
    assert AuditEvent.objects.filter(action="portfolio.imported", actor_label__contains="Bea").exists()


def test_errors_stand_on_the_page_and_in_the_file_given_back(bea: Client, tmp_path: Path) -> None:
    rows = [[f"T-{number}", None, "spul", "2024-01-01"] for number in range(40)]
    job = worked(send(bea, workbook(tmp_path / "in.xlsx", only("tenders", *rows))))
    assert (job.problem_count, job.may_be_confirmed) == (80, False)
    assert "80 fouten" in page(bea, job)
    assert "page=2" in page(bea, job)
    answer = bea.get(reverse("monitoring:portfolio-file", args=[job.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert "fouten" in [cell.value for cell in book["tenders"][1]]
    bea.post(reverse("monitoring:portfolio-confirm", args=[job.pk]))
    assert not PortfolioJob.objects.filter(kind="import").exists()


def test_what_changed_since_the_check_is_found_again(bea: Client, cast: Cast, tmp_path: Path) -> None:
    job = worked(send(bea, workbook(tmp_path / "in.xlsx")))
    cast.contract_manager.memberships.all().delete()
    made = worked(jobs.confirm(job=job, by=cast.administrator, at=AT))
    assert made.problem_count
    assert not Tender.objects.exists()


def test_an_export_is_made_and_can_be_taken_in_again(bea: Client, cast: Cast, tmp_path: Path) -> None:
    worked(jobs.confirm(job=worked(send(bea, workbook(tmp_path / "in.xlsx"))), by=cast.administrator, at=AT))
    bea.post(reverse("monitoring:portfolio-export"))
    job = worked(PortfolioJob.objects.get(kind="export"))
    answer = bea.get(reverse("monitoring:portfolio-file", args=[job.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == [*WHOLE, "history"]
    assert "De export is klaar" in page(bea, job)


def test_who_may_change_some_sheets_only_gets_the_own_export_in_again(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    portfolio_in = workbook(tmp_path / "in.xlsx")
    client.force_login(cast.administrator)
    worked(jobs.confirm(job=worked(send(client, portfolio_in)), by=cast.administrator, at=AT))
    client.force_login(cast.contract_manager)
    client.post(reverse("monitoring:portfolio-export"))
    job = worked(PortfolioJob.objects.get(kind="export"))
    answer: Any = client.get(reverse("monitoring:portfolio-file", args=[job.pk]))
    own = tmp_path / "own.xlsx"
    own.write_bytes(b"".join(answer.streaming_content))
    answer.close()
    client.post(reverse("monitoring:portfolio"), {"documents": [SimpleUploadedFile("own.xlsx", own.read_bytes())]})
    again = worked(PortfolioJob.objects.filter(kind="check").latest("pk"))
    assert list(again.problems.values_list("sheet", "row", "text")) == []
    assert again.counts["tenders"]["rows"] == len(WHOLE["tenders"]) - 1
    assert all(count["created"] == count["changed"] == 0 for count in again.counts.values())

    book = openpyxl.load_workbook(own)
    book["tenders"].cell(row=2, column=2).value = "Andere titel"
    book.save(own)
    client.post(reverse("monitoring:portfolio"), {"documents": [SimpleUploadedFile("own.xlsx", own.read_bytes())]})
    changed = worked(PortfolioJob.objects.filter(kind="check").latest("pk"))
    assert list(changed.problems.values_list("sheet", "row")) == [("tenders", 0)]


def test_a_buyer_takes_in_tenders_and_no_findings(cast: Cast, client: Client, tmp_path: Path) -> None:
    client.force_login(cast.buyer)
    job = worked(send(client, workbook(tmp_path / "in.xlsx")))
    told = dict(job.problems.filter(row=0).values_list("sheet", "text"))
    assert sorted(told) == ["agreements", "contracts", "deliverables", "findings", "meetings"]


def test_an_export_holds_what_its_reader_may_see(cast: Cast, bea: Client, tmp_path: Path) -> None:
    worked(jobs.confirm(job=worked(send(bea, workbook(tmp_path / "in.xlsx"))), by=cast.administrator, at=AT))
    job = jobs.request_export(organisation=cast.organisation, language="nl", by=cast.buyer, at=AT)
    worked(job)
    assert job.document is not None
    with job.document.file.open("rb") as stream:
        book = openpyxl.load_workbook(io.BytesIO(stream.read()))
    assert book["tenders"].max_row == 3
    assert book["findings"].max_row == 1


def test_an_import_makes_no_deliverables_and_offers_to(bea: Client, cast: Cast, tmp_path: Path) -> None:
    sheets: Sheets = {"tenders": WHOLE["tenders"], "contracts": WHOLE["contracts"]}
    bea.force_login(cast.category_manager)
    job = worked(send(bea, workbook(tmp_path / "in.xlsx", sheets)))
    made = worked(jobs.confirm(job=job, by=cast.category_manager, at=AT))
    assert not Deliverable.objects.exists()
    told = page(bea, made)
    assert "Contracten die nog niets vragen" in told
    assert reverse("monitoring:contract-detail", args=[Contract.objects.get(reference="C-1").pk]) in told


def test_a_job_that_goes_on_tells_how_far_it_is(bea: Client, tmp_path: Path) -> None:
    job = send(bea, workbook(tmp_path / "in.xlsx"))
    jobs._tell(job, "contracts", 1500)
    told = page(bea, job)
    assert "contracten: 1.500 rijen" in told or "contracten: 1500 rijen" in told
    bea.cookies["django_language"] = "en"
    assert "contracts: 1,500 rows" in page(bea, job).replace("1500", "1,500")
    assert f'value="{10 + int(80 * (1 + 1500 / 11_500) / 6)}"' in told


def test_progress_never_goes_back(bea: Client, tmp_path: Path) -> None:
    job = send(bea, workbook(tmp_path / "in.xlsx"))
    shown = []
    for sheet in WHOLE:
        for rows in (0, 500, 20_000, 100_000):
            jobs._tell(job, sheet, rows)
            heard = jobs.heard(job)
            assert heard is not None
            shown.append(heard.percent)
    assert shown == sorted(shown)
    assert shown[0] == 10
    assert shown[-1] < 100


def test_a_portfolio_goes_out_as_csv_files_that_come_in_again(bea: Client, cast: Cast, tmp_path: Path) -> None:
    worked(jobs.confirm(job=worked(send(bea, workbook(tmp_path / "in.xlsx"))), by=cast.administrator, at=AT))
    bea.post(reverse("monitoring:portfolio-export"), {"format": "csv"})
    job = worked(PortfolioJob.objects.get(kind="export_csv"))
    assert job.document is not None
    answer: Any = bea.get(reverse("monitoring:portfolio-file", args=[job.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "csv")
    answer.close()
    assert set(names) == {*(f"{name}.csv" for name in WHOLE), "history.csv"}
    assert "0 created, 0 changed" in take_in(tmp_path / "csv")


def test_the_template_has_dutch_labels_and_comes_in_as_it_is(bea: Client, cast: Cast, tmp_path: Path) -> None:
    answer = bea.get(reverse("monitoring:portfolio-template"))
    path = tmp_path / "sjabloon.xlsx"
    path.write_bytes(answer.content)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["aanbestedingen", "contracten"]
    assert book["aanbestedingen"]["A1"].value == "kenmerk *"
    assert book["aanbestedingen"].data_validations.count >= 3
    offered = {column[0]: column[1:] for column in book["keuzes"].iter_cols(values_only=True)}
    names = [name for name in offered["aanbestedingen: inkoopcategorie"] if name]
    assert names == [category.name_nl for category in categories_for(cast.organisation)]
    row = ["T-1", "Kleding", "leveringen", None, None, None, None, "2024-01-01", None, None, names[-1]]
    for place, value in enumerate(row, start=1):
        book["aanbestedingen"].cell(2, place).value = value
    book.save(path)
    job = worked(send(bea, path))
    assert (job.problem_count, job.counts["tenders"]["created"]) == (0, 1)


def test_a_file_that_is_no_portfolio_is_refused_at_the_field(bea: Client) -> None:
    file = SimpleUploadedFile("in.xlsx", b"geen werkmap")
    answer = bea.post(reverse("monitoring:portfolio"), {"documents": [file]})
    assert answer.status_code == 422
    assert not PortfolioJob.objects.exists()
