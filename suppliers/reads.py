"""Reads after the award that need several models: the schedule of a contract and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.models import Organisation, User
from procurement.follow_up import SIGNALS
from procurement.models import Lot, Tender, Threshold
from procurement.proportion import Proposal, propose
from procurement.thresholds import ThresholdRow, in_euro, kind_for, row_on
from suppliers import deadlines
from suppliers.models import Contract, Deliverable, QuestionSet, ScheduleLine, Supplier, TermFields

TERM_FIELDS = (
    "kind",
    "anchor",
    "offset_months",
    "offset_days",
    "recurrence",
    "month",
    "day",
    "duration",
    "grace_days",
)


def schedule_of(organisation: Organisation, follow_up: str) -> list[ScheduleLine]:
    """The lines for this follow-up: the organisation's own where it has any, else the product's."""
    lines = ScheduleLine.objects.filter(follow_up=follow_up)
    return list(lines.filter(organisation=organisation)) or list(lines.filter(organisation=None))


def question_set_for(organisation: Organisation, kind: str) -> QuestionSet | None:
    """The question set in use: the organisation's own, else the product's."""
    current = QuestionSet.objects.filter(kind=kind, is_current=True)
    return current.filter(organisation=organisation).first() or current.filter(organisation=None).first()


MOST_SUPPLIERS = 8
"""How many suppliers a search offers."""


def suppliers_found(user: User, organisation: Organisation, *, q: str, chosen: str = "") -> QuerySet[Supplier]:
    """Suppliers that the organisation knows, by name or number, and the one chosen before.

    A complete KvK number also finds a supplier that only others know: its identity, never who buys there.
    """
    known = Supplier.objects.visible_to(user).of(organisation)
    text = q.replace("\0", "").strip()  # which PostgreSQL refuses
    matches = Q(pk__in=[])
    if text:
        first = list(known.named(text).order_by("name").values_list("pk", flat=True)[:MOST_SUPPLIERS])
        matches = Q(pk__in=first)
        if len(text) == 8 and text.isdecimal():
            matches |= Q(kvk=text)
    if chosen.isdecimal():
        matches |= Q(pk__in=known.filter(pk=int(chosen[:18])).values("pk"))
    return Supplier.objects.filter(matches).order_by("name")


def has_contact(supplier: Supplier, organisation_id: int) -> bool:
    """Whether the organisation has somebody at this supplier to whom it can send something."""
    return supplier.contacts.filter(organisation=organisation_id, is_active=True, user__is_active=True).exists()


def follow_up_proposal(
    *,
    tender: Tender | None,
    lots: Iterable[Lot],
    value: Decimal | None,
    currency: str,
    risk_signals: str,
    awarded_on: date | None,
) -> Proposal:
    """The follow-up that fits value and risk. ``lots``: those awarded; empty is all of the tender.

    The threshold is that of the day of publication; of a tender without one, that of the award.
    """
    return propose(
        value=in_euro(value, currency),
        threshold=_threshold_of(tender, awarded_on),
        in_risk_category=_in_risk_category(tender, list(lots)),
        signals=SIGNALS[risk_signals],
    )


def _threshold_of(tender: Tender | None, awarded_on: date | None) -> Decimal | None:
    if tender is None:
        return None
    kind = kind_for(organisation_kind=tender.organisation.kind, nature=tender.nature, regime=tender.regime)
    day = tender.publication_date or awarded_on
    if kind is None or day is None:
        return None
    rows = [ThresholdRow(row.kind, row.valid_from, row.amount) for row in Threshold.objects.filter(kind=kind)]
    found = row_on(rows, kind=kind, day=day)
    return found.amount if found else None


def _in_risk_category(tender: Tender | None, lots: list[Lot]) -> bool | None:
    """Whether any lot is in a risk category, of the old list or the new; none while that is open."""
    if tender is None:
        return None
    keys = [lot.pk for lot in lots]
    rows = tender.lots.filter(pk__in=keys) if keys else tender.lots.all()
    found = list(rows.values_list("category__is_risk", flat=True))
    if any(found):
        return True
    return None if not found or None in found else False


def line_of(term: TermFields) -> deadlines.ScheduleLine:
    """A stored term as the pure rule that computes with it."""
    return deadlines.ScheduleLine(**{name: getattr(term, name) for name in TERM_FIELDS})


def planned(
    terms: Sequence[TermFields],
    *,
    start: date,
    end: date | None,
    awarded_on: date | None,
    today: date,
    received: Iterable[date] = (),
    until: date | None = None,
) -> list[deadlines.Due]:
    """What a contract of these dates and terms gives rise to; of an open-ended one up to the horizon."""
    horizon = None if end is not None else until or deadlines.horizon(today)
    return deadlines.occurrences(
        [line_of(term) for term in terms],
        contract=deadlines.Contract(start, end, awarded_on),
        received=received,
        until=horizon,
    )


def planned_for(
    contract: Contract, *, today: date, terms: Sequence[TermFields] | None = None, until: date | None = None
) -> list[deadlines.Due]:
    """The same for a contract as it stands in memory, saved or not; nothing where ISV is no condition of it."""
    if not contract.isv:
        return []
    lines = list(contract.terms.all()) if terms is None else terms
    received = [each.received_on for each in contract.requests.all()] if contract.pk else ()
    return planned(
        lines,
        start=contract.start_on,
        end=contract.end_on,
        awarded_on=contract.awarded_on,
        today=today,
        received=received,
        until=until,
    )


def term_for(due: deadlines.Due, terms: Sequence[TermFields], contract: Contract) -> TermFields | None:
    """The term that a deliverable follows from: of those of its kind the one that gives this date."""
    dates = deadlines.Contract(contract.start_on, contract.end_on, contract.awarded_on)
    fitting = [term for term in terms if term.kind == due.kind and line_of(term).applies_to(dates)]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    received = list(contract.requests.values_list("received_on", flat=True)) if contract.pk else []
    until = due.due_on if contract.end_on is None else None
    for term in fitting:
        own = deadlines.occurrences([line_of(term)], contract=dates, received=received, until=until)
        if any((each.about_year, each.due_on) == (due.about_year, due.due_on) for each in own):
            return term
    return fitting[0]


@dataclass
class Rebuild:
    """What happens to the future deliverables of a contract when its dates or terms change."""

    added: list[deadlines.Due] = field(default_factory=list)
    moved: list[tuple[Deliverable, deadlines.Due]] = field(default_factory=list)
    removed: list[Deliverable] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.removed)


def rebuild_of(contract: Contract, *, today: date, terms: Sequence[TermFields] | None = None) -> Rebuild:
    """Compare the expected deliverables with what the contract (as it stands in memory) now gives rise to.

    Only what is due from today on and was touched by nobody moves or goes; the past stays as it is.
    """
    wanted = {due.key: due for due in planned_for(contract, today=today, terms=terms)}
    existing = list(contract.deliverables.all())
    free = {each.pk for each in contract.deliverables.rebuildable(today)}
    rebuild = Rebuild()
    for each in existing:
        due = wanted.pop((each.kind, each.about_year, each.occurrence), None)
        if each.pk not in free:
            continue
        if due is None:
            rebuild.removed.append(each)
        elif due.due_on >= today and (due.due_on, due.grace_days) != (each.due_on, each.grace_days):
            rebuild.moved.append((each, due))
    rebuild.added = [due for due in wanted.values() if due.due_on >= today]
    return rebuild
