"""Awards in defence and security: form F18, which kept the elements of R2.0.8 until the end.

The form has no lots of its own: the numbers in its awards are all that it says of them.
"""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.notice import Award, AwardCriterion, AwardedTender, Buyer, LotFacts, Submissions, TenderFacts
from procurement.formats.refusal import NoticeRefused
from procurement.formats.ted.codes import ACTIVITIES, LEGAL_TYPES, NATURES
from procurement.formats.ted.elements import (
    country_at,
    cpv_at,
    paragraphs_at,
    text_at,
    value_at,
    written_money,
)
from procurement.formats.ted.parties import winner_at
from procurement.formats.ted.weights import number_and_kind
from procurement.formats.values import calendar_day

FORM = "CONTRACT_AWARD_DEFENCE"
TYPE, SUBTYPE, LEGAL_BASIS = "can-standard", "31", "32009L0081"
MOST_AWARDS = 5_000
_WHOLE = "LOT-0000"
_PROCEDURES = {
    "F18_PT_RESTRICTED": "restricted",
    "F18_PT_ACCELERATED_RESTRICTED": "restricted",
    "F18_PT_NEGOTIATED_WITH_PUBLICATION_CONTRACT_NOTICE": "neg-w-call",
    "F18_PT_ACCELERATED_NEGOTIATED": "neg-w-call",
    "F18_PT_COMPETITIVE_DIALOGUE": "comp-dial",
    "F18_PT_NEGOTIATED_WITHOUT_PUBLICATION_CONTRACT_NOTICE": "neg-wo-call",
    "PT_AWARD_CONTRACT_WITHOUT_PRIOR_PUBLICATION": "neg-wo-call",
}
_PROFILE = ".//CA_CE_CONCESSIONAIRE_PROFILE"
_OPERATOR = ".//ECONOMIC_OPERATOR_NAME_ADDRESS/CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME"
_VALUE = "CONTRACT_VALUE_INFORMATION/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE"


def issued_on(form: Element) -> date | None:
    """Return the day on which the notice was sent."""
    return _day_at(form, ".//NOTICE_DISPATCH_DATE")


def tender_of(form: Element, procedure_id: str) -> TenderFacts:
    """Return what the form says of the procedure; refuse it without a title or a buyer."""
    title = text_at(form, ".//TITLE_CONTRACT")
    if title is None:
        raise NoticeRefused(_("The notice has no title."))
    awards = form.findall(".//AWARD_OF_CONTRACT_DEFENCE")
    if len(awards) > MOST_AWARDS:
        raise NoticeRefused(_("The file is built unlike any notice. It was not read."))
    nature = NATURES.get(value_at(form, ".//TYPE_CONTRACT") or "")
    cpv = cpv_at(form, ".//CPV/CPV_MAIN/CPV_CODE", ".//CPV/CPV_ADDITIONAL/CPV_CODE")
    return TenderFacts(
        procedure_id=procedure_id,
        reference=text_at(form, ".//FILE_REFERENCE_NUMBER"),
        title=title,
        description=paragraphs_at(form, ".//SHORT_CONTRACT_DESCRIPTION"),
        nature=nature,
        procedure=next((code for tag, code in _PROCEDURES.items() if form.find(f".//{tag}") is not None), None),
        is_accelerated=True if _is_accelerated(form) else None,
        buyers=(_buyer(form),),
        cpv=cpv,
        estimated_value=None,
        total_awarded=written_money(form.find(".//TOTAL_FINAL_VALUE/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")),
        lots=tuple(_lots(form, awards, title, nature, cpv)),
        lot_groups=(),
        awards=tuple(_award(f"CON-{place:04d}", element) for place, element in enumerate(awards, start=1)),
    )


