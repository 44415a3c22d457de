"""What a tender wants on each theme, what a level means for a product group, and what the organisation aims at."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from procurement.models.lookups import Theme
from procurement.models.tenders import Tender

CRITERION_KINDS = {
    "suitability_requirement": _("suitability requirement"),
    "selection_criterion": _("selection criterion"),
    "minimum_requirement": _("minimum requirement"),
    "award_criterion": _("award criterion"),
    "contract_clause": _("contract clause"),
}
"""The five kinds of criterion of the MVI-criteriatool, in their order (domain.md §1)."""


class Ambition(models.Model):
    """What one tender wants on one theme, and how it gets there.

    ``level``: 0 deliberately none, 1 basis, 2 significant, 3 ambitious; empty is unknown. ``is_relevant`` false leaves
    the theme out on purpose. ``criterion_kinds``: how it lands in the tender, keys of ``CRITERION_KINDS``.
    ``target_value`` is in ``target_unit`` and says when ``indicator`` is reached.
    """

    class Level(models.IntegerChoices):
        NONE = 0, _("deliberately none")
        BASIS = 1, _("basis")
        SIGNIFICANT = 2, _("significant")
        AMBITIOUS = 3, _("ambitious")

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="ambitions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="ambitions")
    is_relevant = models.BooleanField(_("relevant"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("ambition level"), choices=Level, null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    opportunity = models.TextField(_("opportunity"), blank=True)
    risk = models.TextField(_("risk"), blank=True)
    goal = models.CharField(_("goal"), max_length=400, blank=True)
    criterion_kinds = models.JSONField(_("kinds of criterion"), default=list, blank=True)
    target = models.CharField(_("measurable target"), max_length=400, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    target_value = models.DecimalField(_("target value"), max_digits=18, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(_("unit"), max_length=40, blank=True)
    responsible = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("who is responsible"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["theme__position"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "theme"], name="ambition_once"),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__gte=0, level__lte=3), name="ambition_level"
            ),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(is_relevant=None) | models.Q(is_relevant=True),
                name="ambition_left_out_has_no_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.level}"

    @property
    def is_left_out(self) -> bool:
        return self.is_relevant is False

    @property
    def is_answered(self) -> bool:
        """A level was chosen, or the theme was left out on purpose."""
        return self.level is not None or self.is_left_out


LEVELS_WITH_MEANING = Ambition.Level.choices[1:]


class LevelMeaning(models.Model):
    """What a level asks for one theme: in general (no product group), or for one product group. Ours, not the state's.

    The row of an organisation goes before the one that ships, the one for a product group before the general one.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="level_meanings"
    )
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="level_meanings", verbose_name=_("theme"))
    product_group = models.CharField(_("product group"), max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(_("ambition level"), choices=LEVELS_WITH_MEANING)
    text_nl = models.CharField(_("meaning (Dutch)"), max_length=300)
    text_en = models.CharField(_("meaning (English)"), max_length=300, blank=True)

    class Meta:
        ordering = ["theme__position", "product_group", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "theme", "product_group", "level"], name="level_meaning_once"
            ),
            models.UniqueConstraint(
                fields=["theme", "product_group", "level"], condition=models.Q(organisation=None),
                name="level_meaning_shipped_once",
            ),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="level_meaning_level"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        is_english = (get_language() or "nl").startswith("en")
        return (self.text_en or self.text_nl) if is_english else self.text_nl


class ThemeTarget(models.Model):
    """The level that an organisation wants to reach on a theme over all its tenders."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="theme_targets")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="targets", verbose_name=_("theme"))
    level = models.DecimalField(
        _("target level"), max_digits=2, decimal_places=1, validators=[MinValueValidator(0), MaxValueValidator(3)]
    )

    class Meta:
        ordering = ["theme__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "theme"], name="theme_target_once",
                violation_error_message=_("This theme already has a target: change that one."),
            ),
            models.CheckConstraint(condition=models.Q(level__gte=0, level__lte=3), name="theme_target_level"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.level}"
