"""Meetings with suppliers: before (purpose, points), during (who, what was said), after (the report, confirmed)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogues.querysets import ConfirmationQuerySet, MeetingQuerySet
from dialogues.workflow import MEETING


class Meeting(models.Model):
    """One meeting of one organisation, with one or more suppliers, about any of their contracts.

    A working group is usually of colleagues, without suppliers. ``minutes_sent_at`` is empty while the report is being
    written or corrected: the supplier then sees nothing of it.
    """

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("supplier dialogue")
        MARKET = "market", _("market meeting")
        WORKING_GROUP = "working_group", _("working group")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="meetings")
    reference = models.CharField(_("reference"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.INDIVIDUAL)
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    location = models.CharField(_("location"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose and expected outcome"))
    benefit = models.TextField(_("what the supplier gains"), blank=True)
    suppliers = models.ManyToManyField(
        "suppliers.Supplier", blank=True, related_name="meetings", verbose_name=_("suppliers")
    )
    contracts = models.ManyToManyField(
        "suppliers.Contract", blank=True, related_name="meetings", verbose_name=_("contracts")
    )
    colleagues = models.ManyToManyField(
        "accounts.User", blank=True, related_name="attended_meetings", verbose_name=_("colleagues")
    )
    attendance = models.TextField(_("who was there"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=MEETING.choices, default=MEETING.initial)
    organiser = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="organised_meetings", verbose_name=_("organiser")
    )
    edition = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True)
    held_recorded_at = models.DateTimeField(null=True)
    minutes_sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="meeting_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(starts_at=None)
                | models.Q(ends_at=None)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_times",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by=None)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="meeting_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(confirmed_at__isnull=False),
                name="meeting_confirmed_at_when_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(cancel_reason="") | models.Q(state="cancelled"), name="meeting_cancel_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes_sent_at=None) | models.Q(state__in=["held", "confirmed"]),
                name="meeting_minutes_after_holding",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-date"], name="meeting_list")]

    def __str__(self) -> str:
        return self.reference


class DiscussionPoint(models.Model):
    """A point to discuss, sent in time; and what was said about it and which leverage was used.

    The leverage is the buyer's own note: suppliers do not see it.
    """

    class Leverage(models.TextChoices):
        COMMERCIAL = "commercial", _("commercial")
        CONTRACTUAL = "contractual", _("contractual")
        REPUTATIONAL = "reputational", _("reputational")
        KNOWLEDGE = "knowledge", _("knowledge")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("discussion point"), max_length=400)
    said = models.TextField(_("what was said"), blank=True)
    leverage = models.CharField(_("leverage used"), max_length=20, choices=Leverage, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="point_position_unique")]

    def __str__(self) -> str:
        return self.text


class Confirmation(models.Model):
    """One supplier asked to confirm one edition of the report, and what he answered. Objections stay.

    ``round`` counts how often the report was sent; only the last one can be answered.
    """

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        OBJECTED = "objected", _("objected")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="confirmations")
    supplier = models.ForeignKey("suppliers.Supplier", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    objection = models.TextField(_("objection of the supplier"), blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-round", "supplier__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "supplier", "round"], name="confirmation_once"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="confirmation_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=(models.Q(answer="objected") & ~models.Q(objection=""))
                | (~models.Q(answer="objected") & models.Q(objection="")),
                name="confirmation_objection_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}-{self.round}"
