"""May this person do this with a whole portfolio?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.permissions import may_take_in

PORTFOLIO_AREAS = ("tender_approach", "contract")


def may_exchange(user: User, organisation: Organisation) -> bool:
    """Take a portfolio in or out: who writes tenders or contracts, and the administrator, who sets it all up.

    Each sheet asks its own right besides: a buyer takes tenders in, and no findings.
    """
    return any(may_take_in(user, organisation, area) for area in PORTFOLIO_AREAS)


def check_exchange(user: User, organisation: Organisation) -> None:
    if not may_exchange(user, organisation):
        raise PermissionDenied(_("Your role in this organisation does not allow you to import or export a portfolio."))
