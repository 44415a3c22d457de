"""Reads of reminders and reports."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.roles import READ, WRITE, roles_with

if TYPE_CHECKING:
    from accounts.models import User
    from monitoring.models import (  # noqa: F401  # the builds stand in quotes below
        AnnualReport,
        ApproachPaper,
        ComplianceBuild,
        Job,
        NoticeJob,
        PortfolioJob,
        Publication,
        Reminder,
        ReportBuild,
    )

J = TypeVar("J", bound="Job")


class JobQuerySet(models.QuerySet[J]):
    def due(self, at: datetime) -> JobQuerySet[J]:
        """Asked for and not begun, or begun by a worker that let its lease run out; eldest first."""
        return self.filter(Q(state="waiting") | Q(state="building", lease_until__lt=at)).order_by("requested_at", "pk")

    def going(self) -> JobQuerySet[J]:
        """Waiting or being made."""
        return self.filter(state__in=["waiting", "building"])


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> ReminderQuerySet:
        if user.is_system:
            return self
        mine = user.organisation_ids
        return self.filter(
            Q(deliverable__contract__organisation__in=mine)
            | Q(agreement__meeting__organisation__in=mine)
            | Q(approach_round__tender__organisation__in=mine)
            | Q(category_plan__organisation__in=mine)
            | Q(action_plan__organisation__in=mine)
        )


class ReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """A published report is every member's; a draft is for those who may read or write reports."""
        if user.is_system:
            return self
        writers = user.organisations_with(roles_with("annual_report", WRITE))
        return self.filter(Q(organisation__in=user.organisation_ids, state="published") | Q(organisation__in=writers))


class ReportBuildQuerySet(JobQuerySet["ReportBuild"]):
    def visible_to(self, user: User) -> ReportBuildQuerySet:
        """Files of figures and of published reports; one made of a draft only for who may see drafts."""
        if user.is_system:
            return self
        readers = user.organisations_with(roles_with("annual_report", READ))
        writers = user.organisations_with(roles_with("annual_report", WRITE))
        of_published = Q(report__state="published", requested_at__gte=F("report__published_at"))
        return self.filter(
            Q(organisation__in=writers) | (Q(organisation__in=readers) & (Q(report=None) | of_published))
        )


class PublicationQuerySet(JobQuerySet["Publication"]):
    def visible_to(self, user: User) -> PublicationQuerySet:
        """Of who may see drafts: until it has been published it is one."""
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisations_with(roles_with("annual_report", WRITE)))


class PortfolioJobQuerySet(JobQuerySet["PortfolioJob"]):
    def visible_to(self, user: User) -> PortfolioJobQuerySet:
        """One's own: a file holds what its sender or its reader may see, and others perhaps not."""
        return self if user.is_system else self.filter(requested_by=user, organisation__in=user.organisation_ids)


class NoticeJobQuerySet(JobQuerySet["NoticeJob"]):
    def visible_to(self, user: User) -> NoticeJobQuerySet:
        """One's own, as with a portfolio."""
        return self if user.is_system else self.filter(requested_by=user, organisation__in=user.organisation_ids)


class ComplianceBuildQuerySet(JobQuerySet["ComplianceBuild"]):
    def visible_to(self, user: User) -> ComplianceBuildQuerySet:
        """A file holds what the person who asked may see, so it is that person's, while he works there."""
        if user.is_system:
            return self
        return self.filter(requested_by=user, organisation__in=user.organisation_ids)


class ApproachPaperQuerySet(JobQuerySet["ApproachPaper"]):
    def visible_to(self, user: User) -> ApproachPaperQuerySet:
        """One's own, while he works there: who reads the tender asks for a document himself, as it is then."""
        return self if user.is_system else self.filter(requested_by=user, organisation__in=user.organisation_ids)
