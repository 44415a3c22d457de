"""What we decide differently from django-allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User

TOO_MANY = "too_many_login_attempts"
"""What django-allauth calls the error of a form that was sent too often."""


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: a beheerder adds people to an organisation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        TOO_MANY: _("There were too many attempts. Wait five minutes and try again.")
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no."""
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language that the person chose in his details."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True,
            samesite="Lax",
        )  # fmt: skip
        return response
