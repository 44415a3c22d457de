"""The one PDF door: tagged, titled, archival, with its data inside, and closed to everything outside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pytest_django import Settings
from weasyprint.urls import FatalURLFetchingError

from documents.formats import pages, pdfs
from documents.pdf import Attachment, OwnFilesFetcher, render_pdf

CREATED = datetime(2026, 2, 1, 9, tzinfo=UTC)
FIGURES = Attachment("figures.json", b'{"year": 2025}', "De cijfers van dit verslag")
SHEET = Attachment("figures.xlsx", b"PK", "Dezelfde cijfers als werkblad", "Alternative")


def render(**options: Any) -> bytes:
    rows, extra = options.pop("rows", range(60)), options.pop("extra", "")
    given = {
        "title": "Jaarverslag 2025",
        "language": "nl",
        "created": CREATED,
        "author": "Gemeente Voorbeeld",
        **options,
    }
    return render_pdf("sample_report.html", {"rows": rows, "extra": extra}, **given)


@pytest.fixture(autouse=True)
def _own_templates(settings: Settings) -> None:
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]


@pytest.fixture(scope="module")
def made() -> list[bytes]:
    """The sample, once for all tests that only read it."""
    return []


@pytest.fixture
def report(made: list[bytes]) -> Iterator[pikepdf.Pdf]:
    if not made:
        made.append(render(attachments=[FIGURES, SHEET]))
    with pikepdf.open(io.BytesIO(made[0])) as pdf:
        yield pdf


def tags(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The structure elements in reading order."""
    found: list[pikepdf.Object] = []

    def walk(item: Any) -> None:
        if isinstance(item, pikepdf.Array):
            for child in item:
                walk(child)
        elif isinstance(item, pikepdf.Dictionary):
            if "/S" in item:
                found.append(item)
            if "/K" in item:
                walk(item.K)

    walk(pdf.Root.StructTreeRoot)
    return found


class TestAccessible:
    def test_says_so(self, report: pikepdf.Pdf) -> None:
        with report.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["dc:title"] == "Jaarverslag 2025"
        xmp = report.Root.Metadata.read_bytes()
        assert xmp.count(b"<rdf:RDF") == 1
        assert b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" in xmp

    def test_is_marked_with_language_and_title(self, report: pikepdf.Pdf) -> None:
        assert report.Root.MarkInfo.Marked == True  # noqa: E712 - a pikepdf object, not a bool
        assert str(report.Root.Lang) == "nl"
        assert report.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
        assert str(report.docinfo["/Title"]) == "Jaarverslag 2025"

    def test_headings_skip_no_level(self, report: pikepdf.Pdf) -> None:
        levels = [int(str(tag.S)[2:]) for tag in tags(report) if re.fullmatch("/H[1-6]", str(tag.S))]

        assert levels == [1, 2, 3, 2]

    def test_every_figure_has_a_description(self, report: pikepdf.Pdf) -> None:
        figures = [tag for tag in tags(report) if pikepdf.Name.Figure == tag.S]

        assert [str(figure.Alt) for figure in figures] == ["Aanbestedingen per jaar: 2024 10, 2025 20"]

    def test_every_header_cell_has_a_scope(self, report: pikepdf.Pdf) -> None:
        scopes = [str(tag.A.Scope) for tag in tags(report) if tag.S == pikepdf.Name.TH]

        assert scopes.count("/Row") == 60
        assert scopes.count("/Column") == 3 * len([tag for tag in tags(report) if pikepdf.Name.THead == tag.S])

    def test_every_page_has_its_tab_order_and_tags(self, report: pikepdf.Pdf) -> None:
        assert len(report.pages) >= 3
        assert all("/StructParents" in page for page in report.pages[1:])

    def test_every_font_is_ours_and_inside(self, report: pikepdf.Pdf) -> None:
        fonts = [item for item in report.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]

        assert fonts
        assert all("Source-Sans-3" in str(font.FontName).replace(" ", "-") for font in fonts)
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)

    def test_pages_are_numbered_out_of_the_whole(self, made: list[bytes], report: pikepdf.Pdf, tmp_path: Path) -> None:
        path = tmp_path / "report.pdf"
        path.write_bytes(made[0])
        text = pages.read_page(str(path), 2)

        assert f"2 / {len(report.pages)}" in text
        assert "Gemeente Voorbeeld" in text


class TestAttachments:
    def test_carry_the_data_with_type_and_relation(self, report: pikepdf.Pdf) -> None:
        assert report.attachments["figures.json"].get_file().read_bytes() == FIGURES.content
        assert {str(item.UF): str(item.AFRelationship) for item in report.Root.AF} == {
            "figures.json": "/Data",
            "figures.xlsx": "/Alternative",
        }
        assert {str(item.EF.F.Subtype) for item in report.Root.AF} == {
            "/application/json",
            "/application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
        assert str(report.Root.AF[0].Desc) == "De cijfers van dit verslag"

    def test_without_any_the_file_has_none(self) -> None:
        with pikepdf.open(io.BytesIO(render(rows=[1]))) as pdf:
            assert "/AF" not in pdf.Root


def test_same_arguments_give_the_same_bytes() -> None:
    assert render(rows=[1], attachments=[FIGURES]) == render(rows=[1], attachments=[FIGURES])


def test_dates_are_the_ones_given() -> None:
    with pikepdf.open(io.BytesIO(render(rows=[1]))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260201100000")
        assert str(pdf.docinfo["/ModDate"]).startswith("D:20260201100000")


def test_language_of_the_text_is_the_one_asked() -> None:
    with pikepdf.open(io.BytesIO(render(rows=[1], language="en"))) as pdf:
        assert str(pdf.Root.Lang) == "en"


def test_our_own_files_pass_our_own_checks(made: list[bytes], report: pikepdf.Pdf, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(made[0])

    assert pdfs.check_pdf(str(path)) == ("pdf_attachments",)


class TestFetcher:
    def test_gives_our_own_static_files(self) -> None:
        assert OwnFilesFetcher().fetch("http://static.invalid/static/css/pdf.css").read()

    @pytest.mark.parametrize(
        "url",
        [
            "http://169.254.169.254/latest/meta-data",
            "https://static.invalid/static/css/pdf.css",
            "http://static.invalid.example/static/css/pdf.css",
            "http://static.invalid/etc/passwd",
            "file:///etc/passwd",
            "data:text/css,body{}",
            "ftp://static.invalid/static/x",
        ],
    )
    def test_denies_all_else(self, url: str) -> None:
        with pytest.raises(ValueError, match="not one of our own files"):
            OwnFilesFetcher().fetch(url)

    @pytest.mark.parametrize("name", ["../manage.py", "..%2Fmanage.py", "%2Fetc/passwd", "css/none.css"])
    def test_stays_inside_the_folder_and_is_loud_when_something_is_missing(self, name: str) -> None:
        with pytest.raises(FatalURLFetchingError):
            OwnFilesFetcher().fetch(f"http://static.invalid/static/{name}")

    def test_foreign_picture_is_left_out(self) -> None:
        with pikepdf.open(io.BytesIO(render(rows=[1], extra='<img src="file:///etc/passwd" alt="x">'))) as pdf:
            assert len(pdf.pages) >= 2
