"""The notice as other systems read it: what `import_notice --json` prints of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from procurement.formats.notice import (
    Award,
    AwardCriterion,
    AwardedTender,
    Duration,
    LotFacts,
    LotGroup,
    Money,
    Notice,
    Party,
    TenderFacts,
)

Json = dict[str, Any]


def notice_as_json(notice: Notice) -> Json:
    """Return the `notice` and `tender` parts of the interface, ready for `json.dumps`.

    Amounts and numbers are strings as written, dates are ISO days, what is unknown is None.
    """
    return {
        "notice": {
            "id": notice.id,
            "version": notice.version,
            "type": notice.type,
            "subtype": notice.subtype,
            "publication": notice.publication,
            "language": notice.language,
        },
        "tender": _tender(notice.tender),
    }


def _tender(tender: TenderFacts) -> Json:
    return {
        "procedure_id": tender.procedure_id,
        "reference": tender.reference,
        "title": tender.title or None,
        "nature": tender.nature,
        "procedure": tender.procedure,
        "buyers": [_party(buyer) for buyer in tender.buyers],
        "cpv": list(tender.cpv),
        "estimated_value": _money(tender.estimated_value),
        "lots": [_lot(lot) for lot in tender.lots],
        "lot_groups": [_lot_group(group) for group in tender.lot_groups],
        "awards": [_award(award) for award in tender.awards],
    }


def _lot(lot: LotFacts) -> Json:
    return {
        "id": lot.id,
        "title": lot.title,
        "cpv": list(lot.cpv),
        "estimated_value": _money(lot.estimated_value),
        "strategic": list(lot.strategic),
        "environmental_impact": list(lot.environmental_impact),
        "social_objective": list(lot.social_objective),
        "innovation": list(lot.innovation),
        "gpp_criteria": list(lot.gpp_criteria),
        "award_criteria": [_criterion(criterion) for criterion in lot.award_criteria],
        "start": _day(lot.start),
        "end": _day(lot.end),
        "duration": _duration(lot.duration),
        "result": lot.result,
    }


def _lot_group(group: LotGroup) -> Json:
    return {
        "id": group.id,
        "title": group.title,
        "lots": list(group.lots),
        "award_criteria": [_criterion(criterion) for criterion in group.award_criteria],
    }


def _award(award: Award) -> Json:
    """Give one contract; its tenders appear only where the contract has no value of its own."""
    entry: Json = {
        "lots": list(award.lots),
        "contract": award.contract,
        "date": _day(award.concluded_on),
        "award_date": _day(award.decided_on),
        "winners": [_party(winner) for winner in award.winners],
        "value": _money(award.value),
    }
    if award.value is None:
        entry["tenders"] = [_awarded_tender(tender) for tender in award.tenders]
    if award.start or award.end:
        entry |= {"start": _day(award.start), "end": _day(award.end)}
    return entry


def _awarded_tender(tender: AwardedTender) -> Json:
    return {
        "lot": tender.lot,
        "value": _money(tender.value),
        "winners": [_party(winner) for winner in tender.winners],
    }


def _criterion(criterion: AwardCriterion) -> Json:
    return {
        "kind": criterion.kind,
        "name": criterion.name,
        "number": criterion.number,
        "number_kind": criterion.number_kind,
    }


def _party(party: Party) -> Json:
    return {"name": party.name, "id": party.id, "country": party.country}


def _money(money: Money | None) -> Json | None:
    return None if money is None else {"amount": money.amount, "currency": money.currency}


def _duration(duration: Duration | None) -> Json | None:
    return None if duration is None else {"value": duration.value, "unit": duration.unit}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
