"""A table that somebody sent, such as criteria or signals: kept as it was sent, opened to be read, given back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from documents.actions import uploads
from documents.actions.uploads import CheckedUpload
from documents.formats.kinds import XLSX, Kind
from documents.models import Document
from procurement.formats.tables.columns import Sheet
from procurement.formats.tables.reading import Problem, Source
from procurement.formats.tables.writing import write_errors

MOST_PROBLEMS = 1000
"""So many are kept for the page; the file that is given back holds all."""


@dataclass(frozen=True)
class TextFile:
    """A JSON or XML file as it was sent: no upload that is looked into, but judged by reading it."""

    name: str
    content: bytes
    kind: Kind


@dataclass(frozen=True)
class Sender:
    """Whose file it is: what every document that is kept of it says."""

    organisation: Organisation
    by: User
    at: datetime
    confidentiality: str = "organisation"

    def keep(self, file: CheckedUpload | TextFile) -> Document:
        """The file as it was sent."""
        if isinstance(file, TextFile):
            return uploads.store_own(content=file.content, kind=file.kind, name=file.name, **vars(self))
        return uploads.store(file=file, **vars(self))

    def give_back(self, document: Document, source: Source, problems: Sequence[Problem], folder: Path) -> Document:
        """The file once more, with what is wrong in each row."""
        path = folder / "errors.xlsx"
        write_errors(path, source, problems, language=(get_language() or "nl")[:2])
        name = f"{Path(document.name).stem}-{_('errors')}.xlsx"
        return uploads.store_own(content=path.read_bytes(), kind=XLSX, name=name, **vars(self))


@contextmanager
def opened(document: Document, sheet: Sheet, open_source: Callable[..., Source]) -> Iterator[tuple[Source, Path]]:
    """The file on this machine's disk, opened, and a folder that lasts as long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / f"sent{document.format.extension}"
        with document.file.open("rb") as stream:
            path.write_bytes(stream.read())
        yield open_source(path, name=document.name, kind=document.format, sheet=sheet), folder


def kept(problems: Sequence[Problem], source: Source) -> dict[str, Any]:
    """The fields of a file about what is wrong with it; ``heading`` is what the file calls the column."""
    found = [asdict(each) | {"heading": source.as_named(each).column} for each in problems[:MOST_PROBLEMS]]
    return {"problems": found, "problem_count": len(problems)}
