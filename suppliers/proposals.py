"""What an award notice proposes for the contracts that it announces: read from the kept facts, written nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from procurement import countries
from procurement.models import Notice

_KVK_IN_OCDS = "NL-KVK-"
"""How org-id.guide writes a number of the Dutch trade register, and so OCDS."""


@dataclass(frozen=True)
class Party:
    """A winner as published; ``country`` is an alpha-2 code or empty."""

    name: str
    registration: str
    country: str

    @property
    def kvk(self) -> str:
        """The KvK number, where the published number can be one."""
        number = self.registration.removeprefix(_KVK_IN_OCDS)
        is_dutch = self.country == "NL" or number != self.registration
        return number if is_dutch and len(number) == 8 and number.isdigit() else ""


@dataclass(frozen=True)
class AwardProposal:
    """One contract to record. ``number`` counts from 1 within the notice; what the notice does not say is empty.

    ``place`` is that of its award, from 0: an award with several suppliers proposes a contract for each of them.

    ``value_is_sum``: the contract states no value; its tenders do, and this is their sum.
    """

    number: int
    place: int
    winners: tuple[Party, ...]
    lots: tuple[str, ...]
    reference: str
    title: str
    value: Decimal | None
    currency: str
    value_is_sum: bool
    awarded_on: date | None
    concluded_on: date | None
    start_on: date | None
    end_on: date | None

    @property
    def supplier_name(self) -> str:
        return self.winners[0].name if self.winners else ""

    @property
    def registration(self) -> str:
        return self.winners[0].registration if self.winners else ""

    @property
    def country(self) -> str:
        return self.winners[0].country if self.winners else ""

    @property
    def kvk(self) -> str:
        return self.winners[0].kvk if self.winners else ""


def award_proposals(notice: Notice) -> list[AwardProposal]:
    """A proposal per contract; a framework contract with several suppliers gives one for each of them."""
    tender = notice.facts.get("tender") or {}
    periods = {lot["id"]: (_day(lot.get("start")), _day(lot.get("end"))) for lot in tender.get("lots", [])}
    found: list[AwardProposal] = []
    for place, award in enumerate(tender.get("awards", [])):
        for winners, parts in _by_winners(award):
            found.append(
                _proposal(
                    number=len(found) + 1,
                    place=place,
                    award=award,
                    winners=winners,
                    parts=parts,
                    periods=periods,
                    title=str(tender.get("title") or notice.tender.title).strip(),
                )
            )
    return found


def proposal_for(notice: Notice, number: int) -> AwardProposal | None:
    """The proposal with this number."""
    return next((proposal for proposal in award_proposals(notice) if proposal.number == number), None)


def _by_winners(award: dict[str, Any]) -> list[tuple[tuple[Party, ...], list[dict[str, Any]]]]:
    """The winners of a contract with the tenders they won by; one entry where all tenders are of the same winners."""
    tenders = award.get("tenders") or []
    groups: dict[tuple[Party, ...], list[dict[str, Any]]] = {}
    for tender in tenders:
        groups.setdefault(_parties(tender.get("winners")), []).append(tender)
    groups.pop((), None)
    if groups:
        return list(groups.items())
    winners = _parties(award.get("winners"))
    return [(winners, tenders)] if winners else []


def _proposal(
    *,
    number: int,
    place: int,
    award: dict[str, Any],
    winners: tuple[Party, ...],
    parts: list[dict[str, Any]],
    periods: dict[str, tuple[date | None, date | None]],
    title: str,
) -> AwardProposal:
    lots = tuple(dict.fromkeys(part["lot"] for part in parts if part.get("lot"))) or tuple(award.get("lots") or ())
    own = award.get("value")
    of_lots = [periods[lot] for lot in lots if lot in periods]
    value, currency = _money([own]) if own else _money([part.get("value") for part in parts])
    return AwardProposal(
        number=number,
        place=place,
        winners=winners,
        lots=lots,
        reference=str(award.get("contract") or ""),
        title=title,
        value=value,
        currency=currency,
        value_is_sum=own is None and len(parts) > 1 and value is not None,
        awarded_on=_day(award.get("award_date")),
        concluded_on=_day(award.get("date")),
        start_on=_day(award.get("start")) or min(_known(start for start, _end in of_lots), default=None),
        end_on=_day(award.get("end")) or max(_known(end for _start, end in of_lots), default=None),
    )


def _parties(winners: Any) -> tuple[Party, ...]:
    return tuple(
        Party(winner.get("name") or "", winner.get("id") or "", countries.alpha2(winner.get("country") or "") or "")
        for winner in winners or []
        if winner.get("name")
    )


def _money(amounts: list[dict[str, Any] | None]) -> tuple[Decimal | None, str]:
    """The sum, where every amount is stated and all are in one currency."""
    stated = [amount for amount in amounts if amount]
    currencies = {str(amount.get("currency") or "") for amount in stated}
    if not stated or len(stated) < len(amounts) or len(currencies) != 1:
        return None, ""
    return sum((Decimal(amount["amount"]) for amount in stated), Decimal(0)), currencies.pop()


def _known(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
