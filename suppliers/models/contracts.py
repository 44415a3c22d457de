"""Contracts and the terms in them from which the deliverables follow."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models.tenders import LONGEST_TITLE
from suppliers.models.suppliers import Supplier
from suppliers.querysets import ContractQuerySet


class DeliverableKind(models.TextChoices):
    RISK_ANALYSIS = "risk_analysis", _("risk analysis")
    IMPROVEMENT_PLAN = "improvement_plan", _("improvement plan")
    ANNUAL_REPORT = "annual_report", _("public annual report")


class FollowUp(models.TextChoices):
    """Follow-up in proportion to value and risk (domain.md, ours); each has its own default schedule."""

    LIGHT = "light", _("light")
    NORMAL = "normal", _("normal")
    INTENSIVE = "intensive", _("intensive")


class RiskSignals(models.TextChoices):
    """What a look at the chain brought to light, entered by hand (domain.md §4). Empty = nobody has looked yet."""

    NONE = "none", _("no signals found")
    SOME = "some", _("one or more signals")
    SEVERE = "severe", _("forced or child labour on a main product, or a country with a high rating")


class Contract(models.Model):
    """A contract of one organisation with one supplier. ``isv`` says whether due diligence is a condition of it."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="contracts")
    tender = models.ForeignKey(
        "procurement.Tender", on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    lots = models.ManyToManyField("procurement.Lot", blank=True, related_name="contracts")
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("supplier")
    )
    reference = models.CharField(_("reference"), max_length=120)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    start_on = models.DateField(_("start date"))
    end_on = models.DateField(_("end date"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="EUR")
    isv = models.BooleanField(_("ISV is a contract condition"), null=True, blank=True)
    risk_signals = models.CharField(_("signals in the chain"), max_length=10, choices=RiskSignals, blank=True)
    follow_up = models.CharField(_("follow-up"), max_length=20, choices=FollowUp, blank=True)
    follow_up_reason = models.TextField(_("reason for another follow-up than proposed"), blank=True)
    reminders_paused_until = models.DateField(_("no reminders until"), null=True, blank=True)
    reminders_paused_reason = models.TextField(_("reason"), blank=True)
    contract_manager = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="managed_contracts",
        verbose_name=_("contract manager"),
    )  # fmt: skip
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    # What the queryset annotates: with_follow_up; and what is read about the yearly dialogue.
    overdue_count: int
    due_soon_count: int
    to_assess_count: int
    next_due_on: date | None
    dialogue_counted_from: date

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="contract_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")), name="contract_period"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__gte=0), name="contract_value_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(reminders_paused_until=None, reminders_paused_reason="")
                | (models.Q(reminders_paused_until__isnull=False) & ~models.Q(reminders_paused_reason="")),
                name="contract_pause_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-start_on", "-id"], name="contract_list")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


class TermFields(models.Model):
    """How due dates of one kind of deliverable follow from the contract (domain.md §4; suppliers.deadlines)."""

    class Anchor(models.TextChoices):
        AWARD = "award", _("award")
        CONTRACT_START = "contract_start", _("contract start")
        CONTRACT_END = "contract_end", _("contract end")
        CALENDAR = "calendar", _("calendar date each year")
        REQUEST = "request", _("receipt of a request")

    class Recurrence(models.TextChoices):
        NONE = "none", _("once")
        YEARLY = "yearly", _("every year")
        HALF_YEARLY = "half_yearly", _("every half year")

    class Duration(models.TextChoices):
        ANY = "any", _("any length")
        UNDER_A_YEAR = "under_a_year", _("less than a year")
        YEAR_OR_LONGER = "year_or_longer", _("a year or longer")

    kind = models.CharField(_("deliverable"), max_length=20, choices=DeliverableKind)
    anchor = models.CharField(_("counted from"), max_length=20, choices=Anchor)
    offset_months = models.SmallIntegerField(_("months after"), default=0)
    offset_days = models.SmallIntegerField(_("days after"), default=0)
    recurrence = models.CharField(_("repeats"), max_length=20, choices=Recurrence, default=Recurrence.NONE)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    duration = models.CharField(_("for contracts of"), max_length=20, choices=Duration, default=Duration.ANY)
    grace_days = models.PositiveSmallIntegerField(_("grace (days)"), default=0)
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def calendar_day(self) -> date | None:
        """The day of each year on which it is due, in a leap year, which has them all."""
        return date(2000, self.month, self.day) if self.month and self.day else None


class ScheduleLine(TermFields):
    """A line of a default schedule: the product's (organisation empty) or an organisation's own."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="schedule_lines"
    )
    follow_up = models.CharField(_("follow-up"), max_length=20, choices=FollowUp, default=FollowUp.NORMAL)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(anchor="calendar") | models.Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="schedule_line_calendar_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.anchor}"


class ContractTerm(TermFields):
    """A term of one contract, copied from the schedule at the award and editable from then on."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(anchor="calendar") | models.Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="contract_term_calendar_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.anchor}"


class ContractRequest(models.Model):
    """A request for information that the supplier received; terms that count from a request start here."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="requests")
    received_on = models.DateField(_("received by the supplier on"))
    subject = models.CharField(_("what was asked, and why"), max_length=400)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "received_on"], name="contract_request_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.subject}"
