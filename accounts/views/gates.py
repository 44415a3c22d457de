"""Who may pass at all, before any right on any object is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import GuestRequest, MemberRequest

View = Callable[..., HttpResponseBase]


def internal(view: Callable[..., HttpResponseBase]) -> View:
    """For members of an organisation. Others: the login page, the portal, or a sentence that says what is missing."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(_way_back(request))
        if user.kind != User.Kind.PERSON:
            if request.path == "/":
                return redirect("/portal/")
            raise Http404
        if getattr(request, "organisation", None) is None:
            raise PermissionDenied(_("You are not a member of an organisation yet. Ask your administrator for a role."))
        return view(cast("MemberRequest", request), *args, **kwargs)

    return gate


def _way_back(request: HttpRequest) -> str:
    """Where to go on after the login. What was sent cannot be sent again, so then the page that it came from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def portal(view: Callable[..., HttpResponseBase]) -> View:
    """For those who came in by a personal link. Members have no business here; strangers are told how to get in."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return redirect("portal:no-link")
        if user.kind not in (User.Kind.SUPPLIER_CONTACT, User.Kind.ASSESSOR):
            raise Http404
        return view(cast("GuestRequest", request), *args, **kwargs)

    return gate
