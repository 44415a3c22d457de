"""A portfolio as a file: taken in whole or not at all, every error told, and what goes out comes in unchanged."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from dialogues.models import Agreement, Meeting
from monitoring.indicators import figures
from monitoring.indicators.sources import Scope, deliverables
from procurement.models import Tender
from suppliers.models import Contract, Deliverable, Finding, Supplier
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

pytestmark = pytest.mark.usefixtures("shipped")

Sheets = Mapping[str, Sequence[Sequence[Any]]]

WHOLE: Sheets = {
    "tenders": [
        ["reference", "title", "nature", "publication_date", "award_date", "estimated_value", "cpv", "category",
         "level_climate", "isv_forms", "impact_weight", "government_wide"],
        ["T-1", "Bedrijfskleding", "supplies", date(2023, 3, 1), "2023-06-01", "1.240.000,50", 18100000,
         "bedrijfskleding", 2, "contract_condition award_criterion", "60%", "ja"],
        ["T-2", "=SOM(A1)", "diensten", "2023-04-01", None, 10.5, None, None, 0, "none", None, None],
    ],
    "contracts": [
        ["tender_reference", "reference", "supplier_name", "supplier_kvk", "supplier_country", "start_date", "end_date",
         "value", "contract_manager", "isv"],
        ["T-1", "C-1", "Weverij Oost B.V.", 1234567, "NLD", date(2023, 7, 1), "2027-06-30", 1000,
         "Contract_Manager@ministerie.example", True],
        ["T-1", "C-2", "Zonder Nummer", None, None, "2023-07-01", "2027-06-30", None, None, None],
    ],
    "deliverables": [
        ["contract_reference", "kind", "about_year", "due_date", "submitted_on", "assessed_on", "outcome",
         "published_on", "public_url"],
        ["C-1", "risicoanalyse", None, "2023-10-01", "2023-09-30", "2023-11-01", "accepted", None, None],
        ["C-1", "annual_report", 2023, "2024-04-01", "2024-04-02", None, None, "2024-05-01", "https://weverij.example/"],
        ["C-1", "improvement_plan", None, "2024-01-01", None, None, None, None, None],
    ],
    "meetings": [
        ["reference", "kind", "date", "suppliers", "contracts", "purpose", "held"],
        ["G-1", "individual", "2024-01-10", "01234567; Nieuw; 'met; punt'", "C-1", "De keten", "ja"],
        ["G-2", "market", "2024-01-11", None, None, None, "nee"],
    ],
    "findings": [
        ["reference", "contract_reference", "supplier_kvk", "reported_on", "source", "theme", "severity", "state",
         "closed_on", "confirmed_by_rightsholders"],
        ["B-1", "C-1", "01234567", "2024-02-01", "audit", "wages", 4, "closed_confirmed", "2024-03-01", "yes"],
        ["B-2", None, None, "2024-02-02", None, None, None, None, None, None],
    ],
    "agreements": [
        ["reference", "meeting_reference", "text", "owner", "owner_side", "due_date", "done_on"],
        ["A1", "G-1", "Lijst delen", "Weverij", "leverancier", "2024-02-01", "2024-02-03"],
        ["A1", "G-2", "Terugkoppelen", "contract_manager@ministerie.example", "buyer", "2024-02-01", None],
    ],
}  # fmt: skip


def workbook(path: Path, sheets: Sheets = WHOLE) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        tab = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                cell = tab.cell(number, place)
                cell.value = value
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
    book.save(path)
    return path


def take_in(path: Path, *options: str, organisation: str = "ministerie") -> str:
    out = io.StringIO()
    call_command("import_portfolio", str(path), "--organisation", organisation, *options, stdout=out)
    return out.getvalue()


def problems(path: Path, *options: str) -> str:
    errors = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_portfolio", str(path), "--organisation", "ministerie", *options, stderr=errors)
    assert refused.value.returncode == 1
    return errors.getvalue() + str(refused.value)


def export(path: Path, organisation: str = "ministerie") -> Path:
    call_command("export_portfolio", "--organisation", organisation, str(path), stderr=io.StringIO())
    return path


def only(sheet: str, *rows: Sequence[Any]) -> Sheets:
    return {sheet: [WHOLE[sheet][0], *rows]}


def test_everything_arrives_as_written(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx"))
    tender = Tender.objects.get(reference="T-1")
    assert (tender.estimated_value, tender.impact_weight) == (Decimal("1240000.50"), Decimal(60))
    assert tender.cpv == ["18100000"]
    assert (tender.stage, tender.government_wide, tender.isv_forms) == (
        "awarded", True, ["contract_condition", "award_criterion"],
    )  # fmt: skip
    assert [(each.theme.code, each.level) for each in tender.ambitions.all()] == [("climate", 2)]
    assert [lot.category.name_nl for lot in tender.lots.all() if lot.category] == ["bedrijfskleding"]
    assert Tender.objects.get(reference="T-2").isv_answered
    contract = Contract.objects.get(reference="C-1")
    assert (contract.supplier.kvk, contract.supplier.country, contract.isv) == ("01234567", "NL", True)
    assert contract.contract_manager == cast.contract_manager
    states = list(Deliverable.objects.order_by("due_on").values_list("kind", "state"))
    assert states == [("risk_analysis", "accepted"), ("improvement_plan", "expected"), ("annual_report", "submitted")]
    assert list(Meeting.objects.order_by("reference").values_list("state", flat=True)) == ["held", "cancelled"]
    assert list(Finding.objects.order_by("reference").values_list("state", "severity")) == [
        ("closed_confirmed", 4), ("reported", None),
    ]  # fmt: skip
    assert Agreement.objects.get(meeting__reference="G-1").state == "done"
    assert Agreement.objects.get(meeting__reference="G-2").owner_user == cast.contract_manager


def test_history_is_counted_rightly(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx"))
    rows: Any = deliverables(Scope(cast.organisation, 2023, date(2024, 6, 1)))
    assert [(row.is_received, row.is_on_time, row.is_accepted) for row in rows] == [(True, True, True)]
    rows = deliverables(Scope(cast.organisation, 2024, date(2024, 6, 1)))
    assert {row.kind: (row.is_received, row.is_on_time, row.is_public) for row in rows} == {
        "annual_report": (True, False, True), "improvement_plan": (False, False, False),
    }  # fmt: skip


def test_importing_twice_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx")
    take_in(path)
    events = AuditEvent.objects.exclude(action__startswith="portfolio.").count()
    assert "0 created, 0 changed, 2 unchanged" in take_in(path)
    assert AuditEvent.objects.exclude(action__startswith="portfolio.").count() == events


@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_what_goes_out_comes_in_and_gives_the_same_bytes(cast: Cast, tmp_path: Path, name: str) -> None:
    take_in(workbook(tmp_path / "in.xlsx"))
    first = export(tmp_path / name)
    told = take_in(first)
    assert all("0 created, 0 changed" in line for line in told.splitlines())
    (tmp_path / "again").mkdir()
    assert content(export(tmp_path / "again" / name)) == content(first)


def test_another_organisation_takes_in_what_one_gave_out(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx"))
    Contract.objects.update(contract_manager=None)
    take_in(export(tmp_path / "one"), organisation="gemeente")
    export(tmp_path / "other", "gemeente")
    for sheet in WHOLE:
        assert (tmp_path / "other" / f"{sheet}.csv").read_bytes() == (tmp_path / "one" / f"{sheet}.csv").read_bytes()
    assert Supplier.objects.filter(kvk="01234567").count() == 1


def test_text_like_a_formula_stays_text(cast: Cast, tmp_path: Path) -> None:
    texts = ["=1+1", "+31", "-x", "@a", "'=b", "''+c"]
    rows = [[f"T-{number}", text, "supplies", "2024-01-01"] for number, text in enumerate(texts)]
    take_in(workbook(tmp_path / "in.xlsx", only("tenders", *rows)))
    assert list(Tender.objects.order_by("reference").values_list("title", flat=True)) == texts
    book = openpyxl.load_workbook(export(tmp_path / "out.xlsx"))
    assert {cell.data_type for row in book["tenders"].iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    folder = export(tmp_path / "out")
    assert ",=" not in (folder / "tenders.csv").read_text()
    take_in(folder)
    assert list(Tender.objects.order_by("reference").values_list("title", flat=True)) == texts


def test_a_dry_run_keeps_nothing_and_finds_the_same(cast: Cast, tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx")
    assert "2 created" in take_in(path, "--dry-run")
    assert not Tender.objects.exists()
    assert not Supplier.objects.exists()
    bad = workbook(tmp_path / "bad.xlsx", only("tenders", ["T-1", None, "stuff", "gisteren"]))
    assert problems(bad, "--dry-run") == problems(bad)


def test_every_error_is_told_and_nothing_is_kept(cast: Cast, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "in.xlsx",
        {
            "tenders": [
                [*WHOLE["tenders"][0], "onbekend"],
                ["T-1", "Goed", "supplies", "2024-01-01"],
                ["T-1", "Dubbel", "supplies", "2024-01-01"],
                ["T-3", None, "spul", "31-12-2024"],
                ["T-4", "Eerst", "works", "2024-01-02", "2024-01-01", -1, "12", "niets", 4, "none award_criterion"],
            ],
            "contracts": [
                WHOLE["contracts"][0],
                ["T-9", "C-1", "A", "12", "XX", "2024-01-01", None, None, "niemand@example.org"],
                ["T-3", "C-2", "A", None, None, "2024-01-01", "2024-12-31"],
            ],
            "deliverables": [
                WHOLE["deliverables"][0],
                ["C-9", "risk_analysis", None, "2024-01-01", None, None, "accepted"],
            ],
        },
    )  # fmt: skip
    told = problems(path)
    for words in (
        "tenders, rij 1, kolom onbekend", "tenders, rij 3, kolom reference", "tenders, rij 4, kolom title",
        "tenders, rij 4, kolom nature", "tenders, rij 4, kolom publication_date",
        "tenders, rij 5, kolom estimated_value", "tenders, rij 5, kolom cpv", "tenders, rij 5, kolom category",
        "tenders, rij 5, kolom level_climate", "tenders, rij 5, kolom isv_forms",
        "contracts, rij 2, kolom tender_reference", "contracts, rij 2, kolom supplier_kvk",
        "contracts, rij 2, kolom supplier_country", "contracts, rij 2, kolom contract_manager",
        "contracts, rij 2, kolom end_date",
        "deliverables, rij 2, kolom contract_reference", "deliverables, rij 2, kolom submitted_on",
    ):  # fmt: skip
        assert words in told
    assert "kolom award_date" not in told  # a tender that only its award notice published was awarded before
    assert "contracts, rij 3" not in told, "the row waits for its tender, whose error is told"
    assert not Tender.objects.exists()


def test_an_error_in_a_contract_is_told_once_and_not_again_where_its_supplier_is_named(
    cast: Cast, tmp_path: Path
) -> None:
    wrong = [*WHOLE["contracts"][1][:6], "ooit", *WHOLE["contracts"][1][7:]]
    path = workbook(tmp_path / "in.xlsx", {**WHOLE, "contracts": [WHOLE["contracts"][0], wrong]})
    assert [line for line in problems(path).splitlines() if "kolom" in line] == [
        "contracts, rij 2, kolom end_date: “ooit” is geen datum. Schrijf een datum als 2024-12-31."
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [(33.333, "33.333"), ("33.333", "33.333"), ("12,3456", "12.3456"), (100 / 4, "25"), ("49.996 %", "49.996")],
)
def test_a_percentage_keeps_its_decimals(cast: Cast, tmp_path: Path, written: object, kept: str) -> None:
    rows = only("tenders", [*WHOLE["tenders"][1][:10], written, "ja"])
    take_in(workbook(tmp_path / "in.xlsx", rows))
    assert Tender.objects.get().impact_weight == Decimal(kept)
    exported = export(tmp_path / "out")
    assert kept in (exported / "tenders.csv").read_text()
    assert "tenders\t0 created, 0 changed, 1 unchanged" in take_in(exported)


def test_an_empty_cell_is_unknown_from_the_first_time_on(cast: Cast, tmp_path: Path) -> None:
    head = [*WHOLE["tenders"][0][:4], "currency", "estimated_value", "regime", "category", "isv_forms", "level_climate"]
    path = workbook(tmp_path / "in.xlsx", {"tenders": [head, ["T-1", "Kleding", "supplies", "2023-03-01"]]})
    assert "1 created" in take_in(path)
    assert Tender.objects.get().currency == ""
    assert "tenders\t0 created, 0 changed, 1 unchanged" in take_in(path)


def test_a_percentage_is_not_rounded(cast: Cast, tmp_path: Path) -> None:
    rows = only("tenders", [*WHOLE["tenders"][1][:10], 100 / 3, "ja"])
    assert "rij 2, kolom impact_weight: Er zijn hoogstens 4 decimalen mogelijk." in problems(
        workbook(tmp_path / "in.xlsx", rows)
    )


def test_the_file_is_given_back_with_its_errors(cast: Cast, tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx", only("tenders", ["T-1", "=1", "spul", "2024-01-01"]))
    problems(path, "--errors", str(tmp_path / "out.xlsx"))
    tab = openpyxl.load_workbook(tmp_path / "out.xlsx")["tenders"]
    head = [cell.value for cell in tab[1]]
    row = dict(zip(head, [cell.value for cell in tab[2]], strict=True))
    assert row["title"] == "=1"
    assert "spul" in row["fouten"]
    assert "rij 2, kolom nature" in problems(tmp_path / "out.xlsx"), "its own column and sheet of errors are ignored"


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("utf-8", ","), ("cp1252", ";"), ("utf-8", "\t")]
)
def test_csv_of_every_kind(cast: Cast, tmp_path: Path, encoding: str, separator: str) -> None:
    text = "\r\n".join(
        separator.join(row)
        for row in (
            ["Kenmerk", "titel *", "soort opdracht", "publicatiedatum"],
            ["T-1", "Café", "werken", "2024-01-01"],
        )
    )
    (tmp_path / "tenders.csv").write_bytes(text.encode(encoding))
    take_in(tmp_path)
    assert Tender.objects.get().title == "Café"


def test_more_rows_take_no_more_memory(cast: Cast, tmp_path: Path) -> None:
    """Five hundred are in memory at a time; of the others only what they are called."""
    header = ["reference", "title", "nature", "publication_date", "estimated_value"]
    peaks = []
    for number in (500, 3000):
        rows = [[f"T-{at}", f"Kleding, deel {at}, " * 10, "supplies", "2024-05-01", at] for at in range(number)]
        path = workbook(tmp_path / f"{number}.xlsx", {"tenders": [header, *rows]})
        tracemalloc.start()
        assert f"{number} created" in take_in(path, "--dry-run")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_sheets_that_nobody_knows(cast: Cast, tmp_path: Path) -> None:
    assert "Blad1: " in problems(workbook(tmp_path / "one.xlsx", {"Blad1": [["reference"]]}))
    take_in(workbook(tmp_path / "two.xlsx", {**WHOLE, "Blad2": [], "history": [["at"]]}))
    assert "niets" in problems(workbook(tmp_path / "three.xlsx", {"Blad1": []}))


def test_merged_cells_and_formulas_are_refused(cast: Cast, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(tmp_path / "in.xlsx"))
    book["tenders"]["B2"] = "=A2"
    book["contracts"].merge_cells("A2:A3")
    book.save(tmp_path / "in.xlsx")
    told = problems(tmp_path / "in.xlsx")
    assert "tenders, rij 2, kolom title" in told
    assert "contracts: " in told
    assert "A2:A3" in told


def test_a_workbook_with_macros_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "macro" in problems(path).lower()
    assert not Tender.objects.exists()


def test_rows_that_are_formatted_and_empty_are_passed_over(cast: Cast, tmp_path: Path) -> None:
    """As a column with borders leaves them; tests/documents/test_workbooks.py takes two hundred thousand."""
    book = openpyxl.Workbook()
    book.active.title = "tenders"
    rows = only("tenders", ["T-1", "Kleding", "supplies", "2024-01-01"])["tenders"]
    for number, row in zip((1, 3000), rows, strict=True):
        for place, value in enumerate(row, start=1):
            book.active.cell(number, place).value = value
    for number in range(2, 6000):
        book.active.cell(number, 1).number_format = "0.00"
    book.save(tmp_path / "in.xlsx")
    assert "tenders\t1 created" in take_in(tmp_path / "in.xlsx")


def test_a_public_address_without_a_day_counts_as_public(cast: Cast, tmp_path: Path) -> None:
    sheets: dict[str, Any] = {name: WHOLE[name] for name in ("tenders", "contracts")}
    sheets["deliverables"] = [
        ["contract_reference", "kind", "about_year", "due_date", "submitted_on", "public_url"],
        ["C-1", "annual_report", 2023, "2024-04-01", "2024-04-02", "https://weverij.example/"],
        ["C-1", "annual_report", 2024, "2024-05-01", "2024-04-02", None],
    ]
    take_in(workbook(tmp_path / "in.xlsx", sheets))
    found = {one.code: one for one in figures(Scope(cast.organisation, 2024, date(2024, 12, 31)))}
    public = found["deliverables.annual_report.public"]
    assert (public.numerator, public.denominator) == (1, 2)


def test_wrong_use_is_told_apart(cast: Cast, tmp_path: Path) -> None:
    for arguments in (["niets.xlsx", "--organisation", "ministerie"], [str(tmp_path), "--organisation", "geen"]):
        with pytest.raises(CommandError) as refused:
            call_command("import_portfolio", *arguments)
        assert refused.value.returncode == 2


def test_a_suppliers_identity_is_never_overwritten(cast: Cast, tmp_path: Path) -> None:
    Supplier.objects.create(name="Echt", kvk="01234567", country="DE", created_at=AT)
    take_in(workbook(tmp_path / "in.xlsx"))
    supplier = Supplier.objects.get(kvk="01234567")
    assert (supplier.name, supplier.country) == ("Echt", "DE")
    assert supplier.links.filter(organisation=cast.organisation).exists()


def test_a_changed_row_updates_by_key_and_keeps_what_is_not_said(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx"))
    row = [["reference", "title", "nature", "publication_date"], ["T-1", "Anders", "supplies", "2023-03-01"]]
    assert "0 created, 1 changed" in take_in(workbook(tmp_path / "more.xlsx", {"tenders": row}))
    tender = Tender.objects.get(reference="T-1")
    assert (tender.title, tender.isv_contract_condition) == ("Anders", True)
    event = AuditEvent.objects.get(action="tender.changed")
    assert (event.before, event.after) == ({"title": "Bedrijfskleding"}, {"title": "Anders"})


def content(path: Path) -> dict[str, bytes]:
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}
