"""Tenders and their awards as open data: OCDS 1.1 releases with lots and sustainability.

Writing reads no database: the rows come loaded (reads_ocds). A release says where a process stands now; its
``id`` carries a hash of what it says, so the same facts give the same release and other facts another one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from accounts.calendar import AMSTERDAM, start_of_day
from accounts.models import Organisation
from procurement.models import Ambition, Lot, Tender
from procurement.reads import is_among_buyers
from suppliers.formats import ocds_codes as codes
from suppliers.models import Contract, Supplier

Json = dict[str, Any]


def package(releases: Iterable[Json], *, organisation: Organisation, at: datetime, address: str) -> Iterator[str]:
    """The release package as text, piece by piece, so that 100,000 tenders take no more memory than one."""
    head = {
        "uri": address,
        "version": "1.1",
        "extensions": list(codes.EXTENSIONS),
        "publishedDate": at.isoformat(timespec="seconds"),
        "publisher": _publisher(organisation),
    }
    yield _text(head)[:-1] + ',"releases":['
    for number, release in enumerate(releases):
        yield ("," if number else "") + _text(release)
    yield "]}"


def release(tender: Tender, *, today: date) -> Json:
    """One process: the tender, its lots, and what was awarded and contracted.

    Wants loaded: organisation, buyers, lots, ambitions with theme, contracts with supplier and lots, notices.
    Amounts are JSON numbers, days are midnight in Europe/Amsterdam.
    """
    contracts = list(tender.contracts.all())
    said = _without_empty(
        {
            "ocid": ocid(tender),
            "language": "nl",
            "tag": _tags(tender, contracts),
            "initiationType": "tender",
            "parties": _parties(tender, contracts),
            "buyer": _reference(_organisation_id(tender.organisation), tender.organisation.name),
            "tender": _tender(tender),
            "awards": [_award(contract) for contract in contracts],
            "contracts": [_contract(contract, today) for contract in contracts],
        }
    )
    digest = hashlib.sha256(_text(said).encode()).hexdigest()[:16]
    return {"id": f"{said['ocid']}-{digest}", "date": _changed_at(tender, contracts).isoformat(), **said}


def ocid(tender: Tender) -> str:
    """The process as published (an imported ocid), else the organisation's prefix with the number of the procedure."""
    if tender.procedure_id.startswith("ocds-"):
        return tender.procedure_id
    prefix = tender.organisation.ocds_prefix or f"ocds-{tender.organisation.slug}"
    return f"{prefix}-{tender.procedure_id or tender.reference}"


def tender_of(organisation: Organisation, ocid: str, release: str) -> Tender | None:
    """The organisation's tender of which ``package`` made this release; None when it is not one of ours.

    ``ocid`` has our prefix, today's or the one before an own prefix was registered; or it was imported, and then the
    ``release`` (its id) must be numbered as we number: what its first publisher says is no release of ours.
    """
    tenders = Tender.objects.of(organisation)
    for prefix in (organisation.ocds_prefix, f"ocds-{organisation.slug}"):
        number = ocid.removeprefix(f"{prefix}-")
        if prefix and number and number != ocid:
            named = Q(procedure_id=number) | Q(procedure_id="", reference=number)
            found = tenders.filter(named).order_by("-procedure_id").first()
            if found is not None:
                return found
    if re.fullmatch(r"[0-9a-f]{16}", release.removeprefix(f"{ocid}-"), re.ASCII):
        return tenders.filter(procedure_id=ocid).exclude(procedure_id="").first()
    return None


def _tags(tender: Tender, contracts: list[Contract]) -> list[str]:
    if tender.stage == "withdrawn":
        return ["tenderCancellation"]
    tags = ["planning" if tender.stage == "planned" else "tender"]
    return [*tags, "award", "contract"] if contracts else tags


def _tender(tender: Tender) -> Json:
    ambitions = [each for each in tender.ambitions.all() if each.level]
    said = {
        "id": tender.reference,
        "title": tender.title,
        "description": tender.description,
        "status": codes.STATUS[tender.stage],
        "procuringEntity": _reference(_organisation_id(tender.organisation), tender.organisation.name),
        "items": _items(tender),
        "lots": [_lot(lot) for lot in tender.lots.all()],
        "value": _value(tender.estimated_value, tender.currency),
        "procurementMethod": codes.METHOD.get(tender.procedure),
        "procurementMethodDetails": tender.procedure,
        "mainProcurementCategory": codes.CATEGORY.get(tender.nature),
        "datePublished": _midnight(tender.publication_date),
        "hasSustainability": _has_sustainability(tender, ambitions),
        "sustainability": _sustainability(tender, ambitions),
    }
    return _without_empty(said)


def _items(tender: Tender) -> list[Json]:
    """What is bought: the CPV codes of the procedure, and of each lot that has its own."""
    items = [{"id": "0", **_classified(tender.cpv)}] if tender.cpv else []
    return [
        *items,
        *({"id": lot.identifier, "relatedLot": lot.identifier, **_classified(lot.cpv)}
          for lot in tender.lots.all() if lot.cpv),
    ]  # fmt: skip


def _classified(cpv: list[str]) -> Json:
    main, *others = ({"scheme": "CPV", "id": code} for code in cpv)
    return {"classification": main, **({"additionalClassifications": others} if others else {})}


