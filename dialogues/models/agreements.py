"""What was agreed in a meeting: by whom it will be done and by when, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogues.models.meetings import Meeting
from dialogues.querysets import AgreementQuerySet
from dialogues.workflow import AGREEMENT


class Agreement(models.Model):
    """One agreement. The owner's side reports it as done or dropped, the other side confirms or refuses the report.

    ``supplier`` says with which supplier it was made; empty in a meeting without suppliers, or with all of them.
    """

    class Side(models.TextChoices):
        BUYER = "buyer", _("contracting authority")
        SUPPLIER = "supplier", _("supplier")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(_("reference"), max_length=120)
    text = models.TextField(_("agreement"))
    owner = models.CharField(_("owner"), max_length=200)
    owner_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    owner_side = models.CharField(_("side"), max_length=10, choices=Side)
    supplier = models.ForeignKey(
        "suppliers.Supplier", on_delete=models.PROTECT, null=True, blank=True, related_name="agreements",
        verbose_name=_("supplier"),
    )  # fmt: skip
    due_on = models.DateField(_("due date"))
    state = models.CharField(_("state"), max_length=10, choices=AGREEMENT.choices, default=AGREEMENT.initial)
    reported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    reported_as = models.CharField(max_length=10, choices=Outcome, blank=True)
    report = models.TextField(_("report"), blank=True)
    refused_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.TextField(_("reason"), blank=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(_("done on"), null=True, blank=True)
    created_at = models.DateTimeField()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "reference"], name="agreement_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(reported_by=None, reported_at=None, reported_as="")
                | (models.Q(reported_by__isnull=False, reported_at__isnull=False) & ~models.Q(reported_as="")),
                name="agreement_reported_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_by=None, refused_at=None, refused_reason="")
                | (models.Q(refused_by__isnull=False, refused_at__isnull=False) & ~models.Q(refused_reason="")),
                name="agreement_refused_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_on__isnull=False)
                | (~models.Q(state="done") & models.Q(done_on=None)),
                name="agreement_done_on_when_done",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("reported_by")),
                name="agreement_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="agreement_due")]

    def __str__(self) -> str:
        return self.reference
