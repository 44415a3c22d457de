"""A long file of notices on its way in, and what became of each notice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.jobs import RehearsedJob
from monitoring.querysets import NoticeJobQuerySet


class NoticeJob(RehearsedJob):
    """A rehearsal of files with notices, or taking them in. ``number``: how many notices they hold."""

    class Kind(models.TextChoices):
        CHECK = "check", _("check of notices")
        IMPORT = "import", _("import of notices")

    TAKEN_ALONG = ("number",)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    objects = NoticeJobQuerySet.as_manager()

    class Meta(RehearsedJob.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.requested_at:%Y-%m-%d} {self.state}"

    @property
    def may_be_confirmed(self) -> bool:
        """Whether this is a rehearsal in which something was made or changed."""
        return super().may_be_confirmed and bool(self.counts.get("created") or self.counts.get("updated"))


class NoticeOutcome(models.Model):
    """What became, or would become, of one notice. ``announced``: contracts that it announces, not recorded yet."""

    class Result(models.TextChoices):
        REJECTED = "rejected", _("refused")
        CREATED = "created", _("new tender")
        UPDATED = "updated", _("changed")
        UNCHANGED = "unchanged", _("unchanged")

    job = models.ForeignKey(NoticeJob, on_delete=models.CASCADE, related_name="outcomes")
    position = models.PositiveIntegerField()
    file = models.CharField(max_length=255)
    result = models.CharField(max_length=10, choices=Result)
    text = models.TextField(blank=True)
    notice = models.CharField(max_length=160, blank=True)
    tender = models.ForeignKey("procurement.Tender", on_delete=models.SET_NULL, null=True, related_name="+")
    reference = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    is_ours = models.BooleanField(default=True)
    announced = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="notice_outcome_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.result}"
