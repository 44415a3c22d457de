"""Personal links: a way in for somebody without a password."""

from __future__ import annotations

from django.db import models

from accounts.querysets import AccessLinkQuerySet


class AccessLink(models.Model):
    """A personal link to the portal. Only the hash of its token is kept; opening it (GET) never consumes it."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="access_links")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="access_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="access_link_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)  # whoever names a link has read its person along
