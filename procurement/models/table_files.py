"""What every file with rows to take in has, whatever its rows are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

TAKEN_IN_WHOLE = Q(taken_in_at=None, taken_in_by=None) | Q(
    taken_in_at__isnull=False, taken_in_by__isnull=False, problem_count=0
)
"""A file is taken in by somebody at a moment, and only without problems."""


class TableFile(models.Model):
    """A file with rows: looked through first, then taken in as a whole. ``counts``: what was or would be done."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    errors = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.sent_at:%Y-%m-%d}"

    @property
    def may_be_taken_in(self) -> bool:
        return self.taken_in_at is None and not self.problem_count
