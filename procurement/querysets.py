"""Reads of tenders: who sees which, and what is derived from several rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from procurement.models import Lot, Tender


class TenderQuerySet(models.QuerySet["Tender"]):
    def visible_to(self, user: User) -> TenderQuerySet:
        """Every member of an organisation reads its tenders (domain.md §8)."""
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation) -> TenderQuerySet:
        return self.filter(organisation=organisation)

    def in_year(self, year: int) -> TenderQuerySet:
        """Tenders belong to the year of their publication date (interfaces.md)."""
        return self.filter(publication_date__year=year)


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, user: User) -> LotQuerySet:
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)
