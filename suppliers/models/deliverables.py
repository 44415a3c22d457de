"""What a supplier owes (risk analysis, improvement plan, annual report), what came in, and by when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from suppliers.models.contracts import Contract, ContractTerm, DeliverableKind
from suppliers.querysets import DeliverableQuerySet, SubmissionQuerySet
from suppliers.workflow import DELIVERABLE, EXTENSION


class Deliverable(models.Model):
    """One document that a contract asks by a date. Overdue is computed, never stored."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="deliverables")
    term = models.ForeignKey(ContractTerm, on_delete=models.SET_NULL, null=True, related_name="deliverables")
    kind = models.CharField(_("kind"), max_length=20, choices=DeliverableKind)
    about_year = models.PositiveSmallIntegerField(_("about year"), null=True, blank=True)
    occurrence = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(_("due date"))
    grace_days = models.PositiveSmallIntegerField(_("grace (days)"), default=0)
    state = models.CharField(_("state"), max_length=25, choices=DELIVERABLE.choices, default=DELIVERABLE.initial)
    submitted_on = models.DateField(_("first submitted on"), null=True, blank=True)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    public_url = models.URLField(_("public address"), max_length=500, blank=True)
    waived_reason = models.TextField(blank=True)
    reminders_paused_until = models.DateField(_("no reminders until"), null=True, blank=True)
    reminders_paused_reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField()

    # What the queryset annotates: with_timeliness and with_due_on_as_of.
    first_due_on: date
    is_overdue: bool
    is_late: bool
    due_on_as_of: date

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind", "about_year", "occurrence"], name="deliverable_key_unique"
            ),
            models.UniqueConstraint(
                fields=["contract", "kind", "occurrence"], condition=models.Q(about_year=None),
                name="deliverable_key_without_year_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["expected", "waived"], submitted_on=None)
                | (~models.Q(state__in=["expected", "waived"]) & models.Q(submitted_on__isnull=False)),
                name="deliverable_submitted_on_when_submitted",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waived") | ~models.Q(waived_reason=""), name="deliverable_waived_with_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(reminders_paused_until=None, reminders_paused_reason="")
                | (models.Q(reminders_paused_until__isnull=False) & ~models.Q(reminders_paused_reason="")),
                name="deliverable_pause_has_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_on"], name="deliverable_due")]

    def __str__(self) -> str:
        about = f" {self.about_year}" if self.about_year else ""
        number = f" ({self.occurrence})" if self.occurrence > 1 else ""
        return f"{self.get_kind_display()}{about}{number}"


class DueDateChange(models.Model):
    """The history of a due date: who moved it, why, from when to when."""

    class Source(models.TextChoices):
        EXTENSION = "extension", _("extension")
        REVISION = "revision", _("revision requested")
        CORRECTION = "correction", _("correction")
        IMPORT = "import", _("import")

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="due_date_changes")
    from_date = models.DateField()
    to_date = models.DateField()
    source = models.CharField(max_length=20, choices=Source)
    reason = models.TextField()
    changed_on = models.DateField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="due_date_change_has_reason")]

    def __str__(self) -> str:
        return f"{self.from_date} → {self.to_date}"


class ExtensionRequest(models.Model):
    """A request for a later due date, decided by another person than who asked."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="extension_requests")
    wanted_on = models.DateField(_("wanted due date"))
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=EXTENSION.choices, default=EXTENSION.initial)
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable"], condition=models.Q(state="requested"), name="extension_one_open_request"
            ),
            models.CheckConstraint(
                condition=models.Q(state="requested", decided_by=None, decided_at=None)
                | (~models.Q(state="requested") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="extension_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("requested_by")),
                name="extension_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.wanted_on} {self.state}"


class Submission(models.Model):
    """One version of a deliverable as the supplier hands it in. Open until submitted; one open at a time."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(_("note"), blank=True)
    effective_on = models.DateField(_("date of effect"), null=True, blank=True)
    public_url = models.URLField(_("public address"), max_length=500, blank=True)
    confidentiality = models.CharField(
        _("who may see it"),
        max_length=20,
        choices=Document.Confidentiality,
        default=Document.Confidentiality.ORGANISATION,
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="submission_number_unique"),
            models.UniqueConstraint(
                fields=["deliverable"], condition=models.Q(submitted_at=None), name="submission_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None, submitted_by=None)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submission_submitted_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} v{self.number}"


class SubmissionFile(models.Model):
    """A file of a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="submission_file")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.document_id)
