"""Choosing suppliers and contracts where there are hundreds: what is chosen stays on top, a search shows what fits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Case, Model, Q, Value, When
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from suppliers.models import Contract, Supplier
from suppliers.querysets import ContractQuerySet, SupplierQuerySet

MOST = 20
"""So many rows are shown besides those that are chosen."""


class SearchBox(forms.CharField):
    """The box that searches the rows of the field ``name``. Without script the button beside it does the same."""

    def __init__(self, name: str, **options: Any) -> None:
        target = f"#id_{name}-options"
        attrs = {
            "type": "search",
            "autocomplete": "off",
            "hx-post": "",
            "hx-trigger": "input changed delay:400ms",
            "hx-target": target,
            "hx-select": target,
            "hx-swap": "outerHTML",
            "hx-sync": "this:replace",
            "hx-vals": json.dumps({"step": "search"}),
        }
        super().__init__(required=False, max_length=200, widget=forms.TextInput(attrs=attrs), **options)


@dataclass(frozen=True)
class Chooser:
    """What a page shows of one choice; ``is_cut`` when more rows fit than are shown."""

    field: BoundField
    search: BoundField
    text: str
    found: int
    is_cut: bool

    @property
    def target(self) -> str:
        """The part of the page that a search renews."""
        return f"#{self.field.auto_id}-options"


class ChoosingForm(forms.Form):
    """A form with choices out of many rows. A field ``x`` has a ``SearchBox`` ``x_q`` and is filled by ``offer``.

    Each choice costs two queries at most, however many rows there are. All rows can be chosen, also those not shown.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choosing: dict[str, Chooser] = {}

    @property
    def is_search(self) -> bool:
        """Whether somebody only searched, and did not send the form yet."""
        return self.is_bound and self.data.get("step") == "search"

    def offer(self, name: str, rows: SupplierQuerySet | ContractQuerySet) -> None:
        """Let the field ``name`` choose among ``rows``, which stand in their order."""
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = rows
        text, chosen = self._typed(f"{name}_q"), self.chosen(name)
        fits = rows.named(text) if text else rows
        on_top: Iterable[Model] = rows.filter(pk__in=chosen) if chosen else ()
        others = list(fits.exclude(pk__in=chosen)[: MOST + 1])
        shown = [(row.pk, field.label_from_instance(row)) for row in (*on_top, *others[:MOST])]
        nothing = [] if field.empty_label is None else [("", field.empty_label)]
        field.choices = [*nothing, *shown]
        self.choosing[name] = Chooser(self[name], self[f"{name}_q"], text, len(others[:MOST]), len(others) > MOST)

    def chosen(self, name: str) -> list[int]:
        """The keys of the rows that are chosen now: those sent, else those that the form starts with."""
        if self.is_bound:
            key, data = self.add_prefix(name), self.data
            values: Iterable[Any] = data.getlist(key) if isinstance(data, QueryDict) else [data.get(key)]
        else:
            start = self.get_initial_for_field(self.fields[name], name)
            values = start if isinstance(start, list | tuple) else [start]
        keys = [str(each.pk if isinstance(each, Model) else each) for each in values if each]
        return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]

    def _typed(self, name: str) -> str:
        typed = str(self.data.get(self.add_prefix(name), "")) if self.is_bound else ""
        return typed.replace("\0", "").strip()[:200]  # which PostgreSQL refuses


def suppliers_of(organisation: Organisation) -> SupplierQuerySet:
    """The suppliers that an organisation knows, by name."""
    return Supplier.objects.of(organisation).order_by("name", "pk")


def contracts_of(rows: ContractQuerySet, suppliers: Iterable[int]) -> ContractQuerySet:
    """These contracts, those of the chosen ``suppliers`` first, then by supplier."""
    theirs = Case(When(Q(supplier__in=list(suppliers)), then=Value(0)), default=Value(1))
    return rows.select_related("supplier").order_by(theirs, "supplier__name", "reference", "pk")


def contract_label(contract: Contract) -> str:
    return f"{contract.reference} {contract.title} ({contract.supplier})"


SEARCH_SUPPLIERS = _("Search suppliers by name or number")
SEARCH_CONTRACTS = _("Search contracts by reference, title or supplier")
