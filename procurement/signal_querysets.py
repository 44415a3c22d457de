"""Reads of signals and of the risk scans that rest on them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.roles import WRITE, roles_with

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from procurement.models import ScanProduct, Signal, SignalFile


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User) -> SignalQuerySet:
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation | int) -> SignalQuerySet:
        return self.filter(organisation=organisation)

    def in_force(self) -> SignalQuerySet:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def about(self, *, countries: Collection[str], good_keys: Collection[str]) -> SignalQuerySet:
        """Those of one of these countries, or of no country in particular, and about one of these goods or all."""
        return self.filter(
            Q(country__in=countries) | Q(country="", country_text=""), Q(good_key__in=[*good_keys, ""])
        ).exclude(country="", country_text="", good_key="")

    def search(self, text: str) -> SignalQuerySet:
        """Every word occurs in the good, the country, the source or the description."""
        found = Q()
        for word in text.replace("\0", "").split()[:8]:
            found &= (
                Q(good__icontains=word)
                | Q(country_text__icontains=word)
                | Q(source__icontains=word)
                | Q(description__icontains=word)
            )
        return self.filter(found)


class SignalFileQuerySet(models.QuerySet["SignalFile"]):
    def visible_to(self, user: User) -> SignalFileQuerySet:
        """Files of the organisations in which the user may take signals in."""
        if user.is_system:
            return self
        roles = roles_with("tender_approach", WRITE) | roles_with("settings", WRITE)
        return self.filter(organisation__in=user.organisations_with(roles))


class ScanProductQuerySet(models.QuerySet["ScanProduct"]):
    def visible_to(self, user: User) -> ScanProductQuerySet:
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)
