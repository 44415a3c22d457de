"""The library of criteria: its list and export, one criterion with its versions, a new one, and the next version."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import check_take_in, may_take_in
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from documents.formats.kinds import CSV, JSON, XLSX
from procurement.actions import criteria_library
from procurement.actions.criteria_files import sheet_now
from procurement.actions.criteria_library import AREA
from procurement.criteria_filters import CriterionFilter, ordered
from procurement.criteria_forms import CriterionForm
from procurement.criteria_querysets import CriterionQuerySet
from procurement.criteria_wording import STATES
from procurement.formats.criteria import as_json
from procurement.formats.tables.writing import write_csv, write_workbook
from procurement.forms import show
from procurement.models import Criterion, Tender
from procurement.text_diff import difference

PAGE_SIZE = 50
MOST_TENDERS = 10


def listed(request: MemberRequest) -> CriterionFilter:
    """The filter over the library of the organisation in which the member works now."""
    visible = Criterion.objects.visible_to(request.user).of(request.organisation)
    return CriterionFilter(request.GET, visible, organisation=request.organisation, day=timezone.localdate(request.now))


@internal
@require_GET
def criterion_list(request: MemberRequest) -> HttpResponse:
    found = listed(request)
    rows = ordered(found.qs, request.GET.get("sort", "")).prefetch_related("themes")
    context = {
        "filter": found,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_fill": may_take_in(request.user, request.organisation, AREA),
        "query": request.GET.urlencode(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "procurement/_criterion_results.html" if is_fragment else "procurement/criterion_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@internal
@require_GET
def criterion_export(request: MemberRequest, kind: str) -> HttpResponse:
    """What the list shows, in the form that is taken in again: a workbook, CSV or JSON."""
    rows = ordered(listed(request).qs, request.GET.get("sort", "")).prefetch_related("themes")
    sheet, facts = sheet_now(), [_facts(row) for row in rows]
    if kind == JSON.code:
        content, mime = as_json(facts), JSON.mime
    elif kind in (XLSX.code, CSV.code):
        with tempfile.TemporaryDirectory() as folder:
            if kind == XLSX.code:
                path, mime = Path(folder) / "criteria.xlsx", XLSX.mime
                write_workbook(path, [(sheet, facts)])
            else:
                path, mime = Path(folder) / f"{sheet.name}.csv", CSV.mime
                write_csv(Path(folder), [(sheet, facts)])
            content = path.read_bytes()
    else:
        raise Http404
    response = HttpResponse(content, content_type=mime)
    name = f"{_('criteria')}-{request.organisation.slug}-{timezone.localdate(request.now):%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    return response


def _facts(row: Criterion) -> dict[str, Any]:
    values = {name: getattr(row, name) or None for name in criteria_library.FIELDS}
    return {**values, "level": str(row.level), "themes": tuple(theme.code for theme in row.themes.all())}


@internal
@require_GET
def criterion_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One version: what it says, the other versions with what differs, and which tenders took it."""
    row = _find(request, pk)
    day = timezone.localdate(request.now)
    versions = list(_same_number(row).select_related("created_by"))
    label, tone = STATES[row.state_on(day)]
    tenders = Tender.objects.visible_to(request.user).of(request.organisation)
    context = {
        "criterion": row,
        "state": {"label": label, "tone": tone},
        "versions": [
            {
                "row": version,
                "state": STATES[version.state_on(day)][0],
                "difference": difference(older.text, version.text) if older else [],
            }
            for version, older in zip(versions, [*versions[1:], None], strict=True)
        ],
        "tenders": tenders.filter(criteria__criterion__in=versions).distinct()[:MOST_TENDERS],
        "may_fill": may_take_in(request.user, request.organisation, AREA),
        "is_newest": row.superseded_on is None,
    }
    return render(request, "procurement/criterion_detail.html", context)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_create(request: MemberRequest) -> HttpResponse:
    check_take_in(request.user, request.organisation, AREA)
    form = CriterionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if Criterion.objects.filter(organisation=request.organisation, number=form.cleaned_data["number"]).exists():
            form.add_error("number", _("This number is in your library already."))
        elif made := _saved(request, form):
            messages.success(request, _("The criterion is in your library."))
            return redirect("procurement:criterion-detail", made.pk)
    return _form(request, form, None)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_change(request: MemberRequest, pk: int) -> HttpResponse:
    """The next version of a criterion; of one that ships, an own version."""
    row = _find(request, pk)
    check_take_in(request.user, request.organisation, AREA)
    if row.superseded_on is not None:
        raise Http404(_("There is a newer version of this criterion."))
    form = CriterionForm(request.POST if request.method == "POST" else None, criterion=row)
    if form.is_valid() and (made := _saved(request, form)):
        is_new = made.pk != row.pk
        messages.success(
            request,
            _("There is a new version; the old one stays with the tenders that took it.") if is_new else _("Saved."),
        )
        return redirect("procurement:criterion-detail", made.pk)
    return _form(request, form, row)


def _saved(request: MemberRequest, form: CriterionForm) -> Criterion | None:
    try:
        return criteria_library.save(
            entry=form.entry(), organisation=request.organisation, by=request.user, at=request.now
        )
    except ValidationError as error:
        show(form, error)
        return None


def _form(request: MemberRequest, form: CriterionForm, row: Criterion | None) -> HttpResponse:
    context = {"form": form, "criterion": row}
    return render(request, "procurement/criterion_form.html", context, status=422 if form.errors else 200)


def _find(request: MemberRequest, pk: int) -> Criterion:
    """Also an older version, and one that ships where the organisation has its own."""
    visible = Criterion.objects.visible_to(request.user).filter(
        Q(organisation=None) | Q(organisation=request.organisation)
    )
    return get_object_or_404(visible.prefetch_related("themes"), pk=pk)


def _same_number(row: Criterion) -> CriterionQuerySet:
    same = Criterion.objects.filter(organisation=row.organisation_id, number=row.number)
    return same.annotate(taken=Count("chosen")).order_by("-version")
