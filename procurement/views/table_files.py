"""What the pages of every table to take in share: the template, its columns, what is wrong, the file given back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from documents.formats.kinds import XLSX
from documents.views.serving import serve
from procurement.formats.tables.columns import Sheet
from procurement.formats.tables.writing import write_template
from procurement.models.table_files import TableFile

PROBLEMS_A_PAGE = 50
MOST_FILES = 10


def language() -> str:
    """The language of the reader: nl or en."""
    return (translation.get_language() or "nl")[:2]


def columns(sheet: Sheet) -> list[dict[str, Any]]:
    """The columns in the language of the reader, with what each holds."""
    words = language()
    return [
        {
            "label": column.label.of(words), "name": column.name, "help": column.help.of(words),
            "required": column.required, "choices": [choice.words.of(words) for choice in column.choices],
        }
        for column in sheet.columns
    ]  # fmt: skip


def template(sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """An empty workbook with an explanation of each column, in the language of the reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, sheets, language=language())
        response = HttpResponse(path.read_bytes(), content_type=XLSX.mime)
    filename = f"{name}-{_('template')}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, filename)  # noqa: FBT003
    return response


def problems_of(request: MemberRequest, file: TableFile) -> Page[Any]:
    """The page of problems that was asked for."""
    return Paginator(file.problems, PROBLEMS_A_PAGE).get_page(request.GET.get("page"))


def errors_of(request: MemberRequest, file: TableFile) -> HttpResponse | FileResponse:
    """The file given back, with what is wrong in each row."""
    if file.errors is None:
        raise Http404(_("There is nothing wrong with this file."))
    return serve(file.errors, request=request, by=request.user)
