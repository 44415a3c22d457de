"""Remarks on the rows of an approach, and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import remarks
from procurement.approach_snapshot import ISV
from procurement.forms_approval import AnswerForm, RemarkForm
from procurement.models import ApproachRemark, Theme
from procurement.models.approvals import row_of_criterion
from procurement.views.approval_page import ApprovalPage
from procurement.views.pages import find


@internal
@require_POST
def remark_write(request: MemberRequest, pk: int) -> HttpResponse:
    tender = find(request, pk)
    check_right(request.user, tender.organisation_id, "approve_approach", DECIDE)
    code = request.POST.get("row", "")
    theme = next((each for each in Theme.objects.all() if each.code == code), None)
    criterion = next((each for each in tender.criteria.all() if row_of_criterion(each.pk) == code), None)
    if theme is None and criterion is None and code != ISV:
        raise Http404
    form = RemarkForm(request.POST, prefix=f"remark-{code}")
    if not form.is_valid():
        return ApprovalPage(request, tender, {f"remark-{code}": form}).response(status=422)
    try:
        remarks.write(
            tender=tender, theme=theme, criterion=criterion, text=form.cleaned_data["text"], by=request.user,
            at=request.now,
        )  # fmt: skip
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return ApprovalPage(request, find(request, pk), {f"remark-{code}": form}).response(status=409)
    messages.success(request, _("Your remark is recorded."))
    return redirect(f"{reverse('procurement:approval', args=[pk])}#row-{code}")


@internal
@require_POST
def remark_answer(request: MemberRequest, pk: int, remark_pk: int) -> HttpResponse:
    tender = find(request, pk)
    remark = get_object_or_404(ApproachRemark.objects.select_related("theme"), pk=remark_pk, tender=tender)
    check_right(request.user, tender.organisation_id, "tender_approach", WRITE)
    prefix = f"answer-{remark.pk}"
    form = AnswerForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return ApprovalPage(request, tender, {prefix: form}).response(status=422)
    try:
        remarks.answer(remark=remark, text=form.cleaned_data["text"], by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return ApprovalPage(request, find(request, pk), {prefix: form}).response(status=409)
    messages.success(request, _("Your answer is recorded."))
    return redirect(f"{reverse('procurement:approval', args=[pk])}#row-{remark.row}")
