"""The door: which reader takes a file, told by what is in it and never by its name.

A file holds one notice, or a list of them (an OCDS package, a list of TenderNed). Each is read on its
own, so that one that cannot be read does not hold the others back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from procurement.formats import eforms, ocds, safe_json, ted, tenderned
from procurement.formats.bounds import check_bounds
from procurement.formats.encoding import encoded_once
from procurement.formats.notice import Notice
from procurement.formats.refusal import NoticeRefused
from procurement.formats.safe_json import Layout
from procurement.formats.safe_xml import parse_xml


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """The notices in a file: `len()` of them, each read when it is asked for.

    Costs the text of the file in memory and no more, however many notices it holds.
    """

    filename: str
    data: bytes
    layout: Layout | None

    def __len__(self) -> int:
        return len(self.layout.starts) if self.layout else 1

    @property
    def is_json(self) -> bool:
        return self.layout is not None

    def read(self, position: int) -> Notice:
        """Read the notice at `position` (from 0), whole or not at all.

        Raises NoticeRefused, with a sentence for the user, for whatever is no readable notice.
        """
        try:
            notice = _read_json(self.layout, position) if self.layout else _read_xml(self.data)
            check_bounds(notice)
        except NoticeRefused as refusal:
            refusal.filename = self.filename
            if len(self) > 1:
                refusal.place = position + 1
            raise
        return notice


def open_notices(data: bytes, *, filename: str = "") -> NoticeFile:
    """Find the notices in `data`; raise NoticeRefused when the file as a whole cannot be read, or holds none.

    `filename` decides nothing, because names of notices lie too often; a refusal carries it
    for who reports it.
    """
    try:
        layout = safe_json.layout_of(data) if safe_json.looks_like_json(data) else None
        if layout is not None and not layout.starts:
            raise NoticeRefused(_("The file holds an empty list: there is no notice in it."))
    except NoticeRefused as refusal:
        refusal.filename = filename
        raise
    return NoticeFile(filename, data, layout)


def read_notice(data: bytes, *, filename: str = "") -> Notice:
    """Read the one published notice in `data`; refuses a file that holds several."""
    file = open_notices(data, filename=filename)
    if len(file) > 1:
        raise NoticeRefused(_("The file holds several notices where one is expected."))
    return file.read(0)


def read_notices(data: bytes, *, filename: str = "") -> Iterator[Notice | NoticeRefused]:
    """Yield each notice in `data`, or the refusal of that one; a file that cannot be read gives one refusal."""
    try:
        file = open_notices(data, filename=filename)
    except NoticeRefused as refusal:
        yield refusal
        return
    for position in range(len(file)):
        try:
            yield file.read(position)
        except NoticeRefused as refusal:
            yield refusal


def _read_xml(data: bytes) -> Notice:
    root = parse_xml(encoded_once(data))
    if eforms.recognises(root):
        return eforms.read(root)
    if ted.recognises(root):
        return ted.read(root)
    raise NoticeRefused(_("The file is XML, but not a notice in eForms or TED format."))


def _read_json(layout: Layout, position: int) -> Notice:
    entry = layout.entry(position)
    if not isinstance(entry, dict):
        raise NoticeRefused(_("There is no notice here, but “%(value)s”."), value=str(entry))
    if layout.kind == "records" or ocds.is_record(entry):
        return ocds.read_record(entry)
    if layout.kind == "releases" or ocds.recognises(entry):
        return ocds.read_release(entry)
    if tenderned.recognises(entry):
        return tenderned.read(entry)
    raise NoticeRefused(
        _("The file is JSON, but it holds no OCDS releases or records and no publications of TenderNed.")
    )
