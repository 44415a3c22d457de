"""A file that somebody sent in or that the product made: evidence, so never changed and never deleted."""

from __future__ import annotations

import secrets

from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from documents.formats.kinds import KINDS, Kind
from documents.formats.refusals import REMARKS
from documents.querysets import DocumentQuerySet


def storage_key(_document: Document, _name: str) -> str:
    """A place that says nothing of the file and cannot be guessed; no address on the web leads there."""
    key = secrets.token_hex(20)
    return f"documents/{key[:2]}/{key}"


class Document(models.Model):
    """One file. What it belongs to points at it from an app above, and that app checks who may see it."""

    class Confidentiality(models.TextChoices):
        PUBLIC = "public", _("public")
        BUYERS = "buyers", _("buyers of this supplier")
        ORGANISATION = "organisation", _("own organisation")

    class Scan(models.TextChoices):
        NOT_CONFIGURED = "not_configured", _("not scanned")
        CLEAN = "clean", _("no virus found")
        INFECTED = "infected", _("virus found")
        FAILED = "failed", _("could not be scanned")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("type"), max_length=10, choices=[(kind.code, kind.label) for kind in KINDS.values()])
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=default_storage, upload_to=storage_key, max_length=120, unique=True, editable=False)
    remarks = models.JSONField(default=list, blank=True)
    confidentiality = models.CharField(_("confidentiality"), max_length=20, choices=Confidentiality)
    scan_state = models.CharField(_("virus scan"), max_length=20, choices=Scan, default=Scan.NOT_CONFIGURED)
    scan_result = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    note = models.TextField(_("note"), blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "sha256"], name="document_sha256")]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="document_sha256_complete"),
            models.CheckConstraint(
                condition=~models.Q(file="") & ~models.Q(name=""), name="document_has_file_and_name"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="document_kind_known"),
            models.CheckConstraint(
                condition=models.Q(confidentiality__in=["public", "buyers", "organisation"]),
                name="document_confidentiality_known",
            ),
            models.CheckConstraint(
                condition=models.Q(scan_state="not_configured", scanned_at__isnull=True)
                | models.Q(scan_state__in=["clean", "infected", "failed"], scanned_at__isnull=False),
                name="document_scanned_at_when_scanned",
            ),
            models.CheckConstraint(
                condition=~models.Q(scan_state="infected") | ~models.Q(scan_result=""),
                name="document_virus_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def format(self) -> Kind:
        return KINDS[self.kind]

    @property
    def mime(self) -> str:
        return self.format.mime

    @property
    def is_confidential(self) -> bool:
        """Whether reading it leaves a trace."""
        return self.confidentiality != self.Confidentiality.PUBLIC

    @property
    def is_blocked(self) -> bool:
        """Whether nobody may have it because of the virus scanner's verdict."""
        return self.scan_state in (self.Scan.INFECTED, self.Scan.FAILED)

    @property
    def has_preview(self) -> bool:
        return self.format.inline and not self.is_blocked

    @property
    def warnings(self) -> list[str]:
        """What a reader should know of the content, as sentences."""
        return [str(REMARKS[code]) for code in self.remarks if code in REMARKS]
