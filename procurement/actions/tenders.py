"""Tenders by hand: made, changed, moved from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import audit, saving
from accounts.actions.transitions import move
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.actions import obligations
from procurement.models import Lot, ProcurementCategory, Tender
from procurement.reads import Judgement
from procurement.workflow import STAGE

AREA = "tender_approach"

FIELDS = (
    "reference", "title", "description", "nature", "regime", "procedure", "estimated_value", "currency",
    "publication_date", "award_date", "cpv", "government_wide", "relevant_product_group", "product_groups",
    "impact_weight",
)  # fmt: skip
"""What people may change of a tender; state, ambitions and ISV have their own verbs."""

NOT_FILLED_IN = (
    "organisation", "created_by", "approach_submitted_by", "approach_submitted_at", "approach_approved_at",
)  # fmt: skip
"""Fields that no person fills in, and that may be empty."""

CORRECTIONS = (("published", "planned"), ("awarded", "published"), ("withdrawn", "planned"), ("withdrawn", "published"))
"""Moves back: only as a correction, with a reason."""


@dataclass(frozen=True)
class LotInput:
    """A lot as somebody filled it in. ``pk`` is empty for a new one."""

    identifier: str
    title: str = ""
    category: ProcurementCategory | None = None
    pk: int | None = None
    is_removed: bool = False


class TenderChanged(Exception):
    """Somebody else changed the tender meanwhile. ``mark``: of the tender as it is now."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            _(
                "Somebody else changed this tender while you were working; its history says what. "
                "What you filled in is still here. Save again to replace what the other person filled in."
            )
        )
        self.mark = mark


@transaction.atomic
def create(
    *, organisation: Organisation, by: User, at: datetime, lots: Sequence[LotInput] = (), **fields: Any
) -> Tender:
    """Make a planned tender. Refuses a reference that the organisation uses already (``ValidationError``)."""
    check_right(by, organisation, AREA, WRITE)
    tender = Tender(organisation=organisation, created_at=at, created_by=by, **_known(fields))
    _validate(tender)
    saving.save(tender, taken=_reference_taken())
    after = {name: value for name, value in audit.snapshot(tender, *FIELDS).items() if value not in (None, "", [])}
    audit.record(
        action="tender.created", obj=tender, organisation=organisation, by=by, at=at,
        after={**after, **_save_lots(tender, lots)},
    )  # fmt: skip
    obligations.judge(tenders=[tender.pk])
    return tender


@transaction.atomic
def change(
    *, tender: Tender, by: User, at: datetime, lots: Sequence[LotInput] | None = None, seen: str = "", **fields: Any
) -> Tender:
    """Change fields, and lots when given. Nothing is written when nothing differs.

    While the approach is judged or approved, refuses (``ValidationError``) what would change whether ISV is mandatory:
    that is what was judged. It is returned or reopened first.

    ``seen``: ``mark_of`` the tender on which the change was based; raises ``TenderChanged`` when it is another now.
    """
    check_right(by, tender.organisation_id, AREA, WRITE)
    fresh = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    before = _facts(fresh)
    judged = None if fresh.is_editable_approach else Judgement(fresh).obligation.outcome
    if seen and seen != audit.mark_of(before):
        raise TenderChanged(audit.mark_of(before))
    known = _known(fields)
    for name, value in known.items():
        setattr(fresh, name, value)
    _validate(fresh)
    if lots is not None:
        _save_lots(fresh, lots)
    if judged is not None and Judgement(fresh).obligation.outcome != judged:
        raise obligation_judged(fresh)
    old, new = audit.changes(before, _facts(fresh))
    if new:
        saving.save(fresh, taken=_reference_taken(), update_fields=list(known))
        audit.record(
            action="tender.changed", obj=fresh, organisation=fresh.organisation_id, by=by, at=at, before=old, after=new
        )
        obligations.judge(tenders=[tender.pk])
    tender.refresh_from_db()
    return tender


def mark_of(tender: Tender) -> str:
    """What a form that starts from this tender sends along as ``seen``."""
    return audit.mark_of(_facts(Tender.objects.get(pk=tender.pk)))


@transaction.atomic
def publish(*, tender: Tender, by: User, at: datetime, publication_date: date) -> Tender:
    """The tender is in the market. An approach that is not approved yet does not hinder it; it is shown and counted."""
    move(
        tender, workflow=STAGE, to="published", by=by, at=at, organisation_id=tender.organisation_id,
        publication_date=publication_date,
    )  # fmt: skip
    obligations.judge(tenders=[tender.pk])
    return tender


