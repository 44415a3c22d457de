"""What who judges remarks on a row of the approach, and what the team answers."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import DECIDE, WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.models import ApproachRemark, ChosenCriterion, Tender, Theme


@transaction.atomic
def write(
    *, tender: Tender, theme: Theme | None, text: str, by: User, at: datetime, criterion: ChosenCriterion | None = None
) -> ApproachRemark:
    """Remark on a theme or a criterion, or on ISV without either, while the approach is judged.

    Never on one's own submission. Raises ``TransitionNotAllowed`` while it is not judged, without words, and for a
    criterion that is not (any more) in the tender.
    """
    check_right(by, tender.organisation_id, "approve_approach", DECIDE)
    fresh = Tender.objects.select_for_update().get(pk=tender.pk)
    if fresh.approach_state != "submitted":
        raise TransitionNotAllowed(_("Remarks are made while the approach is submitted for approval."))
    if fresh.approach_submitted_by_id == by.pk:
        raise PermissionDenied(_("You cannot decide on what you submitted or asked for yourself."))
    if not text.strip():
        raise TransitionNotAllowed(_("Write what you want to say."))
    if criterion is not None and not fresh.criteria.filter(pk=criterion.pk).exists():
        raise TransitionNotAllowed(_("This criterion is not in the tender any more."))
    remark = ApproachRemark.objects.create(
        tender=fresh, round=fresh.approach_round, theme=theme, criterion=criterion,
        criterion_name=str(criterion)[:400] if criterion else "", text=text.strip(), written_by=by, written_at=at,
    )  # fmt: skip
    about = theme.code if theme else remark.criterion_name or "isv"
    audit.record(
        action="tender.remark", obj=fresh, organisation=fresh.organisation_id, by=by, at=at,
        after={"round": remark.round, "about": about, "remark": remark.text},
    )  # fmt: skip
    return remark


@transaction.atomic
def answer(*, remark: ApproachRemark, text: str, by: User, at: datetime) -> ApproachRemark:
    """Answer a remark, or better one's answer, as long as the approach is not approved."""
    tender = Tender.objects.select_for_update().get(pk=remark.tender_id)  # first, as everybody does who locks both
    fresh = ApproachRemark.objects.select_for_update().get(pk=remark.pk)
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    if tender.approach_state == "approved":
        raise TransitionNotAllowed(_("The approach is approved: its remarks stay as they are."))
    if not text.strip():
        raise TransitionNotAllowed(_("Write what you want to say."))
    before = fresh.answer
    if before == text.strip():
        return fresh
    fresh.answer, fresh.answered_by, fresh.answered_at = text.strip(), by, at
    fresh.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(
        action="tender.remark_answered", obj=tender, organisation=tender.organisation_id, by=by, at=at,
        before={"answer": before}, after={"remark": fresh.text, "answer": fresh.answer},
    )  # fmt: skip
    return fresh
