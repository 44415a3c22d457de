"""Reads after the award: who sees which supplier, contract and deliverable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce

from accounts.calendar import last_working_day_before
from accounts.roles import READ, roles_with

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from suppliers.models import Commitment, Contract, Deliverable, Finding, Submission, Supplier, SupplierContact

AWAITED = ("expected", "revision_requested")
"""The states of a deliverable in which something is to come from the supplier."""

TO_ASSESS = ("submitted", "in_assessment")
ACCEPTED = ("accepted", "accepted_with_remarks")

SOON_DAYS = 30
"""Due soon: within this many days (ours)."""


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def visible_to(self, user: User) -> SupplierQuerySet:
        """Members see suppliers their organisation has a link with; a contact person sees his own employer."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(contacts__user=user, contacts__is_active=True).distinct()
        return self.filter(links__organisation__in=user.organisation_ids).distinct()

    def of(self, organisation: Organisation) -> SupplierQuerySet:
        """Suppliers that the organisation has to do with; annotates ``alias``, its own name for each."""
        links = _related(self.model, "links").filter(supplier=OuterRef("pk"), organisation=organisation)
        return self.filter(Exists(links)).annotate(alias=Subquery(links.values("alias")[:1]))

    def named(self, text: str) -> SupplierQuerySet:
        """Found by a part of the name or of the own name (after ``of``), or by the start of a number."""
        return self.filter(
            Q(name__icontains=text)
            | Q(alias__icontains=text)
            | Q(kvk__startswith=text)
            | Q(lei__istartswith=text)
            | Q(registration__istartswith=text)
        )

    def with_follow_up(self, organisation: Organisation, today: date) -> SupplierQuerySet:
        """How many contracts with the organisation, and how many deliverables overdue and to assess."""
        contracts = _related(self.model, "contracts").filter(supplier=OuterRef("pk"), organisation=organisation)
        return self.annotate(
            contract_count=_counted(contracts, by="supplier"),
            overdue_count=_counted(self._deliverables(organisation).overdue(today), by="contract__supplier"),
            to_assess_count=_counted(self._deliverables(organisation).awaiting_assessment(), by="contract__supplier"),
        )

    def with_overdue(self, organisation: Organisation, today: date) -> SupplierQuerySet:
        return self.filter(Exists(self._deliverables(organisation).overdue(today)))

    def with_work_to_assess(self, organisation: Organisation) -> SupplierQuerySet:
        return self.filter(Exists(self._deliverables(organisation).awaiting_assessment()))

    def _deliverables(self, organisation: Organisation) -> DeliverableQuerySet:
        rows = _related(_related(self.model, "contracts").model, "deliverables")
        own = rows.filter(contract__supplier=OuterRef("pk"), contract__organisation=organisation)
        return cast("DeliverableQuerySet", own)


