"""Filtering and sorting of the lists of suppliers and findings, for pages and API."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from accounts.models import Organisation
from suppliers.actions import findings
from suppliers.forms_suppliers import FindingFilterForm, SupplierFilterForm
from suppliers.querysets import FindingQuerySet, SupplierQuerySet

SUPPLIER_SORTS = {"name": "name", "country": "country", "contracts": "contract_count", "overdue": "overdue_count"}
FINDING_SORTS = {"reference": "reference", "reported_on": "reported_on", "severity": "severity", "state": "state"}


def countries_of(own: SupplierQuerySet) -> list[str]:
    """The countries that can be chosen: those of these suppliers."""
    return list(own.order_by("country").values_list("country", flat=True).distinct())


def suppliers_that_fit(
    own: SupplierQuerySet, form: SupplierFilterForm, sort: str, *, organisation: Organisation, today: date
) -> SupplierQuerySet:
    """Those of an organisation that fit the form, sorted, with what a list shows."""
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"]:
            own = own.named(wanted["q"].strip())
        if wanted["country"]:
            own = own.filter(country=wanted["country"])
        if wanted["due"] == "overdue":
            own = own.with_overdue(organisation, today)
        elif wanted["due"] == "to_assess":
            own = own.with_work_to_assess(organisation)
    column = SUPPLIER_SORTS.get(sort.removeprefix("-"), "name")
    order = f"-{column}" if sort.startswith("-") else column
    return own.with_follow_up(organisation, today).order_by(order, "pk")


def findings_that_fit(rows: FindingQuerySet, form: FindingFilterForm, sort: str) -> FindingQuerySet:
    """Those that fit the form, sorted, with what a list shows."""
    if form.is_valid():
        wanted = form.cleaned_data
        if text := wanted["q"].strip():
            rows = rows.filter(
                Q(reference__icontains=text) | Q(description__icontains=text) | Q(supplier__name__icontains=text)
            )
        if wanted["state"] == "open":
            rows = rows.exclude(state__in=findings.CLOSED)
        elif wanted["state"]:
            rows = rows.filter(state=wanted["state"])
        if wanted["source"]:
            rows = rows.filter(source=wanted["source"])
    sort = sort or "-reported_on"
    column = F(FINDING_SORTS.get(sort.removeprefix("-"), "reported_on"))
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return rows.select_related("supplier", "contract", "theme").order_by(order, "-pk")
