"""Opening somebody else's workbook: what comes out of it, and where it ends."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from documents.formats import confined
from documents.formats.refusals import NotAcceptable
from documents.formats.workbooks import CellError, Formula, Row, Workbook, open_workbook
from tests.documents import samples

_SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Sequence[object], formats: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook with these rows on its one sheet, Blad1."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Blad1")
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
        if formats:
            formats(book, sheet)
    return kept.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, part if member == name else old.read(member))
    return kept.getvalue()


def sheet_xml(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Workbook]:
    def act(content: bytes) -> Workbook:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return open_workbook(str(path), name="map.xlsx")

    return act


Opened = Callable[[bytes], Workbook]


def test_cells_arrive_as_what_they_are(opened: Opened) -> None:
    book = opened(
        workbook(["naam", "waarde"], ["café", 12.5, 3, True, date(2026, 4, 1), datetime(2026, 4, 1, 9, 30)])  # noqa: DTZ001
    )

    assert [sheet.name for sheet in book.sheets] == ["Blad1"]
    assert list(book.rows("Blad1")) == [
        Row(1, ("naam", "waarde")),
        Row(2, ("café", 12.5, 3, True, date(2026, 4, 1), datetime(2026, 4, 1, 9, 30))),  # noqa: DTZ001
    ]


def test_percentages_arrive_as_people_see_them(opened: Opened) -> None:
    def shown(book: Any, sheet: Any) -> None:
        for number, (value, pattern) in enumerate([(0.15, "0%"), (0.125, "0.0%"), (1, "0%"), (15, "0")]):
            sheet.write(number, 0, value, book.add_format({"num_format": pattern}))

    rows = opened(workbook(formats=shown)).rows("Blad1")
    assert [row.cells for row in rows] == [("15%",), ("12.5%",), ("100%",), (15,)]


def test_formulas_are_not_computed_and_show_what_was_saved(opened: Opened) -> None:
    def formulas(_book: Any, sheet: Any) -> None:
        sheet.write_formula(2, 1, "=1+1", None, 5)
        sheet.write_formula(3, 0, '=WEBSERVICE("http://127.0.0.1/")', None, "")

    rows = list(opened(workbook(["naam"], ["=tekst"], formats=formulas)).rows("Blad1"))

    assert rows[2] == Row(3, (None, Formula("=1+1", 5)))
    assert rows[3] == Row(4, (Formula('=WEBSERVICE("http://127.0.0.1/")', None),))


def test_text_that_looks_like_a_formula_is_text(opened: Opened) -> None:
    def text(_book: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "=1+1")

    assert list(opened(workbook(formats=text)).rows("Blad1")) == [Row(1, ("=1+1",))]


def test_a_file_named_from_another_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portfolio.xlsx").write_bytes(workbook(["a"]))
    monkeypatch.chdir(tmp_path)
    assert list(open_workbook("portfolio.xlsx", name="portfolio.xlsx").rows("Blad1")) == [Row(1, ("a",))]


def test_errors_merged_and_hidden_are_told(opened: Opened) -> None:
    def odd(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:B2", "samen")
        book.add_worksheet("Verborgen").hide()

    broken = b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'
    book = opened(workbook(formats=odd))

    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [("Blad1", False), ("Verborgen", True)]
    assert book.sheets[0].merged == ("A1:B2",)
    assert list(opened(with_part(workbook(), _SHEET, sheet_xml(broken))).rows("Blad1")) == [
        Row(1, (CellError("#N/A"),))
    ]


def test_empty_rows_and_cells_are_passed_over_quickly(opened: Opened) -> None:
    def far(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        for number in range(1, 20_000):
            sheet.write_blank(number, 30, None, bold)
        sheet.write(200_000, 0, "laatste")

    book = opened(workbook(["eerste"], formats=far))
    begun = time.monotonic()

    assert list(book.rows("Blad1", most_rows=2, most_columns=1)) == [Row(1, ("eerste",)), Row(200_001, ("laatste",))]
    assert time.monotonic() - begun < 10


def test_claimed_size_of_a_sheet_is_not_believed(opened: Opened) -> None:
    content = workbook(["a"], ["b"])
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        sheet = made.read(_SHEET)
    lying = sheet.replace(b'ref="A1:A2"', b'ref="A1"')

    assert lying != sheet
    assert len(list(opened(with_part(content, _SHEET, lying)).rows("Blad1"))) == 2


def test_long_sheet_is_read_in_flat_memory(opened: Opened) -> None:
    book = opened(workbook(*([f"regel {number}", number, "tekst"] for number in range(20_000))))
    tracemalloc.start()

    assert sum(1 for _row in book.rows("Blad1")) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 << 20


def test_reading_stops_when_the_caller_stops(opened: Opened) -> None:
    rows = opened(workbook(*([number] for number in range(20_000)))).rows("Blad1")

    assert next(rows).number == 1
    rows.close()  # type: ignore[attr-defined]  # a generator, told as an iterator
    assert list(rows) == []


class TestRefused:
    def refusal(self, opened: Opened, content: bytes, **bounds: int) -> str:
        with pytest.raises(NotAcceptable) as caught:
            list(opened(content).rows("Blad1", **bounds))
        assert "%(" not in caught.value.reason
        return caught.value.code

    def test_past_the_bounds(self, opened: Opened) -> None:
        content = workbook(["a", "b"], ["c", "d"])

        assert self.refusal(opened, content, most_rows=1) == "workbook_rows"
        assert self.refusal(opened, content, most_columns=1) == "workbook_columns"

    def test_macros_and_entities(self, opened: Opened) -> None:
        entity = b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml(b"")

        assert self.refusal(opened, samples.xlsx({"xl/vbaProject.bin": b"x"})) == "office_macros"
        assert self.refusal(opened, with_part(workbook(["a"]), _SHEET, entity)) == "office_entities"

    @pytest.mark.parametrize("name", ["xl/worksheets/sheet1.bin", "xl/worksheets/SHEET1"])
    def test_entities_in_a_part_that_is_not_called_xml(self, opened: Opened, name: str) -> None:
        entity = b'\xef\xbb\xbf \n<!DOCTYPE x [<!ENTITY a "b">]><a/>'

        assert self.refusal(opened, samples.xlsx({name: entity})) == "office_entities"

    def test_what_only_claims_to_be_a_workbook(self, opened: Opened) -> None:
        assert self.refusal(opened, samples.xlsx()) == "office_broken"

    @pytest.mark.parametrize(
        "row",
        [
            b'<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
            b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
            b'<row r="1"><c r="A1"><v>twelve</v></c></row>',
            b'<row r="x"><c/></row>',
        ],
    )
    def test_rows_that_no_spreadsheet_writes(self, opened: Opened, row: bytes) -> None:
        assert self.refusal(opened, with_part(workbook(["a"]), _SHEET, sheet_xml(row))) == "office_broken"

    def test_text_longer_than_a_cell(self, opened: Opened) -> None:
        row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"a" * 40_000 + b"</t></is></c></row>"

        assert self.refusal(opened, with_part(workbook(["a"]), _SHEET, sheet_xml(row))) == "workbook_text"

    def test_more_memory_than_the_child_may_have(self, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(confined, "MOST_SECONDS_FOR_ROWS", 1)
        cells = b"<c><v>1</v></c>" * 400_000

        assert self.refusal(opened, with_part(workbook(["a"]), _SHEET, sheet_xml(b"<row>" + cells + b"</row>"))) in {
            "too_complex",
            "workbook_columns",
        }
