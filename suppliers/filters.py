"""Filtering and sorting of the lists of contracts and deliverables, for pages and exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, F, OrderBy, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from suppliers.models import Contract, Deliverable, DeliverableKind, FollowUp, Supplier
from suppliers.querysets import ContractQuerySet, DeliverableQuerySet

ALL = ("", _("all"))


@dataclass(frozen=True)
class Reader:
    """Who looks, in which organisation, on which day."""

    user: User
    organisation: Organisation
    today: date


class ListFilter(forms.Form):
    """A GET form whose fields narrow a list. What is not understood is left out, never an error page."""

    sorts: Mapping[str, str] = {}
    default_sort = ""

    def __init__(self, data: QueryDict, *, reader: Reader) -> None:
        super().__init__(data)
        self.reader = reader
        self.sort = data.get("sort", "")

    def chosen(self) -> dict[str, Any]:
        """The fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}

    def ordering(self) -> list[OrderBy | str]:
        """By the column asked for, empty ones last; then by key, so that pages never overlap."""
        asked = self.sort if self.sort.removeprefix("-") in self.sorts else self.default_sort
        field = F(self.sorts[asked.removeprefix("-")])
        order = field.desc(nulls_last=True) if asked.startswith("-") else field.asc(nulls_last=True)
        return [order, "-pk"]


class ContractFilter(ListFilter):
    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}), max_length=200
    )
    follow_up_state = forms.ChoiceField(
        label=_("Follow-up"), required=False,
        choices=[ALL, ("overdue", _("overdue")), ("to_assess", _("to assess")), ("due_soon", _("due soon"))],
    )  # fmt: skip
    isv = forms.ChoiceField(
        label="ISV", required=False, choices=[ALL, ("yes", _("yes")), ("no", _("no")), ("unknown", _("unknown"))]
    )
    intensity = forms.ChoiceField(label=_("Intensity"), required=False, choices=[ALL, *FollowUp.choices])
    period = forms.ChoiceField(
        label=_("Period"), required=False,
        choices=[ALL, ("running", _("running")), ("coming", _("not started")), ("ended", _("ended"))],
    )  # fmt: skip
    supplier = forms.ModelChoiceField(label=_("Supplier"), required=False, queryset=Supplier.objects.none())
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    sorts = {
        "reference": "reference",
        "supplier": "supplier__name",
        "start": "start_on",
        "end": "end_on",
        "value": "value",
        "due": "next_due_on",
    }
    default_sort = "-start"

    def __init__(self, data: QueryDict, *, reader: Reader) -> None:
        super().__init__(data, reader=reader)
        _offer_suppliers(self, reader)

    def rows(self) -> ContractQuerySet:
        """The contracts of the reader's organisation that fit, sorted, with what a list shows."""
        today, chosen = self.reader.today, self.chosen()
        rows = Contract.objects.visible_to(self.reader.user).of(self.reader.organisation)
        if "q" in chosen:
            rows = rows.filter(_mentions(chosen["q"], "reference", "title", "supplier__name", "supplier__kvk"))
        if "supplier" in chosen:
            rows = rows.filter(supplier=chosen["supplier"])
        if "mine" in chosen:
            rows = rows.filter(contract_manager=self.reader.user)
        if "isv" in chosen:
            rows = rows.filter(isv={"yes": True, "no": False, "unknown": None}[chosen["isv"]])
        if "intensity" in chosen:
            rows = rows.filter(follow_up=chosen["intensity"])
        rows = _in_period(rows, chosen.get("period", ""), today)
        states: dict[str, Callable[[], ContractQuerySet]] = {
            "overdue": lambda: rows.with_overdue(today),
            "to_assess": rows.with_work_to_assess,
            "due_soon": lambda: rows.with_due_soon(today),
        }
        if "follow_up_state" in chosen:
            rows = states[chosen["follow_up_state"]]()
        rows = rows.with_follow_up(today).select_related("supplier", "contract_manager", "tender")
        return rows.order_by(*self.ordering())


class DeliverableFilter(ListFilter):
    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}), max_length=200
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[
            ("", _("open")), ("overdue", _("overdue")), ("due_soon", _("due soon")), ("to_assess", _("to assess")),
            ("extension", _("extension asked")), ("late", _("handed in late")), ("accepted", _("accepted")),
            ("waived", _("waived")), ("all", _("all")),
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *DeliverableKind.choices])
    year = forms.IntegerField(
        label=_("Due in year"), required=False, min_value=2000, max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    supplier = forms.ModelChoiceField(label=_("Supplier"), required=False, queryset=Supplier.objects.none())
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    sorts = {
        "due": "due_on",
        "kind": "kind",
        "contract": "contract__reference",
        "supplier": "contract__supplier__name",
        "submitted": "submitted_on",
        "state": "state",
    }
    default_sort = "due"

    def __init__(self, data: QueryDict, *, reader: Reader) -> None:
        super().__init__(data, reader=reader)
        _offer_suppliers(self, reader)

    def rows(self) -> DeliverableQuerySet:
        """The deliverables of the reader's organisation that fit, sorted, with due date and timeliness."""
        chosen = self.chosen()
        rows = Deliverable.objects.visible_to(self.reader.user).of(self.reader.organisation)
        if "q" in chosen:
            rows = rows.filter(
                _mentions(chosen["q"], "contract__reference", "contract__title", "contract__supplier__name")
            )
        if "kind" in chosen:
            rows = rows.filter(kind=chosen["kind"])
        if "year" in chosen:
            rows = rows.filter(due_on__year=chosen["year"])
        if "supplier" in chosen:
            rows = rows.filter(contract__supplier=chosen["supplier"])
        if "mine" in chosen:
            rows = rows.filter(contract__contract_manager=self.reader.user)
        rows = _in_status(rows, chosen.get("status", ""), self.reader.today)
        rows = rows.with_timeliness(self.reader.today).select_related(
            "contract__supplier", "contract__contract_manager"
        )
        return rows.order_by(*self.ordering())


def _in_status(rows: DeliverableQuerySet, status: str, today: date) -> DeliverableQuerySet:
    kinds: dict[str, Callable[[], DeliverableQuerySet]] = {
        "overdue": lambda: rows.overdue(today),
        "due_soon": lambda: rows.due_soon(today),
        "to_assess": rows.awaiting_assessment,
        "extension": rows.with_open_extension,
        "late": lambda: rows.handed_in_late(today),
        "accepted": rows.accepted,
        "waived": lambda: rows.filter(state="waived"),
        "all": rows.all,
    }
    return kinds.get(status, rows.open)()


def _in_period(rows: ContractQuerySet, period: str, today: date) -> ContractQuerySet:
    match period:
        case "running":
            return rows.running_on(today)
        case "coming":
            return rows.filter(start_on__gt=today)
        case "ended":
            return rows.filter(end_on__lt=today)
        case _:
            return rows


def _offer_suppliers(form: ListFilter, reader: Reader) -> None:
    """Only suppliers with a contract here, so that the list stays short."""
    field = form.fields["supplier"]
    own = Contract.objects.visible_to(reader.user).of(reader.organisation).filter(supplier=OuterRef("pk"))
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Supplier.objects.filter(Exists(own)).order_by("name")
        field.empty_label = str(_("all"))


def _mentions(text: str, *fields: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": text})
    return found
