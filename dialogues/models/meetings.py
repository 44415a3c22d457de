"""Meetings with suppliers: before (purpose, points), during (who, what was said), after (agreements)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogues.querysets import AgreementQuerySet, MeetingQuerySet
from dialogues.workflow import AGREEMENT, MEETING


class Meeting(models.Model):
    """One meeting of one organisation, with one or more suppliers, about any of their contracts."""

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
    suppliers = models.ManyToManyField(
        "suppliers.Supplier", blank=True, related_name="meetings", verbose_name=_("suppliers")
    )
    contracts = models.ManyToManyField(
        "suppliers.Contract", blank=True, related_name="meetings", verbose_name=_("contracts")
    )
    attendance = models.TextField(_("who was there"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=MEETING.choices, default=MEETING.initial)
    organiser = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="organised_meetings")
    invited_at = models.DateTimeField(null=True)
    held_recorded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    objection = models.TextField(_("objection of the supplier"), blank=True)
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
        ]
        indexes = [models.Index(fields=["organisation", "-date"], name="meeting_list")]

    def __str__(self) -> str:
        return self.reference


class DiscussionPoint(models.Model):
    """A point to discuss, sent in time; and what was said about it and which leverage was used."""

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


class Agreement(models.Model):
    """What was agreed, by whom it will be done and by when. The owner's side reports, the other side confirms."""

    class Side(models.TextChoices):
        BUYER = "buyer", _("buyer")
        SUPPLIER = "supplier", _("supplier")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(_("reference"), max_length=120)
    text = models.TextField(_("agreement"))
    owner = models.CharField(_("owner"), max_length=200)
    owner_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    owner_side = models.CharField(_("side"), max_length=10, choices=Side)
    due_on = models.DateField(_("due date"))
    state = models.CharField(_("state"), max_length=10, choices=AGREEMENT.choices, default=AGREEMENT.initial)
    reported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    reported_as = models.CharField(max_length=10, choices=[("done", _("done")), ("dropped", _("dropped"))], blank=True)
    report = models.TextField(_("report"), blank=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(_("done on"), null=True, blank=True)
    created_at = models.DateTimeField()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "reference"], name="agreement_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(reported_by=None, reported_at=None, reported_as="")
                | (models.Q(reported_by__isnull=False, reported_at__isnull=False) & ~models.Q(reported_as="")),
                name="agreement_reported_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_on__isnull=False)
                | (~models.Q(state="done") & models.Q(done_on=None)),
                name="agreement_done_on_when_done",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("reported_by")),
                name="agreement_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="agreement_due")]

    def __str__(self) -> str:
        return self.reference
