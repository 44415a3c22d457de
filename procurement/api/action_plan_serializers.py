"""Action plans as JSON with the progress of each goal, and what a program may change of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import DayField
from procurement.actions.action_plans import FocusInput, GoalInput
from procurement.api.plan_serializers import LONGEST, PlanFactsSerializer, VersionSerializer
from procurement.api.serializers import CategorySerializer, PersonSerializer, ThemeSerializer
from procurement.goal_board import GoalView, views_of
from procurement.goal_figures import STATUSES
from procurement.models import ActionFocus, ActionGoal, ActionPlan, GoalExplanation, Theme
from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.plan_period import STANDINGS


class ExplanationSerializer(serializers.ModelSerializer[GoalExplanation]):
    """Why a goal was not reached, with the figure of that moment."""

    explained_by = PersonSerializer(read_only=True)

    class Meta:
        model = GoalExplanation
        fields = read_only_fields = ["text", "numerator", "denominator", "unknown", "explained_at", "explained_by"]


class GoalSerializer(serializers.Serializer[GoalView]):
    """A goal and how far it is. ``value``: the percentage or the number; null when nothing was awarded: unknown.

    ``status`` is judged when the year is over: missed asks an explanation. ``explanations``: the latest first.
    """

    id = serializers.IntegerField(source="goal.pk")
    theme = ThemeSerializer(source="goal.theme")
    year = serializers.IntegerField(source="goal.year")
    text = serializers.CharField(source="goal.text")
    indicator = serializers.ChoiceField(ActionGoal.Indicator.choices, source="goal.indicator")
    level = serializers.IntegerField(source="goal.level", allow_null=True)
    target = serializers.DecimalField(source="goal.target", max_digits=7, decimal_places=2)
    value = serializers.FloatField(source="figure.value", allow_null=True)
    numerator = serializers.IntegerField(source="figure.numerator")
    denominator = serializers.IntegerField(source="figure.denominator", allow_null=True)
    unknown = serializers.IntegerField(source="figure.unknown")
    status = serializers.ChoiceField(STATUSES)
    explanations = ExplanationSerializer(many=True)


class FocusSerializer(serializers.ModelSerializer[ActionFocus]):
    """A theme to aim high on; ``category`` null: every one."""

    theme = ThemeSerializer(read_only=True)
    category = CategorySerializer(read_only=True, allow_null=True)

    class Meta:
        model = ActionFocus
        fields = read_only_fields = ["theme", "category", "level"]


class ActionPlanSerializer(serializers.ModelSerializer[ActionPlan]):
    """One edition, with its goals and how far they are today. ``version`` goes back when one changes it."""

    standing = serializers.SerializerMethodField()
    responsible = PersonSerializer(read_only=True)
    submitted_by = PersonSerializer(read_only=True, allow_null=True)
    adopted_by = PersonSerializer(read_only=True, allow_null=True)
    goals = serializers.SerializerMethodField()
    focuses = FocusSerializer(many=True, read_only=True)

    class Meta:
        model = ActionPlan
        fields = read_only_fields = [
            "id", "edition", "state", "standing", "valid_from", "valid_until", "responsible", "vision", "stage",
            "stage_reason", "goals", "focuses", "submitted_by", "submitted_at", "adopted_by", "adopted_at", "version",
            "changed_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(STANDINGS))
    def get_standing(self, plan: ActionPlan) -> str:
        return plan.standing(self.context["view"].today)

    @extend_schema_field(GoalSerializer(many=True))
    def get_goals(self, plan: ActionPlan) -> Any:
        return GoalSerializer(cast("Any", self._views()[plan.pk]), many=True).data

    def _views(self) -> dict[int, list[GoalView]]:
        """Of all plans of the answer at once."""
        shared = cast("dict[str, Any]", self.context)
        if "goals" not in shared:
            view, parent = shared["view"], cast("Any", self.parent)
            shown: Any = [self.instance] if parent is None else parent.instance
            shared["goals"] = views_of(shown, view.member, view.today.year)
        found: dict[int, list[GoalView]] = shared["goals"]
        return found


class GoalChangeSerializer(serializers.Serializer[Any]):
    """``target``: a percentage for a share, else a number. A level belongs to the indicators that count levels."""

    theme = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all())
    year = serializers.IntegerField(min_value=1990, max_value=2110)
    text = serializers.CharField(max_length=400)
    indicator = serializers.ChoiceField(ActionGoal.Indicator.choices)
    level = serializers.ChoiceField(LEVELS_WITH_MEANING, required=False, allow_null=True, default=None)
    target = serializers.DecimalField(max_digits=7, decimal_places=2, min_value=Decimal(0))


class FocusChangeSerializer(serializers.Serializer[Any]):
    theme = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all())
    category = serializers.SlugField(
        max_length=80, required=False, allow_null=True, default=None, help_text=_("Code; without one every category.")
    )
    level = serializers.ChoiceField(LEVELS_WITH_MEANING, required=False, default=3)


class ActionPlanFactsSerializer(PlanFactsSerializer):
    """What a draft says; ``goals`` and ``focuses``, when named, are all there are."""

    vision = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    stage = serializers.ChoiceField(ActionPlan.Stage.choices, required=False)
    stage_reason = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    goals = GoalChangeSerializer(many=True, required=False)
    focuses = FocusChangeSerializer(many=True, required=False)

    def validate_focuses(self, rows: list[dict[str, Any]]) -> list[FocusInput]:
        categories = self.context["categories"]
        if any(row["category"] and row["category"] not in categories for row in rows):
            raise serializers.ValidationError(_("There is no category with this code."))
        return [FocusInput(row["theme"], categories.get(row["category"]), row["level"]) for row in rows]

    def given(self) -> dict[str, Any]:
        """What was named, as the action takes it."""
        given = dict(self.validated_data)
        if "goals" in given:
            given["goals"] = [GoalInput(**row) for row in given["goals"]]
        return given


class ActionPlanPatchSerializer(ActionPlanFactsSerializer, VersionSerializer):
    """What changes of a draft; what is not named stays."""


class ActionPlanChangeSerializer(ActionPlanFactsSerializer):
    """A new draft: period and growth stage are required. Without ``responsible`` it is who makes it."""

    valid_from = DayField()
    valid_until = DayField()
    stage = serializers.ChoiceField(ActionPlan.Stage.choices)


class ExplainSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)
