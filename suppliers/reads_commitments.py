"""What a contract promises, for its page."""

from __future__ import annotations

from django.db.models import Prefetch

from suppliers.models import Commitment, CommitmentResult, Contract


def commitments_of(contract: Contract) -> list[Commitment]:
    """The commitments in the order of the themes; ``latest`` of each is the last result or empty. Two queries."""
    results = CommitmentResult.objects.order_by("-year")
    rows = contract.commitments.select_related("theme").prefetch_related(Prefetch("results", results, "all_results"))
    found = list(rows)
    for each in found:
        each.latest = each.all_results[:1]  # type: ignore[attr-defined]  # from the prefetch
    return found


def has_ambitions(contract: Contract) -> bool:
    """Whether its tender chose a level on some theme, which the contract could take over."""
    return contract.tender is not None and contract.tender.ambitions.filter(level__gte=1).exists()
