"""The ledger of reminders, the schedule they follow, and the runs of the sweep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.querysets import ReminderQuerySet

SUBJECTS = ("deliverable", "agreement", "approach_round", "category_plan", "action_plan")
"""What may have a due date: a reminder is of exactly one of these."""


def _of_one_thing() -> Q:
    found = Q()
    for subject in SUBJECTS:
        found |= Q(**{f"{each}__isnull": each != subject for each in SUBJECTS})
    return found


MOST_LEAD = 366
"""A year ahead at most: a plan is no news then."""


class ReminderOffset(models.Model):
    """A moment at which is reminded: days from the due date; the product's (organisation empty) or an own one."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="reminder_offsets"
    )
    days = models.SmallIntegerField(_("days from the due date"))
    repeats_monthly = models.BooleanField(_("then every month"), default=False)

    class Meta:
        ordering = ["days"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "days"], name="reminder_offset_once"),
            models.UniqueConstraint(
                fields=["days"], condition=models.Q(organisation=None), name="reminder_offset_national_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days:+d}"


class PlanLeadTime(models.Model):
    """How many days before the last day of a plan an organisation is told that it ends, where it chose so itself."""

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="plan_lead_time", primary_key=True
    )
    days = models.PositiveSmallIntegerField(_("days before the last day of a plan"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=MOST_LEAD), name="plan_lead_time_days")
        ]

    def __str__(self) -> str:
        return f"-{self.days}"


class Reminder(models.Model):
    """One reminder that was due: sent (with its message) or passed over. Its key makes a second one impossible.

    The deadline is one of ``SUBJECTS``, a plan has its last day; ``due_on`` is the date in force, so that an extended
    deadline reminds anew. ``occurrence`` is 0 for a fixed offset and 1, 2 … for the monthly ones after it.
    """

    deliverable = models.ForeignKey(
        "suppliers.Deliverable", on_delete=models.CASCADE, null=True, related_name="reminders"
    )
    agreement = models.ForeignKey("dialogues.Agreement", on_delete=models.CASCADE, null=True, related_name="reminders")
    approach_round = models.ForeignKey(
        "procurement.ApproachRound", on_delete=models.CASCADE, null=True, related_name="reminders"
    )
    category_plan = models.ForeignKey(
        "procurement.CategoryPlan", on_delete=models.CASCADE, null=True, related_name="reminders"
    )
    action_plan = models.ForeignKey(
        "procurement.ActionPlan", on_delete=models.CASCADE, null=True, related_name="reminders"
    )
    due_on = models.DateField()
    offset_days = models.SmallIntegerField()
    occurrence = models.PositiveSmallIntegerField(default=0)
    recipient = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="reminders")
    message = models.ForeignKey(
        "accounts.OutgoingMessage", on_delete=models.PROTECT, null=True, related_name="reminders"
    )
    passed_over = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[subject, "due_on", "offset_days", "occurrence", "recipient"],
                    condition=Q(**{f"{subject}__isnull": False}), name=f"reminder_{subject}_once",
                )
                for subject in SUBJECTS
            ),
            models.CheckConstraint(condition=_of_one_thing(), name="reminder_of_one_thing"),
            models.CheckConstraint(
                condition=models.Q(message__isnull=False, passed_over="")
                | (models.Q(message=None) & ~models.Q(passed_over="")),
                name="reminder_sent_or_passed_over",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.due_on} {self.offset_days:+d}"


class SweepRun(models.Model):
    """One run of the sweep, for the dead-man's switch: a stopped sweep shows."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    as_at = models.DateTimeField()
    reminders = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    deliverables = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    failed_steps = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
