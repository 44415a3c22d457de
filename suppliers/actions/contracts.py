"""Changing a contract after its award: its facts, and whether its supplier is reminded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit, saving
from accounts.calendar import local_date
from accounts.models import User
from accounts.permissions import check_right, has_right
from accounts.roles import WRITE
from suppliers import notifications, reads
from suppliers.actions import schedules
from suppliers.actions.awards import reference_taken
from suppliers.models import Contract, Deliverable

EDITABLE = (
    "reference", "title", "awarded_on", "start_on", "end_on", "value", "currency", "isv", "risk_signals",
    "follow_up", "follow_up_reason", "contract_manager",
)  # fmt: skip


class ContractChanged(Exception):
    """Somebody else changed the contract meanwhile. ``mark``: of the contract as it is now."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            _(
                "Somebody else changed this contract while you were working; its history says what. "
                "What you filled in is still here. Save again to replace what the other person filled in."
            )
        )
        self.mark = mark


def mark_of(contract: Contract) -> str:
    """What a form that starts from this contract sends along as ``seen``."""
    return audit.mark_of(audit.snapshot(contract, *EDITABLE))


@transaction.atomic
def edit(
    *, contract: Contract, follow: bool, reason: str = "", seen: str = "", by: User, at: datetime, **fields: Any
) -> reads.Rebuild:
    """Change fields of EDITABLE. With ``follow`` the future deliverables follow changed dates; returns what that did.

    Another follow-up takes the terms of its schedule only where the contract has none yet; else edit the terms.
    ``seen``: ``mark_of`` the contract on which the change was based; raises ``ContractChanged`` when it is another now.
    """
    check_right(by, contract.organisation_id, "contract", WRITE)
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    before = audit.snapshot(contract, *EDITABLE)
    if seen and seen != audit.mark_of(before):
        raise ContractChanged(audit.mark_of(before))
    manager = contract.contract_manager_id
    for name, value in fields.items():
        setattr(contract, name, value)
    _check(contract)
    old, new = audit.changes(before, audit.snapshot(contract, *EDITABLE))
    if not new:
        return reads.Rebuild()
    taken = ValidationError({"reference": reference_taken()})
    saving.save(contract, taken=taken, update_fields=list(EDITABLE))
    audit.record(
        action="contract.changed", obj=contract, organisation=contract.organisation_id, by=by, at=at,
        before=old, after=new, reason=reason,
    )  # fmt: skip
    if contract.contract_manager_id != manager:
        notifications.contract_assigned(contract=contract, at=at)
    if contract.isv and contract.follow_up and not contract.terms.exists():
        lines = reads.schedule_of(contract.organisation, contract.follow_up)
        schedules.copy_terms(contract=contract, lines=lines)
    if not follow:
        return reads.Rebuild()
    why = reason.strip() or _("The dates of the contract changed.")
    return schedules.rebuild(contract=contract, reason=why, by=by, at=at)


@transaction.atomic
def pause_reminders(*, about: Contract | Deliverable, until: date, reason: str, by: User, at: datetime) -> None:
    """No reminders of this contract or deliverable up to and with ``until``; it stays due and overdue as it is."""
    _check_pause(about, by)
    if until < local_date(at):
        raise ValidationError({"until": _("Choose a date that has not passed.")})
    if not reason.strip():
        raise ValidationError({"reason": _("This step asks a reason.")})
    _set_pause(about, "reminders_paused", until=until, reason=reason, by=by, at=at)


@transaction.atomic
def resume_reminders(*, about: Contract | Deliverable, by: User, at: datetime) -> None:
    """Remind again from now on. Doing it twice changes nothing."""
    _check_pause(about, by)
    _set_pause(about, "reminders_resumed", until=None, reason="", by=by, at=at)


def _check(contract: Contract) -> None:
    if contract.end_on is not None and contract.end_on < contract.start_on:
        raise ValidationError({"end_on": _("The contract cannot end before it starts.")})
    manager = contract.contract_manager
    if manager is not None and not has_right(manager, contract.organisation_id, "contract", WRITE):
        raise ValidationError({"contract_manager": _("Choose somebody who may manage contracts here.")})
    contract.full_clean()


def _check_pause(about: Contract | Deliverable, by: User) -> None:
    contract = about if isinstance(about, Contract) else about.contract
    check_right(by, contract.organisation_id, "contract", WRITE)


def _set_pause(
    about: Contract | Deliverable, verb: str, *, until: date | None, reason: str, by: User, at: datetime
) -> None:
    contract = about if isinstance(about, Contract) else about.contract
    stored = type(about)._default_manager.select_for_update().get(pk=about.pk)
    before = audit.snapshot(stored, "reminders_paused_until")
    about.reminders_paused_until, about.reminders_paused_reason = until, reason
    if until is None and stored.reminders_paused_until is None:
        return
    about.save(update_fields=["reminders_paused_until", "reminders_paused_reason"])
    audit.record(
        action=f"{about._meta.model_name}.{verb}", obj=about, organisation=contract.organisation_id, by=by, at=at,
        before=before, after={"reminders_paused_until": until}, reason=reason,
    )  # fmt: skip