@transaction.atomic
def award(*, tender: Tender, by: User, at: datetime, award_date: date) -> Tender:
    """The tender is awarded; a further award leaves the first date."""
    if tender.stage == "awarded":
        return tender
    return move(
        tender, workflow=STAGE, to="awarded", by=by, at=at, organisation_id=tender.organisation_id,
        award_date=award_date,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, tender: Tender, by: User, at: datetime, reason: str) -> Tender:
    """The tender does not go on."""
    return move(
        tender, workflow=STAGE, to="withdrawn", by=by, at=at, organisation_id=tender.organisation_id, reason=reason
    )


@transaction.atomic
def correct_stage(*, tender: Tender, to: str, by: User, at: datetime, reason: str) -> Tender:
    """Put a stage back that was wrong. Only moves of ``CORRECTIONS``; the reason is kept."""
    if (tender.stage, to) not in CORRECTIONS:
        raise TransitionNotAllowed(_("This is not a correction of the stage."))
    return move(tender, workflow=STAGE, to=to, by=by, at=at, organisation_id=tender.organisation_id, reason=reason)


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a tender: {', '.join(sorted(unknown))}")
    return dict(fields)


def _reference_taken() -> ValidationError:
    return ValidationError({"reference": _("Your organisation already has a tender with this reference.")})


def obligation_judged(tender: Tender) -> ValidationError:
    """That a change would alter whether ISV is mandatory while the approach is judged or approved, and what to do."""
    texts = {
        "submitted": _(
            "This would change whether ISV is mandatory, while the approach is being judged. "
            "Have the approach returned first, or change this after the decision."
        ),
        "approved": _(
            "This would change whether ISV is mandatory, while the approach is approved. Reopen the approach first."
        ),
    }
    return ValidationError(texts[tender.approach_state])


def _validate(tender: Tender) -> None:
    tender.reference = tender.reference.strip()
    tender.clean_fields(exclude=NOT_FILLED_IN)
    same = Tender.objects.filter(organisation=tender.organisation_id, reference=tender.reference).exclude(pk=tender.pk)
    if same.exists():
        raise _reference_taken()


def _save_lots(tender: Tender, lots: Sequence[LotInput]) -> dict[str, str]:
    allowed = ProcurementCategory.objects.filter(Q(organisation=None) | Q(organisation=tender.organisation_id))
    chosen = {given.category.pk for given in lots if given.category}
    if allowed.filter(pk__in=chosen).count() != len(chosen):
        raise ValidationError(_("This category belongs to another organisation."))
    existing = {lot.pk: lot for lot in tender.lots.all()}
    for given in sorted(lots, key=lambda each: not each.is_removed):
        lot = existing.get(given.pk) if given.pk else Lot(tender=tender)
        if lot is None:
            raise ValidationError(_("A lot that you changed is gone. Look at the page again."))
        if given.is_removed:
            _remove(tender, lot)
        else:
            _save_lot(tender, lot, given)
    return _lots_as_text(tender)


def _save_lot(tender: Tender, lot: Lot, given: LotInput) -> None:
    if not lot.published:  # what was published stays as it was published
        lot.identifier, lot.title = given.identifier.strip(), given.title.strip()
    lot.category = given.category
    if not lot.identifier:
        raise ValidationError(_("Each lot needs a number."))
    if Lot.objects.filter(tender=tender, identifier=lot.identifier).exclude(pk=lot.pk).exists():
        raise ValidationError(_("Lot %(number)s is there twice.") % {"number": lot.identifier})
    lot.save()


def _remove(tender: Tender, lot: Lot) -> None:
    if lot.published or tender.stage == "awarded":
        raise ValidationError(_("A lot that was published or awarded cannot be removed."))
    if lot.pk:
        lot.delete()


def _facts(tender: Tender) -> dict[str, Any]:
    return {**audit.snapshot(tender, *FIELDS), **_lots_as_text(tender)}


def _lots_as_text(tender: Tender) -> dict[str, str]:
    """The lots as the audit trail shows them: ``lot LOT-0001`` → title and category."""
    lots = Lot.objects.filter(tender=tender).select_related("category")
    return {
        f"lot {lot.identifier}": " · ".join(filter(None, [lot.title, lot.category.name_nl if lot.category else ""]))
        for lot in lots
    }
