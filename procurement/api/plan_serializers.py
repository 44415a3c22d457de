"""Category plans as JSON, and what a program may change of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import DayField
from accounts.models import User
from procurement.actions.category_plans import AgreementInput, KpiInput
from procurement.api.serializers import CategorySerializer, PersonSerializer, ThemeSerializer
from procurement.fields import MOST
from procurement.models import (
    ISV_FORMS,
    CategoryPlan,
    PlanAgreement,
    PlanKpi,
    PlanKpiResult,
    ProcurementCategory,
    Theme,
)
from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.plan_period import STANDINGS

LONGEST = 20_000
LARGEST_KEY = 2**63 - 1


class PlanAgreementSerializer(serializers.ModelSerializer[PlanAgreement]):
    theme = ThemeSerializer(read_only=True)

    class Meta:
        model = PlanAgreement
        fields = read_only_fields = ["theme", "is_focus", "level", "goal", "measure"]


class KpiResultSerializer(serializers.ModelSerializer[PlanKpiResult]):
    class Meta:
        model = PlanKpiResult
        fields = read_only_fields = ["year", "value", "note", "recorded_at"]


class KpiSerializer(serializers.ModelSerializer[PlanKpi]):
    """``is_reached``: by the result of the latest year; null is unknown, as long as nothing was measured."""

    theme = ThemeSerializer(read_only=True, allow_null=True)
    results = KpiResultSerializer(many=True, read_only=True)
    is_reached = serializers.BooleanField(read_only=True, allow_null=True)

    class Meta:
        model = PlanKpi
        fields = read_only_fields = ["id", "name", "direction", "target", "unit", "theme", "results", "is_reached"]


class CategoryPlanSerializer(serializers.ModelSerializer[CategoryPlan]):
    """One edition of a plan, with all that it says. ``version`` goes back when one changes it."""

    category = CategorySerializer(read_only=True)
    standing = serializers.SerializerMethodField()
    responsible = PersonSerializer(read_only=True)
    submitted_by = PersonSerializer(read_only=True, allow_null=True)
    adopted_by = PersonSerializer(read_only=True, allow_null=True)
    isv_forms = serializers.ListField(child=serializers.ChoiceField(list(ISV_FORMS)), read_only=True)
    agreements = PlanAgreementSerializer(many=True, read_only=True)
    kpis = KpiSerializer(many=True, read_only=True)

    class Meta:
        model = CategoryPlan
        fields = read_only_fields = [
            "id", "category", "edition", "state", "standing", "valid_from", "valid_until", "responsible", "scope",
            "isv_forms", "isv_agreement", "agreements", "kpis", "submitted_by", "submitted_at", "adopted_by",
            "adopted_at", "version", "changed_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(STANDINGS))
    def get_standing(self, plan: CategoryPlan) -> str:
        return plan.standing(self.context["view"].today)


class AgreementChangeSerializer(serializers.Serializer[Any]):
    """What is agreed on one theme; a focus asks a level."""

    theme = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all())
    is_focus = serializers.BooleanField(required=False, default=False)
    level = serializers.ChoiceField(LEVELS_WITH_MEANING, required=False, allow_null=True, default=None)
    goal = serializers.CharField(required=False, allow_blank=True, default="", max_length=400)
    measure = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)


class NumberSerializerField(serializers.DecimalField):
    """A number of 0 or more with at most two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=17, decimal_places=2, min_value=Decimal(0), max_value=MOST - 1, **options)


class KpiChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    direction = serializers.ChoiceField(PlanKpi.Direction.choices, required=False, default="at_least")
    target = NumberSerializerField()
    unit = serializers.CharField(max_length=40)
    theme = serializers.SlugRelatedField(
        slug_field="code", queryset=Theme.objects.all(), required=False, allow_null=True, default=None
    )


class PlanFactsSerializer(serializers.Serializer[Any]):
    """What a draft of every kind says: its period, and who is responsible."""

    valid_from = DayField(required=False)
    valid_until = DayField(required=False)
    responsible = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_KEY, help_text=_("Key of a member of the organisation.")
    )

    def validate_responsible(self, key: int) -> User:
        found = User.objects.filter(pk=key, memberships__organisation=self.context["organisation"]).first()
        if found is None:
            raise serializers.ValidationError(_("Choose somebody of your own organisation."))
        return found


class VersionSerializer(serializers.Serializer[Any]):
    """Which state of a draft somebody saw when he changed it."""

    version = serializers.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, help_text=_("As it was read; 409 when it is another.")
    )


class CategoryPlanFactsSerializer(PlanFactsSerializer):
    """What a draft says; ``agreements`` and ``kpis``, when named, are all there are."""

    scope = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    isv_forms = serializers.ListField(child=serializers.ChoiceField(list(ISV_FORMS)), required=False, max_length=10)
    isv_agreement = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    agreements = AgreementChangeSerializer(many=True, required=False)
    kpis = KpiChangeSerializer(many=True, required=False)

    def given(self) -> dict[str, Any]:
        """What was named, as the action takes it."""
        given = dict(self.validated_data)
        if "agreements" in given:
            given["agreements"] = [AgreementInput(**row) for row in given["agreements"]]
        if "kpis" in given:
            given["kpis"] = [KpiInput(**row) for row in given["kpis"]]
        return given


class PlanPatchSerializer(CategoryPlanFactsSerializer, VersionSerializer):
    """What changes of a draft; what is not named stays."""


class PlanChangeSerializer(CategoryPlanFactsSerializer):
    """A new draft: category and period are required. Without ``responsible`` it is who makes it."""

    category = serializers.SlugField(max_length=80, help_text=_("Code of a category of the organisation."))
    valid_from = DayField()
    valid_until = DayField()

    def validate_category(self, code: str) -> ProcurementCategory:
        found: ProcurementCategory | None = self.context["categories"].get(code)
        if found is None:
            raise serializers.ValidationError(_("There is no category with this code."))
        return found


class PlanDecisionSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField([("adopted", _("adopted")), ("returned", _("sent back"))])
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=4000, help_text=_("Required when you send it back.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] == "returned" and not attrs["reason"].strip():
            raise serializers.ValidationError({"reason": _("Give a reason: what has to be different?")})
        return attrs


class KpiResultChangeSerializer(serializers.Serializer[Any]):
    """What was measured over one year."""

    year = serializers.IntegerField(min_value=1990, max_value=2100)
    value = NumberSerializerField()
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
