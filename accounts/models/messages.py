"""The outbox: a message that must go out is a row, written in the transaction of the change that causes it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import MessageQuerySet
from accounts.workflow import MESSAGE


class OutgoingMessage(models.Model):
    """One e-mail to one address. Guarantee: at least once (architecture.md, Outbox)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="outgoing_messages"
    )
    recipient = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="outgoing_messages"
    )
    to_address = models.EmailField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=250)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.BigIntegerField(null=True)

    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MESSAGE.choices, default=MESSAGE.initial)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "bounced"], sent_at__isnull=False)
                | models.Q(state__in=["pending", "sending", "failed"], sent_at__isnull=True),
                name="message_sent_at_when_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sending", lease_until__isnull=False) | ~models.Q(state="sending"),
                name="message_lease_when_sending",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="message_due"),
            models.Index(fields=["about_type", "about_id"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"
