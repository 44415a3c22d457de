"""The rows that figures count, per source: those of one organisation and year, with what definitions ask of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.db.models import BooleanField, Case, Exists, F, Model, OuterRef, Q, QuerySet, Value, When

from accounts.models import Organisation
from dialogues.models import Agreement, Meeting
from dialogues.querysets import HELD
from monitoring.indicators.definitions import Rows
from procurement.models import Tender, Theme
from procurement.querysets import Rule, TenderQuerySet
from suppliers.models import Commitment, Contract, Deliverable, Finding, Supplier
from suppliers.querysets import ACCEPTED


class Tables:
    """The small tables that every count asks for, read once for all years of a report."""

    @cached_property
    def themes(self) -> dict[str, int]:
        return dict(Theme.objects.order_by().values_list("code", "pk"))

    @cached_property
    def rule(self) -> Rule:
        return Tender.objects.all().rule()


@dataclass(frozen=True)
class Scope:
    """Whose figures, of which year, as of the end of which day; a ``replace`` of it shares the ``tables``."""

    organisation: Organisation
    year: int
    as_of: date
    tables: Tables = field(default_factory=Tables, compare=False, repr=False)

    @property
    def last_day(self) -> date:
        """The last day of the year that counts."""
        return min(self.as_of, date(self.year, 12, 31))


def tenders(scope: Scope) -> QuerySet[Tender]:
    """A tender belongs to the year of its publication date (interfaces.md).

    Adds the facts of ``TenderQuerySet.with_facts``, the level of each theme as ``level_THEME``, ``is_known`` and
    ``has_mvi``.
    """
    form = Q(
        Q(isv_contract_condition=True)
        | Q(isv_minimum_requirement=True)
        | Q(isv_selection_criterion=True)
        | Q(isv_award_criterion=True)
    )
    themes = {level_of(code): key for code, key in scope.tables.themes.items()}
    return (
        _of_year(scope)
        .with_facts(themes, scope.tables.rule)
        .annotate(
            is_known=_is(Q(highest_level__isnull=False) | Q(isv_answered=True)),
            has_mvi=_is(Q(highest_level__gte=1) | form),
        )
    )


def level_of(theme: str) -> str:
    """The name of the annotation with the level of this theme."""
    return f"level_{theme.replace('-', '_')}"


def _of_year(scope: Scope) -> TenderQuerySet:
    return Tender.objects.of(scope.organisation).filter(
        publication_date__year=scope.year, publication_date__lte=scope.as_of
    )


def contracts(scope: Scope) -> QuerySet[Contract]:
    """Contracts of the year's tenders with ISV as contract condition. Adds ``has_risk_analysis``."""
    received = Deliverable.objects.filter(contract=OuterRef("pk"), kind="risk_analysis", submitted_on__lte=scope.as_of)
    return (
        Contract.objects.of(scope.organisation)
        .filter(
            tender__isv_contract_condition=True,
            tender__publication_date__year=scope.year,
            tender__publication_date__lte=scope.as_of,
        )
        .annotate(has_risk_analysis=Exists(received))
        .select_related("supplier", "tender")
    )


def deliverables(scope: Scope) -> QuerySet[Deliverable]:
    """What was due in the year, by the due date in force at as-of; what was waived is not due.

    Adds ``is_received``, ``is_on_time``, ``is_accepted``, ``is_public`` and ``is_outstanding``, all as of that day.
    """
    received = Q(submitted_on__lte=scope.as_of)
    rows: QuerySet[Deliverable] = (
        cast("Any", Deliverable.objects.of(scope.organisation))
        .with_due_on_as_of(scope.as_of)
        .exclude(state="waived")
        .filter(due_on_as_of__year=scope.year)
        .annotate(
            is_received=_is(received),
            is_on_time=_is(received & Q(submitted_on__lte=F("_on_time_until_as_of"))),
            is_accepted=_is(received & Q(state__in=ACCEPTED) & (Q(assessed_on=None) | Q(assessed_on__lte=scope.as_of))),
            is_public=_is(received & ~Q(public_url="") & (Q(published_on=None) | Q(published_on__lte=scope.as_of))),
            is_outstanding=_is(
                (Q(submitted_on=None) | Q(submitted_on__gt=scope.as_of)) & Q(due_on_as_of__lte=scope.as_of)
            ),
        )
        .select_related("contract__supplier")
    )
    return rows


def commitments(scope: Scope) -> QuerySet[Commitment]:
    """What the contracts that ran in the year promise per theme. Adds ``outcome``: measured in the year, by as-of."""
    return (
        Commitment.objects.filter(contract__organisation=scope.organisation)
        .running_in(scope.year, scope.as_of)
        .with_outcome(scope.year, scope.as_of)
        .select_related("theme", "contract__supplier")
    )


def meetings(scope: Scope) -> QuerySet[Meeting]:
    """A meeting belongs to its date when held."""
    return Meeting.objects.filter(
        organisation=scope.organisation, state__in=HELD, date__year=scope.year, date__lte=scope.as_of
    ).prefetch_related("suppliers")


def suppliers(scope: Scope) -> QuerySet[Supplier]:
    """The suppliers that were met in the year, each once."""
    met = Meeting.objects.filter(
        suppliers=OuterRef("pk"),
        organisation=scope.organisation,
        state__in=HELD,
        date__year=scope.year,
        date__lte=scope.as_of,
    )
    return Supplier.objects.filter(Exists(met))


def agreements(scope: Scope) -> QuerySet[Agreement]:
    """Agreements due in the year, from meetings of which the day had come. Adds ``is_done`` as of that day."""
    return (
        Agreement.objects.filter(
            meeting__organisation=scope.organisation, meeting__date__lte=scope.as_of, due_on__year=scope.year
        )
        .annotate(is_done=_is(Q(state="done", done_on__lte=scope.as_of)))
        .select_related("meeting")
    )


def findings(scope: Scope) -> QuerySet[Finding]:
    """Every finding reported by as-of. Adds whether it was reported and closed in the year, and was in remedy.

    Of one that was closed after as-of the state on that day is not known: ``is_closed_later``.
    """
    return (
        Finding.objects.filter(organisation=scope.organisation, reported_on__lte=scope.as_of)
        .annotate(
            is_of_year=_is(Q(reported_on__year=scope.year)),
            is_in_remedy=_is(Q(state__in=["in_remedy", "verified"])),
            is_closed_later=_is(Q(closed_on__gt=scope.as_of)),
            is_closed=_is(Q(closed_on__year=scope.year, closed_on__lte=scope.as_of)),
        )
        .select_related("supplier", "theme")
    )


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003


Source = Callable[[Scope], QuerySet[Any]]

SOURCES: dict[Rows, Source] = {
    Rows.TENDERS: tenders,
    Rows.THEMED_TENDERS: tenders,
    Rows.CONTRACTS: contracts,
    Rows.DELIVERABLES: deliverables,
    Rows.MEETINGS: meetings,
    Rows.SUPPLIERS: suppliers,
    Rows.AGREEMENTS: agreements,
    Rows.FINDINGS: findings,
    Rows.COMMITMENTS: commitments,
}

MODELS: dict[Rows, type[Model]] = {
    Rows.TENDERS: Tender,
    Rows.CONTRACTS: Contract,
    Rows.DELIVERABLES: Deliverable,
    Rows.MEETINGS: Meeting,
    Rows.SUPPLIERS: Supplier,
    Rows.AGREEMENTS: Agreement,
    Rows.FINDINGS: Finding,
    Rows.COMMITMENTS: Commitment,
}
"""What the rows of a source are; tenders with themes are rows of ``TENDERS``."""
