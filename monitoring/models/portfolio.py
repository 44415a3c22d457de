"""A portfolio on its way in or out, and what was wrong with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.jobs import RehearsedJob
from monitoring.querysets import PortfolioJobQuerySet


class PortfolioJob(RehearsedJob):
    """A rehearsal of a file, taking that file in, or an export. ``counts``: by sheet, what was or would be done.

    ``document`` is the export, or the file given back with its errors.
    """

    class Kind(models.TextChoices):
        CHECK = "check", _("check of a file")
        IMPORT = "import", _("import")
        EXPORT = "export", _("export")
        EXPORT_CSV = "export_csv", _("export as CSV")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    counts = models.JSONField(default=dict)
    problem_count = models.PositiveIntegerField(default=0)

    objects = PortfolioJobQuerySet.as_manager()

    class Meta(RehearsedJob.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.requested_at:%Y-%m-%d} {self.state}"

    @property
    def is_export(self) -> bool:
        return self.kind in (self.Kind.EXPORT, self.Kind.EXPORT_CSV)

    @property
    def may_be_confirmed(self) -> bool:
        """Whether this is a rehearsal without errors."""
        return super().may_be_confirmed and not self.problem_count


class PortfolioProblem(models.Model):
    """One thing that is wrong with a file: where, and what."""

    job = models.ForeignKey(PortfolioJob, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"
