"""Personal links: made, used, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.actions import audit, outbox
from accounts.models import AccessLink, Organisation, User

VALID_FOR = timedelta(days=120)
"""A link outlives the reminders of one deadline (ours); each later message carries a fresh one."""


@transaction.atomic
def create(*, user: User, organisation: Organisation, by: User, at: datetime) -> tuple[AccessLink, str]:
    """A new link for ``user``; returns it and the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    link = AccessLink.objects.create(
        user=user,
        organisation=organisation,
        token_hash=hash_of(token),
        created_at=at,
        created_by=by,
        expires_at=at + VALID_FOR,
    )
    audit.record(action="link.created", obj=link, organisation=organisation, by=by, at=at, after={"user": user.email})
    return link, token


def address(token: str, *, to: str = "") -> str:
    """The address that goes into a mail; ``to`` is the portal page to land on."""
    page = f"{settings.BASE_URL}{reverse('portal:enter', args=[token])}"
    return f"{page}?next={to}" if to else page


def find(*, token: str, at: datetime) -> AccessLink | None:
    """The usable link of this token. Looking it up changes nothing."""
    return (
        AccessLink.objects.usable(at).select_related("user", "organisation").filter(token_hash=hash_of(token)).first()
    )


@transaction.atomic
def use(*, link: AccessLink, at: datetime) -> User | None:
    """Note that the link's owner came in by it; none when it was withdrawn since it was looked up."""
    usable = AccessLink.objects.usable(at).select_related("user", "organisation").filter(pk=link.pk)
    found = usable.select_for_update(of=("self",)).first()
    if found is None:
        return None
    found.last_used_at = at
    found.save(update_fields=["last_used_at"])
    audit.record(action="link.used", obj=found, organisation=found.organisation, by=found.user, at=at)
    return found.user


@transaction.atomic
def revoke(*, user: User, organisation: Organisation, by: User, at: datetime, reason: str) -> int:
    """Close every open link of ``user`` with this organisation; returns how many."""
    standing = AccessLink.objects.filter(user=user, organisation=organisation, revoked_at=None)
    links = standing.select_related("user").select_for_update(of=("self",)).order_by("pk")
    for link in links:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        audit.record(action="link.revoked", obj=link, organisation=organisation, by=by, at=at, reason=reason)
    return len(links)


@transaction.atomic
def renew(*, email: str, at: datetime) -> bool:
    """Mail a fresh link to somebody who was invited before; whether there was such a person.

    Who has no link that stands, because nobody invited him or the invitation was withdrawn, gets nothing.
    """
    last = (
        AccessLink.objects.filter(user__email__iexact=email.strip(), user__is_active=True, revoked_at=None)
        .select_related("user", "organisation")
        .order_by("-created_at", "-pk")
        .first()
    )
    if last is None:
        return False
    link, token = create(user=last.user, organisation=last.organisation, by=last.user, at=at)
    outbox.enqueue(
        to=last.user, template="new_link", context={"link": address(token), "expires_at": link.expires_at},
        organisation=last.organisation, about=link, at=at,
    )  # fmt: skip
    return True


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
