"""The request as our views see it, after the middleware and a gate."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Organisation, User


class MemberRequest(HttpRequest):
    """A request by a member of ``organisation``, the one he works in now."""

    user: User
    organisation: Organisation
    now: datetime
    htmx: HtmxDetails


class GuestRequest(HttpRequest):
    """A request in the portal, by a supplier's contact person or an external assessor."""

    user: User
    now: datetime
    htmx: HtmxDetails
