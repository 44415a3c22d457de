"""Reads of the accounts app that are more than one look-up."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from accounts.roles import READ, WRITE, roles_with

if TYPE_CHECKING:
    from accounts.models import AccessLink, ApiToken, AuditEvent, Membership, Organisation, OutgoingMessage, User


class UserManager(BaseUserManager["User"]):
    """Users by e-mail address, which is compared without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def system(self) -> User:
        """The user in whose name the sweep and other unattended work act."""
        return self.get(kind="system")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> OrganisationQuerySet:
        """The organisations of which the user is a member now."""
        return self.filter(memberships__user=user).distinct()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, organisation: Organisation) -> MembershipQuerySet:
        return self.filter(organisation=organisation)

    def with_role(self, *roles: str) -> MembershipQuerySet:
        return self.filter(role__in=roles)


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, obj: models.Model) -> AuditQuerySet:
        """The history of one object, newest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=obj.pk).order_by("-at", "-pk")

    def visible_to(self, user: User) -> AuditQuerySet:
        """Events of the organisations whose settings the user may read."""
        return self.filter(organisation_id__in=user.organisations_with(roles_with("settings", READ)))


class MessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def about(self, obj: models.Model) -> MessageQuerySet:
        return self.filter(about_type=obj._meta.label_lower, about_id=obj.pk).order_by("-created_at", "-pk")

    def due(self, at: datetime) -> MessageQuerySet:
        """Waiting messages whose time has come, and claimed ones whose worker let its lease run out."""
        waiting = models.Q(state="pending", not_before__lte=at)
        dropped = models.Q(state="sending", lease_until__lt=at)
        return self.filter(waiting | dropped).order_by("not_before", "pk")

    def visible_to(self, user: User) -> MessageQuerySet:
        return self.filter(organisation__in=user.organisations_with(roles_with("contract", READ)))


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User) -> ApiTokenQuerySet:
        """One's own, and those of the organisations that one administers."""
        administered = user.organisations_with(roles_with("settings", WRITE))
        return self.filter(models.Q(user=user) | models.Q(organisation__in=administered))

    def usable(self, today: date) -> ApiTokenQuerySet:
        return self.filter(revoked_at=None, expires_on__gte=today, user__is_active=True)


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def usable(self, at: datetime) -> AccessLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=at, user__is_active=True)