def _buyer(form: Element) -> Buyer:
    profile = form.find(_PROFILE)
    name = None if profile is None else text_at(profile, "ORGANISATION/OFFICIALNAME")
    if profile is None or name is None:
        raise NoticeRefused(_("The notice does not say who buys."))
    return Buyer(
        name=name,
        id=text_at(profile, "ORGANISATION/NATIONALID"),
        country=country_at(profile, "COUNTRY"),
        city=text_at(profile, "TOWN"),
        legal_type=LEGAL_TYPES.get(value_at(form, ".//TYPE_OF_CONTRACTING_AUTHORITY") or ""),
        activity=ACTIVITIES.get(value_at(form, ".//TYPE_OF_ACTIVITY") or ""),
    )


def _lots(form: Element, awards: list[Element], title: str, nature: str | None, cpv: tuple[str, ...]) -> list[LotFacts]:
    numbered: dict[str, Element | None] = {}
    for element in awards:
        numbered.setdefault(_lot_number(element), element)
    criteria = _award_criteria(form)
    return [
        LotFacts(
            id=number,
            title=title if number == _WHOLE else text_at(element, "CONTRACT_TITLE") if element is not None else None,
            description=None,
            reference=None,
            nature=nature,
            cpv=cpv,
            estimated_value=None,
            strategic=(),
            environmental_impact=(),
            social_objective=(),
            innovation=(),
            gpp_criteria=(),
            award_criteria=criteria,
            performance_terms=(),
            start=None,
            end=None,
            duration=None,
            period_code=None,
            framework=None,
            dynamic_purchasing=None,
            submission_deadline=None,
            interest_deadline=None,
            result=None if element is None else "selec-w",
            result_reason=None,
            submissions=() if element is None else _submissions(element),
        )
        for number, element in (numbered or {_WHOLE: None}).items()
    ]


def _lot_number(element: Element) -> str:
    written = text_at(element, "LOT_NUMBER") or "0"
    return f"LOT-{int(written):04d}" if written.isascii() and written.isdigit() else f"LOT-{written}"


def _submissions(element: Element) -> tuple[Submissions, ...]:
    counts = (("tenders", "OFFERS_RECEIVED_NUMBER"), ("t-esubm", "OFFERS_RECEIVED_NUMBER_MEANING"))
    return tuple(Submissions(kind, number) for kind, path in counts if (number := text_at(element, path)))


def _award_criteria(form: Element) -> tuple[AwardCriterion, ...]:
    if form.find(".//LOWEST_PRICE") is not None:
        return (AwardCriterion("price", None, None, None, None),)
    criteria = form.findall(".//CRITERIA_DEFINITION")
    weights = [text for each in criteria if (text := text_at(each, "WEIGHTING"))]
    return tuple(_criterion(each, weights) for each in criteria)


def _criterion(element: Element, weights: list[str]) -> AwardCriterion:
    written = text_at(element, "WEIGHTING")
    number, kind = (None, None) if written is None else number_and_kind(written, beside=weights)
    return AwardCriterion(None, text_at(element, "CRITERIA"), written if number is None else None, number, kind)


def _award(key: str, element: Element) -> Award:
    address = element.find(_OPERATOR)
    winners = () if address is None else (winner_at(address, name="ORGANISATION/"),)
    value = written_money(element.find(_VALUE))
    lot = _lot_number(element)
    return Award(
        key=key,
        contract=text_at(element, "CONTRACT_NUMBER"),
        title=text_at(element, "CONTRACT_TITLE"),
        lots=(lot,),
        concluded_on=None,
        decided_on=_day_at(element, "CONTRACT_AWARD_DATE"),
        winners=winners,
        value=value,
        tenders=(AwardedTender(lot, None, value, winners),),
    )


def _is_accelerated(form: Element) -> bool:
    return any(form.find(f".//{tag}") is not None for tag in _PROCEDURES if "ACCELERATED" in tag)


def _day_at(parent: Element, path: str) -> date | None:
    """Return the day that stands in three elements; None where one of them is missing."""
    element = parent.find(path)
    if element is None:
        return None
    year, month, day = (text_at(element, name) for name in ("YEAR", "MONTH", "DAY"))
    if year is None or month is None or day is None:
        return None
    return calendar_day(f"{year}-{month:0>2}-{day:0>2}", field=path.rpartition("/")[2])
