"""The approach of a tender: ambition per theme, ISV, and the approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import ambitions, isv
from procurement.ambition_form import AmbitionForm
from procurement.forms import IsvForm, show
from procurement.models import Tender
from procurement.reads import Judgement, themes_of
from procurement.views.pages import find, page
from procurement.views.tenders import web_of
from procurement.wording import OBLIGATIONS


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def ambition_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """All themes at once. Who may not change them, or not now, reads them."""
    tender = find(request, pk)
    form = _ambition_form(request, tender)
    conflict = ""
    if request.method == "POST":
        check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
        if form.is_valid():
            try:
                saved = ambitions.save(tender=tender, answers=form.answers(), by=request.user, at=request.now)
            except ambitions.ExplanationMissing as missing:
                form.explain(missing.sentences)
            except ambitions.AmbitionConflict as clash:
                form, conflict = form.rebased(clash.theirs), str(clash)
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
                return redirect("procurement:ambition-edit", pk)
            else:
                said = _("The ambitions are saved.") if saved else _("Nothing has changed.")
                messages.success(request, said)
                return redirect(_next(request, "procurement:isv-edit"), pk)
    return render(
        request, "procurement/ambition_form.html", _ambition_context(request, tender, form, conflict),
        status=409 if conflict else 422 if form.errors else 200,
    )  # fmt: skip


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def isv_edit(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    form = IsvForm(request.POST if request.method == "POST" else None, tender=tender)
    if request.method == "POST":
        check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
        if form.is_valid():
            given = form.cleaned_data
            try:
                isv.apply(
                    tender=tender, forms=given["applied"], explanation=given["explanation"], by=request.user,
                    at=request.now,
                )  # fmt: skip
            except ValidationError as error:
                show(form, error)
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
                return redirect("procurement:isv-edit", pk)
            else:
                messages.success(request, _("The decision on ISV is saved."))
                return redirect(_next(request, "procurement:approval"), pk)
    judgement = Judgement(tender)
    context = page(
        request, tender, "isv", form=form, explanation=judgement.explanation, obligation=judgement.obligation,
        obligation_label=OBLIGATIONS[judgement.obligation.outcome], may_edit=_may_edit(request, tender),
    )  # fmt: skip
    return render(request, "procurement/isv_form.html", context, status=422 if form.errors else 200)


def _ambition_form(request: MemberRequest, tender: Tender) -> AmbitionForm:
    judgement = Judgement(tender)
    themes = themes_of(tender, timezone.localdate(request.now))
    return AmbitionForm(
        request.POST if request.method == "POST" else None,
        themes=themes,
        saved={row.theme_id: row for row in tender.ambitions.select_related("changed_by")},
        proposals={theme.pk: judgement.proposed(theme.code) for theme in themes},
    )


def _ambition_context(request: MemberRequest, tender: Tender, form: AmbitionForm, conflict: str) -> dict[str, Any]:
    rows = form.rows()
    judged = [{"theme": row.theme, "answer": row.saved, "proposed": row.proposed.level} for row in rows]
    return page(
        request, tender, "ambition", form=form, rows=rows, conflict=conflict, web=web_of(judged),
        may_edit=_may_edit(request, tender),
    )  # fmt: skip


def _may_edit(request: MemberRequest, tender: Tender) -> bool:
    return tender.is_editable_approach and has_right(request.user, tender.organisation_id, "tender_approach", WRITE)


def _next(request: MemberRequest, following: str) -> str:
    """“Save and go on” leads to the next step, “save” stays."""
    return following if "go_on" in request.POST else f"procurement:{request.resolver_match.url_name}"  # type: ignore[union-attr]
