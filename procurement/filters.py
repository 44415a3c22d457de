"""Which tenders a list shows: the same for the page, the export and the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import F, Max, Min, OrderBy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from procurement.forms import labelled
from procurement.models import Tender
from procurement.obligation import OUTCOMES
from procurement.querysets import TenderQuerySet
from procurement.reads import categories_for
from procurement.wording import OBLIGATIONS
from procurement.workflow import APPROACH, STAGE

ANY = _("all")

SIGNALS: list[tuple[str, Any]] = [
    ("unapproved", _("published without approved approach")),
    ("late", _("approved after publication")),
    ("isv_missing", _("ISV not decided")),
]

SORTS = ("reference", "title", "estimated_value", "publication_date", "stage")
DEFAULT_SORT = "-publication_date"


class TenderFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = filters.CharFilter(method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    stage = filters.ChoiceFilter(choices=STAGE.choices, label=_("Stage"), empty_label=ANY)
    approach = filters.ChoiceFilter(
        field_name="approach_state", choices=APPROACH.choices, label=_("Approach"), empty_label=ANY
    )
    obligation = filters.ChoiceFilter(
        method="by_obligation", choices=[(code, OBLIGATIONS[code]) for code in OUTCOMES], label=_("ISV obligation"),
        empty_label=ANY,
    )  # fmt: skip
    category = filters.ChoiceFilter(method="by_category", label=_("Category"), empty_label=ANY)
    year = filters.ChoiceFilter(method="by_year", label=_("Year of publication"), empty_label=ANY)
    signal = filters.ChoiceFilter(method="by_signal", choices=SIGNALS, label=_("Attention"), empty_label=ANY)

    class Meta:
        model = Tender
        fields: list[str] = []

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["category"].extra["choices"] = [(each.pk, labelled(each)) for each in categories_for(organisation)]
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in _years(organisation)]

    @property
    def is_active(self) -> bool:
        """Whether any filter narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    def search(self, tenders: TenderQuerySet, name: str, value: str) -> TenderQuerySet:
        return tenders.search(value)

    def by_obligation(self, tenders: TenderQuerySet, name: str, value: str) -> TenderQuerySet:
        return tenders.judged(value)

    def by_category(self, tenders: TenderQuerySet, name: str, value: str) -> TenderQuerySet:
        return tenders.in_category(int(value))

    def by_year(self, tenders: TenderQuerySet, name: str, value: str) -> TenderQuerySet:
        return tenders.in_year(int(value))

    def by_signal(self, tenders: TenderQuerySet, name: str, value: str) -> TenderQuerySet:
        if value == "unapproved":
            return tenders.published_unapproved()
        if value == "late":
            return tenders.approved_late()
        return tenders.filter(isv_answered=False)


def ordered(tenders: TenderQuerySet, sort: str) -> TenderQuerySet:
    """In the asked order, else the newest publication first; what has no date is still to come, hence before it."""
    field = sort.removeprefix("-")
    if field not in SORTS:
        sort, field = DEFAULT_SORT, "publication_date"
    if sort == DEFAULT_SORT:
        return tenders.order_by(F(field).desc(nulls_first=True), "-pk")
    order = OrderBy(F(field), descending=sort.startswith("-"), nulls_last=True)
    return tenders.order_by(order, "-pk")


def _years(organisation: Organisation) -> list[int]:
    """Every year from the first to the last publication, the last first."""
    found = Tender.objects.of(organisation).aggregate(first=Min("publication_date"), last=Max("publication_date"))
    if not found["first"]:
        return []
    return list(range(found["last"].year, found["first"].year - 1, -1))
