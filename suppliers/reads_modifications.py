"""What published notices say of changes to a contract, and what they propose for it: shown, never applied by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from procurement.models import Notice, Tender
from suppliers.models import Contract
from suppliers.proposals import AwardProposal, award_proposals
from suppliers.reads_announced import is_about

FORM = "cont-modif"


@dataclass(frozen=True)
class Modification:
    """One change that a notice announces. ``proposed``: fields of the contract → what the notice states for them.

    Empty where the notice states nothing else than the contract, or does not say that it is about this contract
    (``is_certain`` tells).
    """

    notice: Notice
    description: str
    reason: str
    is_certain: bool
    proposed: dict[str, Any]

    @property
    def value(self) -> Decimal | None:
        return self.proposed.get("value")

    @property
    def currency(self) -> str:
        return str(self.proposed.get("currency", ""))

    @property
    def end_on(self) -> date | None:
        return self.proposed.get("end_on")


def modifications_of(contract: Contract) -> list[Modification]:
    """The changes that notices of its tender announce, the newest first; what is of another contract is left out."""
    if contract.tender_id is None:
        return []
    notices = Notice.objects.filter(tender=contract.tender_id, form=FORM).select_related("tender")
    newest_first = notices.order_by(F("published_on").desc(nulls_last=True), "-pk")
    return [found for notice in newest_first for found in _of_notice(contract, notice)]


def announced(contract: Contract, notice: str) -> dict[str, Any]:
    """What the notice with this key proposes for the fields of the contract, and as reason; empty when nothing."""
    for each in modifications_of(contract):
        if str(each.notice.pk) == notice and each.proposed:
            return {**each.proposed, "reason": _("Notice %(number)s") % {"number": each.notice}}
    return {}


def modified_contracts(tender: Tender, notice: Notice) -> list[Contract]:
    """The contracts of the tender that this notice surely changes."""
    if notice.form != FORM:
        return []
    contracts = tender.contracts.select_related("supplier").order_by("pk")
    return [contract for contract in contracts if any(each.is_certain for each in _of_notice(contract, notice))]


def _of_notice(contract: Contract, notice: Notice) -> Iterator[Modification]:
    proposals = award_proposals(notice)
    for said in notice.modifications or [{}]:
        place = said.get("award")
        candidates = [each for each in proposals if place is None or each.place == place]
        about = [each for each in candidates if is_about(each, contract)]
        if candidates and not about:
            continue
        yield Modification(
            notice=notice,
            description=said.get("description") or "",
            reason=said.get("reason") or "",
            is_certain=len(about) == 1,
            proposed=_proposed(contract, about[0], said) if len(about) == 1 else {},
        )


def _proposed(contract: Contract, proposal: AwardProposal, said: dict[str, Any]) -> dict[str, Any]:
    """What the notice states otherwise than the contract; an amount counts only with its currency."""
    value, currency = proposal.value, proposal.currency
    if own := said.get("value"):
        value, currency = Decimal(own["amount"]), own["currency"] or ""
    found: dict[str, Any] = {}
    if value is not None and currency and (value, currency) != (contract.value, contract.currency):
        found |= {"value": value.quantize(Decimal("0.01")), "currency": currency}
    if proposal.end_on and proposal.end_on != contract.end_on and proposal.end_on >= contract.start_on:
        found["end_on"] = proposal.end_on
    return found
