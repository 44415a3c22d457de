"""Checks of files that are text: CSV tables and e-mail messages. Read in blocks, never whole."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import BinaryIO

from documents.formats.refusals import NotAcceptable

BLOCK = 1 << 20
LARGEST_MAIL_HEADER = 256 * 1024

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FORMULA = re.compile(r'(?:^|[\r\n;,\t])"?(?:[=@]|[+\-](?![\d.,\s;"]|$))')
_MARKUP = re.compile(r"\ufeff?\s*<[?!a-zA-Z]")
_SEPARATORS = (";", ",", "\t", "|")


def check_csv(stream: BinaryIO) -> tuple[str, ...]:
    """Remarks of a CSV file: UTF-8, UTF-16 with a mark, or Windows-1252 text with columns.

    Raises `NotAcceptable` ("text_encoding", "text_not_table").
    """
    encoding = _encoding(stream)
    formulas, head = False, ""
    for text in _decoded(stream, encoding):
        if _CONTROL.search(text):
            raise NotAcceptable("text_encoding")
        formulas = formulas or bool(_FORMULA.search(text))
        if len(head) < BLOCK:
            head += text[:BLOCK]
    if _MARKUP.match(head):
        raise NotAcceptable("text_not_table")
    lines = [line for line in head.lstrip("\ufeff").splitlines()[:20] if line.strip()]
    if not lines or not any(mark in line for line in lines for mark in _SEPARATORS):
        raise NotAcceptable("text_not_table")
    return ("csv_formulas",) if formulas else ()


def _encoding(stream: BinaryIO) -> str:
    """The first of the accepted encodings in which the whole file can be read."""
    stream.seek(0)
    start = stream.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            for _text in _decoded(stream, encoding):
                pass
        except NotAcceptable:
            continue
        return encoding
    raise NotAcceptable("text_encoding")


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while block := stream.read(BLOCK):
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise NotAcceptable("text_encoding") from error


def check_mail(stream: BinaryIO) -> tuple[str, ...]:
    """Remarks of an e-mail message (RFC 5322) with a sender, a date and a body.

    A message in parts must hold the boundary that its header announces. Raises "mail_broken".
    """
    message = _mail_header(stream)
    if not message["From"] or not message["Date"]:
        raise NotAcceptable("mail_broken")
    if message.get_content_maintype() != "multipart":
        return ()
    boundary = message.get_boundary()
    if not boundary:
        raise NotAcceptable("mail_broken")
    marks = _occurrences(stream, b"\n--" + boundary.encode("utf-8", "surrogateescape"))
    if not marks:
        raise NotAcceptable("mail_broken")
    mixed = message.get_content_subtype() in {"mixed", "signed"} and marks > 2
    return ("mail_attachments",) if mixed else ()


def _mail_header(stream: BinaryIO) -> EmailMessage:
    stream.seek(0)
    head = stream.read(LARGEST_MAIL_HEADER)
    end = re.search(rb"\r?\n\r?\n", head)
    if end is None or b"\x00" in head[: end.start()]:
        raise NotAcceptable("mail_broken")
    parser = BytesParser(policy=policy.default)
    try:
        message = parser.parsebytes(head[: end.end()], headersonly=True)
        # A header is parsed when it is first asked for, so ask for what the caller will use.
        message["From"], message["Date"], message.get_content_type()
    except (ValueError, IndexError, LookupError, AttributeError) as error:
        raise NotAcceptable("mail_broken") from error
    return message


def _occurrences(stream: BinaryIO, mark: bytes) -> int:
    stream.seek(0)
    found, tail = 0, b""
    while block := stream.read(BLOCK):
        window = tail + block
        found += window.count(mark)
        tail = window[-(len(mark) - 1) :]
    return found
