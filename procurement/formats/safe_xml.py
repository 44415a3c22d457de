"""XML from strangers, parsed within bounds of time and memory.

No document type, no entity and no address is ever followed. What is larger, deeper or
fuller than any notice is refused while it is being read, before it takes up memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from django.utils.translation import gettext_lazy as _

from procurement.formats.refusal import NoticeRefused

if TYPE_CHECKING:
    from pyexpat import XMLParserType

# The largest notice seen (a hundred lots, every field filled in) has 1.8 MB, 26,000
# elements and a depth of 16.
LARGEST_FILE = 10 * 1024 * 1024
MOST_ELEMENTS = 200_000
GREATEST_DEPTH = 100
_LONGEST_TAG = 512 * 1024
_CHUNK = 64 * 1024


def parse_xml(data: bytes) -> Element:
    """Return the root element of the document in `data`; raise NoticeRefused when it is none."""
    _check_outside(data)
    parser = DefusedXMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    try:
        _feed(parser, data)
        root: Element = parser.close()
    except DefusedXmlException:
        raise NoticeRefused(
            _("The file holds a document type or entities, which a notice never has. It was not read.")
        ) from None
    except ParseError as error:
        raise NoticeRefused(
            _("The file is damaged: line %(line)s is not valid XML."), line=str(error.position[0])
        ) from error
    except (ValueError, LookupError) as error:
        raise NoticeRefused(_("The file is written in a character encoding that is not known.")) from error
    return root


def _check_outside(data: bytes) -> None:
    if not data.strip():
        raise NoticeRefused(_("The file is empty."))
    if len(data) > LARGEST_FILE:
        raise NoticeRefused(
            _("The file is larger than %(limit)s MB. No notice is that large."),
            limit=str(LARGEST_FILE // (1024 * 1024)),
        )
    # Behind a byte order mark and blanks; the zero bytes are those of UTF-16 and UTF-32.
    if not data[:64].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<"):
        raise NoticeRefused(_("The file is not XML, and so not a notice."))


def _feed(parser: DefusedXMLParser, data: bytes) -> None:
    """Feed in pieces, and stop at a single tag so long that holding it would fill the memory."""
    expat: XMLParserType = vars(parser)["parser"]
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        if start + _CHUNK - expat.CurrentByteIndex > _LONGEST_TAG:
            raise NoticeRefused(_("The file is built unlike any notice. It was not read."))


class _BoundedBuilder(TreeBuilder):
    """Builds the tree and refuses one that is deeper or fuller than a notice can be."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > GREATEST_DEPTH or self._elements > MOST_ELEMENTS:
            raise NoticeRefused(_("The file is built unlike any notice. It was not read."))
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
