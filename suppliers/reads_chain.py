"""What the risk scan of the tender says, where a contract needs it: at the award, and beside the risk analysis."""

from __future__ import annotations

from django.utils.translation import gettext as _

from procurement import scan_reads
from procurement.models import Signal, Tender
from procurement.scan_matching import theme_code
from procurement.signal_wording import SignalView, view_of
from suppliers.models import Contract, Deliverable, RiskSignals


def answer_of_scan(tender: Tender) -> tuple[str, str]:
    """What the scan answers to “signals in the chain”, and why; both empty as long as it is not known."""
    found = scan_reads.signals_of(tender)
    if found is None:
        return "", ""
    if found.is_high:
        return RiskSignals.SEVERE, _(
            "Filled in from the risk scan: child or forced labour on a main product, or a country with a high rating."
        )
    if found.has_any:
        return RiskSignals.SOME, _("Filled in from the risk scan: it found one or more signals.")
    return RiskSignals.NONE, _("Filled in from the risk scan: everything was looked at, and no signal was found.")


def signals_beside(deliverable: Deliverable, *, for_supplier: bool) -> list[tuple[SignalView, str]]:
    """The signals of the tender with the products they are about, for a risk analysis; else none.

    A supplier sees those of public lists and what the buyer shares, never the judgement of the buyer.
    """
    contract: Contract = deliverable.contract
    if deliverable.kind != "risk_analysis" or contract.tender is None:
        return []
    products: dict[int, list[str]] = {}
    once: dict[int, Signal] = {}
    for place in scan_reads.found_for(contract.tender).places:
        for signal in place.signals:
            if signal.for_supplier or not for_supplier:
                once[signal.pk] = signal
                products.setdefault(signal.pk, []).append(place.product.name)
    rows = sorted(once.values(), key=lambda row: (theme_code(row), row.country, row.good))
    return [(view_of(row), ", ".join(dict.fromkeys(products[row.pk]))) for row in rows]
