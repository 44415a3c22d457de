"""The signals of an organisation: the list, one of its own, and withdrawing what no longer holds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import check_right, has_right, may_take_in
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import signals
from procurement.actions.signals import AREA, OWN
from procurement.forms import ReasonForm, show
from procurement.models import Signal
from procurement.signal_filters import SignalFilter
from procurement.signal_forms import OwnSignalForm
from procurement.signal_wording import view_of

PAGE_SIZE = 50


@internal
@require_GET
def signal_list(request: MemberRequest) -> HttpResponse:
    """All that was taken in or written down, with its source and date."""
    visible = Signal.objects.visible_to(request.user).of(request.organisation).select_related("theme")
    found = SignalFilter(request.GET, visible)
    page = Paginator(found.qs.order_by("good", "country_text", "source", "-year", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "filter": found, "page": page, "rows": [view_of(row) for row in page],
        "may_write": has_right(request.user, request.organisation, AREA, WRITE),
        "may_take_in": may_take_in(request.user, request.organisation, AREA),
    }  # fmt: skip
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "procurement/_signal_results.html" if is_fragment else "procurement/signal_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def signal_create(request: MemberRequest) -> HttpResponse:
    """A signal that the organisation found itself; the address may name country, product and tender."""
    check_right(request.user, request.organisation, AREA, WRITE)
    started = {name: request.GET[name][:200] for name in ("country", "good", "theme") if request.GET.get(name)}
    form = OwnSignalForm(request.POST) if request.method == "POST" else OwnSignalForm(initial=started)
    if form.is_valid():
        try:
            signals.write_down(entry=form.entry(), organisation=request.organisation, by=request.user, at=request.now)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The signal is kept. It counts in every scan that it fits."))
            tender = request.GET.get("tender", "")
            if tender.isdecimal() and len(tender) < 19:
                return redirect("procurement:risk-scan", int(tender))
            return redirect("procurement:signal-list")
    return render(request, "procurement/signal_form.html", {"form": form}, status=422 if form.errors else 200)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def signal_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One signal; who writes may withdraw one of the organisation's own."""
    visible = Signal.objects.visible_to(request.user).of(request.organisation)
    signal = get_object_or_404(visible.select_related("theme", "created_by", "withdrawn_by"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_right(request.user, request.organisation, AREA, WRITE)
        if form.is_valid():
            try:
                signals.withdraw(signal=signal, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The signal is withdrawn. It stays to be seen, and counts no more."))
            return redirect("procurement:signal-detail", pk)
    may = signal.kind == OWN and signal.withdrawn_at is None
    may = may and has_right(request.user, request.organisation, AREA, WRITE)
    context = {"signal": signal, "row": view_of(signal), "form": form if may else None}
    return render(request, "procurement/signal_detail.html", context, status=422 if form.errors else 200)
