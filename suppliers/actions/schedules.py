"""What a contract asks and when: its terms, and the deliverables that follow from them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from suppliers import deadlines, reads
from suppliers.models import Contract, ContractRequest, ContractTerm, Deliverable, DueDateChange, TermFields

log = logging.getLogger(__name__)

COPIED = (*reads.TERM_FIELDS, "clause", "position")


class NotExtended(Exception):
    """Some contracts could not be extended; the log says why."""


@transaction.atomic
def copy_terms(*, contract: Contract, lines: Sequence[TermFields]) -> list[ContractTerm]:
    """Make the lines of a schedule terms of this contract; from then on they are its own."""
    return ContractTerm.objects.bulk_create(
        ContractTerm(contract=contract, **{name: getattr(line, name) for name in COPIED}) for line in lines
    )


@transaction.atomic
def create_deliverables(*, contract: Contract, by: User, at: datetime) -> list[Deliverable]:
    """Everything that follows from the terms and is not there yet, also what was due before today."""
    return _add(contract, reads.planned_for(contract, today=local_date(at)), by=by, at=at)


@transaction.atomic
def extend(*, contract: Contract, until: date, by: User, at: datetime) -> list[Deliverable]:
    """What becomes due up to ``until`` and is not there yet, so that yearly cycles appear by themselves.

    Doing it twice adds nothing. What would have been due before today is not made afterwards.
    """
    fresh = Contract.objects.select_for_update().prefetch_related("terms").get(pk=contract.pk)
    return _add(fresh, _planned_from(fresh, local_date(at), until=until), by=by, at=at)


def extend_all(*, by: User, at: datetime) -> int:
    """``extend`` every open-ended contract up to the horizon; returns how many deliverables that gave.

    One that fails holds up no other; raises ``NotExtended`` at the end, so that it shows. Four queries, and those of
    ``extend`` for each contract that lacks something.
    """
    today = local_date(at)
    until = deadlines.horizon(today)
    keys = Deliverable.objects.only("contract", "kind", "about_year", "occurrence")
    running = (
        Contract.objects.visible_to(by)
        .open_ended()
        .prefetch_related("terms", "requests", Prefetch("deliverables", keys))
    )
    made, failed = 0, list[int]()
    for contract in running:
        try:
            if _lacks_some(contract, _planned_from(contract, today, until=until)):
                made += len(extend(contract=contract, until=until, by=by, at=at))
        except Exception:
            log.exception("the deliverables of contract %s were not extended", contract.pk)
            failed.append(contract.pk)
    if failed:
        raise NotExtended(f"{made} deliverables made; contracts that failed: {failed}")
    return made


@transaction.atomic
def rebuild(*, contract: Contract, reason: str, by: User, at: datetime) -> reads.Rebuild:
    """Let the future deliverables follow the dates and terms that the contract has now.

    Moves, adds and removes what ``reads.rebuild_of`` names; whatever was submitted, extended or asked for stays.
    """
    check_right(by, contract.organisation_id, "contract", WRITE)
    plan = reads.rebuild_of(contract, today=local_date(at))
    for deliverable in plan.removed:
        audit.record(
            action="deliverable.removed", obj=deliverable, organisation=contract.organisation_id, by=by, at=at,
            before=audit.snapshot(deliverable, "kind", "about_year", "occurrence", "due_on"), reason=reason,
        )  # fmt: skip
        deliverable.delete()
    for deliverable, due in plan.moved:
        _move(deliverable, due, reason=reason, by=by, at=at)
    _add(contract, plan.added, by=by, at=at)
    return plan


@transaction.atomic
def replace_terms(
    *, contract: Contract, terms: Sequence[ContractTerm], follow: bool, reason: str, by: User, at: datetime
) -> reads.Rebuild:
    """Give the contract these terms instead of its present ones; with ``follow`` its future deliverables follow."""
    check_right(by, contract.organisation_id, "contract", WRITE)
    if not reason.strip():
        raise ValidationError({"reason": _("This step asks a reason.")})
    contract = Contract.objects.select_for_update().get(pk=contract.pk)  # a sweep extends it, or waits
    before = [_described(term) for term in contract.terms.all()]
    kept = {term.pk for term in terms if term.pk}
    contract.terms.exclude(pk__in=kept).delete()
    for position, term in enumerate(terms):
        term.contract, term.position = contract, position
        term.full_clean()
        term.save()
    audit.record(
        action="contract.terms_changed", obj=contract, organisation=contract.organisation_id, by=by, at=at,
        before={"terms": before}, after={"terms": [_described(term) for term in terms]}, reason=reason,
    )  # fmt: skip
    return rebuild(contract=contract, reason=reason, by=by, at=at) if follow else reads.Rebuild()


@transaction.atomic
def record_request(
    *, contract: Contract, received_on: date, subject: str, by: User, at: datetime
) -> tuple[ContractRequest, list[Deliverable]]:
    """Note that the supplier received a request; returns it and the deliverables that this gives rise to."""
    check_right(by, contract.organisation_id, "contract", WRITE)
    contract = Contract.objects.select_for_update().get(pk=contract.pk)  # so that two at once number in turn
    request = ContractRequest(
        contract=contract, received_on=received_on, subject=subject, recorded_at=at, recorded_by=by
    )
    request.full_clean()
    request.save()
    audit.record(
        action="contract.request_received", obj=contract, organisation=contract.organisation_id, by=by, at=at,
        after={"received_on": received_on, "subject": subject},
    )  # fmt: skip
    return request, create_deliverables(contract=contract, by=by, at=at)


def _planned_from(contract: Contract, today: date, *, until: date) -> list[deadlines.Due]:
    return [due for due in reads.planned_for(contract, today=today, until=until) if due.due_on >= today]


def _lacks_some(contract: Contract, planned: Sequence[deadlines.Due]) -> bool:
    known = {(each.kind, each.about_year, each.occurrence) for each in contract.deliverables.all()}
    return any(due.key not in known for due in planned)


def _add(contract: Contract, planned: Sequence[deadlines.Due], *, by: User, at: datetime) -> list[Deliverable]:
    known = set(contract.deliverables.values_list("kind", "about_year", "occurrence"))
    terms = list(contract.terms.all())
    made = []
    for due in planned:
        if due.key in known:
            continue
        term = reads.term_for(due, terms, contract)
        deliverable = Deliverable.objects.create(
            contract=contract,
            term_id=term.pk if term else None,
            kind=due.kind,
            about_year=due.about_year,
            occurrence=due.occurrence,
            due_on=due.due_on,
            grace_days=due.grace_days,
            created_at=at,
        )
        audit.record(
            action="deliverable.created", obj=deliverable, organisation=contract.organisation_id, by=by, at=at,
            after={"due_on": due.due_on, "grace_days": due.grace_days},
        )  # fmt: skip
        made.append(deliverable)
    return made


def _move(deliverable: Deliverable, due: deadlines.Due, *, reason: str, by: User, at: datetime) -> None:
    before = audit.snapshot(deliverable, "due_on", "grace_days")
    if deliverable.due_on != due.due_on:
        DueDateChange.objects.create(
            deliverable=deliverable, from_date=deliverable.due_on, to_date=due.due_on,
            source=DueDateChange.Source.CORRECTION, reason=reason, changed_on=local_date(at), changed_at=at,
            changed_by=by,
        )  # fmt: skip
    deliverable.due_on, deliverable.grace_days = due.due_on, due.grace_days
    deliverable.save(update_fields=["due_on", "grace_days"])
    audit.record(
        action="deliverable.rescheduled", obj=deliverable, organisation=deliverable.contract.organisation_id,
        by=by, at=at, before=before, after=audit.snapshot(deliverable, "due_on", "grace_days"), reason=reason,
    )  # fmt: skip


def _described(term: ContractTerm) -> dict[str, object]:
    return audit.snapshot(term, *COPIED)
