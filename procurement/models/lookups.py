"""Tables that ship with the product and that an organisation may add to (organisation empty = everybody's)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """A row with a Dutch and an English name, shown in the reader's language."""

    name_nl = models.CharField(_("name (Dutch)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "nl").startswith("en") else self.name_nl


class Theme(Named):
    """An MVI theme (MVOI). Rows, not constants: the national set has changed before."""

    code = models.SlugField(max_length=40, unique=True)
    sdgs = models.JSONField(_("SDGs"), default=list)
    is_optional = models.BooleanField(_("optional"), default=False)
    description_nl = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    @property
    def short_name(self) -> str:
        """The name where there is little room: without what is in brackets."""
        return self.name.partition(" (")[0]

    @property
    def description(self) -> str:
        return self.description_en if (get_language() or "nl").startswith("en") else self.description_nl


class ProcurementCategory(Named):
    """A procurement category; some are risk categories in a period (domain.md §3)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="procurement_categories"
    )
    code = models.SlugField(max_length=80)
    is_risk = models.BooleanField(_("risk category"), default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["position", "name_nl"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="category_code_unique"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(organisation=None), name="category_national_code_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="category_valid_period",
            ),
        ]


class Threshold(models.Model):
    """EU threshold in euro excl. VAT from a publication date on; at or above counts (domain.md §3)."""

    class Kind(models.TextChoices):
        CENTRAL = "central", _("central government: supplies and services")
        DECENTRAL = "decentral", _("decentral: supplies and services")
        WORKS = "works", _("works")
        SOCIAL = "social", _("social and other specific services")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    valid_from = models.DateField(_("from"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["-valid_from", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="threshold_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="threshold_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from} {self.amount}"


class RiskTheme(Named):
    """One of the 22 themes on which a chain can do harm, in four groups (domain.md §5)."""

    class Group(models.TextChoices):
        FAIR_BUSINESS = "fair_business", _("fair business")
        HUMAN_RIGHTS = "human_rights", _("human rights and ethics")
        LABOUR = "labour", _("labour")
        ENVIRONMENT = "environment", _("environment")

    code = models.SlugField(max_length=40, unique=True)
    group = models.CharField(max_length=20, choices=Group)

    class Meta:
        ordering = ["position", "code"]


class CpvCode(Named):
    """A code of the Common Procurement Vocabulary, 8 digits without check digit. Divisions ship; the rest is loaded."""

    code = models.CharField(max_length=8, unique=True)
    position = None  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]
