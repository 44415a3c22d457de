"""Reads of meetings and agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.roles import READ, roles_with

if TYPE_CHECKING:
    from accounts.models import User
    from dialogues.models import Agreement, Meeting


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Members with the dialogue right; a contact person sees meetings his employer was invited to."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(_invited(user, "")).exclude(state="planned").distinct()
        return self.filter(organisation__in=user.organisations_with(roles_with("dialogue", READ)))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> AgreementQuerySet:
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(_invited(user, "meeting__")).distinct()
        return self.filter(meeting__organisation__in=user.organisations_with(roles_with("dialogue", READ)))


def _invited(user: User, prefix: str) -> Q:
    """Pairs of supplier and organisation for which the contact person is active."""
    granted = Q(pk__in=[])
    for supplier, organisation in user.supplier_contacts.filter(is_active=True).values_list("supplier", "organisation"):
        granted |= Q(**{f"{prefix}suppliers": supplier, f"{prefix}organisation": organisation})
    return granted
