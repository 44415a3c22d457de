"""May this person? The table of roles.py, asked about one user in one organisation."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import DECIDE, READ, RIGHTS, WRITE
from accounts.workflow import SUPPLIER, SYSTEM

REFUSALS = {
    READ: _("Your role in this organisation does not allow you to see this."),
    WRITE: _("Your role in this organisation does not allow you to change this."),
    DECIDE: _("Your role in this organisation does not allow you to decide on this."),
}


def has_right(user: User, organisation: Organisation | int, area: str, letter: str) -> bool:
    """Whether one of the user's roles in the organisation gives ``letter`` on ``area`` (roles.RIGHTS)."""
    key = organisation if isinstance(organisation, int) else organisation.pk
    return any(letter in RIGHTS[role][area] for role in user.roles_in(key))


def check_right(user: User, organisation: Organisation | int, area: str, letter: str) -> None:
    """Raise ``PermissionDenied`` with a sentence for the user unless he has the right. The system has all."""
    if user.is_system:
        return
    if not has_right(user, organisation, area, letter):
        raise PermissionDenied(str(REFUSALS[letter]))


def may_take_in(user: User, organisation: Organisation | int, area: str) -> bool:
    """Bring in what was recorded elsewhere: who writes the area, and who sets the organisation up (administrator)."""
    return user.is_system or any(has_right(user, organisation, each, WRITE) for each in (area, "settings"))


def check_take_in(user: User, organisation: Organisation | int, area: str) -> None:
    """Raise ``PermissionDenied`` with a sentence for the user unless ``may_take_in``."""
    if not may_take_in(user, organisation, area):
        raise PermissionDenied(str(REFUSALS[WRITE]))


def actor_roles(user: User, organisation: Organisation | int) -> frozenset[str]:
    """What somebody counts as in a workflow: his roles as a member, or what he is by nature."""
    if user.is_system:
        return frozenset({SYSTEM})
    if user.is_supplier:
        return frozenset({SUPPLIER})
    key = organisation if isinstance(organisation, int) else organisation.pk
    return user.roles_in(key)
