"""The files of compliance reports that somebody asked for."""

from __future__ import annotations

from django.db import models

from monitoring.models.jobs import Job
from monitoring.querysets import ComplianceBuildQuerySet


class ComplianceBuild(Job):
    """A compliance report as a file: of one contract, or of all contracts with a supplier.

    It holds what ``requested_by`` may see and is for nobody else.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"

    supplier = models.ForeignKey("suppliers.Supplier", on_delete=models.PROTECT, related_name="compliance_builds")
    contract = models.ForeignKey(
        "suppliers.Contract", on_delete=models.PROTECT, null=True, related_name="compliance_builds"
    )
    as_of = models.DateField()
    format = models.CharField(max_length=5, choices=Format, default=Format.PDF)
    language = models.CharField(max_length=2, default="nl")

    objects = ComplianceBuildQuerySet.as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="done", document__isnull=False) | ~models.Q(state="done"),
                name="compliance_build_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract or self.supplier} {self.format} {self.as_of}"
