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
    number_at,
    text_at,
)
from procurement.formats.eforms.organisations import Organisations
from procurement.formats.notice import Award, AwardedTender, LotGroup, Money, Submissions, Winner
from procurement.formats.refusal import NoticeRefused

# Contracts, tenders, parties and organisations refer to each other by number, so a small file
# can describe a huge result. A notice with 250 contracts has some 1,000 of these links.
MOST_LINKS = 40_000

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LotResult:
    """The result of a lot: its code, the reason when nothing was awarded, the tenders received."""

    code: str | None = None
    reason: str | None = None
    submissions: tuple[Submissions, ...] = ()


class LotResults:
    """The NoticeResult of one notice; empty when it announces none."""

    def __init__(
        self, root: Element, organisations: Organisations, language: str | None, groups: Iterable[LotGroup] = ()
    ) -> None:
        parts = in_extension(root, "efac:NoticeResult")
        self._organisations = organisations
        self._language = language
        self._results = _all(parts, "efac:LotResult")
        self._contracts = _all(parts, "efac:SettledContract")
        self._tenders = _by_number(_all(parts, "efac:LotTender"))
        self._parties = _by_number(_all(parts, "efac:TenderingParty"))
        self._groups = {group.id: group.lots for group in groups}
        self._totals = [total for part in parts if (total := money_at(part, "cbc:TotalAmount"))]
        self._links = 0
        self._count(len(self._contracts) + len(self._results))

    @property
    def total(self) -> Money | None:
        """The value of all contracts together, where the notice states it."""
        return self._totals[0] if self._totals else None

    def by_lot(self) -> dict[str, LotResult]:
        """Return the result of each lot that has one, as published; of two the first."""
        of_lots: dict[str, LotResult] = {}
        for result in self._results:
            read = LotResult(
                code=first_stated(result, "cbc:TenderResultCode"),
                reason=first_stated(result, "efac:DecisionReason/efbc:DecisionReasonCode"),
                submissions=_submissions(result),
            )
            for lot in all_stated(result, "efac:TenderLot/cbc:ID"):
                of_lots.setdefault(lot, read)
        return of_lots

    def awards(self) -> tuple[Award, ...]:
        """Return one award per contract, however many lots and tenders are behind it."""
        lots = self._lots_by_contract()
        tenders: dict[str, AwardedTender] = {}
        return tuple(self._award(contract, lots, tenders) for contract in self._contracts)

    def _award(self, contract: Element, lots: dict[str, list[str]], read: dict[str, AwardedTender]) -> Award:
        key = first_stated(contract, "cbc:ID") or ""
        numbers = all_stated(contract, "efac:LotTender/cbc:ID")
        for number in numbers:
            if number not in read:
                read[number] = self._tender(number)
        tenders = tuple(read[number] for number in numbers)
        self._count(sum(1 + len(tender.winners) for tender in tenders) + len(lots.get(key, ())))
        return Award(
            key=key,
            contract=first_stated(contract, "efac:ContractReference/cbc:ID"),
            title=text_at(contract, "cbc:Title", self._language),
            lots=self._without_groups([*lots.get(key, ()), *(tender.lot for tender in tenders if tender.lot)]),
            concluded_on=day_at(contract, "cbc:IssueDate"),
            decided_on=day_at(contract, "cbc:AwardDate"),
            winners=_each_once(winner for tender in tenders for winner in tender.winners),
            value=tenders[0].value if len(tenders) == 1 else None,
            tenders=tenders,
        )

    def _without_groups(self, numbers: list[str]) -> tuple[str, ...]:
        """Return the lots among `numbers`; those of a group only where nothing else tells which."""
        lots = [number for number in numbers if number not in self._groups]
        members = (lot for number in numbers for lot in self._groups.get(number, ()))
        return _each_once(lots or members)

    def _lots_by_contract(self) -> dict[str, list[str]]:
        of_contracts: dict[str, list[str]] = {}
        for result in self._results:
            lots = all_stated(result, "efac:TenderLot/cbc:ID")
            for key in all_stated(result, "efac:SettledContract/cbc:ID"):
                self._count(len(lots))
                of_contracts.setdefault(key, []).extend(lots)
        return of_contracts

    def _tender(self, number: str) -> AwardedTender:
        tender = _required(self._tenders, number)
        return AwardedTender(
            lot=first_stated(tender, "efac:TenderLot/cbc:ID"),
            reference=first_stated(tender, "efac:TenderReference/cbc:ID"),
            value=money_at(tender, "cac:LegalMonetaryTotal/cbc:PayableAmount"),
            winners=_each_once(self._members(tender)),
        )

    def _members(self, tender: Element) -> Iterator[Winner]:
        """Yield the tenderers behind a tender; their subcontractors are no winners."""
        for party in all_stated(tender, "efac:TenderingParty/cbc:ID"):
            members = all_stated(_required(self._parties, party), "efac:Tenderer/cbc:ID")
            self._count(len(members))
            for member in members:
                yield self._organisations.winner(member)

    def _count(self, links: int) -> None:
        self._links += links
        if self._links > MOST_LINKS:
            raise NoticeRefused(_("The file is built unlike any notice. It was not read."))


def _submissions(result: Element) -> tuple[Submissions, ...]:
    return tuple(
        Submissions(first_stated(statistic, "efbc:StatisticsCode"), number)
        for statistic in find_all(result, "efac:ReceivedSubmissionsStatistics")
        if (number := number_at(statistic, "efbc:StatisticsNumeric"))
    )


def _all(parts: Iterable[Element], path: str) -> list[Element]:
    return [element for part in parts for element in find_all(part, path)]


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
