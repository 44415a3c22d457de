"""Small files of every kind, good and bad, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from PIL import Image

_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

CSV = b"naam;land\nKatoenhuis;IN\n"
MAIL = b"From: a@b.example\r\nDate: Mon, 2 Nov 2026 09:00:00 +0100\r\nSubject: x\r\n\r\nHello\r\n"


def pdf(
    *, pages: int = 1, text: str = "", root: Mapping[str, pikepdf.Object] | None = None, password: str = ""
) -> bytes:
    """A PDF with empty pages, or with `text` on each."""
    with pikepdf.new() as document:
        for number in range(1, pages + 1):
            page = document.add_blank_page(page_size=(300, 400))
            if text:
                font = pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
                page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
                drawing = f"BT /F1 18 Tf 40 300 Td ({text} {number}) Tj ET".encode()
                page.Contents = document.make_stream(drawing)
        for key, value in (root or {}).items():
            document.Root[key] = document.make_indirect(value)
        out = io.BytesIO()
        encryption = pikepdf.Encryption(owner="owner", user=password) if password else None
        document.save(out, encryption=encryption or False, deterministic_id=not password)
    return out.getvalue()


def pdf_with_action(kind: str) -> bytes:
    """A PDF that does something when it is opened: `JavaScript` or `Launch`."""
    action = pikepdf.Dictionary(
        S=pikepdf.Name("/" + kind), JS=pikepdf.String("app.alert(1)"), F=pikepdf.String("x.exe")
    )
    if kind == "Launch":
        del action["/JS"]
    return pdf(root={"/OpenAction": action})


def archive(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(extra: Mapping[str, bytes] | None = None, *, main: str = "wordprocessingml.document.main") -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{_OFFICE}.{main}+xml"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>", **(extra or {})})


def xlsx(extra: Mapping[str, bytes] | None = None) -> bytes:
    return docx(extra, main="spreadsheetml.sheet.main")


def odf(kind: str = "text", extra: Mapping[str, bytes] | None = None) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mime, "content.xml": b"<content/>", **(extra or {})})


def relations(target: str) -> bytes:
    """A relationships part that points outside the file."""
    one = f'<Relationship Type="x/{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{one}</Relationships>'.encode()


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, kind)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises a picture of any size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


GOOD: dict[str, bytes] = {
    "plan.pdf": pdf(),
    "plan.docx": docx(),
    "plan.xlsx": xlsx(),
    "plan.odt": odf(),
    "plan.ods": odf("spreadsheet"),
    "plan.csv": CSV,
    "plan.png": picture(),
    "plan.jpg": picture("JPEG"),
    "plan.JPEG": picture("JPEG"),
    "plan.eml": MAIL,
}
