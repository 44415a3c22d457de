"""Signals as JSON, and what a program writes down as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import DayField
from procurement import countries
from procurement.actions.signals import OWN, Entry
from procurement.api.serializers import RiskThemeSerializer
from procurement.formats.signals import plain_good
from procurement.models import LABOUR_FORMS, RiskTheme, Signal

COUNTRY = _("Code of two letters (ISO 3166).")


class CountryField(serializers.RegexField):
    """The code of a country that is known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[A-Z]{2}$", help_text=COUNTRY, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        code = super().run_validation(data)
        if code and code not in countries.codes():
            raise serializers.ValidationError(_("There is no country with this code."))
        return code


class SignalSerializer(serializers.ModelSerializer[Signal]):
    """What one source says. ``country`` empty: every country, or one that is not known and stands as written.

    ``good`` empty: every product. ``theme`` null: the source does not say what it is about. ``dated_on`` null: unknown.
    """

    theme = RiskThemeSerializer(read_only=True, allow_null=True)
    forms = serializers.ListField(child=serializers.ChoiceField(list(LABOUR_FORMS.items())), read_only=True)

    class Meta:
        model = Signal
        fields = read_only_fields = [
            "id", "kind", "theme", "country", "country_text", "good", "forms", "rating", "year", "description",
            "source", "source_url", "dated_on", "for_supplier", "created_at", "withdrawn_at",
        ]  # fmt: skip


class SignalEntrySerializer(serializers.Serializer[Any]):
    """A signal of the organisation's own: about a country, a good, or both."""

    theme = serializers.SlugRelatedField(
        slug_field="code", queryset=RiskTheme.objects.all(), help_text=_("Code of a risk theme.")
    )
    country = CountryField(required=False, default="", allow_blank=True)
    good = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=200,
        help_text=_("Name of a product, or a good as the lists call it; empty is every product."),
    )  # fmt: skip
    description = serializers.CharField(max_length=4000)
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]  # a field, not the name of a source
    source_url = serializers.URLField(required=False, default="", allow_blank=True, max_length=500)
    dated_on = DayField(help_text=_("Date of the source"))
    for_supplier = serializers.BooleanField(required=False, default=False)

    @staticmethod
    def as_entry(asked: Mapping[str, Any]) -> Entry:
        """As the action takes it."""
        code = asked["country"]
        named = {"country_text": countries.name(code, "nl") if code else "", "good": plain_good(asked["good"])}
        return Entry(kind=OWN, **{**asked, **named})
