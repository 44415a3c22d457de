"""What every request carries: the clock, read once, and the organisation in which the user works now."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.adapters import TOO_MANY
from accounts.models import Organisation, User

SESSION_KEY = "organisation"
PERSONS_ONLY = "/account/"
EVERYBODY = "/account/logout/"
CLOSED = ("/account/email/", "/account/confirm-email/", "/account/login/code/")
"""Pages of django-allauth that we do not have: an address changes by an administrator, in our audit trail."""


class OrganisationMiddleware:
    """Sets ``request.now`` and ``request.organisation``; keeps those without a password out of the account pages.

    What somebody sees who is signed in is for nobody's shared cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.organisation = self._organisation(request)  # type: ignore[attr-defined]
        if request.path.startswith(CLOSED):
            raise Http404
        user = request.user
        if (
            isinstance(user, User)
            and user.kind != User.Kind.PERSON
            and request.path.startswith(PERSONS_ONLY)
            and request.path != EVERYBODY
        ):
            raise Http404
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """A form that was sent too often, of the login or of its second step, answers 429 and keeps what was typed."""
        form = (response.context_data or {}).get("form")
        if isinstance(form, BaseForm) and any(
            error.code == TOO_MANY for errors in form.errors.as_data().values() for error in errors
        ):
            response.status_code = 429
        return response

    def _organisation(self, request: HttpRequest) -> Organisation | None:
        user = request.user
        if not isinstance(user, User) or not user.organisation_ids:
            return None
        chosen = request.session.get(SESSION_KEY)
        key = chosen if chosen in user.organisation_ids else min(user.organisation_ids)
        return Organisation.objects.get(pk=key)
