"""What we decide differently from django-allauth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.mail import written
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

    def send_password_reset_mail(self, user: User, email: str, context: Mapping[str, Any]) -> None:
        """The link for a new password, in our words and in the language of the person. It is kept nowhere."""
        known = {
            "recipient": user, "organisation": None, "link": context["password_reset_url"],
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }  # fmt: skip
        subject, body, html = written("password_reset", known, language=user.language)
        message = EmailMultiAlternatives(subject, body, to=[email], headers={"Auto-Submitted": "auto-generated"})
        message.attach_alternative(html, "text/html")
        message.send()

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language that the person chose in his details."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True,
            samesite="Lax",
        )  # fmt: skip
        return response
