"""What came of the procedure: the result of each lot, and the contracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.eforms.elements import (
    all_stated,
    day_at,
    find_all,
    first_stated,
    in_extension,
    money_at,
    text_at,
)
from procurement.formats.eforms.organisations import Organisations
from procurement.formats.notice import Award, AwardedTender, Money, Winner
from procurement.formats.refusal import NoticeRefused

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LotResult:
    """The result of a lot: its code, the reason when nothing was awarded, the number of tenders."""

    code: str | None = None
    reason: str | None = None
    submissions: str | None = None


class LotResults:
    """The NoticeResult of one notice; empty when it announces none."""

    def __init__(self, root: Element) -> None:
        parts = in_extension(root, "efac:NoticeResult")
        self._results = [result for part in parts for result in find_all(part, "efac:LotResult")]
        self._contracts = [contract for part in parts for contract in find_all(part, "efac:SettledContract")]
        self._tenders = _by_number(tender for part in parts for tender in find_all(part, "efac:LotTender"))
        self._parties = _by_number(party for part in parts for party in find_all(part, "efac:TenderingParty"))
        self._totals = [total for part in parts if (total := money_at(part, "cbc:TotalAmount"))]

    @property
    def total(self) -> Money | None:
        """The value of all contracts together, where the notice states it."""
        return self._totals[0] if self._totals else None

    def of_lot(self, number: str) -> LotResult:
        """Return the result of lot `number` as published; empty when there is none."""
        for result in self._results:
            if number in all_stated(result, "efac:TenderLot/cbc:ID"):
                return LotResult(
                    code=first_stated(result, "cbc:TenderResultCode"),
                    reason=first_stated(result, "efac:DecisionReason/efbc:DecisionReasonCode"),
                    submissions=first_stated(result, "efac:ReceivedSubmissionsStatistics/efbc:StatisticsNumeric"),
                )
        return LotResult()

    def awards(self, organisations: Organisations, language: str | None) -> tuple[Award, ...]:
        """Return one award per contract, however many lots and tenders are behind it."""
        return tuple(self._award(contract, organisations, language) for contract in self._contracts)

    def _award(self, contract: Element, organisations: Organisations, language: str | None) -> Award:
        key = first_stated(contract, "cbc:ID") or ""
        tenders = tuple(self._tender(number, organisations) for number in all_stated(contract, "efac:LotTender/cbc:ID"))
        return Award(
            key=key,
            contract=first_stated(contract, "efac:ContractReference/cbc:ID"),
            title=text_at(contract, "cbc:Title", language),
            lots=_each_once([*self._lots_of_contract(key), *(tender.lot for tender in tenders if tender.lot)]),
            concluded_on=day_at(contract, "cbc:IssueDate"),
            decided_on=day_at(contract, "cbc:AwardDate"),
            winners=_each_once(winner for tender in tenders for winner in tender.winners),
            value=tenders[0].value if len(tenders) == 1 else None,
            tenders=tenders,
        )

    def _lots_of_contract(self, key: str) -> Iterator[str]:
        for result in self._results:
            if key and key in all_stated(result, "efac:SettledContract/cbc:ID"):
                yield from all_stated(result, "efac:TenderLot/cbc:ID")

    def _tender(self, number: str, organisations: Organisations) -> AwardedTender:
        tender = _required(self._tenders, number)
        return AwardedTender(
            lot=first_stated(tender, "efac:TenderLot/cbc:ID"),
            reference=first_stated(tender, "efac:TenderReference/cbc:ID"),
            value=money_at(tender, "cac:LegalMonetaryTotal/cbc:PayableAmount"),
            winners=_each_once(self._members(tender, organisations)),
        )

    def _members(self, tender: Element, organisations: Organisations) -> Iterator[Winner]:
        """Yield the tenderers behind a tender; their subcontractors are no winners."""
        for party in all_stated(tender, "efac:TenderingParty/cbc:ID"):
            for member in all_stated(_required(self._parties, party), "efac:Tenderer/cbc:ID"):
                yield organisations.winner(member)


def _by_number(elements: Iterable[Element]) -> dict[str, Element]:
    numbered: dict[str, Element] = {}
    for element in elements:
        if number := first_stated(element, "cbc:ID"):
            numbered.setdefault(number, element)
    return numbered


def _required(elements: dict[str, Element], number: str) -> Element:
    try:
        return elements[number]
    except KeyError:
        raise NoticeRefused(_("The notice refers to “%(value)s”, but that is not in the file."), value=number) from None


def _each_once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
