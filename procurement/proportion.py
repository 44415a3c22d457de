"""Follow-up in proportion to value and risk (domain.md §4, ours): a proposal, from which one departs with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

SMALL, MEDIUM, LARGE = "small", "medium", "large"
LOW, ELEVATED, HIGH = "low", "elevated", "high"
LIGHT, NORMAL, INTENSIVE = "light", "normal", "intensive"
FOLLOW_UPS = (LIGHT, NORMAL, INTENSIVE)

MEDIUM_UP_TO = 5
"""A contract is large above this many times the threshold."""

TABLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (SMALL, LOW): LIGHT, (SMALL, ELEVATED): LIGHT, (SMALL, HIGH): NORMAL,
        (MEDIUM, LOW): LIGHT, (MEDIUM, ELEVATED): NORMAL, (MEDIUM, HIGH): INTENSIVE,
        (LARGE, LOW): NORMAL, (LARGE, ELEVATED): INTENSIVE, (LARGE, HIGH): INTENSIVE,
    }
)  # fmt: skip
"""(class of value, class of risk) → follow-up. An organisation may bring its own."""


@dataclass(frozen=True)
class Signals:
    """What is known of the chain: any signal, forced or child labour on a main product, a high country rating."""

    has_any: bool = False
    has_forced_or_child_labour: bool = False
    has_high_rating: bool = False

    @property
    def is_high(self) -> bool:
        return self.has_forced_or_child_labour or self.has_high_rating


@dataclass(frozen=True)
class Proposal:
    """The proposed follow-up, or none: then ``reason`` is unknown_value, unknown_risk or unknown_value_and_risk."""

    follow_up: str | None
    value_class: str | None
    risk_class: str | None
    reason: str


def value_class(value: Decimal | None, threshold: Decimal | None) -> str | None:
    """Small below the threshold, medium from there up to and with five times it, large above; none if unknown."""
    if value is None or threshold is None:
        return None
    if value < threshold:
        return SMALL
    return MEDIUM if value <= MEDIUM_UP_TO * threshold else LARGE


def risk_class(*, in_risk_category: bool | None, signals: Signals | None) -> str | None:
    """The class of risk; none where what is known leaves more than one open.

    ``in_risk_category`` and ``signals`` are none while not known. A signal that makes the risk high settles it alone; a
    signal settles *elevated* even where the category is unknown; without knowledge of signals nothing is settled.
    """
    if signals is None:
        return None
    if signals.is_high:
        return HIGH
    if signals.has_any or in_risk_category:
        return ELEVATED
    return LOW if in_risk_category is False else None


def propose(
    *,
    value: Decimal | None,
    threshold: Decimal | None,
    in_risk_category: bool | None,
    signals: Signals | None,
    table: Mapping[tuple[str, str], str] = TABLE,
) -> Proposal:
    """The follow-up that fits. ``value`` and ``threshold`` in euro (see :func:`procurement.thresholds.in_euro`)."""
    value_is = value_class(value, threshold)
    risk_is = risk_class(in_risk_category=in_risk_category, signals=signals)
    if value_is is not None and risk_is is not None:
        return Proposal(table[(value_is, risk_is)], value_is, risk_is, f"{value_is}_{risk_is}")
    unknown = [name for name, known in (("value", value_is), ("risk", risk_is)) if known is None]
    return Proposal(None, value_is, risk_is, "unknown_" + "_and_".join(unknown))
