"""The awards and contracts of a release: one entry per contract, and one per award that has no contract yet."""

from __future__ import annotations

from collections.abc import Iterator

from procurement.formats.fields import Json, day, money, part, parts, text, texts, trimmed
from procurement.formats.notice import Award, AwardedTender
from procurement.formats.ocds.parties import Parties

NOT_AWARDED = frozenset({"pending", "cancelled", "unsuccessful"})


def awards_of(release: Json, parties: Parties) -> tuple[Award, ...]:
    """Return the contracts of the release, each with the winners and days of its award."""
    awards = _each_once(award for award in parts(release, "awards") if trimmed(award, "status") not in NOT_AWARDED)
    contracts = _each_once(
        contract for contract in parts(release, "contracts") if trimmed(contract, "status") != "cancelled"
    )
    by_id = {trimmed(award, "id"): award for award in awards}
    of_award: dict[str | None, int] = {}
    for contract in contracts:
        of_award[trimmed(contract, "awardID")] = of_award.get(trimmed(contract, "awardID"), 0) + 1
    made: list[Award] = []
    for contract in contracts:
        number = trimmed(contract, "awardID")
        is_only = of_award[number] == 1
        made.append(_contract(str(len(made) + 1), contract, by_id.get(number, {}), parties, is_only=is_only))
    for award in awards:
        if trimmed(award, "id") not in of_award:
            made.append(_award(str(len(made) + 1), award, parties))
    return tuple(made)


def _contract(key: str, contract: Json, award: Json, parties: Parties, *, is_only: bool) -> Award:
    value = money(contract, "value") or (money(award, "value") if is_only else None)
    suppliers = parts(contract, "suppliers") or parts(award, "suppliers")
    period = part(contract, "period") or part(award, "contractPeriod")
    tender = AwardedTender(None, None, money(award, "value"), parties.winners(suppliers))
    return Award(
        key=key,
        contract=trimmed(contract, "id"),
        title=text(contract, "title") or text(award, "title"),
        lots=_lots(contract, award),
        concluded_on=day(contract, "dateSigned"),
        decided_on=day(award, "date"),
        winners=parties.winners(suppliers),
        value=value,
        tenders=(tender,) if value or award else (),
        start=day(period, "startDate"),
        end=day(period, "endDate"),
    )


def _award(key: str, award: Json, parties: Parties) -> Award:
    period = part(award, "contractPeriod")
    value, winners = money(award, "value"), parties.winners(parts(award, "suppliers"))
    return Award(
        key=key,
        contract=None,
        title=text(award, "title"),
        lots=_lots(award),
        concluded_on=None,
        decided_on=day(award, "date"),
        winners=winners,
        value=value,
        tenders=(AwardedTender(None, None, value, winners),),
        start=day(period, "startDate"),
        end=day(period, "endDate"),
    )


def _lots(*stating: Json) -> tuple[str, ...]:
    """Return the lots that the first of these names."""
    for each in stating:
        if found := texts(each, "relatedLots") or texts(each, "relatedLot"):
            return tuple(dict.fromkeys(found))
    return ()


def _each_once(items: Iterator[Json]) -> list[Json]:
    """Leave out what is word for word the same as what stood before it; two that differ are both kept."""
    found: list[Json] = []
    by_id: dict[str | None, list[Json]] = {}
    for item in items:
        before = by_id.setdefault(trimmed(item, "id"), [])
        if item not in before:
            before.append(item)
            found.append(item)
    return found
