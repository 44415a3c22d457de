"""The MVI action plan of an organisation: where it stands, its goals per theme and year, and where it aims highest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.models.lookups import ProcurementCategory, Theme
from procurement.models.plans import Plan
from procurement.plan_querysets import ActionPlanQuerySet
from procurement.workflow import ACTION_PLAN


class ActionPlan(Plan):
    """One edition. ``stage`` says how far the organisation has come with MVI, ``stage_reason`` why it says so."""

    class Stage(models.TextChoices):
        AWARENESS = "awareness", pgettext_lazy("growth stage", "awareness")
        ANCHORING = "anchoring", pgettext_lazy("growth stage", "anchoring")
        IMPACT = "impact", pgettext_lazy("growth stage", "impact")

    workflow = ACTION_PLAN
    area = "action_plan"
    subject = ()

    vision = models.TextField(_("what the organisation wants"), blank=True)
    stage = models.CharField(_("growth stage"), max_length=10, choices=Stage)
    stage_reason = models.TextField(_("why this stage"), blank=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta(Plan.Meta):
        ordering = ["-valid_from", "-edition"]
        constraints = [
            *Plan.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "edition"], name="actionplan_edition_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=~Q(state="adopted"), name="actionplan_one_in_hand"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"MVI {self.valid_from.year}–{self.valid_until.year}"


class ActionGoal(models.Model):
    """What is to be reached in one year on one theme, measured from the tenders that were awarded in it.

    ``target``: a percentage for a share, else a number of tenders. ``level``: the level to reach, for the indicators
    that ask one.
    """

    class Indicator(models.TextChoices):
        LEVEL_SHARE = "level_share", _("share of the tenders at or above a level (%)")
        LEVEL_COUNT = "level_count", _("number of tenders at or above a level")
        ISV_SHARE = "isv_share", _("share of the tenders with ISV as contract condition (%)")

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="goals")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.CharField(_("goal"), max_length=400)
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator)
    level = models.PositiveSmallIntegerField(_("ambition level"), choices=LEVELS_WITH_MEANING, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["theme__position", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "theme", "year", "indicator", "level"], name="action_goal_once"
            ),
            models.CheckConstraint(
                condition=Q(indicator="isv_share", level=None)
                | (~Q(indicator="isv_share") & Q(level__isnull=False, level__gte=1, level__lte=3)),
                name="action_goal_level_where_asked",
            ),
            models.CheckConstraint(
                condition=Q(target__gte=0) & (Q(indicator="level_count") | Q(target__lte=100)),
                name="action_goal_target",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def is_share(self) -> bool:
        return self.indicator != self.Indicator.LEVEL_COUNT


class ActionFocus(models.Model):
    """A theme on which the organisation aims at a level, in one category or (without one) in every category."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="focuses")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    category = models.ForeignKey(
        ProcurementCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("category"),
    )  # fmt: skip
    level = models.PositiveSmallIntegerField(_("ambition level"), choices=LEVELS_WITH_MEANING, default=3)

    class Meta:
        ordering = ["theme__position", "category__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "theme", "category"], name="action_focus_once"),
            models.UniqueConstraint(
                fields=["plan", "theme"], condition=Q(category=None), name="action_focus_everywhere_once"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="action_focus_level"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.level}"


class GoalExplanation(models.Model):
    """Why a goal was not reached, with the figure of that moment. The latest counts, the earlier ones stay."""

    goal = models.ForeignKey(ActionGoal, on_delete=models.CASCADE, related_name="explanations")
    text = models.TextField(_("explanation"))
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(null=True)
    unknown = models.PositiveIntegerField()
    explained_at = models.DateTimeField()
    explained_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-explained_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="goal_explanation_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
