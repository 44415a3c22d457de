"""A published notice as it was read, kept beside the tender it made or updated."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from procurement.models.tenders import Tender


class Notice(models.Model):
    """One version of one notice. ``facts`` is the JSON of interfaces.md ("notice" and "tender").

    ``values`` are the fields of the tender and its lots as this notice states them: a later notice replaces a
    value only where it still is what an earlier one said. ``earlier``: the notices that this one refers to, each
    between blanks. ``modifications``: what it changes in running contracts (``award`` is a place in its awards).
    ``superseded``: hashes of the facts that other files gave for this same version before these.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="notices")
    identifier = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    type = models.CharField(max_length=100)
    form = models.CharField(max_length=30, blank=True)
    subtype = models.CharField(max_length=10, blank=True)
    publication = models.CharField(max_length=40, blank=True)
    procedure_id = models.CharField(max_length=120, blank=True)
    earlier = models.TextField(blank=True)
    modifications = models.JSONField(default=list)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    facts = models.JSONField()
    superseded = models.JSONField(default=list)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "identifier", "version"], name="notice_version_once"),
        ]
        indexes = [
            models.Index(fields=["identifier"], name="notice_identifier"),
            models.Index(fields=["publication"], name="notice_publication"),
            models.Index(fields=["procedure_id"], name="notice_procedure"),
        ]

    def __str__(self) -> str:
        number = self.publication or self.identifier
        return f"{number} v{self.version}" if self.version else number
