"""The results of a TED form: contracts, prizes, and lots without a winner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.notice import Award, AwardedTender, Modification, Submissions
from procurement.formats.refusal import NoticeRefused
from procurement.formats.ted.codes import SUBMISSIONS
from procurement.formats.ted.elements import day_at, money_at, paragraphs_at, stated, text_at
from procurement.formats.ted.parties import winner_at

if TYPE_CHECKING:
    from procurement.formats.ted.lots import LotNumbers

MOST_LINKS = 40_000
_VALUES = tuple(
    f"AWARDED_CONTRACT/{place}{name}"
    for name in ("VAL_TOTAL", "VAL_BARGAIN_PURCHASE")
    for place in ("VALUES/", "VALUE/", "")
)


@dataclass(frozen=True, slots=True)
class LotResult:
    """The result of a lot in the codes of eForms.

    `reason` is None for a lot that "received nothing or only what was rejected": eForms has two
    codes for that and the form does not say which.
    """

    code: str | None = None
    reason: str | None = None
    submissions: tuple[Submissions, ...] = ()


def results_by_lot(form: Element, numbers: LotNumbers) -> dict[str, LotResult]:
    """Return the result of each lot that has one; of several the first with a winner."""
    found: dict[str, LotResult] = {}
    for element in (*form.findall("AWARD_CONTRACT"), *form.findall("RESULTS")):
        result = _result(element)
        for lot in numbers.named(text_at(element, "LOT_NO")):
            known = found.get(lot)
            if known is None or (known.code == "clos-nw" and result.code == "selec-w"):
                found[lot] = result
    return found


def modifications_of(form: Element) -> tuple[Modification, ...]:
    """Return what a notice of modification (F20) changes; it is about the one contract that it repeats."""
    return tuple(
        Modification(
            award=0,
            description=paragraphs_at(element, "SHORT_DESCR"),
            reason_code=None,
            reason=paragraphs_at(element, "ADDITIONAL_NEED") or paragraphs_at(element, "UNFORESEEN_CIRCUMSTANCE"),
            value=money_at(element, "VALUES/VAL_TOTAL_AFTER"),
        )
        for element in form.iterfind("MODIFICATIONS_CONTRACT/INFO_MODIFICATIONS")
    )


def awards_of(form: Element, numbers: LotNumbers) -> tuple[Award, ...]:
    """Return one award per contract, and per winner of a design contest.

    Entries with the same number of the buyer's own are one contract on several lots, or with
    several suppliers.
    """
    contracts: dict[str, list[Element]] = {}
    links = 0
    for position, element in enumerate(form.findall("AWARD_CONTRACT")):
        links += 1 + len(numbers.named(text_at(element, "LOT_NO"))) + len(list(_contractors(element)))
        if links > MOST_LINKS:
            raise NoticeRefused(_("The file is built unlike any notice. It was not read."))
        if element.find("AWARDED_CONTRACT") is not None:
            contracts.setdefault(text_at(element, "CONTRACT_NO") or f"\n{position}", []).append(element)
    awards = [
        _award(f"CON-{position:04d}", elements, numbers)
        for position, elements in enumerate(contracts.values(), start=1)
    ]
    return (*awards, *_prizes(form, numbers, start=len(awards) + 1))


def _award(key: str, elements: list[Element], numbers: LotNumbers) -> Award:
    tenders = tuple(_tender(element, numbers) for element in elements)
    lots = dict.fromkeys(lot for element in elements for lot in numbers.named(text_at(element, "LOT_NO")))
    return Award(
        key=key,
        contract=text_at(elements[0], "CONTRACT_NO"),
        title=next((title for element in elements if (title := text_at(element, "TITLE"))), None),
        lots=tuple(lots),
        concluded_on=next(
            (day for element in elements if (day := day_at(element, "AWARDED_CONTRACT/DATE_CONCLUSION_CONTRACT"))), None
        ),
        decided_on=None,
        winners=tuple(dict.fromkeys(winner for tender in tenders for winner in tender.winners)),
        value=tenders[0].value if len(tenders) == 1 else None,
        tenders=tenders,
    )


def _tender(element: Element, numbers: LotNumbers) -> AwardedTender:
    lots = numbers.named(text_at(element, "LOT_NO"))
    return AwardedTender(
        lot=lots[0] if len(lots) == 1 else None,
        reference=None,
        value=money_at(element, *_VALUES),
        winners=tuple(dict.fromkeys(winner_at(address) for address in _contractors(element))),
    )


def _contractors(element: Element) -> Iterator[Element]:
    yield from element.iterfind("AWARDED_CONTRACT/CONTRACTORS/CONTRACTOR/ADDRESS_CONTRACTOR")
    yield from element.iterfind("AWARDED_CONTRACT/CONTRACTOR/ADDRESS_CONTRACTOR")


def _prizes(form: Element, numbers: LotNumbers, *, start: int) -> Iterator[Award]:
    """Yield the winners of a design contest; what the prizes are worth is stated for all together only."""
    prizes = form.findall("RESULTS/AWARDED_PRIZE")
    winners = [
        (prize, address)
        for prize in prizes
        for path in ("WINNER/ADDRESS_WINNER", "WINNERS/WINNER/ADDRESS_WINNER")
        for address in prize.iterfind(path)
    ]
    lots = numbers.named(None)
    for position, (prize, address) in enumerate(winners, start=start):
        winner = (winner_at(address),)
        yield Award(
            key=f"CON-{position:04d}",
            contract=None,
            title=None,
            lots=lots,
            concluded_on=None,
            decided_on=day_at(prize, "DATE_DECISION_JURY"),
            winners=winner,
            value=None,
            tenders=(AwardedTender(lots[0] if len(lots) == 1 else None, None, None, winner),),
        )


def _result(element: Element) -> LotResult:
    if element.find("AWARDED_CONTRACT") is not None or element.find("AWARDED_PRIZE") is not None:
        return LotResult("selec-w", None, _submissions(element))
    for path in ("NO_AWARDED_CONTRACT", "NO_AWARDED_PRIZE"):
        if (refused := element.find(path)) is not None:
            return LotResult("clos-nw", None if refused.find("PROCUREMENT_DISCONTINUED") is None else "other")
    return LotResult()


def _submissions(element: Element) -> tuple[Submissions, ...]:
    counts: dict[str, Submissions] = {}
    for count in element.iter():
        kind = SUBMISSIONS.get(count.tag)
        if kind and (number := stated(count)):
            counts.setdefault(kind, Submissions(kind, number))
    return tuple(counts.values())
