"""Reads of the approval of approaches: rounds, remarks, and who stands in for whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F

from accounts.calendar import last_working_day_before

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from procurement.models import ApproachRemark, ApproachRound, Replacement


class RoundQuerySet(models.QuerySet["ApproachRound"]):
    def visible_to(self, user: User) -> RoundQuerySet:
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)

    def running(self) -> RoundQuerySet:
        """Submitted and not yet decided."""
        return self.filter(tender__approach_state="submitted", number=F("tender__approach_round"))

    def overdue(self, today: date) -> RoundQuerySet:
        """Of those that run."""
        return self.filter(due_on__lte=last_working_day_before(today))

    def in_time(self, today: date) -> RoundQuerySet:
        return self.filter(due_on__gt=last_working_day_before(today))


class RemarkQuerySet(models.QuerySet["ApproachRemark"]):
    def visible_to(self, user: User) -> RemarkQuerySet:
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)

    def unanswered(self) -> RemarkQuerySet:
        return self.filter(answered_at=None)


class ReplacementQuerySet(models.QuerySet["Replacement"]):
    def visible_to(self, user: User) -> ReplacementQuerySet:
        """One's own: those whom somebody named, and those who named him."""
        if user.is_system:
            return self
        own = models.Q(member=user) | models.Q(colleague=user)
        return self.filter(own, organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation | int) -> ReplacementQuerySet:
        return self.filter(organisation=organisation)

    def running(self, today: date) -> ReplacementQuerySet:
        """In force on this day: begun, not past its last day, and not ended before."""
        return self.filter(from_on__lte=today, until_on__gte=today, ended_at=None)

    def not_over(self, today: date) -> ReplacementQuerySet:
        """Running, or still to come."""
        return self.filter(until_on__gte=today, ended_at=None)

    def over(self, today: date) -> ReplacementQuerySet:
        return self.exclude(until_on__gte=today, ended_at=None)
