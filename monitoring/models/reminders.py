"""The ledger of reminders, the schedule they follow, and the runs of the sweep."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.querysets import ReminderQuerySet


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


class Reminder(models.Model):
    """One reminder that was due: sent (with its message) or passed over. Its key makes a second one impossible.

    The deadline is a deliverable, an agreement or a round of approval; ``due_on`` is the date in force, so that an
    extended deadline reminds anew. ``occurrence`` is 0 for a fixed offset and 1, 2 … for the monthly ones after it.
    """

    deliverable = models.ForeignKey(
        "suppliers.Deliverable", on_delete=models.CASCADE, null=True, related_name="reminders"
    )
    agreement = models.ForeignKey("dialogues.Agreement", on_delete=models.CASCADE, null=True, related_name="reminders")
    approach_round = models.ForeignKey(
        "procurement.ApproachRound", on_delete=models.CASCADE, null=True, related_name="reminders"
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
            models.UniqueConstraint(
                fields=["deliverable", "due_on", "offset_days", "occurrence", "recipient"],
                condition=models.Q(deliverable__isnull=False), name="reminder_deliverable_once",
            ),
            models.UniqueConstraint(
                fields=["agreement", "due_on", "offset_days", "occurrence", "recipient"],
                condition=models.Q(agreement__isnull=False), name="reminder_agreement_once",
            ),
            models.UniqueConstraint(
                fields=["approach_round", "due_on", "offset_days", "occurrence", "recipient"],
                condition=models.Q(approach_round__isnull=False), name="reminder_approach_round_once",
            ),
            models.CheckConstraint(
                condition=models.Q(deliverable__isnull=False, agreement=None, approach_round=None)
                | models.Q(deliverable=None, agreement__isnull=False, approach_round=None)
                | models.Q(deliverable=None, agreement=None, approach_round__isnull=False),
                name="reminder_of_one_thing",
            ),
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
