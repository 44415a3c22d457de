"""Who may use the API at all."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from accounts.requests import MemberRequest


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
        return True
