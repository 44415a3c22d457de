"""Reads of the library of criteria and of its files: who sees which, and which version counts on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.roles import WRITE, roles_with

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from procurement.models import ChosenCriterion, CriteriaFile, Criterion


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def visible_to(self, user: User) -> CriterionQuerySet:
        """Those that ship with the product, and those of the user's organisations."""
        if user.is_system:
            return self
        return self.filter(Q(organisation=None) | Q(organisation__in=user.organisation_ids))

    def of(self, organisation: Organisation) -> CriterionQuerySet:
        """The library of an organisation: its own, and of those that ship the numbers of which it has none itself."""
        own = self.model._default_manager.filter(organisation=organisation, number=OuterRef("number"))
        return self.filter(Q(organisation=organisation) | (Q(organisation=None) & ~Exists(own)))

    def newest(self) -> CriterionQuerySet:
        """The last version of each number, whether it counts already or no longer."""
        return self.filter(superseded_on=None)

    def in_force(self, day: date) -> CriterionQuerySet:
        """The version of each number that counts on this day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
            Q(superseded_on=None) | Q(superseded_on__gt=day),
        )

    def ended(self, day: date) -> CriterionQuerySet:
        """Versions that no longer count on this day."""
        return self.filter(Q(valid_until__lt=day) | Q(superseded_on__lte=day))

    def coming(self, day: date) -> CriterionQuerySet:
        """Versions that count from a later day on."""
        return self.filter(valid_from__gt=day)

    def search(self, text: str) -> CriterionQuerySet:
        """Every word occurs in the number, the title, the text or the product group."""
        found = Q()
        for word in text.split()[:8]:
            found &= (
                Q(number__icontains=word)
                | Q(title__icontains=word)
                | Q(text__icontains=word)
                | Q(product_group__icontains=word)
            )
        return self.filter(found)


class ChosenQuerySet(models.QuerySet["ChosenCriterion"]):
    def visible_to(self, user: User) -> ChosenQuerySet:
        """Every member of an organisation reads what its tenders ask."""
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)


class CriteriaFileQuerySet(models.QuerySet["CriteriaFile"]):
    def visible_to(self, user: User) -> CriteriaFileQuerySet:
        """Those of the organisations whose library the user may fill."""
        roles = roles_with("tender_approach", WRITE) | roles_with("settings", WRITE)
        return self.filter(organisation__in=user.organisations_with(roles))
