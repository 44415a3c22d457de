"""The approach is submitted, judged by tenderboard and budget holder, and reopened (domain.md §8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import add_working_days, is_working_day, local_date
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import DECIDE, WRITE
from accounts.workflow import TransitionNotAllowed
from procurement import notifications
from procurement.approach_kept import whole_snapshot
from procurement.approval import is_complete
from procurement.approval_reads import (
    DUE_DATE_MOVED,
    current_round,
    decisions_of_round,
    may_move_due_date,
    open_roles,
    replaced_by,
    rule_of,
    took_part,
    waiting_for,
)
from procurement.models import ApproachDecision, ApproachRound, Tender
from procurement.reads import Missing, missing_for_submission
from procurement.workflow import APPROACH

APPROVED, RETURNED = ApproachDecision.Verdict.APPROVED, ApproachDecision.Verdict.RETURNED


class ApproachIncomplete(Exception):
    """The approach cannot be submitted yet; ``missing`` says what it needs and on which page."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(_("The approach is not complete yet."))
        self.missing = missing


@transaction.atomic
def submit(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Ask for judgement; after a return this starts the next round. Raises ``ApproachIncomplete``.

    The round keeps what was submitted, whom the rule of the organisation asks for this value, and by when.
    """
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    fresh = _locked(tender)
    missing = missing_for_submission(fresh, timezone.localdate(at))
    if missing and fresh.is_editable_approach:
        raise ApproachIncomplete(missing)
    rule = rule_of(fresh)
    started = ApproachRound(
        tender=fresh, number=fresh.approach_round + 1, asks=rule.asks, submitted_by=by, submitted_at=at,
        due_on=add_working_days(local_date(at), rule.working_days),
        snapshot=whole_snapshot(fresh, reader=by, at=at),
    )  # fmt: skip
    move(
        tender, workflow=APPROACH, to="submitted", by=by, at=at, organisation_id=tender.organisation_id,
        audit_after={"asks": rule.asks, "due_on": started.due_on},
        approach_round=started.number, approach_submitted_by=by, approach_submitted_at=at,
    )  # fmt: skip
    started.save(force_insert=True)
    for judge in waiting_for([started], local_date(at))[started.pk]:
        notifications.approach_submitted(started=started, to=judge, at=at)
    return tender


@transaction.atomic
def move_due_date(*, tender: Tender, due_on: date, reason: str, by: User, at: datetime) -> ApproachRound:
    """Give the round that runs another due date, with a reason; reminders follow the new one.

    Who submits approaches may do so, and who judges them. Raises ``TransitionNotAllowed`` where no round runs, and
    ``ValidationError`` for a day that has passed, is the present one or is no working day, or without a reason.
    """
    if not may_move_due_date(by, tender.organisation_id):
        raise PermissionDenied(_("Your role does not allow this step."))
    fresh = _locked(tender)
    running = current_round(fresh)
    if fresh.approach_state != "submitted" or running is None:
        raise TransitionNotAllowed(_("No round runs now, so there is no due date to change."))
    errors = {}
    if due_on == running.due_on:
        errors["due_on"] = _("This is the present due date.")
    elif due_on < local_date(at):
        errors["due_on"] = _("Choose a date that has not passed.")
    elif not is_working_day(due_on):
        errors["due_on"] = _("Choose a working day.")
    if not reason.strip():
        errors["reason"] = _("Give a reason.")
    if errors:
        raise ValidationError(errors)
    before, running.due_on = running.due_on, due_on
    running.save(update_fields=["due_on"])
    audit.record(
        action=DUE_DATE_MOVED, obj=fresh, organisation=fresh.organisation_id, by=by, at=at,
        before={"due_on": before}, after={"due_on": due_on, "round": running.number}, reason=reason.strip(),
    )  # fmt: skip
    return running


@transaction.atomic
def decide(
    *,
    tender: Tender,
    role: str,
    verdict: str,
    reason: str,
    by: User,
    at: datetime,
    on_behalf_of: int | None = None,
) -> ApproachDecision:
    """Approve or return in one role. The rule of the round says when it is approved; one return is enough.

    ``on_behalf_of`` is the key of the member for whom ``by`` stands in now; without it the role is his own. Raises
    ``PermissionDenied`` for the submitter (also in somebody else's name, and for who stands in for him), for a role
    that is not the person's, and for who gave the other decision of this round; ``TransitionNotAllowed`` when the
    role has decided or is not asked.
    """
    check_right(by, tender.organisation_id, "approve_approach", DECIDE)
    fresh = _locked(tender)
    member = _member(fresh, role=role, by=by, at=at, key=on_behalf_of)
    running, earlier = _check_decision(fresh, role=role, people=[by, member] if member else [by])
    if verdict == RETURNED and not reason.strip():
        raise TransitionNotAllowed(_("Give a reason: what has to be different?"))
    decision = ApproachDecision.objects.create(
        tender=fresh, round=fresh.approach_round, role=role, verdict=verdict, reason=reason.strip(),
        decided_by=by, on_behalf_of=member, decided_at=at,
    )  # fmt: skip
    told = {"on_behalf_of": member} if member else {}
    audit.record(
        action="tender.approach_decision", obj=fresh, organisation=fresh.organisation_id, by=by, at=at,
        after={"role": role, "verdict": verdict, "round": fresh.approach_round, **told}, reason=decision.reason,
    )  # fmt: skip
    approved_by = [each.role for each in [*earlier, decision] if each.verdict == APPROVED]
    if verdict == RETURNED:
        _move(tender, "returned", by=by, at=at, reason=decision.reason)
    elif is_complete(running.asks, approved_by):
        _move(tender, "approved", by=by, at=at, approach_approved_at=at)
    for person in _concerned(decision, tender):
        notifications.approach_decided(decision=decision, to=person, at=at)
    return decision


def _concerned(decision: ApproachDecision, tender: Tender) -> list[User]:
    """Who hears of a decision: the submitter once it settles the round, and the member in whose name it was given."""
    decision.tender = tender
    submitter = tender.approach_submitted_by if tender.approach_state != "submitted" else None
    people = [each for each in (submitter, decision.on_behalf_of) if each and each.is_active]
    return [each for each in people if each.roles_in(tender.organisation_id)]


@transaction.atomic
def reopen(*, tender: Tender, by: User, at: datetime, reason: str) -> Tender:
    """Take an approved approach back to draft, with a reason; it needs approval again."""
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    return _move(tender, "draft", by=by, at=at, reason=reason, approach_approved_at=None)


def _move(tender: Tender, to: str, *, by: User, at: datetime, reason: str = "", **changes: Any) -> Tender:
    return move(
        tender, workflow=APPROACH, to=to, by=by, at=at, organisation_id=tender.organisation_id, reason=reason, **changes
    )


def _locked(tender: Tender) -> Tender:
    return Tender.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tender.pk)


def _member(tender: Tender, *, role: str, by: User, at: datetime, key: int | None) -> User | None:
    """The member in whose name this is decided, if any; refused where ``by`` has this role in neither way."""
    if key is None:
        if role not in by.roles_in(tender.organisation_id):
            raise PermissionDenied(_("Your role does not allow this step."))
        return None
    for member, roles in replaced_by(by, tender.organisation_id, local_date(at)).items():
        if member.pk == key and role in roles:
            return member
    raise PermissionDenied(_("You do not stand in for this colleague now, or not in this role."))


def _check_decision(tender: Tender, *, role: str, people: list[User]) -> tuple[ApproachRound, list[ApproachDecision]]:
    """Refuse a decision that these people cannot give now; returns the round and its earlier decisions."""
    running = current_round(tender)
    if tender.approach_state != "submitted" or running is None:
        raise TransitionNotAllowed(
            _("This cannot be done: it is “%(state)s” now. Somebody may have been here before you.")
            % {"state": tender.get_approach_state_display()}
        )
    if tender.approach_submitted_by_id in {person.pk for person in people}:
        raise PermissionDenied(_("You cannot decide on what you submitted or asked for yourself."))
    earlier = decisions_of_round(tender)
    if role not in open_roles(running.asks, earlier):
        raise TransitionNotAllowed(_("There is nothing left to decide in this role in this round."))
    if took_part(earlier) & {person.pk for person in people}:
        raise PermissionDenied(_("You gave the other decision of this round; a second person gives this one."))
    return running, earlier
