"""The decision on ISV: in which forms it is applied, or deliberately not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from procurement.actions.ambitions import refuse_unless_editable
from procurement.models import ISV_FORMS, Tender
from procurement.reads import Judgement, asks_isv_explanation

FIELDS = ("isv_answered", *(f"isv_{form}" for form in ISV_FORMS), "isv_explanation")


@transaction.atomic
def apply(*, tender: Tender, forms: Collection[str], explanation: str, by: User, at: datetime) -> Tender:
    """Record the chosen forms; none is an answer too: ISV is deliberately not applied.

    A mandatory tender without the contract condition asks an explanation (``ValidationError`` on
    ``explanation``). Raises ``TransitionNotAllowed`` while the approach is judged or approved.
    """
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    unknown = set(forms) - set(ISV_FORMS)
    if unknown:
        raise ValidationError({"forms": _("Choose from the forms in the list.")})
    fresh = Tender.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tender.pk)
    refuse_unless_editable(fresh)
    chosen = [form for form in ISV_FORMS if form in forms]
    if asks_isv_explanation(Judgement(fresh).obligation, chosen) and not explanation.strip():
        sentence = _("ISV is mandatory here. Explain why it is not a contract condition.")
        raise ValidationError({"explanation": sentence})
    before = audit.snapshot(fresh, *FIELDS)
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
