"""Pages as pictures and text, beside a form."""

from __future__ import annotations

import io
import shutil
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from PIL import Image

from documents.formats import confined
from documents.formats.refusals import NotAcceptable
from documents.previews import page_count, page_text, preview_of, render_page
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def test_page_is_drawn_at_the_asked_width() -> None:
    document = DocumentFactory.create(pdf=True)

    with Image.open(io.BytesIO(render_page(document, 1, 600))) as picture:
        assert picture.size == (600, 800)
        assert picture.convert("L").getextrema() == (0, 255)


def test_text_and_number_of_pages() -> None:
    document = DocumentFactory.create(pdf=True)

    assert page_count(document) == 2
    assert page_text(document, 2) == "Pagina 2"


def test_second_time_comes_from_disk() -> None:
    document = DocumentFactory.create(pdf=True)
    first = render_page(document, 1, 600)
    Path(document.file.path).unlink()

    assert render_page(document, 1, 600) == first


def test_picture_cache_can_go() -> None:
    document = DocumentFactory.create(pdf=True)
    first = render_page(document, 1, 600)
    shutil.rmtree(settings.PREVIEW_CACHE_DIR)

    assert render_page(document, 1, 600) == first


@pytest.mark.parametrize(
    ("asked", "shown"), [("2", 2), (2, 2), ("9", 2), ("0", 1), ("", 1), ("x", 1), ("-1", 1), ("²", 1)]
)
def test_page_of_the_address_never_fails(asked: str | int, shown: int) -> None:
    preview = preview_of(DocumentFactory.create(pdf=True), page=asked)

    assert preview is not None
    assert (preview.page, preview.pages) == (shown, 2)


def test_kinds_without_pages_have_no_preview() -> None:
    assert preview_of(DocumentFactory.create()) is None


def test_unreadable_pdf_gives_the_reason() -> None:
    preview = preview_of(DocumentFactory.create(pdf=True, content=b"%PDF-1.7 nothing"))

    assert preview is not None
    assert preview.problem
    assert preview.pages == 0


class TestTemplate:
    def render(self, page: int, **traits: bool) -> str:
        preview = preview_of(DocumentFactory.create(**traits), page=page)
        request = RequestFactory().get("/deliverables/1/assess/", {"tab": "questions", "page": str(page)})
        context = {"preview": preview, "picture_url": "/p/1/page/", "download_url": "/p/1/"}
        with translation.override("en"):
            return render_to_string("documents/_preview.html", context, request=request)

    def test_pages_are_reached_by_links_that_keep_the_rest_of_the_address(self) -> None:
        html = self.render(1, pdf=True)

        assert 'href="?tab=questions&amp;page=2#preview"' in html
        assert 'rel="prev"' not in html
        assert "Page 1 of 2" in html
        assert 'src="/p/1/page/?page=1"' in html

    def test_text_stands_beside_the_picture(self) -> None:
        assert "Pagina 2" in self.render(2, pdf=True)

    def test_picture_is_shown_itself(self) -> None:
        assert 'src="/p/1/?inline=1"' in self.render(1, picture=True)


class TestConfined:
    def test_a_bomb_ends_at_the_limit_of_memory(self, tmp_path: Path) -> None:
        bomb = tmp_path / "bomb.pdf"
        bomb.write_bytes(_object_stream_bomb())

        with pytest.raises(NotAcceptable) as caught:
            confined.check_pdf(str(bomb))

        assert caught.value.code in {"too_complex", "pdf_broken"}

    @pytest.mark.parametrize(
        "name",
        ["bomb_giant", "bigboundingbox", "operator_list_cycle", "recursiveCompositGlyf", "evaljs", "xfa_issue14315"],
    )
    def test_hostile_pdf_is_drawn_within_its_limits(self, real_data: Path, name: str) -> None:
        path = real_data / "hostile-files" / "pdf-pdfjs" / f"{name}.pdf"

        assert confined.draw_page(str(path), 1, 900).startswith(b"\x89PNG")


def _object_stream_bomb() -> bytes:
    """A PDF whose only object stream unpacks to 2 GB."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _number in range(2))
    packed = first + again * 2046 + packer.flush()
    head = b"%PDF-1.7\n"
    stream = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    body = head + stream + packed + b"\nendstream\nendobj\n"
    table = b"".join(
        (kind).to_bytes(1, "big") + place.to_bytes(4, "big") + b"\0"
        for kind, place in ((0, 0), (1, len(head)), (2, 1), (1, len(body)))
    )
    xref = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>\nstream\n" % len(table)
    return body + xref + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)
