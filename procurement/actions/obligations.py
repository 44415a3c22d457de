"""The outcome of the obligation that each tender keeps, so that a list finds those of one outcome by an index."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from procurement.models import Tender
from procurement.reads import central_outcomes

AT_ONCE = 5_000


@transaction.atomic
def judge(*, tenders: Iterable[int]) -> None:
    """Keep with the tenders of these keys whether ISV is mandatory, were each one of the central government.

    Whoever changes what the rule asks for does this in the same transaction: facts of a tender, its lots, thresholds,
    categories. Each tender is locked first, so that a change which another makes is waited for, and then seen.
    """
    keys = list(tenders)
    for start in range(0, len(keys), AT_ONCE):
        chosen = Tender.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
        held = list(chosen.select_for_update(of=("self",)).defer("description", "cpv"))
        changed: dict[str, list[int]] = {}
        for tender, outcome in central_outcomes(held):
            if tender.central_obligation != outcome:
                changed.setdefault(outcome, []).append(tender.pk)
        for outcome, found in changed.items():
            Tender.objects.filter(pk__in=found).update(central_obligation=outcome)


def judge_all() -> None:
    """Keep it anew with every tender: thresholds or categories changed."""
    judge(tenders=Tender.objects.order_by().values_list("pk", flat=True))
