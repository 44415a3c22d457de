"""One's keys to the API; an administrator sees those of everybody in the organisation."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import tokens
from accounts.calendar import local_date
from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.requests import MemberRequest
from accounts.views.gates import internal


@never_cache
@require_http_methods(["GET", "POST"])
@internal
def token_list(request: MemberRequest) -> HttpResponse:
    """The keys, and a form for a new one. The secret of a new key stands in the answer to the form, and never again."""
    today, secret = local_date(request.now), ""
    form = TokenForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        _token, secret = tokens.create(
            user=request.user, organisation=request.organisation, at=request.now, **form.cleaned_data
        )
        form = TokenForm(today=today)
    found = ApiToken.objects.visible_to(request.user).filter(organisation=request.organisation)
    rows = [{"token": token, "status": token_status(token, today)} for token in found.select_related("user")]
    return render(request, "accounts/tokens.html", {"form": form, "rows": rows, "secret": secret})


@require_POST
@internal
def token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a key."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    tokens.revoke(token=token, by=request.user, at=request.now)
    messages.success(request, _("The key “%(name)s” no longer works.") % {"name": token})
    return redirect("accounts:tokens")


def token_status(token: ApiToken, today: date) -> str:
    """active, expired or revoked."""
    if token.revoked_at:
        return "revoked"
    return "expired" if token.expires_on < today else "active"
