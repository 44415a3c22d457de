"""Moving a tender from stage to stage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import actor_roles
from accounts.requests import MemberRequest
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import tenders
from procurement.forms import CorrectionForm, PublishForm, ReasonForm
from procurement.models import Tender
from procurement.views.pages import find, page
from procurement.workflow import STAGE

PUBLISH, WITHDRAW, CORRECT = "publish", "withdraw", "correct"


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def tender_stage(request: MemberRequest, pk: int) -> HttpResponse:
    """What can be done with the stage now, each with its own small form."""
    tender = find(request, pk)
    if "buyer" not in request.user.roles_in(tender.organisation_id):
        raise PermissionDenied(_("Only a buyer changes the stage of a tender."))
    verb = request.POST.get("verb", "")
    offered = _forms(request, tender, verb)
    form = offered.get(verb)
    if request.method == "POST":
        if form is None:
            messages.error(request, _("This step is not possible any more."))
            return redirect("procurement:tender-stage", pk)
        if form.is_valid():
            try:
                _do(verb, request, tender, form.cleaned_data)
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
                return redirect("procurement:tender-stage", pk)
            messages.success(request, _("The tender is “%(stage)s” now.") % {"stage": tender.get_stage_display()})
            return redirect("procurement:tender-detail", pk)
    context = page(request, tender, "overview", forms=offered)
    return render(request, "procurement/tender_stage.html", context, status=422 if form and form.errors else 200)


def _forms(request: MemberRequest, tender: Tender, verb: str) -> dict[str, forms.Form]:
    """The steps that the table allows from here, with what was typed in the one that is posted."""
    data = {name: request.POST if name == verb else None for name in (PUBLISH, WITHDRAW, CORRECT)}
    targets = STAGE.targets(tender.stage, actor_roles(request.user, tender.organisation_id))
    today = timezone.localdate(request.now)
    offered: dict[str, forms.Form] = {}
    if tender.stage == "planned":
        initial = {"publication_date": min(tender.publication_date or today, today)}
        offered[PUBLISH] = PublishForm(data[PUBLISH], today=today, initial=initial)
    corrections = [(to, STAGE.labels[to]) for to in targets if (tender.stage, to) in tenders.CORRECTIONS]
    if corrections:
        offered[CORRECT] = CorrectionForm(data[CORRECT], targets=corrections, auto_id="id_correct_%s")
    if "withdrawn" in targets:
        offered[WITHDRAW] = ReasonForm(data[WITHDRAW], auto_id="id_withdraw_%s")
    return offered


def _do(verb: str, request: MemberRequest, tender: Tender, given: dict[str, Any]) -> None:
    if verb == PUBLISH:
        tenders.publish(tender=tender, by=request.user, at=request.now, publication_date=given["publication_date"])
    elif verb == WITHDRAW:
        tenders.withdraw(tender=tender, by=request.user, at=request.now, reason=given["reason"])
    else:
        tenders.correct_stage(tender=tender, to=given["to"], by=request.user, at=request.now, reason=given["reason"])
