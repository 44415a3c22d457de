"""The lots of a release, where the publisher uses the extension that has them, and the CPV codes of its items."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from procurement.formats.fields import Json, day, decimal, money, part, parts, text, texts, trimmed
from procurement.formats.notice import AwardCriterion, LotFacts
from procurement.formats.refusal import NoticeRefused

MOST_LOTS = 5_000
# Publishers lose the hyphen before the check digit, or make a number of the code.
_CPV_AS_WRITTEN = re.compile(r"([0-9]{8})(?:-?[0-9]|\.0)?", re.ASCII)
_NUMBERS = ("weight", "fixed", "threshold")


def lots_of(tender: Json) -> tuple[LotFacts, ...]:
    """Return the lots in the order of the file; none where the release has none."""
    lots = parts(tender, "lots")
    if len(lots) > MOST_LOTS:
        raise NoticeRefused(_("The file is built unlike any notice. It was not read."))
    items: dict[str | None, list[Json]] = {}
    for item in parts(tender, "items"):
        items.setdefault(trimmed(item, "relatedLot"), []).append(item)
    return tuple(_lot(lot, items.get(trimmed(lot, "id"), [])) for lot in lots)


def cpv_of(tender: Json) -> tuple[str, ...]:
    """Return the CPV codes of the procedure and of its items, each once; other schemes are left out."""
    return _codes([tender, *parts(tender, "items")])


def _codes(holders: Iterable[Json]) -> tuple[str, ...]:
    codes: list[str] = []
    for holder in holders:
        for found in (part(holder, "classification"), *parts(holder, "additionalClassifications")):
            code = trimmed(found, "id")
            if code is None or (trimmed(found, "scheme") or "").upper() != "CPV":
                continue
            written = _CPV_AS_WRITTEN.fullmatch(code)
            if written is None:
                raise NoticeRefused(_("The notice has “%(value)s” where a CPV code is expected."), value=code)
            codes.append(written[1])
    return tuple(dict.fromkeys(codes))


def _lot(lot: Json, items: list[Json]) -> LotFacts:
    number = trimmed(lot, "id")
    if number is None:
        raise NoticeRefused(_("The notice has a lot without a number."))
    period = part(lot, "contractPeriod")
    goals = _goals(lot)
    return LotFacts(
        id=number,
        title=text(lot, "title"),
        description=text(lot, "description"),
        reference=None,
        nature=nature_of(lot),
        cpv=_codes([lot, *items]),
        estimated_value=money(lot, "value"),
        strategic=(),
        environmental_impact=goals["environmental"],
        social_objective=goals["social"],
        innovation=goals["economic"],
        gpp_criteria=_gpp_criteria(lot),
        award_criteria=tuple(_criterion(each) for each in parts(part(lot, "awardCriteria"), "criteria")),
        performance_terms=(),
        start=day(period, "startDate"),
        end=day(period, "endDate"),
        duration=None,
        period_code=None,
        framework=None,
        dynamic_purchasing=None,
        submission_deadline=day(part(lot, "tenderPeriod"), "endDate"),
        interest_deadline=None,
        result=None,
        result_reason=None,
        submissions=(),
    )


def nature_of(parent: Json) -> str | None:
    """Return what is bought, in the word that notices have for it; None where it is none of the three."""
    written = trimmed(parent, "mainProcurementCategory") or ""
    return {"goods": "supplies", "services": "services", "works": "works"}.get(written)


def _goals(lot: Json) -> dict[str, tuple[str, ...]]:
    """Return the goals of the sustainability extension by their first word, codes as published."""
    goals: dict[str, list[str]] = {"environmental": [], "social": [], "economic": []}
    for each in parts(lot, "sustainability"):
        goal = trimmed(each, "goal") or ""
        goals.get(goal.partition(".")[0], []).append(goal)
    return {kind: tuple(dict.fromkeys(found)) for kind, found in goals.items()}


def _gpp_criteria(lot: Json) -> tuple[str, ...]:
    strategies = [name for each in parts(lot, "sustainability") for name in texts(each, "strategies")]
    return tuple(dict.fromkeys(name for name in strategies if name.endswith("GPPCriteria")))


def _criterion(criterion: Json) -> AwardCriterion:
    numbers = parts(criterion, "numbers")
    first = numbers[0] if numbers else {}
    return AwardCriterion(
        kind=trimmed(criterion, "type"),
        name=text(criterion, "name"),
        description=text(criterion, "description"),
        number=decimal(first, "number"),
        number_kind=next((kind for key in _NUMBERS if (kind := trimmed(first, key))), None),
    )
