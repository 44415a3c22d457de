"""The rows behind a figure, as a page and as a file."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.formats.kinds import XLSX
from monitoring import annual_report, editions, kept_rows
from monitoring.formats import report_json
from monitoring.formats.report_json import Line
from monitoring.indicators import Indicator, Scope, figures, indicator, rows
from monitoring.indicators.figures import PARTS
from monitoring.kept_rows import KeptTable
from monitoring.models import AnnualReport
from monitoring.report_rows import Table, table
from monitoring.views.reports import as_of_form, chosen_scope
from procurement.formats.sheets import csv_lines, write_xlsx

PER_PAGE = 50


@internal
@require_GET
def report_rows(request: MemberRequest, year: int, code: str) -> HttpResponse:
    """What is counted, among what, and what is unknown; each row opens what it is about."""
    one, part = _asked(request, code)
    form = as_of_form(request)
    scope, report = chosen_scope(request, year, form)
    now = editions.line_of(figures(scope, chosen=[one])[0])
    stated = _stated(report, code) if report else now
    numbers = _numbers(one, now)
    kept = kept_rows.of(report, code)
    if kept is not None:
        numbers = _numbers(one, stated)
    columns, found = _found(request, one, scope, part, kept)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "scope": scope,
        "back": f"?edition={report.edition}" if report else f"?as_of={scope.as_of.isoformat()}",
        "shown": annual_report.show(stated, one),
        "part": part,
        "tabs": _tabs(request, one, numbers, part),
        "form": form,
        "columns": columns.columns,
        "lines": list(kept.lines(list(page), one) if kept else table(one).lines(page)),
        "page": page,
        "hidden": max(int(numbers[part] or 0) - page.paginator.count, 0),
        "kept_on": report.published_at if report and kept else None,
        "has_changed": replace(stated, label="") != replace(now, label=""),
        "query": _query(request, part),
    }
    return render(request, "monitoring/report_rows.html", context)


@internal
@require_GET
def report_rows_export(request: MemberRequest, year: int, code: str, kind: str) -> HttpResponse:
    """The same rows as CSV or Excel; what people typed is no formula in it."""
    one, part = _asked(request, code)
    scope, report = chosen_scope(request, year, as_of_form(request))
    kept = kept_rows.of(report, code)
    columns, found = _found(request, one, scope, part, kept)
    header = [column.label for column in columns.columns]
    lines: Any = [kept.cells(row) for row in found] if kept else [cells for _to, cells in table(one).lines(found)]
    name = f"{code}-{part}-{year}-{timezone.localdate(request.now):%Y%m%d}.{kind}"
    if kind == "csv":
        language = (translation.get_language() or "nl")[:2]
        response = HttpResponse(b"".join(csv_lines(header, lines, language=language)), "text/csv; charset=utf-8")
    elif kind == "xlsx":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.xlsx"
            write_xlsx(path, _("Rows"), header, lines)
            response = HttpResponse(path.read_bytes(), XLSX.mime)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: MemberRequest, code: str) -> tuple[Indicator, str]:
    one = indicator(code)
    part = request.GET.get("part") or "counted"
    if one is None or part not in PARTS:
        raise Http404(_("There is no such figure."))
    return one, part


def _found(
    request: MemberRequest, one: Indicator, scope: Scope, part: str, kept: KeptTable | None
) -> tuple[Table | KeptTable, Any]:
    """The rows as a published edition kept them, or as they are now."""
    if kept is not None:
        return kept, kept.sorted(kept.rows(request.user, part), request.GET.get("sort", ""))
    columns = table(one)
    found = rows(one, scope, user=request.user, part=part)
    return columns, columns.sorted(found, request.GET.get("sort", ""))


def _numbers(one: Indicator, line: Line) -> dict[str, Any]:
    """How many rows each part has."""
    counted = line.numerator if one.is_share else line.value
    return {"counted": counted, "among": line.denominator, "unknown": line.unknown}


def _stated(report: AnnualReport, code: str) -> Line:
    """The figure as a published edition froze it; 404 when it did not have it yet."""
    found = next((line for line in report_json.lines(report.snapshot or {}) if line.code == code), None)
    if found is None:
        raise Http404(_("This edition does not have this figure."))
    return found


def _tabs(request: MemberRequest, one: Indicator, numbers: dict[str, Any], part: str) -> list[dict[str, Any]]:
    names = {"counted": _("Counted"), "among": _("Of all of these"), "unknown": _("Unknown")}
    offered = [name for name in PARTS if name == "counted" or getattr(one, name) is not None]
    return [
        {
            "label": names[name],
            "number": numbers[name] or 0,
            "url": f"?{_query(request, name)}",
            "current": name == part,
        }
        for name in offered
    ]


def _query(request: MemberRequest, part: str) -> str:
    kept = request.GET.copy()
    for name in ("page", "sort"):
        kept.pop(name, None)
    kept["part"] = part
    return kept.urlencode()
