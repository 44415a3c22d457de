"""Who tried too often from one network: a page that says so, and at the login the address that was typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from accounts.forms import PersonLoginForm


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer of django-allauth to whom it refuses before it looks at the form."""
    if request.path != reverse("account_login"):
        return render(request, "429.html", status=429)
    form = PersonLoginForm(request=request, initial={"login": request.POST.get("login", "")})
    onward = request.POST.get("next", "")
    field = format_html('<input type="hidden" name="next" value="{}">', onward) if onward else ""
    return render(
        request, "account/login.html", {"form": form, "redirect_field": field, "is_too_many": True}, status=429
    )
