"""Counting: one query per source, and the rows behind a figure by the same conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from monitoring.indicators.definitions import Indicator
from monitoring.indicators.registry import indicators
from monitoring.indicators.sources import SOURCES, Scope, Source

PARTS = ("counted", "among", "unknown")

EVERY_ROW = 2**31
"""A limit that cuts nothing off: it makes the database work out what a row means once, not once per figure."""


@dataclass(frozen=True)
class Figure:
    """One figure of a report. A count has no numerator and denominator; a share of nothing has no value."""

    indicator: Indicator
    value: int | float | None
    numerator: int | None
    denominator: int | None
    unknown: int

    @property
    def code(self) -> str:
        return self.indicator.code


def figures(scope: Scope, *, chosen: Sequence[Indicator] | None = None) -> list[Figure]:
    """Every figure of the year, or the ``chosen`` ones: a query per source, and small ones for lookup tables."""
    wanted = list(chosen) if chosen is not None else indicators()
    by_source: dict[Source, list[tuple[int, Indicator]]] = defaultdict(list)
    for number, one in enumerate(wanted):
        by_source[SOURCES[one.source]].append((number, one))
    counts: dict[str, int] = {}
    for source, members in by_source.items():
        asked = {
            name: Count("pk", filter=condition) for number, one in members for name, condition in _asked(number, one)
        }
        counts |= source(scope).order_by()[:EVERY_ROW].aggregate(**asked)
    return [_figure(one, number, counts) for number, one in enumerate(wanted)]


def rows(one: Indicator, scope: Scope, *, user: User, part: str = "counted") -> QuerySet[Any]:
    """The rows behind a figure that the reader may see: ``counted``, ``among`` or ``unknown``."""
    conditions = {"counted": one.numerator, "among": one.among, "unknown": one.unknown}
    condition = conditions[part]
    found = SOURCES[one.source](scope)
    found = found.filter(condition) if condition is not None else found.none()
    return found.filter(pk__in=found.model.objects.visible_to(user).values("pk"))


def _asked(number: int, one: Indicator) -> list[tuple[str, Q]]:
    asked = [(f"n{number}", one.numerator)]
    if one.among is not None:
        asked.append((f"d{number}", one.among))
    if one.unknown is not None:
        asked.append((f"u{number}", one.unknown))
    return asked


def _figure(one: Indicator, number: int, counts: dict[str, int]) -> Figure:
    numerator, unknown = counts[f"n{number}"], counts.get(f"u{number}", 0)
    if one.among is None:
        return Figure(one, numerator, None, None, unknown)
    denominator = counts[f"d{number}"]
    return Figure(one, numerator / denominator if denominator else None, numerator, denominator, unknown)
