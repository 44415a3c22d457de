"""Pages of a PDF as pictures and as text. Runs in a confined process: PDFium is not thread-safe."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

from documents.formats.refusals import NotAcceptable

WIDEST = 2_000
LONGEST_SIDE = 20_000
MOST_PIXELS = 12_000_000
LONGEST_TEXT = 100_000


def count_pages(path: str) -> int:
    document = _open(path)
    try:
        return len(document)
    finally:
        document.close()


def draw_page(path: str, number: int, width: int) -> bytes:
    """Page `number` (from 1) as PNG, `width` pixels wide; scripts and forms do not run."""
    document = _open(path)
    try:
        page = document[number - 1]
        page_width, page_height = page.get_size()
        scale = min(width, WIDEST) / max(page_width, 1.0)
        # A page may be a line of no width and any length, and a picture has at least one pixel of each.
        scale = min(scale, LONGEST_SIDE / max(page_width, page_height, 1.0))
        pixels = page_width * page_height * scale * scale
        if pixels > MOST_PIXELS:
            scale *= (MOST_PIXELS / pixels) ** 0.5
        picture = page.render(scale=scale, may_draw_forms=True).to_pil()
        out = io.BytesIO()
        picture.convert("P", palette=1, colors=256).save(out, "PNG", optimize=False)
        return out.getvalue()
    except (pdfium.PdfiumError, IndexError, ValueError) as error:
        raise NotAcceptable("pdf_broken") from error
    finally:
        document.close()


def read_page(path: str, number: int) -> str:
    """The text of page `number` (from 1), at most 100,000 characters."""
    document = _open(path)
    try:
        text: str = document[number - 1].get_textpage().get_text_bounded()
    except (pdfium.PdfiumError, IndexError) as error:
        raise NotAcceptable("pdf_broken") from error
    finally:
        document.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "-")[:LONGEST_TEXT]


def _open(path: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotAcceptable("pdf_broken") from error
