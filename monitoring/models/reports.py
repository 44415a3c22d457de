"""The annual report of a year: draft, review, publication; and the building of its files."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from monitoring.models.jobs import Job
from monitoring.querysets import PublicationQuerySet, ReportBuildQuerySet, ReportQuerySet
from monitoring.workflow import ANNUAL_REPORT


class AnnualReport(models.Model):
    """An edition of the report of one year. Published: ``snapshot`` is frozen and ``sha256`` proves it.

    ``background`` is frozen with it: what the report shows beside its indicators (editions.Background). So are the rows
    behind its figures: ``row_tables`` says per source which figures and columns its ``ReportRow`` have, and
    ``rows_sha256`` proves all of it. Both are empty in an edition that was published before rows were kept.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    introduction = models.TextField(_("what was done and learned"), blank=True)
    correction = models.TextField(_("reason of the correction"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ANNUAL_REPORT.choices, default=ANNUAL_REPORT.initial)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    snapshot = models.JSONField(null=True)
    background = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    row_tables = models.JSONField(default=dict)
    rows_sha256 = models.CharField(_("SHA-256 of the rows"), max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "edition"], name="report_edition_once"),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=~models.Q(state="published"), name="report_one_open_edition"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="published",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    snapshot__isnull=False,
                    as_of__isnull=False,
                )
                | (~models.Q(state="published") & models.Q(published_at=None, published_by=None, snapshot=None)),
                name="report_published_by_and_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(Exact(Length("sha256"), 64)),
                name="report_published_has_hash",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_by=None, submitted_at=None)
                | models.Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="report_submitted_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(submitted_by__isnull=False),
                name="report_submitted_before_judged",
            ),
            models.CheckConstraint(
                condition=models.Q(edition=1) | models.Q(state="draft") | ~models.Q(correction=""),
                name="report_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by=None) | ~models.Q(published_by=models.F("submitted_by")),
                name="report_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.edition})"


class ReportRow(models.Model):
    """A row behind the figures of a published edition, as it was: what it is to each figure, and what was shown of it.

    ``object_id`` is its key at ``source`` (indicators.Rows), ``marks`` a digit per figure (indicators.marks), ``cells``
    a value per column (formats.kept_cells).
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="rows")
    source = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    object_id = models.BigIntegerField()
    marks = models.CharField(max_length=250)
    cells = models.JSONField()

    class Meta:
        ordering = ["report", "source", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "source", "position"], name="report_row_position_once"),
            models.UniqueConstraint(fields=["report", "source", "object_id"], name="report_row_object_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class ReportBuild(Job):
    """A file of the figures of a year, asked for and made in the background."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, null=True, related_name="builds")
    format = models.CharField(max_length=5, choices=Format, default=Format.PDF)
    language = models.CharField(max_length=2, default="nl")

    objects = ReportBuildQuerySet.as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="done", document__isnull=False) | ~models.Q(state="done"),
                name="report_build_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.format} {self.state}"


class Publication(Job):
    """The publication of an edition that was reviewed: counting, and keeping every row behind the figures, takes long.

    ``requested_by`` decides; the edition itself says when it was published. It makes no file.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="publications")

    objects = PublicationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.report} {self.state}"
