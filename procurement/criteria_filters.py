"""Which criteria of the library a list shows: the same for the page, the export, the choice of a tender and the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from procurement.ambition_form import LEVELS
from procurement.ambition_reads import groups_of
from procurement.criteria_querysets import CriterionQuerySet
from procurement.criteria_reads import product_groups
from procurement.models import CRITERION_KINDS, Criterion, Tender, Theme

ANY = _("all")
EVERY_GROUP = "-"
"""The value of the filter for criteria that hold for every product group."""

STATES: list[tuple[str, Any]] = [
    ("coming", _("count later")), ("ended", _("ended or replaced")), ("all", _("all versions")),
]  # fmt: skip
ORIGINS: list[tuple[str, Any]] = [("own", _("own organisation")), ("shipped", _("Gepast’s starter library"))]
SORTS = ("number", "title", "product_group", "kind", "level")


class CriterionFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Filters over ``Criterion.objects…of(organisation)``; without a state, what counts on ``day``."""

    q = filters.CharFilter(method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    theme = filters.ChoiceFilter(field_name="themes__code", label=_("Theme"), empty_label=ANY)
    kind = filters.ChoiceFilter(choices=list(CRITERION_KINDS.items()), label=_("Kind"), empty_label=ANY)
    level = filters.ChoiceFilter(choices=LEVELS[1:], label=_("Level"), empty_label=ANY)
    product_group = filters.ChoiceFilter(method="by_group", label=_("Product group"), empty_label=ANY)
    state = filters.ChoiceFilter(method="by_state", choices=STATES, label=_("Validity"), empty_label=_("count now"))
    origin = filters.ChoiceFilter(method="by_origin", choices=ORIGINS, label=_("From"), empty_label=ANY)

    class Meta:
        model = Criterion
        fields: list[str] = []

    def __init__(self, *args: Any, organisation: Organisation, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.groups = groups_in(organisation)
        self.filters["theme"].extra["choices"] = [(theme.code, theme.name) for theme in Theme.objects.all()]
        first: dict[str, str] = {}
        for name in self.groups:
            first.setdefault(name.casefold(), name)
        named = [(name, name) for name in first.values()]
        self.filters["product_group"].extra["choices"] = [(EVERY_GROUP, _("for every product group")), *named]

    @property
    def is_active(self) -> bool:
        """Whether any filter narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    def filter_queryset(self, queryset: CriterionQuerySet) -> CriterionQuerySet:
        found: CriterionQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.in_force(self.day)

    def search(self, criteria: CriterionQuerySet, name: str, value: str) -> CriterionQuerySet:
        return criteria.search(value)

    def by_group(self, criteria: CriterionQuerySet, name: str, value: str) -> CriterionQuerySet:
        """However the sources write its capitals."""
        same = [name for name in self.groups if name.casefold() == value.casefold()]
        return criteria.filter(product_group__in=[""] if value == EVERY_GROUP else same)

    def by_state(self, criteria: CriterionQuerySet, name: str, value: str) -> CriterionQuerySet:
        if value == "ended":
            return criteria.ended(self.day)
        return criteria.coming(self.day) if value == "coming" else criteria

    def by_origin(self, criteria: CriterionQuerySet, name: str, value: str) -> CriterionQuerySet:
        return criteria.filter(organisation__isnull=value == "shipped")


class ChoiceFilter(CriterionFilter):
    """The same for a tender: without being asked for more, its own product groups and what holds for every one."""

    scope = filters.ChoiceFilter(
        method="all_groups", choices=[("all", _("all product groups"))], label=_("Product groups"),
        empty_label=_("those of this tender"),
    )  # fmt: skip

    def __init__(self, *args: Any, tender: Tender, day: date, **kwargs: Any) -> None:
        super().__init__(*args, organisation=tender.organisation, day=day, **kwargs)
        self.own = fitting(self.groups, tender)
        for name in ("state", "origin", "product_group"):
            del self.filters[name]
        if not self.own:
            del self.filters["scope"]

    def filter_queryset(self, queryset: CriterionQuerySet) -> CriterionQuerySet:
        found = super().filter_queryset(queryset)
        if not self.own or self.form.cleaned_data.get("scope"):
            return found
        return found.filter(product_group__in=[*self.own, ""])

    def all_groups(self, criteria: CriterionQuerySet, name: str, value: str) -> CriterionQuerySet:
        return criteria


def groups_in(organisation: Organisation) -> list[str]:
    """The product groups that the library of an organisation names."""
    library = Criterion.objects.of(organisation).order_by()
    return product_groups(list(library.values_list("product_group", flat=True).distinct()))


def fitting(groups: Sequence[str], tender: Tender) -> list[str]:
    """Those of the library that the tender names, written as the library does."""
    named = groups_of(tender.product_groups)
    return [group for group in groups if groups_of(group) & named]


def ordered(criteria: CriterionQuerySet, sort: str) -> CriterionQuerySet:
    """In the asked order, else by number."""
    field = sort.removeprefix("-")
    return criteria.order_by(*([sort] if field in SORTS else []), "number", "-version")
