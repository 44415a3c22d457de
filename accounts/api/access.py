"""Who may use the API at all."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.actions import tokens
from accounts.models import ApiToken, User
from accounts.requests import MemberRequest


class Key(BaseAuthentication):
    """A program with a key: ``Authorization: Bearer …`` (RFC 6750). It works in the organisation of the key only."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        word, _space, secret = get_authorization_header(request).partition(b" ")
        if word.lower() != b"bearer":
            return None
        asked = cast("MemberRequest", request)
        token = tokens.find(secret=secret.strip().decode("ascii", "replace"), at=asked.now)
        if token is None or not token.user.roles_in(token.organisation_id):
            raise AuthenticationFailed(_("This key is not valid, or no longer."))
        asked.organisation = token.organisation
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Session(SessionAuthentication):
    """Who is signed in on the pages. A stranger is told so (401); he is not sent to a page to log in."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class IsMember(BasePermission):
    """Members of an organisation only: a supplier's contact person has the portal."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not isinstance(user, User):
            return False
        if user.kind != User.Kind.PERSON:
            raise PermissionDenied(_("The API is for members of an organisation."))
        if cast("MemberRequest", request).organisation is None:
            raise PermissionDenied(_("You are not a member of an organisation yet. Ask your administrator for a role."))
        if isinstance(request.auth, ApiToken) and not request.auth.may_write and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This key only reads."))
        return True