def _lot(lot: Lot) -> Json:
    published = [
        code
        for key in ("environmental_impact", "social_objective", "innovation")
        for code in lot.published.get(key, [])
    ]
    goals = list(dict.fromkeys(codes.PUBLISHED_GOAL[code] for code in published if code in codes.PUBLISHED_GOAL))
    return _without_empty(
        {
            "id": lot.identifier,
            "title": lot.title,
            "value": _value(lot.estimated_value, lot.tender.currency),
            "contractPeriod": _period(lot.start_on, lot.end_on),
            "hasSustainability": True if goals else None,
            "sustainability": [{"goal": goal} for goal in goals],
        }
    )


def _has_sustainability(tender: Tender, ambitions: list[Ambition]) -> bool | None:
    """With MVI as the annual report counts it (interfaces.md): unknown where nothing was filled in."""
    if ambitions or tender.isv_forms:
        return True
    is_known = tender.isv_answered or any(each.level is not None for each in tender.ambitions.all())
    return False if is_known else None


def _sustainability(tender: Tender, ambitions: list[Ambition]) -> list[Json]:
    """A goal per theme with a level; the forms of ISV are the strategies of the chain."""
    strategies = [codes.STRATEGY[form] for form in tender.isv_forms]
    chain = codes.GOAL["supply_chain"]
    found = [
        _without_empty(
            {
                "goal": codes.GOAL.get(each.theme.code),
                "description": f"{each.theme.name_nl}: niveau {each.level}",
                "strategies": strategies if codes.GOAL.get(each.theme.code) == chain else [],
            }
        )
        for each in ambitions
    ]
    if strategies and not any(each.get("goal") == chain for each in found):
        found.append({"goal": chain, "strategies": strategies})
    return found


def _award(contract: Contract) -> Json:
    return _without_empty(
        {
            "id": contract.reference,
            "title": contract.title,
            "status": "active",
            "date": _midnight(contract.awarded_on),
            "value": _value(contract.value, contract.currency),
            "suppliers": [_reference(_supplier_id(contract.supplier), contract.supplier.name)],
            "contractPeriod": _period(contract.start_on, contract.end_on),
            "relatedLots": sorted(lot.identifier for lot in contract.lots.all()),
        }
    )


def _contract(contract: Contract, today: date) -> Json:
    return _without_empty(
        {
            "id": contract.reference,
            "awardID": contract.reference,
            "title": contract.title,
            "status": _contract_status(contract, today),
            "period": _period(contract.start_on, contract.end_on),
            "value": _value(contract.value, contract.currency),
        }
    )


def _contract_status(contract: Contract, today: date) -> str:
    if contract.start_on > today:
        return "pending"
    return "terminated" if contract.end_on and contract.end_on < today else "active"


def _parties(tender: Tender, contracts: list[Contract]) -> list[Json]:
    """The organisation, the other buyers as published, and the suppliers, each once. No people: no personal data."""
    own, buyers = tender.organisation, list(tender.buyers.all())
    parties = {
        _organisation_id(own): {
            "id": _organisation_id(own), "name": own.name, "identifier": _identifier(own.kvk, own.name),
            "roles": ["buyer", "procuringEntity"],
        }
    }  # fmt: skip
    for buyer in buyers:
        if not is_among_buyers(own, [buyer]):
            key = f"buyer-{buyer.position}"
            parties[key] = {"id": key, "name": buyer.name, "roles": ["buyer"]}
    for contract in contracts:
        supplier = contract.supplier
        key = _supplier_id(supplier)
        parties[key] = {
            "id": key, "name": supplier.name, "roles": ["supplier"],
            "identifier": _identifier(supplier.kvk, supplier.name),
        }  # fmt: skip
    return [_without_empty(party) for party in parties.values()]


def _publisher(organisation: Organisation) -> Json:
    return _without_empty(
        {
            "name": organisation.name,
            "scheme": "NL-KVK" if organisation.kvk else None,
            "uid": organisation.kvk,
            "uri": organisation.tooi if organisation.tooi.startswith(("http://", "https://")) else None,
        }
    )


def _identifier(kvk: str, name: str) -> Json | None:
    return {"scheme": "NL-KVK", "id": kvk, "legalName": name} if kvk else None


def _organisation_id(organisation: Organisation) -> str:
    return f"NL-KVK-{organisation.kvk}" if organisation.kvk else f"organisation-{organisation.slug}"


def _supplier_id(supplier: Supplier) -> str:
    return f"NL-KVK-{supplier.kvk}" if supplier.kvk else f"supplier-{supplier.pk}"


def _reference(key: str, name: str) -> Json:
    return {"id": key, "name": name}


def _value(amount: Decimal | None, currency: str) -> Json | None:
    return None if amount is None else _without_empty({"amount": amount, "currency": currency})


def _period(start: date | None, end: date | None) -> Json | None:
    return _without_empty({"startDate": _midnight(start), "endDate": _midnight(end)}) or None


def _midnight(day: date | None) -> str | None:
    return None if day is None else start_of_day(day).isoformat()


def _changed_at(tender: Tender, contracts: list[Contract]) -> datetime:
    moments = [
        tender.created_at, tender.approach_submitted_at, tender.approach_approved_at,
        *(notice.imported_at for notice in tender.notices.all()),
        *(contract.created_at for contract in contracts),
    ]  # fmt: skip
    return max(moment for moment in moments if moment).astimezone(AMSTERDAM).replace(microsecond=0)


def _without_empty(said: Json) -> Json:
    """OCDS leaves out what is not known; zero and no are known."""
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _text(said: Json) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_number)


def _number(amount: Any) -> int | float:
    """A decimal as a JSON number: exact up to 15 digits, which is past any contract."""
    if not isinstance(amount, Decimal):
        raise TypeError
    return int(amount) if amount == amount.to_integral_value() else float(amount)
