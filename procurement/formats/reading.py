"""The door: which reader takes a file, told by what is in it and never by its name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from procurement.formats import eforms, ted
from procurement.formats.bounds import check_bounds
from procurement.formats.encoding import encoded_once
from procurement.formats.notice import Notice
from procurement.formats.refusal import NoticeRefused
from procurement.formats.safe_xml import parse_xml


def read_notice(data: bytes, *, filename: str = "") -> Notice:
    """Read the published notice in `data`, whole or not at all.

    `filename` decides nothing, because names of notices lie too often; a refusal carries it
    for who reports it. Raises NoticeRefused, with a sentence for the user, for whatever is
    no readable notice. Takes well under a second for the largest file that it accepts.
    """
    try:
        notice = _read(data)
        check_bounds(notice)
    except NoticeRefused as refusal:
        refusal.filename = filename
        raise
    return notice


def _read(data: bytes) -> Notice:
    root = parse_xml(encoded_once(data))
    if eforms.recognises(root):
        return eforms.read(root)
    if ted.recognises(root):
        return ted.read(root)
    raise NoticeRefused(_("The file is XML, but not a notice in eForms or TED format."))
