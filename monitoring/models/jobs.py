"""Long work that someone waits for. The row is the truth; Celery only carries the wake-up (adr/rows-not-brokers.md)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work asked for and done in the background. A kind of work is a model of its own that says what was asked.

    Its manager comes from ``JobQuerySet``; asking, claiming, progress and failing are ``monitoring.actions.jobs``.
    ``document`` is what came out, for work that makes a file.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BUILDING = "building", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="%(app_label)s_%(class)s"
    )
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="%(class)s_progress"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["done", "failed"]) | models.Q(finished_at__isnull=False),
                name="%(class)s_finished_at",
            ),
        ]

    @property
    def is_going(self) -> bool:
        """Whether it still waits or is being made."""
        return self.state in (self.State.WAITING, self.State.BUILDING)


class RehearsedJob(Job):
    """Taking files in: a rehearsal first (``check``), and what was rehearsed (``import``) when somebody confirms it."""

    TAKEN_ALONG: ClassVar[tuple[str, ...]] = ()
    """Fields that the import has from its rehearsal."""

    kind: Any
    files = models.ManyToManyField("documents.Document", related_name="+")
    checked = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="imports")
    language = models.CharField(max_length=2, default="nl")

    class Meta(Job.Meta):
        abstract = True

    @property
    def may_be_confirmed(self) -> bool:
        """Whether this is a rehearsal that is done; each kind adds what makes it come out well."""
        return bool(self.kind == "check" and self.state == self.State.DONE)
