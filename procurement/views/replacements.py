"""Who stands in during an absence: the page on which one names a colleague, and ends it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import local_date
from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import replacements as actions
from procurement.approval_reads import AREA
from procurement.forms import show
from procurement.forms_approval import ReplacementForm
from procurement.models import Replacement

PAST = 10


@internal
@require_http_methods(["GET", "HEAD", "POST"])
def replacements(request: MemberRequest) -> HttpResponse:
    """One's own replacements: whom one named, and for whom one stands in."""
    check_right(request.user, request.organisation, AREA, DECIDE)
    form = ReplacementForm(
        request.POST if request.method == "POST" else None, organisation_id=request.organisation.pk, member=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.name(organisation=request.organisation, by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("%(name)s stands in for you and gets a mail.") % {"name": made.colleague})
            return redirect("procurement:replacements")
    today = local_date(request.now)
    own = Replacement.objects.visible_to(request.user).of(request.organisation).select_related("member", "colleague")
    context = {
        "form": form,
        "today": today,
        "now_and_later": list(own.not_over(today).order_by("from_on")),
        "past": list(own.over(today)[:PAST]),
    }
    return render(request, "procurement/replacements.html", context, status=422 if form.errors else 200)


@internal
@require_POST
def replacement_end(request: MemberRequest, pk: int) -> HttpResponse:
    own = Replacement.objects.visible_to(request.user).of(request.organisation)
    try:
        actions.end(replacement=get_object_or_404(own, pk=pk), by=request.user, at=request.now)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The replacement has ended."))
    return redirect("procurement:replacements")
