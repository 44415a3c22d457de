"""What a tender promised travels into its contract, and every year somebody says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from suppliers.models import Commitment, CommitmentResult, Contract

WORDS = ("goal", "indicator", "target", "target_value", "target_unit")
"""What a contract may word otherwise than its tender; theme and level stay as they were promised."""

RESULT = ("outcome", "measured_value", "measured_on", "note")


class NothingToTakeOver(Exception):
    """The tender promised nothing that is not a commitment of the contract already."""

    def __init__(self) -> None:
        super().__init__(_("There is no ambition in the tender that is not a commitment of this contract already."))


@dataclass(frozen=True)
class Result:
    """What came of a commitment. ``measured_value`` in the unit of its target; ``note`` says how it was seen."""

    outcome: str
    measured_on: date
    note: str
    measured_value: Decimal | None = None


@transaction.atomic
def take_over(*, contract: Contract, by: User, at: datetime) -> list[Commitment]:
    """Make a commitment of every theme on which the tender chose a level and that is none yet; what is there stays."""
    tender = contract.tender
    if tender is None:
        return []
    present = set(contract.commitments.values_list("theme_id", flat=True))
    made = [
        Commitment(
            contract=contract, theme=ambition.theme, level=ambition.level or 0, created_at=at,
            **{name: getattr(ambition, name) for name in WORDS},
        )
        for ambition in tender.ambitions.filter(level__gte=1).select_related("theme")
        if ambition.theme_id not in present
    ]  # fmt: skip
    if made:
        Commitment.objects.bulk_create(made)
        audit.record(
            action="contract.commitments_made", obj=contract, organisation=contract.organisation_id, by=by, at=at,
            after={each.theme.code: each.level for each in made},
        )  # fmt: skip
    return made


@transaction.atomic
def take_over_later(*, contract: Contract, by: User, at: datetime) -> list[Commitment]:
    """``take_over`` for a contract that was there before its tender's ambitions were; refuses to do nothing."""
    check_right(by, contract.organisation_id, "contract", WRITE)
    made = take_over(contract=Contract.objects.select_for_update().get(pk=contract.pk), by=by, at=at)
    if not made:
        raise NothingToTakeOver
    return made


@transaction.atomic
def reword(*, commitment: Commitment, reason: str, by: User, at: datetime, **words: Any) -> Commitment:
    """Word the promise as the contract has it, with the reason. Nothing is written when nothing differs."""
    organisation = commitment.contract.organisation_id
    check_right(by, organisation, "contract", WRITE)
    unknown = set(words) - set(WORDS)
    if unknown:
        raise TypeError(f"not a word of a commitment: {', '.join(sorted(unknown))}")
    fresh = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    before = audit.snapshot(fresh, *WORDS)
    for name, value in words.items():
        setattr(fresh, name, value)
    fresh.clean_fields(exclude=["contract", "theme"])
    old, new = audit.changes(before, audit.snapshot(fresh, *WORDS))
    if new and not reason.strip():
        raise ValidationError({"reason": _("Say why the contract words it otherwise.")})
    if new:
        fresh.save(update_fields=list(WORDS))
        audit.record(
            action="commitment.changed", obj=fresh, organisation=organisation, by=by, at=at, before=old, after=new,
            reason=reason.strip(),
        )  # fmt: skip
    return fresh


@transaction.atomic
def record(*, commitment: Commitment, result: Result, by: User, at: datetime) -> CommitmentResult:
    """Say what came of a commitment in the year of the measurement; a later one of the same year replaces it.

    Refuses a day before the contract or in the future (``ValidationError`` by field).
    """
    contract = commitment.contract
    check_right(by, contract.organisation_id, "contract", WRITE)
    if result.measured_on > local_date(at):
        raise ValidationError({"measured_on": _("This day has not come yet.")})
    if result.measured_on < contract.start_on:
        raise ValidationError({"measured_on": _("The contract had not started on that day.")})
    Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    found = commitment.results.filter(year=result.measured_on.year).first()
    before = audit.snapshot(found, *RESULT) if found else {}
    kept = found or CommitmentResult(commitment=commitment, year=result.measured_on.year)
    for name in RESULT:
        setattr(kept, name, getattr(result, name))
    kept.note = kept.note.strip()
    kept.recorded_by, kept.recorded_at = by, at
    kept.full_clean(validate_constraints=False)
    kept.save()
    old, new = audit.changes(before, audit.snapshot(kept, *RESULT))
    if new:
        audit.record(
            action="commitment.result", obj=commitment, organisation=contract.organisation_id, by=by, at=at,
            before=old, after=new | {"year": kept.year},
        )  # fmt: skip
    return kept
