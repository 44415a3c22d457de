"""Looks into PDF files. Runs in a confined process (`confined.py`): a PDF can be a bomb.

Nothing is run, nothing is changed: a file that is accepted is kept exactly as it came.
"""

from __future__ import annotations

import pikepdf

from documents.formats.refusals import NotAcceptable

_DEEPEST = 40
# Actions that open, fetch or send a file elsewhere when a reader presses them, or at once.
_POINTING = (pikepdf.Name.GoToR, pikepdf.Name.GoToE, pikepdf.Name.SubmitForm, pikepdf.Name.ImportData)


def check_pdf(path: str) -> tuple[str, ...]:
    """Remarks of the PDF at `path`: scripts, attachments, files elsewhere, dynamic forms, repaired damage.

    Raises "pdf_broken", "pdf_password", "pdf_launch" or "pdf_empty".
    """
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            if len(document.pages) == 0:
                raise NotAcceptable("pdf_empty")
            remarks: set[str] = set()
            for item in document.objects:
                _look(item, remarks, depth=0)
            if document.get_warnings():
                remarks.add("pdf_repaired")
            return tuple(sorted(remarks))
    except pikepdf.PasswordError as error:
        raise NotAcceptable("pdf_password") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError) as error:
        raise NotAcceptable("pdf_broken") from error


def read_attachment(path: str, name: str, most: int) -> bytes | None:
    """What is attached to the PDF under this name, at most ``most`` bytes of it; None when nothing is.

    Raises "pdf_broken" or "pdf_password".
    """
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            if name not in document.attachments:
                return None
            return bytes(document.attachments[name].get_file().read_bytes())[:most]
    except pikepdf.PasswordError as error:
        raise NotAcceptable("pdf_password") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError) as error:
        raise NotAcceptable("pdf_broken") from error


def _look(item: pikepdf.Object, remarks: set[str], *, depth: int) -> None:
    """Notes what an object and its direct children would do when opened in a reader."""
    if depth > _DEEPEST:
        raise NotAcceptable("too_complex")
    if isinstance(item, pikepdf.Array):
        for child in item:
            _descend(child, remarks, depth)
        return
    if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    _look_at_keys(item, remarks)
    for key in item.keys():  # noqa: SIM118 - a stream has keys but is no mapping
        _descend(item.get(key), remarks, depth)


def _descend(child: object, remarks: set[str], depth: int) -> None:
    if isinstance(child, pikepdf.Object) and not child.is_indirect:
        _look(child, remarks, depth=depth + 1)


def _look_at_keys(item: pikepdf.Object, remarks: set[str]) -> None:
    action = item.get("/S")
    if action == pikepdf.Name.Launch:
        raise NotAcceptable("pdf_launch")
    if action == pikepdf.Name.JavaScript or "/JS" in item or "/JavaScript" in item:
        remarks.add("pdf_scripts")
    if action in _POINTING or (action == pikepdf.Name.URI and _is_local(item)):
        remarks.add("pdf_links")
    if "/EmbeddedFiles" in item or item.get("/Subtype") == pikepdf.Name.FileAttachment or "/EF" in item:
        remarks.add("pdf_attachments")
    if "/XFA" in item:
        remarks.add("pdf_dynamic_form")


def _is_local(action: pikepdf.Object) -> bool:
    """Whether a link names a file of the reader's own computer or network."""
    address = str(action.get("/URI", "")).strip().lower()
    return address.startswith(("file:", "\\\\"))
