"""Recording an award: a contract comes into being, and with it what the supplier owes and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit, saving
from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import WRITE
from procurement.actions import tenders
from procurement.models import Lot, Tender
from suppliers import notifications, reads
from suppliers.actions import commitments, schedules, suppliers
from suppliers.models import Contract, Supplier, SupplierLink
from suppliers.names import without_turns
from suppliers.permissions import check_award

AUDITED = (
    "reference", "title", "supplier", "awarded_on", "start_on", "end_on", "value", "currency", "isv",
    "risk_signals", "follow_up", "contract_manager",
)  # fmt: skip


@dataclass(frozen=True)
class NewSupplier:
    """A supplier that is not known here yet. A KvK number that is known elsewhere links to that identity."""

    name: str
    kvk: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", without_turns(self.name))


@dataclass(frozen=True)
class Award:
    """What was awarded. ``follow_up_reason`` is asked where the follow-up departs from the proposal."""

    reference: str
    title: str
    awarded_on: date
    start_on: date
    end_on: date | None
    value: Decimal | None
    currency: str
    isv: bool | None
    contract_manager: User | None = None
    risk_signals: str = ""
    follow_up: str = ""
    follow_up_reason: str = ""
    lots: Sequence[Lot] = ()


@transaction.atomic
def award(*, tender: Tender, supplier: Supplier | NewSupplier, award: Award, by: User, at: datetime) -> Contract:
    """Make the contract with its terms and deliverables, and move the tender to awarded. All or nothing.

    Raises ``ValidationError`` by field name for what does not fit, ``TransitionNotAllowed`` for a withdrawn tender.
    """
    check_award(by, tender)
    # One award of a tender at a time: the second comes after the first, which moved the stage.
    tender.stage = Tender.objects.select_for_update().values_list("stage", flat=True).get(pk=tender.pk)
    _check(tender, award)
    organisation = tender.organisation
    contract = Contract(
        organisation=organisation,
        tender=tender,
        supplier=link_supplier(supplier=supplier, organisation=organisation, by=by, at=at),
        created_at=at,
        created_by=by,
        **{name: getattr(award, name) for name in (*AUDITED, "follow_up_reason") if name != "supplier"},
    )
    contract.full_clean()
    saving.save(contract, taken=ValidationError({"reference": reference_taken()}))
    contract.lots.set(award.lots)
    audit.record(
        action="contract.awarded", obj=contract, organisation=organisation, by=by, at=at,
        after={
            **audit.snapshot(contract, *AUDITED, "follow_up_reason"), "lots": [lot.identifier for lot in award.lots]
        },
    )  # fmt: skip
    if contract.isv and contract.follow_up:
        schedules.copy_terms(contract=contract, lines=reads.schedule_of(organisation, contract.follow_up))
        schedules.create_deliverables(contract=contract, by=by, at=at)
    commitments.take_over(contract=contract, by=by, at=at)
    _move_stage(tender, award, by=by, at=at)
    notifications.contract_assigned(contract=contract, at=at)
    return contract


@transaction.atomic
def link_supplier(*, supplier: Supplier | NewSupplier, organisation: Organisation, by: User, at: datetime) -> Supplier:
    """The supplier, found or made, with a link to the organisation. An identity that exists is never overwritten."""
    found = supplier if isinstance(supplier, Supplier) else _found_or_made(supplier, organisation, by=by, at=at)
    link, created = SupplierLink.objects.get_or_create(
        organisation=organisation, supplier=found, defaults={"created_at": at}
    )
    if created:
        audit.record(
            action="supplier.linked", obj=found, organisation=organisation, by=by, at=at, after={"link": link.pk}
        )
    return found


def _found_or_made(new: NewSupplier, organisation: Organisation, *, by: User, at: datetime) -> Supplier:
    known = Supplier.objects.filter(kvk=new.kvk).first() if new.kvk else None
    if known is not None:
        return known
    identity = suppliers.Identity(name=new.name, kvk=new.kvk, country=new.country)
    return suppliers.make(identity=identity, organisation=organisation, by=by, at=at)[0]


def reference_taken() -> str:
    return _("Your organisation has a contract with this reference already.")


def _check(tender: Tender, award: Award) -> None:
    """What the fields together must satisfy, each error at its field."""
    errors: dict[str, str] = {}
    if any(lot.tender_id != tender.pk for lot in award.lots):
        errors["lots"] = _("Choose lots of this tender.")
    if award.end_on is not None and award.end_on < award.start_on:
        errors["end_on"] = _("The contract cannot end before it starts.")
    if Contract.objects.filter(organisation=tender.organisation_id, reference=award.reference).exists():
        errors["reference"] = reference_taken()
    manager = award.contract_manager
    if manager is not None and not has_right(manager, tender.organisation_id, "contract", WRITE):
        errors["contract_manager"] = _("Choose somebody who may manage contracts here.")
    if award.isv and not award.follow_up:
        errors["follow_up"] = _("Choose how intensively this contract is followed up.")
    errors |= _follow_up_error(tender, award)
    if errors:
        raise ValidationError(errors)


def _follow_up_error(tender: Tender, award: Award) -> dict[str, str]:
    proposal = reads.follow_up_proposal(
        tender=tender, lots=award.lots, value=award.value, currency=award.currency, risk_signals=award.risk_signals,
        awarded_on=award.awarded_on,
    )  # fmt: skip
    departs = award.isv and proposal.follow_up and award.follow_up not in ("", proposal.follow_up)
    if departs and not award.follow_up_reason.strip():
        return {"follow_up_reason": _("Explain why you depart from the proposed follow-up.")}
    return {}


def _move_stage(tender: Tender, award: Award, *, by: User, at: datetime) -> None:
    """A buyer moves the stage himself; when a contract manager records the award, it follows as a consequence."""
    is_buyer = "buyer" in by.roles_in(tender.organisation_id)
    tenders.award(tender=tender, by=by if is_buyer else User.objects.system(), at=at, award_date=award.awarded_on)
