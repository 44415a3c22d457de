"""What every page shows around its content: in which organisation the reader works, and which others he has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.roles import ROLES


def chrome(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.kind != User.Kind.PERSON:
        return {}
    organisation = getattr(request, "organisation", None)
    own_roles = user.roles_in(organisation.pk) if organisation else frozenset()
    return {
        "organisation": organisation,
        "organisations": list(Organisation.objects.visible_to(user)),
        "own_roles": own_roles,
        "role_names": ", ".join(str(label) for role, label in ROLES.items() if role in own_roles),
        "person_links": [{"url": reverse("accounts:profile"), "label": _("My details")}],
    }
