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
    asked: dict[Source, list[Q]] = defaultdict(list)
    for one in wanted:
        asked[SOURCES[one.source]] += _conditions(one)
    counts = {source: _count(source(scope), conditions) for source, conditions in asked.items()}
    return [_figure(one, counts[SOURCES[one.source]]) for one in wanted]


def _count(found: QuerySet[Any], conditions: list[Q]) -> dict[Q, int]:
    """How many rows meet each condition; what several figures ask is counted once."""
    names = {condition: f"n{number}" for number, condition in enumerate(dict.fromkeys(conditions))}
    asked = {name: Count("pk", filter=condition) for condition, name in names.items()}
    counts = found.order_by()[:EVERY_ROW].aggregate(**asked)
    return {condition: counts[name] for condition, name in names.items()}


def rows(one: Indicator, scope: Scope, *, user: User, part: str = "counted") -> QuerySet[Any]:
    """The rows behind a figure that the reader may see: ``counted``, ``among`` or ``unknown``."""
    conditions = {"counted": one.numerator, "among": one.among, "unknown": one.unknown}
    condition = conditions[part]
    found = SOURCES[one.source](scope)
    found = found.filter(condition) if condition is not None else found.none()
    return found.filter(pk__in=found.model.objects.visible_to(user).values("pk"))


def _conditions(one: Indicator) -> list[Q]:
    return [condition for condition in (one.numerator, one.among, one.unknown) if condition is not None]


def _figure(one: Indicator, counts: dict[Q, int]) -> Figure:
    numerator, unknown = counts[one.numerator], counts[one.unknown] if one.unknown is not None else 0
    if one.among is None:
        return Figure(one, numerator, None, None, unknown)
    denominator = counts[one.among]
    return Figure(one, numerator / denominator if denominator else None, numerator, denominator, unknown)
