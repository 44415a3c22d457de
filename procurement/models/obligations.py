"""That all tenders are to be judged anew, because thresholds or categories changed."""

from __future__ import annotations

from django.db import models


class ObligationRun(models.Model):
    """A run over all tenders that was asked for; it is gone once it was done.

    ``position``: the key of the tender up to which it is done. ``attempts`` tells one worker's claim from the next.
    """

    asked_at = models.DateTimeField()
    position = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.position}"
