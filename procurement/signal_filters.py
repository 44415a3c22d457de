"""Which signals a list shows: the same for the page and the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from procurement import countries
from procurement.models import RiskTheme, Signal
from procurement.signal_querysets import SignalQuerySet

ANY = _("all")
STATES: list[tuple[str, Any]] = [("in_force", _("in force")), ("withdrawn", _("withdrawn"))]


class SignalFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Filters over signals."""

    q = filters.CharFilter(method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    kind = filters.ChoiceFilter(choices=Signal.Kind.choices, label=_("Kind"), empty_label=ANY)
    theme = filters.ChoiceFilter(method="by_theme", label=_("Risk theme"), empty_label=ANY)
    country = filters.ChoiceFilter(label=_("Country"), empty_label=ANY)
    state = filters.ChoiceFilter(method="by_state", choices=STATES, label=_("State"), empty_label=ANY)

    class Meta:
        model = Signal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["country"].extra["choices"] = countries.choices(get_language() or "nl")
        self.filters["theme"].extra["choices"] = [(theme.code, theme.name) for theme in RiskTheme.objects.all()]

    @property
    def is_active(self) -> bool:
        """Whether any filter narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    def search(self, signals: SignalQuerySet, name: str, value: str) -> SignalQuerySet:
        return signals.search(value)

    def by_theme(self, signals: SignalQuerySet, name: str, value: str) -> SignalQuerySet:
        return signals.filter(theme__code=value)

    def by_state(self, signals: SignalQuerySet, name: str, value: str) -> SignalQuerySet:
        return signals.in_force() if value == "in_force" else signals.exclude(withdrawn_at=None)
