"""Which meetings and agreements a list shows: the same for the page and the export."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import F, Max, Min, OrderBy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from dialogues.models import Agreement, Meeting
from dialogues.querysets import AgreementQuerySet, MeetingQuerySet
from dialogues.workflow import MEETING
from suppliers.models import Supplier

ANY = _("all")
MEETING_SORTS = ("date", "reference", "kind", "state")
AGREEMENT_SORTS = ("due_on", "owner", "state")


class MeetingFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Filters over ``Meeting.objects.visible_to(user).of(organisation)``."""

    q = filters.CharFilter(method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    kind = filters.ChoiceFilter(choices=Meeting.Kind.choices, label=_("Kind"), empty_label=ANY)
    state = filters.ChoiceFilter(choices=MEETING.choices, label=_("State"), empty_label=ANY)
    attention = filters.ChoiceFilter(
        method="by_attention",
        choices=[
            ("upcoming", _("still to come")),
            ("to_record", _("report to be written")),
            ("to_send", _("report to be sent")),
            ("to_confirm", _("supplier has not confirmed yet")),
        ],
        label=_("Attention"),
        empty_label=ANY,
    )
    supplier = filters.ChoiceFilter(method="by_supplier", label=_("Supplier"), empty_label=ANY)
    year = filters.ChoiceFilter(field_name="date", lookup_expr="year", label=_("Year"), empty_label=ANY)

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, organisation: Organisation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.filters["supplier"].extra["choices"] = _suppliers(organisation)
        self.filters["year"].extra["choices"] = _years(organisation)

    def search(self, rows: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return rows.search(value.strip())

    def by_supplier(self, rows: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return rows.filter(suppliers=int(value))

    def by_attention(self, rows: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        if value in ("upcoming", "to_record"):
            return rows.upcoming(self.today) if value == "upcoming" else rows.to_record(self.today)
        return rows.to_send() if value == "to_send" else rows.to_confirm()


class AgreementFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Filters over ``Agreement.objects.visible_to(user).of(organisation)``."""

    q = filters.CharFilter(method="search", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    status = filters.ChoiceFilter(
        method="by_status",
        choices=[
            ("open", _("open")),
            ("overdue", _("overdue")),
            ("reported", _("reported, to confirm")),
            ("done", _("done")),
            ("dropped", _("dropped")),
        ],
        label=_("State"),
        empty_label=ANY,
    )
    owner_side = filters.ChoiceFilter(choices=Agreement.Side.choices, label=_("Who does it?"), empty_label=ANY)
    supplier = filters.ChoiceFilter(method="by_supplier", label=_("Supplier"), empty_label=ANY)
    mine = filters.BooleanFilter(
        method="by_mine", label=_("Only mine: I am the owner or organised the meeting"), widget=forms.CheckboxInput
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, *args: Any, organisation: Organisation, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.filters["supplier"].extra["choices"] = _suppliers(organisation)

    def search(self, rows: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return rows.search(value.strip())

    def by_status(self, rows: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        if value == "overdue":
            return rows.overdue(self.today)
        return rows.awaiting_confirmation() if value == "reported" else rows.filter(state=value)

    def by_supplier(self, rows: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return rows.with_supplier(int(value))

    def by_mine(self, rows: AgreementQuerySet, name: str, value: bool | None) -> AgreementQuerySet:  # noqa: FBT001 (called by the library)
        return rows.mine(self.user) if value else rows


def ordered(rows: Any, sort: str, *, sorts: tuple[str, ...], default: str) -> Any:
    """In the order asked, else ``default``."""
    wanted = sort if sort.removeprefix("-") in sorts else default
    order = OrderBy(F(wanted.removeprefix("-")), descending=wanted.startswith("-"))
    return rows.order_by(order, "-pk")


def _suppliers(organisation: Organisation) -> list[tuple[str, str]]:
    """Those with whom the organisation talked or plans to."""
    met = Supplier.objects.filter(meetings__organisation=organisation).distinct().order_by("name")
    return [(str(key), name) for key, name in met.values_list("pk", "name")]


def _years(organisation: Organisation) -> list[tuple[str, str]]:
    found = Meeting.objects.of(organisation).aggregate(first=Min("date"), last=Max("date"))
    if not found["first"]:
        return []
    return [(str(year), str(year)) for year in range(found["last"].year, found["first"].year - 1, -1)]
