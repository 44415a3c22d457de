"""What the tender promised per theme, as a commitment of the contract, and what came of it year by year."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models import Ambition
from suppliers.models.contracts import Contract
from suppliers.querysets import CommitmentQuerySet

LEVELS = Ambition.Level.choices[1:]


class CommitmentFields(models.Model):
    """The words of a promise. ``target_value`` is in ``target_unit`` and says when ``indicator`` is reached."""

    goal = models.CharField(_("goal"), max_length=400, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    target = models.CharField(_("measurable target"), max_length=400, blank=True)
    target_value = models.DecimalField(_("target value"), max_digits=18, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(_("unit"), max_length=40, blank=True)

    class Meta:
        abstract = True


class Commitment(CommitmentFields):
    """One theme on which the tender chose a level, copied when the contract came into being: the contract's own."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="commitments")
    theme = models.ForeignKey("procurement.Theme", on_delete=models.PROTECT, related_name="commitments")
    level = models.PositiveSmallIntegerField(_("ambition level"), choices=LEVELS)
    created_at = models.DateTimeField()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["theme__position"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "theme"], name="commitment_once"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="commitment_level"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.goal or self.target or self.get_level_display()}"

    @property
    def has_words(self) -> bool:
        """Whether anything more than a level was promised."""
        return bool(self.goal or self.target or self.indicator) or self.target_value is not None


class CommitmentResult(models.Model):
    """What came of a commitment in one year, by the measurement of that day. A better measurement replaces it."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", _("achieved")
        PARTIALLY = "partially", _("partly achieved")
        NOT_DELIVERED = "not_delivered", _("not achieved")

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="results")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    outcome = models.CharField(_("what came of it"), max_length=20, choices=Outcome)
    measured_value = models.DecimalField(_("measured value"), max_digits=18, decimal_places=2, null=True, blank=True)
    measured_on = models.DateField(_("measured on"))
    note = models.TextField(_("explanation"), max_length=4000)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "year"], name="commitment_result_once_a_year"),
            models.CheckConstraint(condition=~models.Q(note=""), name="commitment_result_is_explained"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_outcome_display()}"
