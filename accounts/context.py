"""What every page shows around its content: in which organisation the reader works, and which others he has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Organisation, User


def chrome(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.kind != User.Kind.PERSON:
        return {}
    return {
        "organisation": getattr(request, "organisation", None),
        "organisations": Organisation.objects.visible_to(user),
        "own_roles": user.roles_in(getattr(getattr(request, "organisation", None), "pk", None)),
    }
