"""Criteria as JSON, and what a program may change of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import DayField
from procurement.actions.criteria_library import Entry
from procurement.api.serializers import ThemeSerializer
from procurement.criteria_reads import Choice
from procurement.models import CRITERION_KINDS, ChosenCriterion, Criterion, Theme
from procurement.models.ambitions import LEVELS_WITH_MEANING
from procurement.text_diff import ADDED, REMOVED, SAME, difference

STATES = ("in_force", "coming", "superseded", "expired")
LARGEST_KEY = 2**63 - 1
LONGEST = 20_000


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    """One version. ``is_own`` false: it ships with the product, in our own words. No ``product_group``: every one."""

    is_own = serializers.SerializerMethodField()
    themes = ThemeSerializer(many=True, read_only=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = Criterion
        fields = read_only_fields = [
            "id", "number", "version", "is_own", "product_group", "kind", "level", "themes", "title", "text", "note",
            "verification", "valid_from", "valid_until", "superseded_on", "source", "state",
        ]  # fmt: skip

    def get_is_own(self, row: Criterion) -> bool:
        return not row.is_shipped

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, row: Criterion) -> str:
        return row.state_on(self.context["view"].today)


class CriterionEntrySerializer(serializers.Serializer[Any]):
    """What a new version says."""

    number = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(list(CRITERION_KINDS))
    level = serializers.ChoiceField(LEVELS_WITH_MEANING)
    themes = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all(), many=True, allow_empty=False)
    title = serializers.CharField(max_length=300)
    text = serializers.CharField(max_length=LONGEST)
    product_group = serializers.CharField(required=False, allow_blank=True, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    verification = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    valid_from = DayField(required=False, allow_null=True)
    valid_until = DayField(required=False, allow_null=True)
    source = serializers.CharField(required=False, allow_blank=True, max_length=300)  # type: ignore[assignment]  # a field

    def entry(self) -> Entry:
        given = dict(self.validated_data)
        return Entry(**{**given, "themes": tuple(given["themes"])})


class PieceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField((SAME, ADDED, REMOVED))
    text = serializers.CharField()


class ChosenSerializer(serializers.ModelSerializer[ChosenCriterion]):
    """A criterion of a tender. ``criterion``: key of the version that was taken, null for what the team wrote itself.

    ``difference``: from the text of that version to this one, empty when it is the same. ``version`` goes back when one
    changes it.
    """

    criterion = serializers.IntegerField(source="criterion_id", read_only=True, allow_null=True)
    themes = ThemeSerializer(many=True, read_only=True)
    is_adapted = serializers.BooleanField(read_only=True)
    difference = serializers.SerializerMethodField()

    class Meta:
        model = ChosenCriterion
        fields = read_only_fields = [
            "id", "criterion", "number", "kind", "use", "level", "themes", "title", "text", "verification", "weight",
            "is_adapted", "difference", "version", "changed_at",
        ]  # fmt: skip

    @extend_schema_field(PieceSerializer(many=True))
    def get_difference(self, row: ChosenCriterion) -> list[dict[str, str]]:
        if row.criterion is None or row.criterion.text == row.text:
            return []
        return [{"kind": piece.kind, "text": piece.text} for piece in difference(row.criterion.text, row.text)]


class AttentionSerializer(serializers.Serializer[Any]):
    """``code``: duplicate, expired, superseded, coming, no_weight, weights or level; ``keys``: which criteria."""

    code = serializers.CharField()
    keys = serializers.ListField(child=serializers.IntegerField())
    theme = serializers.SerializerMethodField()
    level = serializers.IntegerField(allow_null=True)

    def get_theme(self, found: Any) -> str | None:
        codes: dict[int, str] = self.context["codes"]
        return codes.get(found.theme)


class CriteriaSerializer(serializers.Serializer[Choice]):
    """What a tender asks. Weights are percentages of the award; ``impact_weight`` is that of criteria with a theme."""

    criteria = ChosenSerializer(source="rows", many=True)
    total_weight = serializers.DecimalField(max_digits=7, decimal_places=2)
    impact_weight = serializers.DecimalField(max_digits=7, decimal_places=2)
    attention = serializers.SerializerMethodField()

    @extend_schema_field(AttentionSerializer(many=True))
    def get_attention(self, choice: Choice) -> Any:
        codes = {theme.pk: theme.code for theme in choice.themes}
        return AttentionSerializer(choice.attention, many=True, context={"codes": codes}).data


class ChosenWordsSerializer(serializers.Serializer[Any]):
    """What a person changes of a criterion of a tender."""

    kind = serializers.ChoiceField(list(CRITERION_KINDS), required=False)
    use = serializers.ChoiceField(ChosenCriterion.Use.choices, required=False, allow_blank=True)
    level = serializers.ChoiceField(LEVELS_WITH_MEANING, required=False, allow_null=True)
    themes = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all(), many=True, required=False)
    title = serializers.CharField(required=False, max_length=300)
    text = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    verification = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    weight = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=Decimal(0), max_value=Decimal(100), required=False, allow_null=True
    )


class ChosenChangeSerializer(ChosenWordsSerializer):
    """What changes; what is not named stays. Kind, level and themes only of what the team wrote itself."""

    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class OwnCriterionSerializer(ChosenWordsSerializer):
    """A criterion in no library, such as the price. Without themes it is not about societal impact."""

    kind = serializers.ChoiceField(list(CRITERION_KINDS))
    title = serializers.CharField(max_length=300)
    themes = serializers.SlugRelatedField(slug_field="code", queryset=Theme.objects.all(), many=True)


class CriterionPlaceSerializer(serializers.Serializer[Any]):
    """Beyond the last is the last."""

    place = serializers.IntegerField(min_value=1, max_value=10_000)


class MoreCriteriaSerializer(serializers.Serializer[Any]):
    """Either keys of criteria of the library, or one of the team itself."""

    criteria = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY),
        required=False,
        allow_empty=False,
        max_length=100,
    )
    own = OwnCriterionSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("criteria" in attrs) == ("own" in attrs):
            raise serializers.ValidationError(_("Name criteria, or an own one: one of the two."))
        return attrs
