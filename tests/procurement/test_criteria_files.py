"""Criteria from a workbook, CSV or JSON: every error by row, nothing kept before the confirmation, all of it after."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.workflow import TransitionNotAllowed
from documents.actions import uploads
from documents.actions.uploads import CheckedUpload
from documents.formats.kinds import JSON
from procurement.actions import criteria_files
from procurement.actions.table_files import TextFile
from procurement.formats.criteria import KINDS
from procurement.formats.tables.reading import CsvSource, FileRefused
from procurement.formats.tables.writing import write_errors, write_template
from procurement.models import CriteriaFile, Criterion
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

pytestmark = pytest.mark.usefixtures("shipped")

HEAD = "nummer;soort;niveau;thema's;titel;tekst;geldig vanaf"
GOOD = 'K-1;gunningscriterium;significant;"Klimaat; Ketenverantwoordelijkheid";Minder CO₂;Hoe minder;2026-01-01'
ROW: dict[str, Any] = {
    "number": "K-1", "kind": "award_criterion", "level": 2, "themes": ["climate", "circular"], "title": "Minder CO₂",
    "text": "Hoe minder, hoe beter.",
}  # fmt: skip


def csv_file(*lines: str) -> CheckedUpload:
    content = "\n".join((HEAD, *lines)).encode()
    return uploads.check(file=SimpleUploadedFile("criteria.csv", content), kinds=KINDS)


def json_file(*rows: dict[str, Any]) -> TextFile:
    return TextFile("criteria.json", json.dumps({"criteria": rows}).encode(), JSON)


def send(cast: Cast, file: CheckedUpload | TextFile) -> CriteriaFile:
    return criteria_files.send(file=file, organisation=cast.organisation, by=cast.buyer, at=AT)


def own(cast: Cast) -> list[Criterion]:
    return list(Criterion.objects.filter(organisation=cast.organisation).order_by("number", "version"))


def test_a_file_is_looked_through_first_and_taken_in_after_that(cast: Cast) -> None:
    sent = send(cast, csv_file(GOOD))
    assert (sent.problem_count, sent.counts["created"], own(cast)) == (0, 1, [])
    criteria_files.take_in(file=sent, by=cast.buyer, at=AT)
    (made,) = own(cast)
    assert (made.kind, made.level, made.version) == ("award_criterion", 2, 1)
    assert [theme.code for theme in made.themes.all()] == ["climate", "supply_chain"]


def test_every_row_that_is_wrong_is_told_and_nothing_can_be_taken_in(cast: Cast) -> None:
    wrong = ("K-2;wens;4;Vrede;Titel;Tekst;ooit", GOOD, ";minimumeis;1;Klimaat;Titel;;2026-01-01")
    sent = send(cast, csv_file(GOOD, *wrong))
    told = {(each["row"], each["column"]) for each in sent.problems}
    assert {each["heading"] for each in sent.problems} == {
        "soort",
        "niveau",
        "thema's",
        "geldig vanaf",
        "nummer",
        "tekst",
    }
    assert told == {
        (3, "kind"),
        (3, "level"),
        (3, "themes"),
        (3, "valid_from"),
        (4, "number"),
        (5, "number"),
        (5, "text"),
    }
    with pytest.raises(TransitionNotAllowed):
        criteria_files.take_in(file=sent, by=cast.buyer, at=AT)
    assert sent.errors is not None
    with sent.errors.file.open("rb") as stream:
        book = openpyxl.load_workbook(io.BytesIO(stream.read()))
    texts = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert any("Vrede" in text and "thema's" in text for text in texts)


def test_a_column_that_is_missing_is_told_once(cast: Cast) -> None:
    rows = [{name: value for name, value in ROW.items() if name != "text"} | {"number": f"K-{n}"} for n in (1, 2)]
    assert [each["column"] for each in send(cast, json_file(*rows)).problems] == ["text"]


def test_json_gives_the_same_and_what_it_does_not_name_stays(cast: Cast) -> None:
    criteria_files.take_in(file=send(cast, json_file(ROW | {"verification": "Rapport."})), by=cast.buyer, at=AT)
    again = send(cast, json_file(ROW | {"text": "Veel minder."}))
    assert (again.counts["created"], again.counts["renewed"]) == (0, 1)
    criteria_files.take_in(file=again, by=cast.buyer, at=AT)
    assert [(row.version, row.text, row.verification) for row in own(cast)] == [
        (1, "Hoe minder, hoe beter.", "Rapport."),
        (2, "Veel minder.", "Rapport."),
    ]


def test_a_file_is_taken_in_once(cast: Cast) -> None:
    sent = send(cast, json_file(ROW))
    criteria_files.take_in(file=sent, by=cast.buyer, at=AT)
    with pytest.raises(TransitionNotAllowed):
        criteria_files.take_in(file=sent, by=cast.buyer, at=AT)


@pytest.mark.parametrize(
    "content",
    [b"{", b"3", b'{"criteria": [1]}', b"[" * 100_000, rb'[{"title": "\ud800"}]', rb'[{"\ud800": 1}]'],
    ids=len,
)
def test_what_is_no_list_of_criteria_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    with pytest.raises(FileRefused):
        send(cast, TextFile("criteria.json", content, JSON))


def test_what_no_database_keeps_is_left_out_of_what_is_told(cast: Cast) -> None:
    sent = send(cast, json_file({**ROW, "kind": "w\0ens", "extra\0": 1}))
    assert {each["column"] for each in sent.problems} >= {"extra", "kind"}
    assert "\0" not in str(sent.problems)


def test_the_template_comes_in_again_when_it_is_filled_in(cast: Cast, tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", [criteria_files.sheet_now()], language="nl")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    book.worksheets[0].append(
        ["K-9", "Catering", "minimumeis", 1, "Milieu en biodiversiteit; Klimaat", "Titel", "Tekst"]
    )
    book.save(tmp_path / "filled.xlsx")
    content = (tmp_path / "filled.xlsx").read_bytes()
    sent = send(cast, uploads.check(file=SimpleUploadedFile("filled.xlsx", content), kinds=KINDS))
    assert (sent.problems, sent.counts["created"]) == ([], 1)


def test_files_of_any_name_are_given_back_as_sheets(shipped: None, db: None, tmp_path: Path) -> None:
    names = ["a" * 31 + "-1", "a" * 31 + "-2", "B[1]", "b_1_", "'", "Fouten"]
    files = {}
    for name in names:
        files[name] = tmp_path / f"{name}.csv"
        files[name].write_text(f"{HEAD}\n{GOOD}")
    source = CsvSource(files, sheets=(criteria_files.sheet_now(),))
    write_errors(tmp_path / "errors.xlsx", source, source.problems, language="nl")
    given_back = openpyxl.load_workbook(tmp_path / "errors.xlsx").sheetnames
    assert given_back == ["_", "B_1_", "a" * 31, "a" * 26 + " (2)", "b_1_ (2)", "fouten"]
