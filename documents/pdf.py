"""The one door through which this product makes PDFs: accessible (PDF/UA-1) and archival (PDF/A-3a) at once.

A template that extends `print_base.html` becomes a tagged file with its data inside. What keeps it valid is in
the template: headings without a skipped level, `<th scope>` without rowspan or colspan, a `<title>` in each
`<svg>`, decoration by CSS only. `docs/adr/one-pdf-door.md` tells why; `tests/documents/test_pdf.py` holds the checks.
"""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import pikepdf
import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from django.utils._os import safe_join
from fontTools.ttLib import woff2
from lxml import etree
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# fontTools writes the moment into each font that it embeds, unless this says which; the same report is the same file.
os.environ.setdefault("SOURCE_DATE_EPOCH", "946684800")

_BASE = "http://static.invalid"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UA = "http://www.aiim.org/pdfua/ns/id/"

# PDF/A allows no property that it does not know, unless the file itself describes the schema.
_UA_DESCRIPTIONS = f"""
<rdf:RDF xmlns:rdf="{_RDF}">
  <rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
  <rdf:Description rdf:about=""
      xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
      xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
      xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
        <pdfaProperty:name>part</pdfaProperty:name>
        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
        <pdfaProperty:category>internal</pdfaProperty:category>
        <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
      </rdf:li></rdf:Seq></pdfaSchema:property>
    </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
</rdf:RDF>
"""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` says what it is to the document (ISO 32000-2, 7.11.3)."""

    name: str
    content: bytes
    description: str
    relationship: Literal["Data", "Source", "Supplement", "Alternative"] = "Data"


def render_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str,
    created: datetime,
    author: str = "",
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """The PDF of a template that extends `print_base.html`.

    The same arguments give the same bytes: `created` is every date in the file. The template also has
    `pdf_title`, `pdf_language`, `pdf_created` and `pdf_author`. Costs some 80 ms a page, and the first
    in a process half a second more for the fonts.
    """
    own = {"pdf_title": title, "pdf_language": language, "pdf_created": created, "pdf_author": author}
    with translation.override(language):
        html = render_to_string(template_name, {**context, **own})
    attached = list(attachments)
    made = weasyprint.HTML(string=html, base_url=f"{_BASE}/", url_fetcher=OwnFilesFetcher()).write_pdf(
        pdf_variant="pdf/a-3a",
        attachments=[
            weasyprint.Attachment(
                string=file.content,
                name=file.name,
                description=file.description,
                created=created,
                modified=created,
                relationship=file.relationship,
            )
            for file in attached
        ],
    )
    return _finish(made, title=title, language=language, attachments=attached)


class OwnFilesFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint the project's own static files and nothing else: no network, no disk, no data addresses."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["http"], allow_redirects=False)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        address = urlsplit(url)
        if f"{address.scheme}://{address.netloc}" != _BASE or not address.path.startswith(settings.STATIC_URL):
            raise ValueError(f"not one of our own files: {url[:200]}")
        name = unquote(address.path.removeprefix(settings.STATIC_URL))
        path = _static_file(name)
        if path is None:
            raise FatalURLFetchingError(f"static file {name} is missing; build the front-end files first")
        if path.suffix == ".woff2":
            return URLFetcherResponse(url, _unpacked(path), {"Content-Type": "font/ttf"})
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": mime})


@lru_cache(maxsize=16)
def _unpacked(path: Path) -> bytes:
    """A font as WeasyPrint needs it. Unpacking is half the work of a short PDF, so a process does it once per font."""
    out = io.BytesIO()
    woff2.decompress(io.BytesIO(path.read_bytes()), out)
    return out.getvalue()


def _static_file(name: str) -> Path | None:
    """Collected files first (their names hold a hash), then the source folders."""
    try:
        collected = Path(safe_join(settings.STATIC_ROOT, name))
        if collected.is_file():
            return collected
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    return Path(found) if isinstance(found, str) else None


def _finish(made: bytes, *, title: str, language: str, attachments: list[Attachment]) -> bytes:
    """Adds what WeasyPrint leaves out: the PDF/UA identifier, the title in the window, scopes, types of attachments."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.Root.Metadata = pikepdf.Stream(
            pdf, _with_ua_identifier(pdf.Root.Metadata.read_bytes()), {"/Type": "/Metadata", "/Subtype": "/XML"}
        )
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.docinfo["/Title"] = title
        _give_scopes(pdf)
        _associate(pdf, attachments)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _give_scopes(pdf: pikepdf.Pdf) -> None:
    """Every header cell says what it heads: its column in a table's head, its row elsewhere."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name.TH:
            in_head = item.P.P.get("/S") == pikepdf.Name.THead
            item.A.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row


def _associate(pdf: pikepdf.Pdf, attachments: list[Attachment]) -> None:
    """One description per attached file, with its type, named and associated with the document."""
    if not attachments:
        return
    types = {file.name: mimetypes.guess_type(file.name)[0] or "application/octet-stream" for file in attachments}
    found = {str(item.UF): item for item in pdf.Root.AF}
    files = {name: pdf.make_indirect(found[name]) for name in sorted(types)}
    for name, item in files.items():
        item.EF.F.Subtype = pikepdf.Name("/" + types[name])
    pdf.Root.AF = pikepdf.Array(files.values())
    pdf.Root.Names.EmbeddedFiles = pikepdf.Dictionary(
        Names=pikepdf.Array([part for name, item in files.items() for part in (pikepdf.String(name), item)])
    )


def _with_ua_identifier(xmp: bytes) -> bytes:
    """The metadata with the descriptions of PDF/UA inside its one RDF element."""
    packet = etree.fromstring(xmp, parser=etree.XMLParser(resolve_entities=False, no_network=True))
    rdf = packet.find(f"{{{_RDF}}}RDF")
    if rdf is None:
        raise ValueError("WeasyPrint wrote metadata without RDF")
    rdf.extend(etree.fromstring(_UA_DESCRIPTIONS))
    body: bytes = etree.tostring(packet, encoding="utf-8")
    return b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + body + b'\n<?xpacket end="w"?>'
