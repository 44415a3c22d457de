"""How ISV is applied to a tender."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.calendar import local_date
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement import follow_up
from procurement.actions import isv
from procurement.approach_snapshot import ISV
from procurement.approval_reads import remark_counts
from procurement.forms import IsvForm, show
from procurement.models import Tender
from procurement.models.tenders import FOLLOW_UP_LABELS
from procurement.proportion import FOLLOW_UPS
from procurement.reads import Judgement
from procurement.views.pages import find, page
from procurement.wording import OBLIGATIONS


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
                    at=request.now, follow_up=given["follow_up"], follow_up_reason=given["follow_up_reason"],
                )  # fmt: skip
            except ValidationError as error:
                show(form, error)
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
                return redirect("procurement:isv-edit", pk)
            else:
                messages.success(request, _("The decision on ISV is saved."))
                return redirect(_next(request, "procurement:approval"), pk)
    judgement = Judgement(tender, local_date(request.now))
    context = page(
        request, tender, "isv", form=form, explanation=judgement.explanation, obligation=judgement.obligation,
        obligation_label=OBLIGATIONS[judgement.obligation.outcome], may_edit=_may_edit(request, tender),
        follow_up=follow_up.headline(judgement.follow_up, {code: str(FOLLOW_UP_LABELS[code]) for code in FOLLOW_UPS}),
        remarks=remark_counts(tender).get(ISV),
        follow_up_reasons=follow_up.reasons(judgement.follow_up),
    )  # fmt: skip
    return render(request, "procurement/isv_form.html", context, status=422 if form.errors else 200)


def _may_edit(request: MemberRequest, tender: Tender) -> bool:
    return tender.is_editable_approach and has_right(request.user, tender.organisation_id, "tender_approach", WRITE)


def _next(request: MemberRequest, following: str) -> str:
    """“Save and go on” leads to the next step, “save” stays."""
    return following if "go_on" in request.POST else f"procurement:{request.resolver_match.url_name}"  # type: ignore[union-attr]