class ContactQuerySet(models.QuerySet["SupplierContact"]):
    def visible_to(self, user: User) -> ContactQuerySet:
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(user=user)
        return self.filter(organisation__in=user.organisation_ids)


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: User) -> ContractQuerySet:
        """Members see their organisation's contracts; a contact person those for which he is invited."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(_granted(user, OuterRef("supplier"), OuterRef("organisation")))
        return self.filter(organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation) -> ContractQuerySet:
        return self.filter(organisation=organisation)

    def named(self, text: str) -> ContractQuerySet:
        """Found by a part of the reference, the title or the name of the supplier."""
        return self.filter(Q(reference__icontains=text) | Q(title__icontains=text) | Q(supplier__name__icontains=text))

    def running_on(self, day: date) -> ContractQuerySet:
        """Started, and not ended yet."""
        return self.filter(Q(end_on=None) | Q(end_on__gte=day), start_on__lte=day)

    def open_ended(self) -> ContractQuerySet:
        """Contracts without an end whose terms keep giving rise to deliverables."""
        return self.filter(end_on=None, isv=True, terms__isnull=False).distinct()

    def with_follow_up(self, today: date) -> ContractQuerySet:
        """How many deliverables are overdue, due soon and to assess, and when the next one is due."""
        late = self._deliverables().overdue(today)
        soon = self._deliverables().due_soon(today)
        to_assess = self._deliverables().awaiting_assessment()
        awaited = self._deliverables().filter(state__in=AWAITED).order_by("due_on")
        found: dict[str, Any] = {
            "overdue_count": _counted(late),
            "due_soon_count": _counted(soon),
            "to_assess_count": _counted(to_assess),
            "next_due_on": Subquery(awaited.values("due_on")[:1]),
        }
        return self.annotate(**found)

    def with_overdue(self, today: date) -> ContractQuerySet:
        return self.filter(Exists(self._deliverables().overdue(today)))

    def with_work_to_assess(self) -> ContractQuerySet:
        return self.filter(Exists(self._deliverables().awaiting_assessment()))

    def with_due_soon(self, today: date) -> ContractQuerySet:
        return self.filter(Exists(self._deliverables().due_soon(today)))

    def _deliverables(self) -> DeliverableQuerySet:
        return cast("DeliverableQuerySet", _related(self.model, "deliverables").filter(contract=OuterRef("pk")))


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def visible_to(self, user: User) -> DeliverableQuerySet:
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(_granted(user, OuterRef("contract__supplier"), OuterRef("contract__organisation")))
        return self.filter(contract__organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation) -> DeliverableQuerySet:
        return self.filter(contract__organisation=organisation)

    def awaited(self) -> DeliverableQuerySet:
        """Something is to come from the supplier: a first version, or a revision."""
        return self.filter(state__in=AWAITED)

    def awaiting_assessment(self) -> DeliverableQuerySet:
        return self.filter(state__in=TO_ASSESS)

    def open(self) -> DeliverableQuerySet:
        """Something is still to be done about it, by the supplier or by us."""
        return self.filter(state__in=(*AWAITED, *TO_ASSESS))

    def accepted(self) -> DeliverableQuerySet:
        """Accepted, with or without remarks (interfaces.md)."""
        return self.filter(state__in=ACCEPTED)

    def with_open_extension(self) -> DeliverableQuerySet:
        """Somebody waits for a decision on a later date."""
        asked = _related(self.model, "extension_requests").filter(deliverable=OuterRef("pk"), state="requested")
        return self.filter(Exists(asked))

    def overdue(self, today: date) -> DeliverableQuerySet:
        """Awaited, and today is later than the first working day on or after due date plus grace (interfaces.md)."""
        limit = last_working_day_before(today)
        return self.awaited().filter(due_on__lte=limit).annotate(_until=_with_grace("due_on")).filter(_until__lte=limit)

    def due_soon(self, today: date) -> DeliverableQuerySet:
        """Awaited within ``SOON_DAYS``, or due already without being overdue (weekend, grace)."""
        soon = self.awaited().filter(due_on__lte=today + timedelta(days=SOON_DAYS))
        return soon.annotate(_until=_with_grace("due_on")).filter(_until__gt=last_working_day_before(today))

    def rebuildable(self, today: date) -> DeliverableQuerySet:
        """Expected in the future and touched by nobody yet: these follow when a contract's dates or terms change."""
        extended = _related(self.model, "due_date_changes").filter(deliverable=OuterRef("pk"), source="extension")
        asked = _related(self.model, "extension_requests").filter(deliverable=OuterRef("pk"))
        begun = _related(self.model, "submissions").filter(deliverable=OuterRef("pk"))
        return self.filter(~Exists(extended), ~Exists(asked), ~Exists(begun), state="expected", due_on__gte=today)

    def not_paused(self, today: date) -> DeliverableQuerySet:
        """Without those whose reminders are paused today, on themselves or on their contract."""
        return self.filter(
            Q(reminders_paused_until=None) | Q(reminders_paused_until__lt=today),
            Q(contract__reminders_paused_until=None) | Q(contract__reminders_paused_until__lt=today),
        )

    def with_timeliness(self, today: date) -> DeliverableQuerySet:
        """Annotate ``first_due_on``, ``is_overdue`` (today) and ``is_late`` (the first submission was).

        ``first_due_on`` is the due date with its extensions, without what a requested revision moved: by that
        date the first submission is on time or late.
        """
        limit = last_working_day_before(today)
        yes, no = Value(value=True), Value(value=False)
        dates: dict[str, Any] = {
            "first_due_on": Coalesce(Subquery(_first_revision(self.model).values("from_date")), F("due_on"))
        }
        limits: dict[str, Any] = {"_until": _with_grace("due_on"), "_on_time_until": _with_grace("first_due_on")}
        judged: dict[str, Any] = {
            "is_overdue": Case(When(Q(state__in=AWAITED) & Q(_until__lte=limit), then=yes), default=no),
            "is_late": Case(When(submitted_on__gt=F("_on_time_until"), then=yes), default=no),
        }
        return self.annotate(**dates).annotate(**limits).annotate(**judged)

    def handed_in_late(self, today: date) -> DeliverableQuerySet:
        """Whose first version came after its due date plus grace."""
        return self.with_timeliness(today).filter(Q(is_late=True))

    def with_due_on_as_of(self, as_of: date) -> DeliverableQuerySet:
        """Annotate ``due_on_as_of``: the due date that was in force at the end of that day, after extensions.

        A requested revision asks for something again and does not move the date by which the first was due. What an
        import put right has no day of its own, only that of its entry, and counts for every day (interfaces.md).
        """
        changes = _related(self.model, "due_date_changes")
        earlier_revision = changes.filter(
            deliverable=OuterRef("deliverable"), source="revision", changed_at__lt=OuterRef("changed_at")
        )
        own = changes.filter(deliverable=OuterRef("pk"))
        moved = own.filter(~Exists(earlier_revision)).exclude(source="revision")
        still_to_come = moved.filter(changed_on__gt=as_of).exclude(source="import")
        in_force = Coalesce(
            Subquery(still_to_come.order_by("changed_at", "pk").values("from_date")[:1]),
            Subquery(moved.order_by("-changed_at", "-pk").values("to_date")[:1]),
            Subquery(own.order_by("changed_at", "pk").values("from_date")[:1]),
        )
        dates: dict[str, Any] = {
            # Most dates never move, and the few that did are found at once.
            "due_on_as_of": Case(
                When(pk__in=changes.order_by().values("deliverable"), then=in_force),
                default=F("due_on"),
                output_field=models.DateField(),
            ),
            "_on_time_until_as_of": _with_grace("due_on_as_of"),
        }
        return self.annotate(**dates)

    def received(self, as_of: date) -> DeliverableQuerySet:
        return self.filter(submitted_on__lte=as_of)

    def on_time(self, as_of: date) -> DeliverableQuerySet:
        """First submitted on or before the due date in force at ``as_of`` plus grace."""
        return self.with_due_on_as_of(as_of).received(as_of).filter(submitted_on__lte=F("_on_time_until_as_of"))

    def late(self, as_of: date) -> DeliverableQuerySet:
        """Received, but after the due date in force at ``as_of`` plus grace."""
        return self.with_due_on_as_of(as_of).received(as_of).filter(submitted_on__gt=F("_on_time_until_as_of"))

    def outstanding(self, as_of: date) -> DeliverableQuerySet:
        """Due by ``as_of`` and not received by then; what was waived is not outstanding."""
        not_received = Q(submitted_on=None) | Q(submitted_on__gt=as_of)
        return self.with_due_on_as_of(as_of).filter(not_received & Q(due_on_as_of__lte=as_of)).exclude(state="waived")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        """A buyer sees what was handed in; what is still being prepared is the supplier's alone."""
        if user.is_system:
            return self
        if user.is_supplier:
            return self.filter(
                _granted(
                    user, OuterRef("deliverable__contract__supplier"), OuterRef("deliverable__contract__organisation")
                )
            )
        return self.filter(deliverable__contract__organisation__in=user.organisation_ids, submitted_at__isnull=False)

    def shared_with(self, organisation: Organisation, *, today: date) -> SubmissionQuerySet:
        """What suppliers let the organisation read of that which they handed in to other buyers.

        Only the last version, only while it counts (received or accepted), only with a confidentiality that its
        supplier chose wide enough, and only while the organisation itself has a running contract with him.
        """
        deliverables = _related(self.model, "deliverable")
        contracts = cast("ContractQuerySet", _related(deliverables.model, "contract"))
        own = contracts.of(organisation).running_on(today).filter(supplier=OuterRef("deliverable__contract__supplier"))
        later = self.model._default_manager.filter(
            deliverable=OuterRef("deliverable"), submitted_at__isnull=False, number__gt=OuterRef("number")
        )
        return self.filter(
            Exists(own),
            ~Exists(later),
            submitted_at__isnull=False,
            confidentiality__in=("public", "buyers"),
            deliverable__state__in=(*TO_ASSESS, *ACCEPTED),
        ).exclude(deliverable__contract__organisation=organisation)


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        """Findings may be read by the roles that have them in their table (domain.md §8), never by suppliers here."""
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisations_with(roles_with("findings", READ)))


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User) -> CommitmentQuerySet:
        """Everyone of the organisation reads its contracts, and so what they promise; a supplier its own."""
        if user.is_system:
            return self
        contracts: Any = _related(self.model, "contract")
        return self.filter(contract__in=contracts.visible_to(user).values("pk"))

    def running_in(self, year: int, as_of: date) -> CommitmentQuerySet:
        """Of the contracts that ran in the year, as far as it had come on ``as_of``."""
        return self.filter(
            Q(contract__end_on=None) | Q(contract__end_on__gte=date(year, 1, 1)),
            contract__start_on__lte=min(as_of, date(year, 12, 31)),
        )

    def with_outcome(self, year: int, as_of: date) -> CommitmentQuerySet:
        """Annotates ``outcome``: what came of it in the year, measured by ``as_of``; null where nobody said."""
        said = _related(self.model, "results").filter(commitment=OuterRef("pk"), year=year, measured_on__lte=as_of)
        return self.annotate(outcome=Subquery(said.values("outcome")[:1]))


