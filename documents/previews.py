"""A document as it can be shown beside a form: pictures of its pages, with their text for who cannot see them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.formats import confined
from documents.formats.kinds import PDF
from documents.formats.refusals import NotAcceptable
from documents.models import Document


@dataclass(frozen=True)
class Preview:
    """One page of a document, for `documents/_preview.html`."""

    document: Document
    page: int
    pages: int
    text: str
    problem: str = ""

    @property
    def is_pdf(self) -> bool:
        return self.document.kind == PDF.code

    @property
    def previous_page(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def preview_of(document: Document, *, page: str | int = 1) -> Preview | None:
    """The preview of a document at a page as it stands in the address (anything else is page 1).

    None when this kind of document has no preview. A PDF that cannot be drawn gives its `problem`.
    """
    if not document.has_preview:
        return None
    if document.kind != PDF.code:
        return Preview(document, page=1, pages=1, text="")
    try:
        pages = page_count(document)
        number = min(max(int(str(page)[:9]), 1), pages) if str(page).isdecimal() else 1
        return Preview(document, page=number, pages=pages, text=page_text(document, number))
    except NotAcceptable as unreadable:
        return Preview(document, page=1, pages=0, text="", problem=unreadable.reason)


def page_count(document: Document) -> int:
    """How many pages the PDF has."""
    return int(_kept(document, "pages", lambda path: str(confined.count_pages(path)).encode()))


def page_text(document: Document, page: int) -> str:
    """The text of a page (from 1)."""
    return _kept(document, f"{page}.txt", lambda path: confined.read_page(path, page).encode()).decode()


def render_page(document: Document, page: int, width: int) -> bytes:
    """A page (from 1) as PNG, `width` pixels wide. About half a second; the next time from disk."""
    return _kept(document, f"{page}-{width}.png", lambda path: confined.draw_page(path, page, width))


def _kept(document: Document, name: str, make: Callable[[str], bytes]) -> bytes:
    """What `make` answered for this content before, or answers now."""
    kept = Path(settings.PREVIEW_CACHE_DIR) / document.sha256 / name
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        with _local(document) as path:
            made = make(path)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        file.write(made)
    Path(file.name).replace(kept)
    return made


@contextmanager
def _local(document: Document) -> Iterator[str]:
    """The path of the file; of one that is kept elsewhere, the path of a copy."""
    try:
        path: str | None = document.file.path
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
        return
    with document.file.open("rb") as kept, tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        for block in kept.chunks():
            copy.write(block)
        copy.flush()
        yield copy.name
