"""What is wrong with a file, told by the names that its sheets and columns have there; programs get the stable ones."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import PortfolioJob
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import problems, workbook
from tests.monitoring.test_portfolio_pages import send, worked

pytestmark = pytest.mark.usefixtures("shipped")

Rows = Sequence[Sequence[Any]]
DUTCH: Mapping[str, Rows] = {
    "Aanbestedingen": [
        ["Kenmerk *", "titel *", "soort opdracht *", "publicatiedatum *"], ["T-1", "Kleding", "spul", "2024-01-01"],
    ],
    "contracten": [
        ["kenmerk aanbesteding", "kenmerk", "leverancier", "begindatum", "einddatum"],
        ["T-1", "C-1", "Wever", "2024-02-01", "2023-02-01"],
    ],
    "gesprekken": [["kenmerk", "soort"], ["G-1", "individual"]],
    "bevindingen": [["kenmerk", "gemeld op", "kleur"], ["B-1", "2024-01-01", "rood"]],
    "losse notities": [["iets"], ["iets"]],
}  # fmt: skip
ENGLISH: Mapping[str, Rows] = {
    "tenders": [["reference", "title", "nature", "publication_date"], ["T-1", "Kleding", "spul", "2024-01-01"]],
    "contracts": [
        ["tender_reference", "reference", "supplier_name", "start_date", "end_date"],
        ["T-1", "C-1", "Wever", "2024-02-01", "2023-02-01"],
    ],
}  # fmt: skip


@pytest.fixture
def bea(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def told(job: PortfolioJob) -> dict[tuple[str, str], str]:
    return {(each.sheet, each.column): each.text for each in job.problems.all()}


def test_a_file_with_dutch_names_is_answered_in_them(bea: Client, tmp_path: Path) -> None:
    found = told(worked(send(bea, workbook(tmp_path / "in.xlsx", DUTCH))))

    assert set(found) == {
        ("Aanbestedingen", "soort opdracht"), ("contracten", "einddatum"), ("gesprekken", "datum"),
        ("bevindingen", "kleur"), ("losse notities", ""),
    }  # fmt: skip
    assert "begindatum" in found["contracten", "einddatum"]
    assert "gemeld op, bron, risicothema" in found["bevindingen", "kleur"]
    assert "Aanbestedingen, contracten, leverplichten" in found["losse notities", ""]


def test_the_page_and_the_file_given_back_say_the_same(bea: Client, tmp_path: Path) -> None:
    job = worked(send(bea, workbook(tmp_path / "in.xlsx", DUTCH)))

    page = bea.get(reverse("monitoring:portfolio-job", args=[job.pk])).content.decode()
    assert ">soort opdracht<" in page
    assert "nature" not in page
    answer = bea.get(reverse("monitoring:portfolio-file", args=[job.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert str(book["Aanbestedingen"]["E2"].value).startswith("soort opdracht: ")
    assert [cell.value for cell in book["fouten"][2]][:3] == ["losse notities", None, None]
    assert ("contracten", 2, "einddatum") in {row[:3] for row in book["fouten"].values}


def test_a_file_with_the_names_for_programs_is_answered_in_those(bea: Client, tmp_path: Path) -> None:
    found = told(worked(send(bea, workbook(tmp_path / "in.xlsx", ENGLISH))))

    assert set(found) == {("tenders", "nature"), ("contracts", "end_date")}
    assert "start_date" in found["contracts", "end_date"]


def test_the_command_keeps_the_stable_names(cast: Cast, tmp_path: Path) -> None:
    said = problems(workbook(tmp_path / "in.xlsx", DUTCH))

    assert "tenders, rij 2, kolom nature: " in said
    assert "contracts, rij 2, kolom end_date: " in said
    assert "meetings, rij 1, kolom date: " in said


def test_a_file_given_back_comes_in_with_the_same_errors_and_no_others(cast: Cast, tmp_path: Path) -> None:
    first = problems(workbook(tmp_path / "in.xlsx", DUTCH), "--errors", str(tmp_path / "back.xlsx"))

    again = problems(tmp_path / "back.xlsx", "--errors", str(tmp_path / "twice.xlsx"))

    assert again == first
    once, twice = (openpyxl.load_workbook(tmp_path / name) for name in ("back.xlsx", "twice.xlsx"))
    assert {tab.title: list(tab.values) for tab in twice} == {tab.title: list(tab.values) for tab in once}
    assert [cell.value for cell in once["bevindingen"][1]][3] == "fouten"
    assert str(once["bevindingen"]["E1"].value).startswith("fouten: kleur: ")
