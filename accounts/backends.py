"""Two ways in: people by password (and second factor), contact persons and assessors by a personal link."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.models import User


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password, for people only."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        # allauth signs in whom `user_can_authenticate` refuses when his account is active, so guests stop here.
        address = credentials.get("email") or credentials.get("username") or ""
        if User.objects.filter(email__iexact=address).exclude(kind=User.Kind.PERSON).exists():
            return None
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return isinstance(user, User) and user.is_active and user.kind == User.Kind.PERSON


class LinkBackend(ModelBackend):
    """Never checks a password: the view that takes a personal link signs in with this backend by name."""

    def authenticate(self, *args: object, **kwargs: object) -> None:
        return None

    def user_can_authenticate(self, user: object) -> bool:
        guests = (User.Kind.SUPPLIER_CONTACT, User.Kind.ASSESSOR)
        return isinstance(user, User) and user.is_active and user.kind in guests
