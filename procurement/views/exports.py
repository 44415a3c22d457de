"""The list as a file, with the filters of the page."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from procurement.filters import ordered
from procurement.formats.sheets import csv_lines, write_xlsx
from procurement.listing import header, rows
from procurement.models import Theme
from procurement.views.tenders import listed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@internal
@require_GET
def tender_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """CSV or XLSX of what the list shows."""
    themes = list(Theme.objects.all())
    found = rows(ordered(listed(request).qs.with_obligation(), request.GET.get("sort", "")), themes)
    name = f"{_('tenders')}-{request.organisation.slug}-{timezone.localdate(request.now):%Y-%m-%d}"
    language = translation.get_language() or "nl"
    if kind == "csv":
        response = StreamingHttpResponse(
            csv_lines(header(themes), found, language=language[:2]), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if kind != "xlsx":
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tenders.xlsx"
        write_xlsx(path, _("Tenders"), header(themes), found)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
