"""The kinds of file that this product takes in, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of file. `inline` kinds may be shown in a page; all others are only downloaded."""

    code: str
    label: str
    mime: str
    extensions: tuple[str, ...]
    inline: bool = False

    @property
    def extension(self) -> str:
        return self.extensions[0]


_OFFICE = "application/vnd.openxmlformats-officedocument"

PDF = Kind("pdf", "PDF", "application/pdf", (".pdf",), inline=True)
DOCX = Kind("docx", "Word", f"{_OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Kind("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",))
ODT = Kind("odt", "ODT", "application/vnd.oasis.opendocument.text", (".odt",))
ODS = Kind("ods", "ODS", "application/vnd.oasis.opendocument.spreadsheet", (".ods",))
CSV = Kind("csv", "CSV", "text/csv", (".csv",))
PNG = Kind("png", "PNG", "image/png", (".png",), inline=True)
JPEG = Kind("jpeg", "JPEG", "image/jpeg", (".jpg", ".jpeg"), inline=True)
EML = Kind("eml", "e-mail (EML)", "message/rfc822", (".eml",))

ALLOWED: tuple[Kind, ...] = (PDF, DOCX, XLSX, ODT, ODS, CSV, PNG, JPEG, EML)

# Made by the product itself, or published notices that it read: never accepted as the upload of somebody.
JSON = Kind("json", "JSON", "application/json", (".json",))
XML = Kind("xml", "XML", "application/xml", (".xml",))
ZIP = Kind("zip", "ZIP", "application/zip", (".zip",))

KINDS: dict[str, Kind] = {kind.code: kind for kind in (*ALLOWED, JSON, XML, ZIP)}


def of_name(name: str) -> Kind | None:
    """The kind that the extension of a file name promises; None when it promises none of ours."""
    lowered = name.lower()
    return next((kind for kind in ALLOWED if lowered.endswith(kind.extensions)), None)
