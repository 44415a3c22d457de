"""The criteria of one tender: what it asks, choosing from the library, adapting, weighing, and the text to publish."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from documents.formats.docx import write_docx
from documents.formats.kinds import DOCX
from procurement.actions import criteria
from procurement.actions.criteria import AREA
from procurement.approval_reads import remark_counts
from procurement.criteria_document import blocks
from procurement.criteria_filters import ChoiceFilter
from procurement.criteria_forms import ChosenForm, MoveForm, WeightsForm
from procurement.criteria_reads import Choice
from procurement.forms import show
from procurement.models import AWARD, CRITERION_KINDS, ChosenCriterion, Criterion, Tender
from procurement.reads import themes_of
from procurement.text_diff import difference
from procurement.views.criteria_page import CriteriaPage
from procurement.views.pages import find, page

PAGE_SIZE = 30
MOST_AT_ONCE = 100


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def tender_criteria(request: MemberRequest, pk: int) -> HttpResponse:
    """What the tender asks, what that reaches, and what asks attention. A POST sets the weights."""
    tender = find(request, pk)
    choice = _choice(request, tender)
    form = WeightsForm(request.POST if request.method == "POST" else None, rows=choice.rows)
    if request.method == "POST":
        check_right(request.user, tender.organisation_id, AREA, WRITE)
        if form.is_valid():
            try:
                number = criteria.weigh(tender=tender, weights=form.weights(), by=request.user, at=request.now)
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The weights are saved.") if number else _("Nothing has changed."))
            return redirect("procurement:tender-criteria", pk)
    return _shown(request, tender, choice, form)


def _shown(request: MemberRequest, tender: Tender, choice: Choice, form: WeightsForm) -> HttpResponse:
    """The page, with the weights as somebody typed them where they are wrong."""
    moved = request.GET.get("moved", ""), request.GET.get("way", "")
    context = page(
        request, tender, "criteria", view=CriteriaPage(choice, form, remark_counts(tender), moved), form=form,
        may_edit=_may_edit(request, tender),
    )  # fmt: skip
    return render(request, "procurement/tender_criteria.html", context, status=422 if form.errors else 200)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def criteria_choose(request: MemberRequest, pk: int) -> HttpResponse:
    """The library, beginning with the product groups of the tender; what is ticked is taken over."""
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, AREA, WRITE)
    if request.method == "POST":
        return _take(request, tender)
    day = tender.publication_date or timezone.localdate(request.now)
    visible = Criterion.objects.visible_to(request.user).of(tender.organisation)
    found = ChoiceFilter(request.GET, visible, tender=tender, day=day)
    own_first = Case(When(product_group="", then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = found.qs.annotate(place=own_first).order_by("place", "number").prefetch_related("themes")
    context = page(
        request, tender, "criteria", filter=found, page=Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        held=set(tender.criteria.values_list("criterion", flat=True)), may_edit=_may_edit(request, tender),
        levels=_levels(request, tender), query=request.GET.urlencode(),
    )  # fmt: skip
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "procurement/_criteria_choices.html" if is_fragment else "procurement/criteria_choose.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_write(request: MemberRequest, pk: int) -> HttpResponse:
    """A criterion of the team itself, such as the price."""
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, AREA, WRITE)
    asked = request.GET.get("kind", AWARD)
    form = ChosenForm(_posted(request), kind=asked if asked in CRITERION_KINDS else AWARD)
    if form.is_valid():
        try:
            made = criteria.write_own(tender=tender, by=request.user, at=request.now, **form.values())
        except ValidationError as error:
            show(form, error)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("procurement:tender-criteria", pk)
        else:
            messages.success(request, _("The criterion is added."))
            return _back(made)
    context = page(request, tender, "criteria", form=form, chosen=None)
    return render(request, "procurement/chosen_form.html", context, status=422 if form.errors else 200)


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def chosen_edit(request: MemberRequest, pk: int, chosen_pk: int) -> HttpResponse:
    """The words, weight and place of one criterion, beside what the library says."""
    chosen = _find(request, pk, chosen_pk)
    tender = chosen.tender
    check_right(request.user, tender.organisation_id, AREA, WRITE)
    form = ChosenForm(_posted(request), chosen=chosen)
    theirs = None
    if form.is_valid():
        try:
            criteria.change(
                chosen=chosen, version=form.cleaned_data["version"], by=request.user, at=request.now, **form.values()
            )
        except criteria.CriterionChanged as clash:
            form.rebase(clash.theirs.version)
            form.add_error(None, str(clash))
            theirs = clash.theirs
        except ValidationError as error:
            show(form, error)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("procurement:tender-criteria", pk)
        else:
            messages.success(request, _("The criterion is saved."))
            return _back(chosen)
    taken = chosen.criterion
    context = page(
        request, tender, "criteria", form=form, chosen=chosen, theirs=theirs, newest=criteria.newest_of(chosen),
        difference=difference(taken.text, chosen.text) if taken and taken.text != chosen.text else [],
    )  # fmt: skip
    return render(request, "procurement/chosen_form.html", context, status=422 if form.errors else 200)


@internal
@require_POST
def chosen_remove(request: MemberRequest, pk: int, chosen_pk: int) -> HttpResponse:
    chosen = _find(request, pk, chosen_pk)
    return _do(request, chosen, criteria.remove, _("“%(name)s” is taken out."))


@internal
@require_POST
def chosen_renew(request: MemberRequest, pk: int, chosen_pk: int) -> HttpResponse:
    """Go over to the newest version in the library."""
    chosen = _find(request, pk, chosen_pk)
    return _do(request, chosen, criteria.renew, _("“%(name)s” follows the newest version now."))


@internal
@require_POST
def chosen_move(request: MemberRequest, pk: int, chosen_pk: int) -> HttpResponse:
    """One place up or down among those of its kind; the page that follows has its button in focus."""
    chosen = _find(request, pk, chosen_pk)
    check_right(request.user, chosen.tender.organisation_id, AREA, WRITE)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return redirect("procurement:tender-criteria", pk)
    way, place = form.wanted()
    moved = partial(criteria.move, place=place)
    answer = _do(request, chosen, moved, _("“%(name)s” has another place now."))
    if answer.has_header("Location"):
        answer["Location"] += f"?moved={chosen.pk}&way={way}"
    return answer


@internal
@require_POST
def criteria_take_weight(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the tender report the weight that its award criteria have on societal impact."""
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, AREA, WRITE)
    try:
        criteria.take_over_weight(tender=tender, by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The tender has this weight now; the annual report counts it."))
    return redirect("procurement:tender-criteria", pk)


@internal
@require_GET
def criteria_document(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """The text for the tender document, as Word or HTML."""
    tender = find(request, pk)
    language = (translation.get_language() or "nl")[:2]
    title = f"{_('Criteria')} {tender.reference}"
    found = blocks(_choice(request, tender), today=timezone.localdate(request.now))
    if kind == DOCX.code:
        content = write_docx(
            found, title=title, language=language, author=str(tender.organisation), at=request.now
        )  # fmt: skip
        response = HttpResponse(content, content_type=DOCX.mime)
    elif kind == "html":
        context = {"blocks": found, "title": title, "organisation": tender.organisation}
        response = render(request, "procurement/criteria_document.html", context)
    else:
        raise Http404
    name = f"{_('criteria')}-{tender.reference}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    return response


def _take(request: MemberRequest, tender: Tender) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("criteria")[:MOST_AT_ONCE] if key.isdecimal() and len(key) < 19]
    visible = Criterion.objects.visible_to(request.user).of(tender.organisation)
    try:
        made = criteria.choose(
            tender=tender, criteria=list(visible.filter(pk__in=keys)), by=request.user, at=request.now
        )
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("procurement:tender-criteria", tender.pk)
    if not made:
        messages.warning(request, _("Nothing is added: tick one or more criteria."))
        return redirect(request.get_full_path())
    text = ngettext("%(number)s criterion is added.", "%(number)s criteria are added.", len(made))
    messages.success(request, text % {"number": len(made)})
    return redirect(request.get_full_path() if "go_on" in request.POST else _page_of(tender))


def _do(request: MemberRequest, chosen: ChosenCriterion, verb: Any, said: str) -> HttpResponse:
    """A step with one criterion. Weights that stand on the page come along and are saved: nothing typed is lost."""
    tender = chosen.tender
    check_right(request.user, tender.organisation_id, AREA, WRITE)
    choice = _choice(request, tender)
    weights = WeightsForm(request.POST, rows=choice.rows)
    if not weights.is_valid():
        return _shown(request, tender, choice, weights)
    name = str(chosen)
    try:
        verb(chosen=chosen, weights=weights.weights(), by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"name": name})
    return redirect("procurement:tender-criteria", tender.pk)


def _find(request: MemberRequest, pk: int, chosen_pk: int) -> ChosenCriterion:
    tender = find(request, pk)
    rows = tender.criteria.select_related("criterion", "changed_by").prefetch_related("themes")
    row: ChosenCriterion = get_object_or_404(rows, pk=chosen_pk)
    row.tender = tender
    return row


def _choice(request: MemberRequest, tender: Tender) -> Choice:
    today = timezone.localdate(request.now)
    return Choice(tender, today, themes_of(tender, today))


def _levels(request: MemberRequest, tender: Tender) -> list[Any]:
    """The themes with an ambition, and what the criteria reach so far."""
    return [row for row in _choice(request, tender).coverage if row.ambition]


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(chosen: ChosenCriterion) -> HttpResponse:
    response = redirect("procurement:tender-criteria", chosen.tender_id)
    response["Location"] += f"#criterion-{chosen.pk}"
    return response


def _page_of(tender: Tender) -> str:
    return redirect("procurement:tender-criteria", tender.pk)["Location"]


def _may_edit(request: MemberRequest, tender: Tender) -> bool:
    return tender.is_editable_approach and has_right(request.user, tender.organisation_id, AREA, WRITE)
