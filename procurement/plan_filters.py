"""Which plans a list shows: the same for the page, the file and the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from procurement.forms import labelled
from procurement.models import ActionPlan, CategoryPlan, Theme
from procurement.plan_period import COMING, DRAFT, IN_FORCE, OVER, SUBMITTED
from procurement.plan_querysets import ActionPlanQuerySet, CategoryPlanQuerySet
from procurement.reads import categories_for

ANY = _("all")
STANDING_LABELS: dict[str, Any] = {
    DRAFT: pgettext_lazy("plan", "draft"),
    SUBMITTED: pgettext_lazy("plan", "submitted"),
    COMING: pgettext_lazy("plan", "adopted, not yet in force"),
    IN_FORCE: pgettext_lazy("plan", "in force"),
    OVER: pgettext_lazy("plan", "over"),
}
SORTS = ("category", "valid_from", "valid_until")
COLUMNS = {"category": "category__name_nl"}


class CategoryPlanFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Filters over category plans as they stand on ``day``."""

    q = filters.CharFilter(method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    category = filters.ChoiceFilter(label=_("Category"), empty_label=ANY)
    standing = filters.ChoiceFilter(
        method="by_standing", choices=list(STANDING_LABELS.items()), label=_("State"), empty_label=ANY
    )
    focus = filters.ChoiceFilter(method="by_focus", label=_("Focus on"), empty_label=ANY)

    class Meta:
        model = CategoryPlan
        fields: list[str] = []

    def __init__(self, *args: Any, organisation: Organisation, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        names = [(each.pk, labelled(each)) for each in categories_for(organisation)]
        self.filters["category"].extra["choices"] = names
        self.filters["focus"].extra["choices"] = [(theme.code, theme.name) for theme in Theme.objects.all()]

    @property
    def is_active(self) -> bool:
        """Whether any filter narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    def search(self, plans: CategoryPlanQuerySet, name: str, value: str) -> CategoryPlanQuerySet:
        return plans.search(value)

    def by_standing(self, plans: CategoryPlanQuerySet, name: str, value: str) -> CategoryPlanQuerySet:
        return plans.standing(value, self.day)

    def by_focus(self, plans: CategoryPlanQuerySet, name: str, value: str) -> CategoryPlanQuerySet:
        return plans.with_focus(value)


class ActionPlanFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Filters over action plans as they stand on ``day``."""

    standing = filters.ChoiceFilter(
        method="by_standing", choices=list(STANDING_LABELS.items()), label=_("State"), empty_label=ANY
    )
    stage = filters.ChoiceFilter(choices=ActionPlan.Stage.choices, label=_("Growth stage"), empty_label=ANY)

    class Meta:
        model = ActionPlan
        fields: list[str] = []

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    @property
    def is_active(self) -> bool:
        """Whether any filter narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    def by_standing(self, plans: ActionPlanQuerySet, name: str, value: str) -> ActionPlanQuerySet:
        return plans.standing(value, self.day)


def ordered(plans: CategoryPlanQuerySet, sort: str) -> CategoryPlanQuerySet:
    """In the asked order, else the latest period first."""
    field = sort.removeprefix("-")
    if field not in SORTS:
        return plans.newest_first()
    minus = "-" if sort.startswith("-") else ""
    return plans.order_by(f"{minus}{COLUMNS.get(field, field)}", "-pk")
