"""The risk scan of a tender: what it buys where, what is known of that, and how the team judges it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import scan_export, scan_reads
from procurement.actions import risk_scan
from procurement.actions.ambitions import refuse_unless_editable
from procurement.actions.risk_scan import AREA, ScanChanged
from procurement.formats.cpv import is_cpv
from procurement.formats.sheets import csv_lines, write_xlsx
from procurement.forms import show
from procurement.models import RiskTheme, ScanProduct, Tender
from procurement.scan_board import Board
from procurement.scan_forms import JudgementForm, ProductForm
from procurement.views.exports import XLSX
from procurement.views.pages import find, page


@internal
@require_safe
def scan(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    board = Board(tender)
    tone, sentence = board.headline
    context = page(
        request, tender, "risks", board=board, tone=tone, sentence=sentence,
        may_edit=tender.is_editable_approach and has_right(request.user, tender.organisation_id, AREA, WRITE),
        cpv_proposals=scan_reads.cpv_proposals(tender, list(board.found.products)),
    )  # fmt: skip
    return render(request, "procurement/risk_scan.html", context)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def product_add(request: MemberRequest, pk: int) -> HttpResponse:
    """A new product; ``?cpv=`` starts from a code of the tender."""
    tender = find(request, pk)
    return _product(request, tender, None)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def product_edit(request: MemberRequest, pk: int, product_pk: int) -> HttpResponse:
    tender = find(request, pk)
    return _product(request, tender, _own(tender, product_pk))


@internal
@require_POST
def product_remove(request: MemberRequest, pk: int, product_pk: int) -> HttpResponse:
    tender = find(request, pk)
    product = _own(tender, product_pk)
    try:
        risk_scan.remove_product(product=product, by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The product is taken out of the scan."))
    return redirect("procurement:risk-scan", pk)


def _closed(request: MemberRequest, tender: Tender) -> HttpResponse | None:
    """Back to the scan with the reason, where the approach cannot be changed now."""
    check_right(request.user, tender.organisation_id, AREA, WRITE)
    try:
        refuse_unless_editable(tender)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("procurement:risk-scan", tender.pk)
    return None


def _product(request: MemberRequest, tender: Tender, product: ScanProduct | None) -> HttpResponse:
    if closed := _closed(request, tender):
        return closed
    initial = {"seen": risk_scan.mark_of(product)} if product else _from_code(request.GET.get("cpv", ""))
    available = scan_reads.goods_there(tender)
    data = request.POST if request.method == "POST" else None
    form = ProductForm(data, available=available, product=product, initial=initial)
    if form.is_valid():
        saved = _saved(
            form,
            lambda: risk_scan.save_product(
                tender=tender, product=product, seen=form.cleaned_data["seen"], by=request.user, at=request.now,
                **form.values(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("The product is saved."))
            return redirect("procurement:risk-scan", tender.pk)
    context = page(request, tender, "risks", form=form, options=form.good_options(), product=product)
    return render(request, "procurement/risk_product_form.html", context, status=422 if form.errors else 200)


def _from_code(code: str) -> dict[str, Any]:
    found = scan_reads.named([code]) if is_cpv(code) else []
    return {"name": found[0].name[:200], "cpv": [code]} if found else {}


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """How severe and likely the harm of one theme is, beside the signals that there are."""
    tender = find(request, pk)
    theme = get_object_or_404(RiskTheme, code=code)
    if closed := _closed(request, tender):
        return closed
    board = Board(tender)
    held = board.judgements.get(code)
    data = request.POST if request.method == "POST" else None
    form = JudgementForm(data, judgement=held, seen=risk_scan.mark_of(held))
    if form.is_valid():
        saved = _saved(
            form,
            lambda: risk_scan.judge(
                tender=tender, theme=theme, seen=form.cleaned_data["seen"] or None, by=request.user, at=request.now,
                **form.values(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("The judgement is saved."))
            return redirect("procurement:risk-scan", pk)
    row = next((each for each in board.themes if each.theme and each.theme.code == code), None)
    context = page(
        request, tender, "risks", form=form, theme=theme, signals=row.signals if row else [], bounds=board.bounds
    )
    return render(request, "procurement/risk_judge.html", context, status=422 if form.errors else 200)


def _saved(form: ProductForm | JudgementForm, act: Callable[[], object]) -> bool:
    """Whether the action did it; what it refused stands in the form."""
    try:
        act()
    except ScanChanged as clash:
        form.rebase(clash.mark)
        form.add_error(None, str(clash))
    except TransitionNotAllowed as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        show(form, error)
    else:
        return True
    return False


def _own(tender: Tender, product_pk: int) -> ScanProduct:
    return get_object_or_404(ScanProduct.objects.filter(tender=tender).select_related("tender"), pk=product_pk)


@internal
@require_GET
def scan_file(request: MemberRequest, pk: int, kind: str) -> HttpResponseBase:
    """The scan as CSV or XLSX."""
    tender = find(request, pk)
    board = Board(tender)
    name = f"{_('risk-scan')}-{tender.pk}-{timezone.localdate(request.now):%Y-%m-%d}"
    if kind == "csv":
        language = (translation.get_language() or "nl")[:2]
        lines = csv_lines(scan_export.header(), scan_export.rows(board), language=language)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if kind != "xlsx":
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.xlsx"
        write_xlsx(path, _("Risk scan"), scan_export.header(), scan_export.rows(board))
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
