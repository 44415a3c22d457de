"""What is unknown: how many rows, which figures that touches, who can fill it in, and where.

A gap is a condition on rows. Which figures it touches follows from the conditions of the indicators themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import ROLES, WRITE, roles_with
from monitoring.indicators import Indicator, Rows, indicators
from procurement.models import Lot, Tender
from procurement.thresholds import EURO
from suppliers.models import Contract, Deliverable
from suppliers.permissions import AWARDERS
from suppliers.querysets import TO_ASSESS

WAITING_DAYS = 60
"""A document that came longer ago and has no outcome makes the figures unclear (ours)."""

TENDERS = frozenset({Rows.TENDERS, Rows.THEMED_TENDERS})


@dataclass(frozen=True)
class Gap:
    """A kind of unknown. ``facts`` are the names in an indicator's ``unknown`` that filling it in makes known,
    ``counted`` those in what it counts; ``sources`` the kinds of rows that are missing altogether; ``also`` roles that
    may fill it in beside those who write the area."""

    code: str
    label: str | Promise
    explanation: str | Promise
    rows: type[Tender | Deliverable]
    missing: Callable[[date], Q]
    page: str
    field: str = ""
    area: str = "tender_approach"
    facts: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    sources: frozenset[Rows] = frozenset()
    has_year: bool = True
    also: tuple[str, ...] = ()

    def touches(self, one: Indicator) -> bool:
        """Whether the figure becomes surer when this is filled in."""
        unknown = _names(one.unknown) if one.unknown is not None else set()
        themed = "level_" if "highest_level" in self.facts else None
        return (
            bool(self.facts & unknown)
            or (themed is not None and any(name.startswith(themed) for name in unknown))
            or bool(self.counted & _names(one.counted))
            or one.source in self.sources
        )

    def may_fill(self, user: User, organisation: Organisation) -> bool:
        return has_right(user, organisation, self.area, WRITE) or bool(user.roles_in(organisation.pk) & {*self.also})

    @property
    def roles(self) -> str:
        """The names of the roles that can fill it in."""
        holders = {*roles_with(self.area, WRITE), *self.also}
        return ", ".join(str(name) for role, name in ROLES.items() if role in holders)

    def address(self, row: Any) -> str:
        """The form, at the field."""
        return reverse(self.page, args=[row.pk]) + (f"#id_{self.field}" if self.field else "")


def _always(condition: Q) -> Callable[[date], Q]:
    return lambda today: condition


GAPS: Sequence[Gap] = (
    Gap(
        "level", _("No ambition level"), _("No level for any theme; level 0 is an answer too."), Tender,
        _always(Q(has_level=False)), "procurement:ambition-edit", facts=frozenset({"highest_level", "is_known"}),
    ),
    Gap(
        "isv", _("ISV not answered"), _("No form of ISV chosen, and not said that there is none."), Tender,
        _always(Q(isv_answered=False)), "procurement:isv-edit", facts=frozenset({"isv_answered", "is_known"}),
    ),
    Gap(
        "category", _("No category"), _("A lot without category, or no lot at all."), Tender,
        _always(Q(has_open_lot=True) | Q(has_lot=False)), "procurement:tender-edit", "lots-0-category",
        facts=frozenset({"obligation", "has_open_category"}),
    ),
    Gap(
        "value", _("No value in euro"), _("Without a value in euro nobody can say whether ISV is mandatory."), Tender,
        _always(Q(estimated_value=None) | ~Q(currency__in=["", EURO])), "procurement:tender-edit", "estimated_value",
        facts=frozenset({"obligation"}),
    ),
    Gap(
        "relevant-group", _("Relevant product group not answered"), _("Yes or no: both count."), Tender,
        _always(Q(relevant_product_group=None)), "procurement:tender-edit", "relevant_product_group",
        facts=frozenset({"relevant_product_group"}),
    ),
    Gap(
        "government-wide", _("Government-wide category not answered"), _("Yes or no: both count."), Tender,
        _always(Q(government_wide=None)), "procurement:tender-edit", "government_wide",
        facts=frozenset({"government_wide"}),
    ),
    Gap(
        "impact", _("No award weight on societal impact"), _("Of a tender in a government-wide category."), Tender,
        _always(Q(government_wide=True, impact_weight=None)), "procurement:tender-edit", "impact_weight",
        facts=frozenset({"impact_weight"}),
    ),
    Gap(
        "publication", _("No publication date"), _("Published, but without a date it belongs to no year at all."),
        Tender, _always(Q(publication_date=None, stage__in=["published", "awarded"])), "procurement:tender-edit",
        "publication_date", sources=TENDERS, has_year=False,
    ),
    Gap(
        "contract", _("Awarded, without a contract"), _("What the supplier owes follows from the contract."), Tender,
        _always(Q(stage="awarded", has_contract=False)), "suppliers:award-create", area="contract",
        also=AWARDERS, sources=frozenset({Rows.CONTRACTS, Rows.DELIVERABLES}),
    ),
    Gap(
        "outcome", _("Received, not assessed"), _("Received more than 60 days ago, and there is no outcome."),
        Deliverable,
        lambda today: Q(state__in=TO_ASSESS, submitted_on__lt=today - timedelta(days=WAITING_DAYS)),
        "suppliers:assessment-edit", area="assess", counted=frozenset({"is_accepted"}),
    ),
    Gap(
        "address", _("Annual report of a supplier without address"),
        _("Received; where everybody can read it is not known. Ask the supplier for a version with the address."),
        Deliverable, _always(Q(kind="annual_report", submitted_on__isnull=False, public_url="")),
        "monitoring:deliverable-detail", area="contract", counted=frozenset({"is_public"}),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Unknown:
    """A gap with its number, and the figures that it touches."""

    gap: Gap
    number: int
    touched: Sequence[Indicator]
    may_fill: bool

    @property
    def gain(self) -> int:
        """How much the figures gain: rows times figures."""
        return self.number * len(self.touched)


def unknowns(*, user: User, organisation: Organisation, year: int | None, today: date) -> list[Unknown]:
    """Every kind of unknown that occurs, what the figures gain most by first. Three queries."""
    numbers = counts(user=user, organisation=organisation, year=year, today=today)
    known = indicators()
    found = [
        Unknown(gap, numbers[gap.code], [one for one in known if gap.touches(one)], gap.may_fill(user, organisation))
        for gap in GAPS
        if numbers[gap.code]
    ]
    return sorted(found, key=lambda one: -one.gain)


def counts(*, user: User, organisation: Organisation, year: int | None, today: date) -> dict[str, int]:
    """How many rows of each kind the reader sees, by the gap's code. Two queries."""
    found: dict[str, int] = {}
    for model in (Tender, Deliverable):
        asked = {
            f"n_{gap.code}".replace("-", "_"): Count("pk", filter=gap.missing(today) & _in_year(gap, year))
            for gap in GAPS
            if gap.rows is model
        }
        found |= _base(model, user, organisation).aggregate(**asked)
    return {gap.code: found[f"n_{gap.code}".replace("-", "_")] for gap in GAPS}


