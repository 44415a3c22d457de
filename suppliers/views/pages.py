"""What the pages of this app share: lists by the page, forms in two steps, a list as a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.http import content_disposition_header

from accounts.calendar import local_date
from accounts.requests import MemberRequest
from procurement.formats.sheets import Cell, write_xlsx
from suppliers.filters import Reader

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reader_of(request: MemberRequest) -> Reader:
    return Reader(request.user, request.organisation, local_date(request.now))


def page_of(rows: QuerySet[Any], request: MemberRequest) -> Page[Any]:
    """The page asked for; the nearest one where that does not exist."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def typed(data: QueryDict) -> list[tuple[str, str]]:
    """What was sent, for the hidden fields of a page that asks to confirm it."""
    return [
        (name, value) for name in data if name not in ("csrfmiddlewaretoken", "step") for value in data.getlist(name)
    ]


def excel(request: MemberRequest, name: str, *, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The rows as a workbook, named after the list, the organisation and the day."""
    day = local_date(request.now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_xlsx(path, name, headers, rows)
        content = path.read_bytes()
    filename = f"{name.lower()}-{request.organisation.slug}-{day:%Y-%m-%d}.xlsx"
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, filename)  # noqa: FBT003
    return response
