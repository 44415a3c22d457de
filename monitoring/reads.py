"""Reads that need several models: which deadlines may remind whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import Max, Prefetch, QuerySet

from accounts.calendar import local_date
from accounts.models import Membership, Organisation, User
from accounts.roles import WRITE, roles_with
from dialogues.models import Agreement
from monitoring.deadlines import Deadline, Key, ReminderRule
from monitoring.models import PlanLeadTime, Reminder, ReminderOffset
from procurement.approval_reads import waiting_for
from procurement.models import ActionPlan, ApproachRound, CategoryPlan
from procurement.plan_period import ENDS_WITHIN
from suppliers.models import Deliverable, SupplierContact

M = TypeVar("M", bound=models.Model)

CHUNK = 1000
Pairs = frozenset[tuple[int, int]]
SHIFT_DAYS = 7
"""Weekend and holidays move a reminder at most this far."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who is reminded; a colleague only from the due date on, the owner from the first moment."""

    user: User
    is_owner: bool


@dataclass(frozen=True)
class Candidate:
    """A deadline that may remind today, with who would get it and what the ledger holds already."""

    subject: Deliverable | Agreement | ApproachRound | CategoryPlan | ActionPlan
    organisation: Organisation
    deadline: Deadline
    rule: ReminderRule
    recipients: tuple[Recipient, ...]
    done: dict[int, frozenset[Key]]

    def done_for(self, recipient: User) -> frozenset[Key]:
        return self.done.get(recipient.pk, frozenset())


@dataclass(frozen=True)
class PlanKind:
    """A kind of plan: its field in the ledger, and what its name reads."""

    model: Any
    field: str
    named_by: tuple[str, ...] = ()


PLAN_KINDS = (PlanKind(CategoryPlan, "category_plan", ("category",)), PlanKind(ActionPlan, "action_plan"))


def rules() -> dict[int | None, ReminderRule]:
    """The reminder rule per organisation; under None the product's, for who has none of its own."""
    found: dict[int | None, list[ReminderOffset]] = defaultdict(list)
    for offset in ReminderOffset.objects.all():
        found[offset.organisation_id].append(offset)
    return {
        key: ReminderRule([row.days for row in rows], then_monthly=any(row.repeats_monthly for row in rows))
        for key, rows in found.items()
    }


def lead_times() -> dict[int, timedelta]:
    """How long before its last day a plan asks for a next edition, of the organisations that chose it themselves."""
    return {row.organisation_id: timedelta(days=row.days) for row in PlanLeadTime.objects.all()}


def own_lead_time(organisation: Organisation) -> timedelta | None:
    """The same of one organisation; none where it follows the product."""
    own = PlanLeadTime.objects.filter(organisation=organisation).first()
    return timedelta(days=own.days) if own else None


def candidates(today: date) -> Iterator[Candidate]:
    """Every open deadline whose first reminder moment may have come, in a number of queries that grows per 1,000."""
    by_organisation = rules()
    if None not in by_organisation:
        by_organisation[None] = ReminderRule([], then_monthly=False)
    earliest = min((min(rule.offsets, default=0) for rule in by_organisation.values()), default=0)
    horizon = today + timedelta(days=SHIFT_DAYS - min(earliest, 0))
    members = _members()
    yield from _deliverables(today, horizon, by_organisation, members)
    yield from _agreements(horizon, by_organisation, members)
    yield from _rounds(today, horizon, by_organisation, members)
    for kind in PLAN_KINDS:
        yield from _plans(kind, today, horizon, by_organisation, members)