def rows(gap: Gap, *, user: User, organisation: Organisation, year: int | None, today: date) -> QuerySet[Any]:
    """The rows of one gap, newest first."""
    found = _base(gap.rows, user, organisation).filter(gap.missing(today) & _in_year(gap, year))
    if gap.rows is Tender:
        return found.select_related("created_by").order_by("-publication_date", "-pk")
    return found.select_related("contract__contract_manager", "contract__supplier").order_by("due_on", "pk")


def _base(model: type[Tender | Deliverable], user: User, organisation: Organisation) -> QuerySet[Any]:
    if model is Deliverable:
        return Deliverable.objects.visible_to(user).of(organisation)
    lots = Lot.objects.filter(tender=OuterRef("pk"))
    levels = Tender.objects.filter(pk=OuterRef("pk"), ambitions__level__isnull=False)
    return (
        Tender.objects.visible_to(user)
        .of(organisation)
        .exclude(stage="withdrawn")
        .annotate(
            has_level=Exists(levels),
            has_lot=Exists(lots),
            has_open_lot=Exists(lots.filter(category=None)),
            has_contract=Exists(Contract.objects.filter(tender=OuterRef("pk"))),
        )
    )


def _in_year(gap: Gap, year: int | None) -> Q:
    if year is None or not gap.has_year:
        return Q()
    return Q(publication_date__year=year) if gap.rows is Tender else Q(due_on__year=year)


def _names(condition: Q) -> set[str]:
    """The fields that a condition asks about. A positive ``is_…`` says to which set a row belongs, and is none."""
    return {
        name for name, value, negated in _leaves(condition, negated=False) if not _is_membership(name, value, negated)
    }


def _is_membership(name: str, value: object, negated: bool) -> bool:  # noqa: FBT001 (the third part of a leaf)
    return name == "is_known" and value is True and not negated


def _leaves(condition: Q, *, negated: bool) -> Iterator[tuple[str, object, bool]]:
    turned = negated != condition.negated
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child, negated=turned)
        elif isinstance(child, tuple):
            name, value = child
            yield str(name).split("__")[0], value, turned
