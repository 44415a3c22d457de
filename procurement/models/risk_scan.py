"""The risk scan of a tender: its products with the countries they come from, and the team's own judgement per theme."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.lookups import RiskTheme
from procurement.models.tenders import Tender
from procurement.risk_bounds import OURS, RATINGS, Bounds
from procurement.signal_querysets import ScanProductQuerySet

SCALE = [MinValueValidator(1), MaxValueValidator(5)]
BOTH = [MinValueValidator(1), MaxValueValidator(25)]


class ScanProduct(models.Model):
    """A product that is bought, and where it comes from as far as known.

    ``goods``: the goods of the signal lists that this product is about; ``none_fits`` says that the team looked and no
    good fits. ``own_check`` with its day: where the team looked itself.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="scan_products")
    name = models.CharField(_("product"), max_length=200)
    cpv = models.JSONField("CPV", default=list, blank=True)
    is_main = models.BooleanField(_("main product"), default=False)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    goods = models.JSONField(_("goods of the lists"), default=list, blank=True)
    none_fits = models.BooleanField(_("no good of the lists fits"), default=False)
    own_check = models.CharField(_("looked elsewhere"), max_length=300, blank=True)
    own_check_on = models.DateField(_("looked on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = ScanProductQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "name"], name="scan_product_once"),
            models.CheckConstraint(
                condition=Q(own_check="", own_check_on=None) | (~Q(own_check="") & Q(own_check_on__isnull=False)),
                name="scan_product_own_check_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RiskJudgement(models.Model):
    """How severe and how likely the team finds the harm of one theme. The scales of 1 to 5 are ours."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="risk_judgements")
    theme = models.ForeignKey(RiskTheme, on_delete=models.PROTECT, related_name="judgements")
    scale = models.PositiveSmallIntegerField(_("scale"), validators=SCALE)
    scope = models.PositiveSmallIntegerField(_("scope"), validators=SCALE)
    irremediability = models.PositiveSmallIntegerField(_("irremediability"), validators=SCALE)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), validators=SCALE)
    reason = models.TextField(_("reason"))
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["theme__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "theme"], name="risk_judgement_once"),
            models.CheckConstraint(
                condition=Q(
                    scale__gte=1, scale__lte=5, scope__gte=1, scope__lte=5, irremediability__gte=1,
                    irremediability__lte=5, likelihood__gte=1, likelihood__lte=5,
                ),
                name="risk_judgement_scales",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="risk_judgement_has_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.scale}/{self.scope}/{self.irremediability} × {self.likelihood}"


class RiskRule(models.Model):
    """From where things count in the risk scans of one organisation (``risk_bounds.Bounds``)."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="risk_rules")
    signal_rating = models.CharField(
        _("rating that is a signal"), max_length=2, choices=[(each, each) for each in RATINGS],
        default=OURS.signal_rating,
    )  # fmt: skip
    high_rating = models.CharField(
        _("rating that makes the risk high"), max_length=2, choices=[(each, each) for each in RATINGS],
        default=OURS.high_rating,
    )  # fmt: skip
    medium_priority = models.PositiveSmallIntegerField(
        _("medium priority from"), default=OURS.medium_priority, validators=BOTH
    )
    high_priority = models.PositiveSmallIntegerField(
        _("high priority from"), default=OURS.high_priority, validators=BOTH
    )
    people_medium = models.PositiveSmallIntegerField(
        _("for people: severity that is never low"), default=OURS.people_medium, validators=SCALE
    )
    people_high = models.PositiveSmallIntegerField(
        _("for people: severity that is always high"), default=OURS.people_high, validators=SCALE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], name="risk_rule_once",
                violation_error_message=_("Your organisation already has its bounds: change those."),
            ),
            models.CheckConstraint(
                condition=Q(high_rating__gte=models.F("signal_rating")), name="risk_rule_ratings",
                violation_error_message=_(
                    "A rating that makes the risk high is a signal too: it cannot be the better one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(high_priority__gte=models.F("medium_priority"), people_high__gte=models.F("people_medium")),
                name="risk_rule_priorities",
                violation_error_message=_("High priority cannot start below medium priority."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.signal_rating}/{self.high_rating} {self.medium_priority}/{self.high_priority}"

    @property
    def bounds(self) -> Bounds:
        return Bounds(
            self.signal_rating, self.high_rating, self.medium_priority, self.high_priority, self.people_medium,
            self.people_high,
        )  # fmt: skip
