"""The decision on ISV: in which forms it is applied, or deliberately not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from procurement.actions.ambitions import refuse_unless_editable
from procurement.models import ISV_FORMS, Tender
from procurement.proportion import FOLLOW_UPS
from procurement.reads import Judgement, asks_isv_explanation

FIELDS = (
    "isv_answered", *(f"isv_{form}" for form in ISV_FORMS), "isv_explanation", "follow_up", "follow_up_reason",
)  # fmt: skip


@transaction.atomic
def apply(
    *,
    tender: Tender,
    forms: Collection[str],
    explanation: str,
    by: User,
    at: datetime,
    follow_up: str | None = None,
    follow_up_reason: str = "",
) -> Tender:
    """Record the chosen forms; none is an answer too: ISV is deliberately not applied.

    ``follow_up`` none leaves that choice as it is; empty takes it back. Departing from the proposal asks a reason.

    A mandatory tender without the contract condition asks an explanation (``ValidationError`` on
    ``explanation``). Raises ``TransitionNotAllowed`` while the approach is judged or approved.
    """
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    unknown = set(forms) - set(ISV_FORMS)
    if unknown:
        raise ValidationError({"forms": _("Choose from the forms in the list.")})
    fresh = Tender.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tender.pk)
    refuse_unless_editable(fresh)
    before = audit.snapshot(fresh, *FIELDS)
    chosen = [form for form in ISV_FORMS if form in forms]
    judgement = Judgement(fresh, local_date(at))
    if follow_up is not None:
        _choose_follow_up(fresh, judgement, follow_up, follow_up_reason.strip())
    if asks_isv_explanation(judgement.obligation, chosen) and not explanation.strip():
        sentence = _("ISV is mandatory here. Explain why it is not a contract condition.")
        raise ValidationError({"explanation": sentence})
    fresh.isv_answered, fresh.isv_explanation = True, explanation.strip()
    for form in ISV_FORMS:
        setattr(fresh, f"isv_{form}", form in chosen)
    old, new = audit.changes(before, audit.snapshot(fresh, *FIELDS))
    if new:
        fresh.save(update_fields=list(FIELDS))
        audit.record(
            action="tender.isv", obj=fresh, organisation=fresh.organisation_id, by=by, at=at, before=old, after=new,
            reason=fresh.isv_explanation,
        )  # fmt: skip
    tender.refresh_from_db()
    return tender


def _choose_follow_up(fresh: Tender, judgement: Judgement, follow_up: str, reason: str) -> None:
    """Set the follow-up; ``ValidationError`` where it is none of the table, or departs without a reason."""
    if follow_up and follow_up not in FOLLOW_UPS:
        raise ValidationError({"follow_up": _("Choose from the list.")})
    proposed = judgement.follow_up.follow_up
    if follow_up and proposed and follow_up != proposed and not reason:
        raise ValidationError({"follow_up_reason": _("Explain why you depart from the proposed follow-up.")})
    fresh.follow_up, fresh.follow_up_reason = follow_up, reason if follow_up else ""