def _deliverables(
    today: date, horizon: date, by_organisation: dict[int | None, ReminderRule], members: Pairs
) -> Iterator[Candidate]:
    rows = (
        Deliverable.objects.awaited()
        .not_paused(today)
        .filter(due_on__lte=horizon)
        .select_related("contract__organisation", "contract__supplier", "contract__contract_manager")
        .annotate(moved_on=Max("due_date_changes__changed_on"))
        .order_by("pk")
    )
    contacts = _contacts_by_relation()
    for chunk in _chunks(rows):
        done = _ledger(Reminder.objects.filter(deliverable__in=chunk), "deliverable_id")
        for row in chunk:
            contract = row.contract
            owners = contacts.get((contract.organisation_id, contract.supplier_id), [])
            recipients = [Recipient(user, is_owner=True) for user in owners]
            manager = contract.contract_manager
            if manager is not None and (contract.organisation_id, manager.pk) in members:
                recipients.append(Recipient(manager, is_owner=False))
            moved_on: date | None = vars(row)["moved_on"]
            yield Candidate(
                subject=row,
                organisation=contract.organisation,
                deadline=Deadline(row.due_on, moved_on or local_date(row.created_at)),
                rule=by_organisation.get(contract.organisation_id, by_organisation[None]),
                recipients=tuple(recipients),
                done=done.get((row.pk, row.due_on), {}),
            )


def _agreements(horizon: date, by_organisation: dict[int | None, ReminderRule], members: Pairs) -> Iterator[Candidate]:
    rows = (
        Agreement.objects.filter(state="open", reported_at=None, due_on__lte=horizon)
        .select_related("meeting__organisation", "meeting__organiser", "owner_user")
        .prefetch_related(Prefetch("meeting__suppliers"))
        .order_by("pk")
    )
    contacts = _contacts_by_relation()
    for chunk in _chunks(rows):
        done = _ledger(Reminder.objects.filter(agreement__in=chunk), "agreement_id")
        for row in chunk:
            organisation = row.meeting.organisation
            yield Candidate(
                subject=row,
                organisation=organisation,
                deadline=Deadline(row.due_on, local_date(row.created_at)),
                rule=by_organisation.get(organisation.pk, by_organisation[None]),
                recipients=tuple(_owners(row, contacts, members)),
                done=done.get((row.pk, row.due_on), {}),
            )


def _rounds(
    today: date, horizon: date, by_organisation: dict[int | None, ReminderRule], members: Pairs
) -> Iterator[Candidate]:
    """Who judges is reminded from the first moment; who submitted hears when it is late."""
    rows = (
        ApproachRound.objects.running()
        .filter(due_on__lte=horizon)
        .select_related("tender__organisation", "submitted_by")
        .defer("snapshot")
        .order_by("pk")
    )
    for chunk in _chunks(rows):
        done = _ledger(Reminder.objects.filter(approach_round__in=chunk), "approach_round_id")
        judges = waiting_for(chunk, today)
        for row in chunk:
            organisation = row.tender.organisation
            recipients = [Recipient(user, is_owner=True) for user in judges[row.pk]]
            if (organisation.pk, row.submitted_by_id) in members:
                recipients.append(Recipient(row.submitted_by, is_owner=False))
            yield Candidate(
                subject=row,
                organisation=organisation,
                deadline=Deadline(row.due_on, local_date(row.submitted_at)),
                rule=by_organisation.get(organisation.pk, by_organisation[None]),
                recipients=tuple(recipients),
                done=done.get((row.pk, row.due_on), {}),
            )


def _plans(
    kind: PlanKind, today: date, horizon: date, by_organisation: dict[int | None, ReminderRule], members: Pairs
) -> Iterator[Candidate]:
    """Plans that end without a next edition, up to and including their last day, as the day's page shows them."""
    model, field = kind.model, kind.field
    leads = lead_times()
    furthest = max(horizon, today + max([*leads.values(), ENDS_WITHIN]))
    ending = model.objects.adopted_until(today - timedelta(days=SHIFT_DAYS), furthest)
    rows = ending.without_successor().select_related("organisation", "responsible", *kind.named_by).order_by("pk")
    writers = _writers(model.area)
    for chunk in _chunks(rows):
        done = _ledger(Reminder.objects.filter(**{f"{field}__in": chunk}), f"{field}_id")
        for row in chunk:
            yield Candidate(
                subject=row,
                organisation=row.organisation,
                deadline=Deadline(row.valid_until, local_date(row.adopted_at)),
                rule=_rule_of_plans(
                    by_organisation.get(row.organisation_id, by_organisation[None]),
                    leads.get(row.organisation_id),
                ),
                recipients=tuple(_writers_of(row, writers.get(row.organisation_id, []), members)),
                done=done.get((row.pk, row.valid_until), {}),
            )


