"""Findings: harm or risk of harm in a chain, and what is done to put it right (domain.md §5)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from suppliers.models.contracts import Contract
from suppliers.models.suppliers import Supplier
from suppliers.querysets import FindingQuerySet
from suppliers.workflow import FINDING


class Finding(models.Model):
    """Something found in the chain of a supplier. Closed is confirmed by rightsholders, or explained by two people."""

    class Source(models.TextChoices):
        WORKER_MONITORING = "worker_monitoring", _("worker-driven monitoring")
        AUDIT = "audit", _("audit")
        MEDIA = "media", _("media")
        GRIEVANCE = "grievance", _("grievance mechanism")
        OTHER = "other", _("other")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="findings")
    reference = models.CharField(_("reference"), max_length=120)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    reported_on = models.DateField(_("reported on"))
    source = models.CharField(_("source"), max_length=20, choices=Source)
    theme = models.ForeignKey(
        "procurement.RiskTheme", on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    severity = models.PositiveSmallIntegerField(
        _("severity (1–5)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    description = models.TextField(_("what was found"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=FINDING.choices, default=FINDING.initial)
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="finding_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(severity=None) | models.Q(severity__gte=1, severity__lte=5), name="finding_severity"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["closed_confirmed", "closed_unconfirmed"], closed_on__isnull=False)
                | (~models.Q(state__in=["closed_confirmed", "closed_unconfirmed"]) & models.Q(closed_on=None)),
                name="finding_closed_on_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
