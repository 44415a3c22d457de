"""How severe harm is, and what goes first (domain.md §4: severity = scale, scope, irremediability). 1–5: ours."""

from __future__ import annotations

from dataclasses import dataclass

from procurement.risk_bounds import Bounds

LEAST, MOST = 1, 5
SEVERITY_FIRST = frozenset({"human_rights", "labour"})
"""Groups of themes about people: there severity outweighs likelihood."""

LOW, MEDIUM, HIGH = "low", "medium", "high"


@dataclass(frozen=True)
class Assessed:
    """The numbers of one judgement, each from 1 to 5."""

    scale: int
    scope: int
    irremediability: int
    likelihood: int

    @property
    def severity(self) -> int:
        """The highest of the three: harm need not be great in every way to be severe."""
        return max(self.scale, self.scope, self.irremediability)


def priority(group: str, severity: int, likelihood: int, bounds: Bounds) -> str:
    """What this severity and likelihood ask for, in a theme of this group.

    For people severity decides: from a bound on it is high however unlikely, and from a lower one never low. What is
    below both is medium at most. Elsewhere both count alike.
    """
    weight = severity * likelihood
    by_both = HIGH if weight >= bounds.high_priority else MEDIUM if weight >= bounds.medium_priority else LOW
    if group not in SEVERITY_FIRST:
        return by_both
    if severity >= bounds.people_high:
        return HIGH
    return MEDIUM if severity >= bounds.people_medium or by_both != LOW else LOW


def rank(group: str, assessed: Assessed, bounds: Bounds) -> tuple[int, int, int]:
    """To sort by: the highest priority first, then severity, then likelihood."""
    order = {HIGH: 0, MEDIUM: 1, LOW: 2}
    asks = priority(group, assessed.severity, assessed.likelihood, bounds)
    return order[asks], -assessed.severity, -assessed.likelihood
