"""The contracts that the notices of a tender announce and that nobody has recorded yet: each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F

from procurement.models import Notice, Tender
from suppliers.models import Contract
from suppliers.names import are_alike
from suppliers.proposals import AwardProposal, award_proposals


@dataclass(frozen=True)
class Announced:
    """A contract to record, and the newest notice that announces it."""

    notice: Notice
    proposal: AwardProposal


def announced_contracts(tender: Tender) -> list[Announced]:
    """What still has to be recorded, in the order of the notices, the newest first. Three queries.

    A contract that several notices announce (a newer version, the same publication in another format, a later change)
    is proposed once, as the newest of them states it.
    """
    found: list[Announced] = []
    for notice in _current(tender):
        earlier = list(found)
        found += [
            Announced(notice, proposal)
            for proposal in award_proposals(notice)
            if not any(_are_one_contract(proposal, each.proposal) for each in earlier)
        ]
    return _without_recorded(found, list(tender.contracts.select_related("supplier").prefetch_related("lots")))


def is_about(proposal: AwardProposal, contract: Contract) -> bool:
    """By the buyer's own number for the contract, else by a winner that is its supplier."""
    return _has_its_number(proposal, contract) or _has_its_supplier(proposal, contract)


def _current(tender: Tender) -> Iterator[Notice]:
    """The last version of each notice, the newest first."""
    passed = set()
    newest_first = tender.notices.order_by(F("published_on").desc(nulls_last=True), "-version", "-pk")
    for notice in newest_first:
        if notice.identifier not in passed:
            passed.add(notice.identifier)
            notice.tender = tender
            yield notice


def _are_one_contract(one: AwardProposal, other: AwardProposal) -> bool:
    """Of two notices: the same winner, and the same number or, where one of them has none, the same lots."""
    if not any(_is_party(a.name, a.kvk, b.name, b.kvk) for a in one.winners for b in other.winners):
        return False
    if one.reference and other.reference:
        return one.reference == other.reference
    return not one.lots or not other.lots or set(one.lots) == set(other.lots)


def _without_recorded(found: list[Announced], contracts: list[Contract]) -> list[Announced]:
    """Each contract answers for one proposal: first the one with its number, last the one with only its supplier."""
    rules: list[Callable[[AwardProposal, Contract], bool]] = [
        lambda proposal, contract: _has_its_number(proposal, contract) and _has_its_supplier(proposal, contract),
        lambda proposal, contract: _has_its_supplier(proposal, contract) and _has_its_lots(proposal, contract),
        _has_its_number,
    ]
    open_ones, left = list(found), list(contracts)
    for rule in rules:
        for contract in list(left):
            match = next((each for each in open_ones if rule(each.proposal, contract)), None)
            if match is not None:
                open_ones.remove(match)
                left.remove(contract)
    return open_ones


def _has_its_number(proposal: AwardProposal, contract: Contract) -> bool:
    return bool(proposal.reference) and proposal.reference == contract.reference


def _has_its_supplier(proposal: AwardProposal, contract: Contract) -> bool:
    supplier = contract.supplier
    return any(_is_party(party.name, party.kvk, supplier.name, supplier.kvk) for party in proposal.winners)


def _has_its_lots(proposal: AwardProposal, contract: Contract) -> bool:
    """Where both name lots, one at least is the same."""
    own = {lot.identifier for lot in contract.lots.all()}
    return not own or not proposal.lots or bool(own & set(proposal.lots))


def _is_party(name: str, kvk: str, other_name: str, other_kvk: str) -> bool:
    return bool(kvk and kvk == other_kvk) or are_alike(name, other_name)
