"""What an organisation agreed on for one procurement category: ISV, MVI per theme, and how it measures that."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.models.lookups import ProcurementCategory, Theme
from procurement.models.plans import Plan
from procurement.models.tenders import ISV_FORMS
from procurement.plan_querysets import CategoryPlanQuerySet
from procurement.workflow import CATEGORY_PLAN


class CategoryPlan(Plan):
    """One edition of the plan for one category, three years at most. ``isv_forms``: keys of ``ISV_FORMS``."""

    workflow = CATEGORY_PLAN
    area = "category_plan"
    subject = ("category_id",)

    category = models.ForeignKey(
        ProcurementCategory, on_delete=models.PROTECT, related_name="plans", verbose_name=_("category")
    )
    scope = models.TextField(_("what is bought, and on which market"), blank=True)
    isv_agreement = models.TextField(_("agreement on ISV"), blank=True)
    isv_forms = models.JSONField(_("forms of ISV"), default=list, blank=True)

    objects = CategoryPlanQuerySet.as_manager()

    class Meta(Plan.Meta):
        ordering = ["category__position", "-edition"]
        constraints = [
            *Plan.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "category", "edition"], name="categoryplan_edition_once"),
            models.UniqueConstraint(
                fields=["organisation", "category"], condition=~Q(state="adopted"), name="categoryplan_one_in_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category.name} {self.valid_from.year}–{self.valid_until.year}"

    @property
    def isv_labels(self) -> list[str]:
        """The forms of ISV in words, in their order."""
        return [str(label) for form, label in ISV_FORMS.items() if form in self.isv_forms]


class PlanAgreement(models.Model):
    """What a category plan says of one theme: focus or not, which level, and by which measure."""

    plan = models.ForeignKey(CategoryPlan, on_delete=models.CASCADE, related_name="agreements")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    is_focus = models.BooleanField(pgettext_lazy("theme", "focus"), default=False)
    level = models.PositiveSmallIntegerField(_("ambition level"), choices=LEVELS_WITH_MEANING, null=True, blank=True)
    goal = models.CharField(_("goal"), max_length=400, blank=True)
    measure = models.TextField(_("measure"), blank=True)

    class Meta:
        ordering = ["theme__position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "theme"], name="plan_agreement_once"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=3), name="plan_agreement_level"
            ),
            models.CheckConstraint(
                condition=Q(is_focus=False) | Q(level__isnull=False), name="plan_agreement_focus_has_level"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.level}"


class PlanKpi(models.Model):
    """What a category plan measures each year: a number in a unit, and what it is to become."""

    class Direction(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    plan = models.ForeignKey(CategoryPlan, on_delete=models.CASCADE, related_name="kpis")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("KPI"), max_length=200)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    unit = models.CharField(_("unit"), max_length=40)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.AT_LEAST)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="plan_kpi_once")]

    def __str__(self) -> str:
        return self.name

    def is_reached_by(self, value: Decimal) -> bool:
        return value >= self.target if self.direction == self.Direction.AT_LEAST else value <= self.target

    @property
    def latest(self) -> PlanKpiResult | None:
        """The result of the latest year; none as long as nothing was measured. Reads what was prefetched."""
        return max(self.results.all(), key=lambda result: result.year, default=None)

    @property
    def is_reached(self) -> bool | None:
        """Whether the latest result reaches the target; none is unknown."""
        latest = self.latest
        return None if latest is None else self.is_reached_by(latest.value)


class PlanKpiResult(models.Model):
    """What was measured of a KPI over one year."""

    kpi = models.ForeignKey(PlanKpi, on_delete=models.CASCADE, related_name="results")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("result"), max_digits=18, decimal_places=2)
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["kpi", "year"], name="plan_kpi_result_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class PromisingCategory(models.Model):
    """A category of which the organisation expects much impact: level 3 from four times the threshold."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="promising_categories"
    )
    category = models.ForeignKey(
        ProcurementCategory, on_delete=models.CASCADE, related_name="+", verbose_name=_("category")
    )
    reason = models.CharField(_("why it is promising"), max_length=400)

    class Meta:
        ordering = ["category__position", "category__name_nl"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category"], name="promising_category_once",
                violation_error_message=_("This category is already called promising."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.category.name
