"""The documents of approaches that somebody asked for."""

from __future__ import annotations

from django.db import models

from monitoring.models.jobs import Job
from monitoring.querysets import ApproachPaperQuerySet


class ApproachPaper(Job):
    """A tender approach as PDF: of one round as it was submitted, or without ``round`` as it stood when it was asked.

    It is for ``requested_by``, as long as he may see the tender.
    """

    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="approach_papers")
    round = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=2, default="nl")

    objects = ApproachPaperQuerySet.as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="done", document__isnull=False) | ~models.Q(state="done"),
                name="approach_paper_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.round or '-'}"
