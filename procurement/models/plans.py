"""What a category plan and an action plan share: period, edition, who is responsible, and how it is adopted."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.workflow import Workflow
from procurement import plan_period
from procurement.workflow import PLAN_STATES

STATE_CHOICES = list(PLAN_STATES.items())


class Plan(models.Model):
    """A plan of one organisation, valid from and until (both included). Adopted ones of one subject never overlap.

    That rule, and the longest period, are triggers in the database as well (migration 0011). ``version`` counts the
    changes: who saves says which one he saw.
    """

    workflow: ClassVar[Workflow]
    area: ClassVar[str]
    subject: ClassVar[tuple[str, ...]]
    """The fields that name what the plan is for: of one subject one plan holds at a time."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="%(class)ss")
    edition = models.PositiveSmallIntegerField(_("edition"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    responsible = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("who is responsible")
    )
    state = models.CharField(_("state"), max_length=10, choices=STATE_CHOICES, default="draft")
    submitted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted on"), null=True)
    adopted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("adopted by")
    )
    adopted_at = models.DateTimeField(_("adopted on"), null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="%(class)s_period"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_by=None, submitted_at=None)
                | (~Q(state="draft") & Q(submitted_by__isnull=False, submitted_at__isnull=False)),
                name="%(class)s_submitted_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", adopted_by__isnull=False, adopted_at__isnull=False)
                | (~Q(state="adopted") & Q(adopted_by=None, adopted_at=None)),
                name="%(class)s_adopted_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by=None) | ~Q(adopted_by=F("submitted_by")), name="%(class)s_adopted_by_another"
            ),
        ]

    @property
    def is_editable(self) -> bool:
        """Only a draft changes: what was submitted is judged, what was adopted is followed by a new edition."""
        return self.state == plan_period.DRAFT

    def standing(self, day: date) -> str:
        """What it is on this day (``plan_period.STANDINGS``)."""
        return plan_period.standing(self.state, self.valid_from, self.valid_until, day)

    @property
    def years(self) -> range:
        """The calendar years of its period."""
        return plan_period.years_of(self.valid_from, self.valid_until)
