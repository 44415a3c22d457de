"""The documents that the demonstration's suppliers hand in: small tagged PDFs and a workbook of our own making."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.actions import uploads
from documents.actions.uploads import CheckedUpload
from documents.pdf import render_pdf
from suppliers.models import Deliverable

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


class Papers:
    """Each kind of document is made once; every submission gets the same text, as nobody reads them all."""

    def __init__(self) -> None:
        self._made: dict[str, list[tuple[CheckedUpload, bytes]]] = {}

    def of(self, deliverable: Deliverable) -> list[CheckedUpload]:
        """The files for a deliverable of this kind, looked into once as every upload is."""
        if deliverable.kind not in self._made:
            self._made[deliverable.kind] = [
                (uploads.check(file=_file(name, content)), content) for name, content in self._make(deliverable.kind)
            ]
        return [replace(one, file=_file(one.name, content)) for one, content in self._made[deliverable.kind]]

    def _make(self, kind: str) -> list[tuple[str, bytes]]:
        pdf = render_pdf(f"monitoring/demo/{kind}.html", {}, title=TITLES[kind], language="nl", created=MADE_AT)
        files = [(f"{TITLES[kind]}.pdf", pdf)]
        if kind == "risk_analysis":
            files.append(("Ketenkaart.xlsx", _chain()))
        return files


TITLES = {
    "risk_analysis": "Risicoanalyse van de keten",
    "improvement_plan": "Verbeterplan",
    "annual_report": "Jaarrapportage gepaste zorgvuldigheid",
}


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def _chain() -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("Keten")
    rows = [
        ("Schakel", "Product", "Land", "Locaties"),
        ("1", "Confectie", "Bangladesh", 4),
        ("2", "Weven en verven", "India", 6),
        ("3", "Spinnen", "Pakistan", 3),
        ("4", "Katoenteelt", "onbekend", 0),
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return kept.getvalue()