def _related(model: type[models.Model], name: str) -> models.QuerySet[Any]:
    """All rows of the model at the other end of a relation."""
    other = cast("Any", model._meta.get_field(name).related_model)
    return cast("models.QuerySet[Any]", other._default_manager.all())


def _first_revision(model: type[models.Model]) -> models.QuerySet[Any]:
    changes = _related(model, "due_date_changes").filter(deliverable=OuterRef("pk"), source="revision")
    return changes.order_by("changed_at", "pk")[:1]


def _with_grace(name: str) -> ExpressionWrapper[CombinedExpression]:
    """The date ``name`` plus the grace days of the row."""
    one_day = Value(timedelta(days=1), output_field=models.DurationField())
    # SQLite multiplies durations by plain integers only
    days = Cast(F("grace_days"), models.IntegerField())
    grace = ExpressionWrapper(days * one_day, output_field=models.DurationField())
    return ExpressionWrapper(F(name) + grace, output_field=models.DateField())


def _counted(rows: models.QuerySet[Any], by: str = "contract") -> Coalesce:
    """How many rows a correlated subquery finds; ``by`` is what it is correlated by."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), Value(0))


def _granted(user: User, supplier: OuterRef, organisation: OuterRef) -> Exists:
    return Exists(user.supplier_contacts.filter(supplier=supplier, organisation=organisation, is_active=True))
