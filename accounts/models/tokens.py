"""Keys with which a program uses the API in the name of a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import ApiTokenQuerySet


class ApiToken(models.Model):
    """A key to the API: it may what its owner may in this organisation, or only read it. Only its hash is kept."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="api_tokens")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    may_write = models.BooleanField(_("may also write"), default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("valid until"))
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name
