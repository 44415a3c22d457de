"""Reads of documents. Who may see one is asked of the object that it belongs to, in the app above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Organisation
    from documents.models import Document


class DocumentQuerySet(models.QuerySet["Document"]):
    def of(self, organisation: Organisation) -> DocumentQuerySet:
        return self.filter(organisation=organisation)

    def unscanned(self) -> DocumentQuerySet:
        """Kept while no scanner was configured, or while it could not read them."""
        return self.filter(scan_state__in=["not_configured", "failed"])

    def with_content(self, sha256: str) -> DocumentQuerySet:
        """Documents with exactly this content, under whatever name."""
        return self.filter(sha256=sha256)
