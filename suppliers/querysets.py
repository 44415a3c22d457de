"""Reads after the award: who sees which supplier, contract and deliverable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.roles import READ, roles_with

if TYPE_CHECKING:
    from accounts.models import User
    from suppliers.models import Contract, Deliverable, Finding, Submission, Supplier, SupplierContact


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def visible_to(self, user: User) -> SupplierQuerySet:
        """Members see suppliers their organisation has a link with; a contact person sees his own employer."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(contacts__user=user, contacts__is_active=True).distinct()
        return self.filter(links__organisation__in=user.organisation_ids).distinct()


class ContactQuerySet(models.QuerySet["SupplierContact"]):
    def visible_to(self, user: User) -> ContactQuerySet:
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(user=user)
        return self.filter(organisation__in=user.organisation_ids)


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: User) -> ContractQuerySet:
        """Members see their organisation's contracts; a contact person those for which he is invited."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(_granted(user, OuterRef("supplier"), OuterRef("organisation")))
        return self.filter(organisation__in=user.organisation_ids)


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def visible_to(self, user: User) -> DeliverableQuerySet:
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(_granted(user, OuterRef("contract__supplier"), OuterRef("contract__organisation")))
        return self.filter(contract__organisation__in=user.organisation_ids)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        """A buyer sees what was handed in; what is still being prepared is the supplier's alone."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(
                _granted(
                    user, OuterRef("deliverable__contract__supplier"), OuterRef("deliverable__contract__organisation")
                )
            )
        return self.filter(deliverable__contract__organisation__in=user.organisation_ids, submitted_at__isnull=False)


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        """Findings may be read by the roles that have them in their table (domain.md §8), never by suppliers here."""
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisations_with(roles_with("findings", READ)))


def _granted(user: User, supplier: OuterRef, organisation: OuterRef) -> Exists:
    return Exists(user.supplier_contacts.filter(supplier=supplier, organisation=organisation, is_active=True))
