"""The approach is submitted, judged by tenderboard and budget holder, and reopened (domain.md §8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import DECIDE, WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.approval import is_complete
from procurement.models import ApproachDecision, Tender
from procurement.reads import Missing, decisions_of_round, missing_for_submission, open_roles
from procurement.workflow import APPROACH

APPROVED, RETURNED = ApproachDecision.Verdict.APPROVED, ApproachDecision.Verdict.RETURNED


class ApproachIncomplete(Exception):
    """The approach cannot be submitted yet; ``missing`` says what it needs and on which page."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(_("The approach is not complete yet."))
        self.missing = missing


@transaction.atomic
def submit(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Ask for judgement; after a return this starts the next round. Raises ``ApproachIncomplete``."""
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    fresh = _locked(tender)
    missing = missing_for_submission(fresh, timezone.localdate(at))
    if missing and fresh.is_editable_approach:
        raise ApproachIncomplete(missing)
    return move(
        tender, workflow=APPROACH, to="submitted", by=by, at=at, organisation_id=tender.organisation_id,
        approach_round=fresh.approach_round + 1, approach_submitted_by=by, approach_submitted_at=at,
    )  # fmt: skip


@transaction.atomic
def decide(*, tender: Tender, role: str, verdict: str, reason: str, by: User, at: datetime) -> ApproachDecision:
    """Approve or return in one role. The organisation's rule says when it is approved; one return is enough.

    Raises ``PermissionDenied`` for the submitter, for a role that is not the person's, and for a person who gave
    the other decision of this round; ``TransitionNotAllowed`` when the role has decided or is not asked.
    """
    check_right(by, tender.organisation_id, "approve_approach", DECIDE)
    fresh = _locked(tender)
    earlier = _check_decision(fresh, role=role, by=by)
    if verdict == RETURNED and not reason.strip():
        raise TransitionNotAllowed(_("Give a reason: what has to be different?"))
    decision = ApproachDecision.objects.create(
        tender=fresh, round=fresh.approach_round, role=role, verdict=verdict, reason=reason.strip(),
        decided_by=by, decided_at=at,
    )  # fmt: skip
    audit.record(
        action="tender.approach_decision", obj=fresh, organisation=fresh.organisation_id, by=by, at=at,
        after={"role": role, "verdict": verdict, "round": fresh.approach_round}, reason=decision.reason,
    )  # fmt: skip
    approved_by = [each.role for each in [*earlier, decision] if each.verdict == APPROVED]
    if verdict == RETURNED:
        _move(tender, "returned", by=by, at=at, reason=decision.reason)
    elif is_complete(fresh.organisation.approval, approved_by):
        _move(tender, "approved", by=by, at=at, approach_approved_at=at)
    return decision


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


def _check_decision(tender: Tender, *, role: str, by: User) -> list[ApproachDecision]:
    """Refuse a decision that this person cannot give now; returns the earlier ones of this round."""
    if tender.approach_state != "submitted":
        raise TransitionNotAllowed(
            _("This cannot be done: it is “%(state)s” now. Somebody may have been here before you.")
            % {"state": tender.get_approach_state_display()}
        )
    if tender.approach_submitted_by_id == by.pk:
        raise PermissionDenied(_("You cannot decide on what you submitted or asked for yourself."))
    if role not in by.roles_in(tender.organisation_id):
        raise PermissionDenied(_("Your role does not allow this step."))
    earlier = decisions_of_round(tender)
    if role not in open_roles(tender, earlier):
        raise TransitionNotAllowed(_("In this role nothing is left to decide in this round."))
    if any(each.decided_by_id == by.pk for each in earlier):
        raise PermissionDenied(_("You gave the other decision of this round; a second person gives this one."))
    return earlier
