"""The list of tenders, one tender, and making and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.calendar import local_date
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from procurement.actions import tenders
from procurement.filters import TenderFilter, ordered
from procurement.forms import BaseLotFormSet, TenderForm, lot_formset, show
from procurement.history import history_of
from procurement.models import Tender
from procurement.reads import Judgement, categories_for, is_among_buyers, themes_of
from procurement.views.ambition_board import Board
from procurement.views.pages import find, page
from procurement.wording import OBLIGATIONS, PROCEDURES

PAGE_SIZE = 50
MORE_LOTS = 3


def listed(request: MemberRequest) -> TenderFilter:
    """The filter over the tenders of the organisation in which the member works now."""
    visible = Tender.objects.visible_to(request.user).of(request.organisation)
    return TenderFilter(request.GET, visible, organisation=request.organisation)


@internal
@require_GET
def tender_list(request: MemberRequest) -> HttpResponse:
    found = listed(request)
    keys = ordered(found.qs, request.GET.get("sort", "")).values_list("pk", flat=True)
    shown = Paginator(keys, PAGE_SIZE).get_page(request.GET.get("page"))
    own = Tender.objects.visible_to(request.user).of(request.organisation)
    context = {
        "filter": found,
        "page": shown,
        "rows": _rows(list(shown)),
        "unapproved": own.published_unapproved().count(),
        "awaiting": own.awaiting_decision_of(request.user, local_date(request.now)).count(),
        "may_write": has_right(request.user, request.organisation, "tender_approach", WRITE),
        "query": request.GET.urlencode(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "procurement/_tender_results.html" if is_fragment else "procurement/tender_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _rows(keys: list[int]) -> list[dict[str, Any]]:
    """The tenders of one page: what is computed per row is then computed for these alone."""
    found: Any = Tender.objects.with_ambition_summary().with_obligation().defer("description").in_bulk(keys)
    tenders = [found[key] for key in keys if key in found]
    return [{"tender": each, "obligation": OBLIGATIONS[each.obligation]} for each in tenders]


@internal
@require_GET
def tender_detail(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    today = timezone.localdate(request.now)
    judgement, themes = Judgement(tender, today), themes_of(tender, today)
    buyers = list(tender.buyers.all())
    context = page(
        request, tender, "overview",
        explanation=judgement.explanation,
        obligation=judgement.obligation,
        obligation_label=OBLIGATIONS[judgement.obligation.outcome],
        web=Board(tender, themes, request.user).web(),
        lots=list(tender.lots.select_related("category")),
        buyers=buyers,
        is_buyer=not buyers or is_among_buyers(tender.organisation, buyers),
        procedure=PROCEDURES.get(tender.procedure, tender.procedure),
        yes_no=f"{_('yes')},{_('no')}",
        history=history_of(tender, {theme.code: theme.name for theme in themes}),
    )  # fmt: skip
    return render(request, "procurement/tender_detail.html", context)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def tender_create(request: MemberRequest) -> HttpResponse:
    check_right(request.user, request.organisation, "tender_approach", WRITE)
    form = TenderForm(_posted(request))
    lots = _lots(request, None)
    if request.method == "POST" and "more_lots" not in request.POST and form.is_valid() and lots.is_valid():
        try:
            tender = tenders.create(
                organisation=request.organisation, by=request.user, at=request.now, lots=lots.inputs(),
                **form.facts(),
            )  # fmt: skip
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The tender is made. Now choose the ambition for each theme."))
            return redirect("procurement:tender-detail", tender.pk)
    return render(request, "procurement/tender_form.html", {"form": form, "lots": lots}, status=_status(form, lots))


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def tender_edit(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
    form = TenderForm(_posted(request), tender=tender, initial={"seen": tenders.mark_of(tender)})
    lots = _lots(request, tender)
    if request.method == "POST" and "more_lots" not in request.POST and form.is_valid() and lots.is_valid():
        try:
            tenders.change(
                tender=tender, by=request.user, at=request.now, lots=lots.inputs(), seen=form.cleaned_data["seen"],
                **form.facts(),
            )  # fmt: skip
        except tenders.TenderChanged as clash:
            form.rebase(clash.mark)
            form.add_error(None, str(clash))
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("procurement:tender-detail", tender.pk)
    context = page(request, tender, "overview", form=form, lots=lots)
    return render(request, "procurement/tender_form.html", context, status=_status(form, lots))


def _posted(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _lots(request: MemberRequest, tender: Tender | None) -> BaseLotFormSet:
    """The lots; the button “more lots” gives further empty rows without saving."""
    categories = categories_for(tender.organisation if tender else request.organisation)
    if request.method != "POST":
        return lot_formset(tender=tender, categories=categories, extra=0 if tender is None else 1)
    data = request.POST.copy()
    asked = str(data.get("lots-TOTAL_FORMS", ""))
    if "more_lots" in data and asked.isdecimal():
        data["lots-TOTAL_FORMS"] = str(min(int(asked[:6]) + MORE_LOTS, 500))
    return lot_formset(tender=tender, categories=categories, data=data)


def _status(form: TenderForm, lots: BaseLotFormSet) -> int:
    """422 tells a program that nothing was saved; a browser shows the page with the errors."""
    return 422 if form.errors or (lots.is_bound and lots.total_error_count()) else 200