def _rule_of_plans(rule: ReminderRule, own: timedelta | None) -> ReminderRule:
    """The moments of the organisation up to the last day, and first the day on which the day's page shows the plan.

    That day is the first of all where the organisation chose it itself.
    """
    first = -(own or ENDS_WITHIN).days
    before = {offset for offset in rule.offsets if offset <= 0 and (own is None or offset > first)} | {first}
    return ReminderRule(sorted(before), then_monthly=False)


def _writers_of(plan: CategoryPlan | ActionPlan, writers: Sequence[User], members: Pairs) -> Iterator[Recipient]:
    """Who is responsible; the others who write such plans hear on the last day, or as he does when he may not act."""
    may_act = plan.responsible in writers
    if may_act or (plan.organisation_id, plan.responsible_id) in members:
        yield Recipient(plan.responsible, is_owner=True)
    for writer in writers:
        if writer != plan.responsible:
            yield Recipient(writer, is_owner=not may_act)


def _owners(row: Agreement, contacts: dict[tuple[int, int], list[User]], members: Pairs) -> Iterator[Recipient]:
    """The named owner; else the contact persons of the supplier concerned; the organiser hears when it is late.

    Who has left, as a colleague or as a contact person, hears nothing any more: then it is as if nobody was named.
    """
    organisation, organiser = row.meeting.organisation_id, row.meeting.organiser
    suppliers = [row.supplier_id] if row.supplier_id else [each.pk for each in row.meeting.suppliers.all()]
    theirs = {user.pk: user for supplier in suppliers for user in contacts.get((organisation, supplier), [])}
    owner = row.owner_user
    if owner is not None and owner.pk not in theirs and (organisation, owner.pk) not in members:
        owner = None
    if owner is not None:
        yield Recipient(owner, is_owner=True)
    elif row.owner_side == Agreement.Side.SUPPLIER:
        for user in theirs.values():
            yield Recipient(user, is_owner=True)
    if (organisation, organiser.pk) in members and organiser != owner:
        yield Recipient(organiser, is_owner=owner is None and row.owner_side == Agreement.Side.BUYER)


def _members() -> Pairs:
    """(organisation, person) of everybody who works somewhere now."""
    found = Membership.objects.filter(user__is_active=True).order_by()
    return frozenset(found.values_list("organisation_id", "user_id"))


def _writers(area: str) -> dict[int, list[User]]:
    """Organisation → who may write there in this area, and works there now."""
    rows = Membership.objects.filter(role__in=roles_with(area, WRITE), user__is_active=True).select_related("user")
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows.order_by("user__name", "user_id"):
        found[row.organisation_id][row.user_id] = row.user
    return {key: list(people.values()) for key, people in found.items()}


def _contacts_by_relation() -> dict[tuple[int, int], list[User]]:
    found: dict[tuple[int, int], list[User]] = defaultdict(list)
    for contact in SupplierContact.objects.filter(is_active=True, user__is_active=True).select_related("user"):
        found[contact.organisation_id, contact.supplier_id].append(contact.user)
    return found


def _ledger(reminders: QuerySet[Reminder], subject: str) -> dict[tuple[int, date], dict[int, frozenset[Key]]]:
    found: dict[tuple[int, date], dict[int, set[Key]]] = defaultdict(lambda: defaultdict(set))
    names = (subject, "due_on", "recipient_id", "offset_days", "occurrence")
    for key, due_on, recipient, offset, occurrence in reminders.order_by().values_list(*names):
        found[key, due_on][recipient].add((offset, occurrence))
    return {
        key: {recipient: frozenset(keys) for recipient, keys in by_recipient.items()}
        for key, by_recipient in found.items()
    }


def _chunks(rows: QuerySet[M]) -> Iterator[Sequence[M]]:
    """The rows in portions by primary key, so that memory stays bounded."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
