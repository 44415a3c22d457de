"""A Word document written: headings, paragraphs, points and tables, in styles that the reader's own template replaces.

Only what WordprocessingML needs, so no library for it: the same blocks give the same bytes. Headings are real ones, the
first row of a table is its header and repeats on each page, and the language is named, so that it reads aloud well.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAME_DAY = (1980, 1, 1, 0, 0, 0)
_AFTER_TABLE = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""The paragraph that has to follow a table, so low that it never makes a page of its own."""

PAGE_WIDTH = 9638
"""Between the margins of an A4, in twentieths of a point."""


LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


@dataclass(frozen=True)
class Words:
    """Words in a cell, with the ``language`` that they are in where that is another than of the document."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Heading:
    """``level`` 1 is the title of the document. ``language`` as with ``Words``, here and below."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2
    language: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. ``lead``: bold words before it."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""
    is_note: bool = False
    language: str = ""


@dataclass(frozen=True)
class Point:
    """One point of a list."""

    kind: ClassVar[str] = "point"
    text: str
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A header and rows; ``widths`` are shares of the page."""

    kind: ClassVar[str] = "table"
    header: Sequence[str]
    rows: Sequence[Sequence[str | Words]]
    widths: Sequence[int]


Block = Heading | Paragraph | Point | Table


def write_docx(blocks: Sequence[Block], *, title: str, language: str, author: str, at: datetime) -> bytes:
    """The document as the bytes of a .docx. ``language`` as ``nl`` or ``en``."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("officeDocument", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title, language, author, at),
        "word/_rels/document.xml.rels": _relations(
            ("styles", f"{_OFFICE}/styles", "styles.xml"),
            ("numbering", f"{_OFFICE}/numbering", "numbering.xml"),
            ("footer", f"{_OFFICE}/footer", "footer.xml"),
        ),
        "word/styles.xml": _styles(LANGUAGES.get(language, language)),
        "word/numbering.xml": _numbering(),
        "word/footer.xml": _footer(),
        "word/document.xml": _document(blocks),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_DAY), _HEAD + content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _document(blocks: Sequence[Block]) -> str:
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )
    body = f"<w:body>{''.join(map(_block, blocks))}{page}</w:body>"
    return f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}">{body}</w:document>'


def _footer() -> str:
    """The number of the page, and of how many."""
    page, pages = (
        f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES")
    )
    between = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Note"/><w:jc w:val="right"/></w:pPr>{page}{between}{pages}</w:p>'
    return f'<w:ftr xmlns:w="{_MAIN}">{paragraph}</w:ftr>'


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Heading):
        return _paragraph("Title" if block.level == 1 else f"Heading{block.level - 1}", _run(block))
    if isinstance(block, Point):
        return _paragraph("ListBullet", _run(block))
    lead = _run(Words(f"{block.lead} "), bold=True) if block.lead else ""
    return _paragraph("Note" if block.is_note else "", lead + _run(block))


def _paragraph(style: str, runs: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(words: Words | Heading | Paragraph | Point, *, bold: bool = False) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _NOT_XML.sub("", words.text).split("\n")
    )
    look = "<w:b/>" if bold else ""
    if words.language:
        look += f"<w:lang w:val={quoteattr(LANGUAGES.get(words.language, words.language))}/>"
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{lines}</w:r>"


def _table(table: Table) -> str:
    whole = sum(table.widths)
    widths = [PAGE_WIDTH * width // whole for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(table, widths))
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"/>'
    margins = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    properties = (
        f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{PAGE_WIDTH}" w:type="dxa"/>{margins}{look}</w:tblPr>'
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_AFTER_TABLE}"


def _rows(table: Table, widths: Sequence[int]) -> Iterator[str]:
    for number, row in enumerate((table.header, *table.rows)):
        repeat = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if number == 0 else "") + "</w:trPr>"
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{_paragraph('TableText', _run(_words(cell), bold=number == 0))}</w:tc>"
            for cell, width in zip(row, widths, strict=True)
        )
        yield f"<w:tr>{repeat}{cells}</w:tr>"


def _words(cell: str | Words) -> Words:
    return cell if isinstance(cell, Words) else Words(cell)


def _types() -> str:
    parts = {
        "/word/document.xml": f"{_CONTENT}.document.main+xml",
        "/word/styles.xml": f"{_CONTENT}.styles+xml",
        "/word/numbering.xml": f"{_CONTENT}.numbering+xml",
        "/word/footer.xml": f"{_CONTENT}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*given: tuple[str, str, str]) -> str:
    links = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in given)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _properties(title: str, language: str, author: str, at: datetime) -> str:
    instant = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    core = f"{_PACKAGE}/metadata/core-properties"
    name, writer = (escape(_NOT_XML.sub("", text)) for text in (title, author))
    stamp = "".join(
        f'<dcterms:{deed} xsi:type="dcterms:W3CDTF">{instant}</dcterms:{deed}>' for deed in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{name}</dc:title><dc:creator>{writer}</dc:creator>"
        f"<dc:language>{escape(language)}</dc:language>{stamp}</cp:coreProperties>"
    )


def _numbering() -> str:
    return (
        f'<w:numbering xmlns:w="{_MAIN}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _styles(language: str) -> str:
    points = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A97A3"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="21"/>'
        f"<w:lang w:val={quoteattr(language)}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + _style("Title", "Title", size=40, before=0, bold=True)
        + _style("Heading1", "heading 1", size=30, before=360, bold=True, outline=0)
        + _style("Heading2", "heading 2", size=24, before=240, bold=True, outline=1)
        + _style("Note", "Note", size=18, before=0, color="4A5560")
        + _style("TableText", "Table Text", size=18, before=0, after=40)
        + _style("ListBullet", "List Bullet", size=21, before=0, after=60, extra=points)
        + '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _style(
    code: str, name: str, *, size: int, before: int, after: int = 120, bold: bool = False, outline: int | None = None,
    color: str = "", extra: str = "",
) -> str:  # fmt: skip
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    keep = "<w:keepNext/>" if bold else ""
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "") + f'<w:sz w:val="{size}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:qFormat/><w:pPr>{keep}{extra}<w:spacing w:before="{before}" w:after="{after}"/>{level}</w:pPr>'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )
