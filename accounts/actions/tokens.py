"""Keys to the API: made, used, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import ApiToken, Organisation, User
from accounts.permissions import has_right
from accounts.roles import WRITE

PREFIX = "gepast_"
"""By it a key that leaked is recognised in code and logs."""


@transaction.atomic
def create(
    *, user: User, organisation: Organisation, name: str, may_write: bool, expires_on: date, at: datetime
) -> tuple[ApiToken, str]:
    """A new key of ``user``; returns it and its secret, which is kept nowhere. Refused to who is no member."""
    if not user.roles_in(organisation.pk):
        raise PermissionDenied(_("You are not a member of this organisation."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, organisation=organisation, name=name, may_write=may_write, token_hash=hash_of(secret),
        hint=secret[: len(PREFIX) + 4], created_at=at, expires_on=expires_on,
    )  # fmt: skip
    audit.record(
        action="token.created", obj=token, organisation=organisation, by=user, at=at,
        after={"name": name, "may_write": may_write, "expires_on": expires_on.isoformat()},
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke(*, token: ApiToken, by: User, at: datetime) -> None:
    """Close a key for good: its owner, or an administrator of its organisation. A closed one stays as it is."""
    if by != token.user and not has_right(by, token.organisation_id, "settings", WRITE):
        raise PermissionDenied(_("Your role in this organisation does not allow you to change this."))
    held = ApiToken.objects.select_for_update().get(pk=token.pk)
    if held.revoked_at:
        return
    held.revoked_at, held.revoked_by = at, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(action="token.revoked", obj=held, organisation=held.organisation_id, by=by, at=at)


def find(*, secret: str, at: datetime) -> ApiToken | None:
    """The key of this secret, while it is valid and its owner is active; that it was used is noted once a day."""
    today = local_date(at)
    usable = ApiToken.objects.usable(today).select_related("user", "organisation")
    token = usable.filter(token_hash=hash_of(secret)).first()
    if token is not None and token.last_used_on != today:
        ApiToken.objects.filter(~Q(last_used_on=today) | Q(last_used_on=None), pk=token.pk).update(last_used_on=today)
    return token


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
