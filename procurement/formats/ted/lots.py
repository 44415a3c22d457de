"""The lots of a TED form. A form that is not divided into lots is one lot, as in eForms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.notice import AwardCriterion, Duration, LotFacts
from procurement.formats.refusal import NoticeRefused
from procurement.formats.ted.codes import NATURES
from procurement.formats.ted.elements import cpv_at, day_at, money_at, paragraphs_at, stated, text_at, value_at
from procurement.formats.ted.results import LotResult
from procurement.formats.ted.weights import number_and_kind
from procurement.formats.values import decimal_text

MOST_LOTS = 5_000
_NUMBER = re.compile(r"0*([0-9]{1,4})\.?", re.ASCII)
_SEVERAL = re.compile(r"[.,;\s]+")
# "1.2" may be two lots or a part of lot 1, so nothing is made of it.
_PART_OF_A_LOT = re.compile(r"[^\s.,;]+\.[^\s.,;]+")
_KINDS = {"AC_QUALITY": "quality", "AC_COST": "cost", "AC_PRICE": "price", "AC_CRITERIA": None}


class LotNumbers:
    """What eForms would call the lots of a form: LOT-0003 for lot 3, LOT-0000 for the whole.

    A planning form has parts instead (PAR-0003). Lots that share one number are told apart by
    their order, which is all that such a form leaves to go by.
    """

    def __init__(self, form: Element, *, prefix: str) -> None:
        self._prefix = prefix
        self.descriptions = [
            (contract, description)
            for contract in form.findall("OBJECT_CONTRACT")
            for description in contract.findall("OBJECT_DESCR")
        ]
        if len(self.descriptions) > MOST_LOTS:
            raise NoticeRefused(_("The file is built unlike any notice. It was not read."))
        written = [text_at(description, "LOT_NO") for _contract, description in self.descriptions]
        self.is_divided = len(written) > 1 or any(written)
        self.numbers = [self._numbered(number) if number else "" for number in written]
        if len(set(self.numbers)) < len(self.numbers) or (self.is_divided and not all(self.numbers)):
            self.numbers = [f"{prefix}{position:04d}" for position in range(1, len(written) + 1)]
        elif not self.is_divided:
            self.numbers = [f"{prefix}0000"] * len(written)
        self._known = frozenset(self.numbers)

    def named(self, written: str | None) -> tuple[str, ...]:
        """Return the lots that a result names, which may be several ("1, 2"); else the text as it stands."""
        if not self.is_divided:
            return tuple(self.numbers)
        if written is None:
            return ()
        whole = self._numbered(written)
        if whole in self._known:
            return (whole,)
        if _PART_OF_A_LOT.fullmatch(written):
            return (written,)
        parts = tuple(dict.fromkeys(self._numbered(part) for part in _SEVERAL.split(written) if part))
        return parts if parts and self._known.issuperset(parts) else (written,)

    def _numbered(self, written: str) -> str:
        match = _NUMBER.fullmatch(written)
        return f"{self._prefix}{int(match.group(1)):04d}" if match else f"{self._prefix}{written}"


def lots_of(form: Element, numbers: LotNumbers, results: dict[str, LotResult]) -> tuple[LotFacts, ...]:
    """Return the lots in the order of the form."""
    return tuple(
        _lot(form, contract, description, number, results.get(number, LotResult()), is_divided=numbers.is_divided)
        for (contract, description), number in zip(numbers.descriptions, numbers.numbers, strict=True)
    )


def _lot(
    form: Element, contract: Element, description: Element, number: str, result: LotResult, *, is_divided: bool
) -> LotFacts:
    title = text_at(description, "TITLE") or (None if is_divided else text_at(contract, "TITLE"))
    terms = paragraphs_at(form, "LEFTI/PERFORMANCE_CONDITIONS")
    return LotFacts(
        id=number,
        title=title,
        description=paragraphs_at(description, "SHORT_DESCR"),
        reference=None,
        nature=NATURES.get(value_at(contract, "TYPE_CONTRACT", "CTYPE") or ""),
        cpv=(*dict.fromkeys(cpv_at(contract, "CPV_MAIN/CPV_CODE") + cpv_at(description, "CPV_ADDITIONAL/CPV_CODE")),),
        estimated_value=money_at(description, "VAL_OBJECT"),
        strategic=(),
        environmental_impact=(),
        social_objective=(),
        innovation=(),
        gpp_criteria=(),
        award_criteria=_award_criteria(form, description),
        performance_terms=(terms,) if terms else (),
        start=day_at(description, "DATE_START") or day_at(description, "QS/DATE_START"),
        end=day_at(description, "DATE_END") or day_at(description, "QS/DATE_END"),
        duration=_duration(description),
        period_code="UNLIMITED" if _is_unlimited(description) else None,
        framework=None,
        dynamic_purchasing=_dynamic_purchasing(form),
        submission_deadline=day_at(form, "PROCEDURE/DATE_RECEIPT_TENDERS"),
        interest_deadline=None,
        result=result.code,
        result_reason=result.reason,
        submissions=result.submissions,
    )


def _duration(description: Element) -> Duration | None:
    element = description.find("DURATION")
    written = stated(element)
    if element is None or written is None:
        return None
    return Duration(decimal_text(written, field="DURATION"), element.get("TYPE", "").strip() or None)


def _is_unlimited(description: Element) -> bool:
    return description.find("INDEFINITE_DURATION") is not None or description.find("QS/INDEFINITE_DURATION") is not None


def _dynamic_purchasing(form: Element) -> str | None:
    if form.find("PROCEDURE/DPS") is None:
        return None
    return "dps-list" if form.find("PROCEDURE/DPS_ADDITIONAL_PURCHASERS") is None else "dps-nlist"


def _award_criteria(form: Element, description: Element) -> tuple[AwardCriterion, ...]:
    criteria = list(_criteria(description))
    weights = [text for each in criteria if (text := text_at(each, "AC_WEIGHTING"))]
    read = tuple(_criterion(each, weights) for each in criteria)
    jury = paragraphs_at(form, "PROCEDURE/CRITERIA_EVALUATION")
    return (*read, AwardCriterion(None, None, jury, None, None)) if jury else read


def _criteria(parent: Element) -> Iterator[Element]:
    """Yield the criteria, which stand in AC, beside it, or under the directive of a transparency notice."""
    for child in parent:
        if child.tag in _KINDS or (child.tag == "AC_CRITERION" and stated(child)):
            yield child
        elif child.tag == "AC" or child.tag.startswith("DIRECTIVE_"):
            yield from _criteria(child)


def _criterion(element: Element, weights: list[str]) -> AwardCriterion:
    if element.tag == "AC_CRITERION":
        return AwardCriterion(None, stated(element), None, None, None)
    written = text_at(element, "AC_WEIGHTING")
    number, kind = (None, None) if written is None else number_and_kind(written, beside=weights)
    return AwardCriterion(
        kind=_KINDS[element.tag],
        name=text_at(element, "AC_CRITERION"),
        description=written if number is None else None,
        number=number,
        number_kind=kind,
    )
