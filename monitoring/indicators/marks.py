"""What a row is to each figure of its source, read once for all of them: a digit per figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from monitoring.indicators.definitions import Indicator

BITS = {"counted": 1, "among": 2, "unknown": 4}
"""The parts of a figure, as they add up to its digit; 0 is a row that has no part in the figure."""


def digits(part: str) -> list[str]:
    """The digits of the rows in this part of a figure."""
    return [str(number) for number in range(8) if number & BITS[part]]


@dataclass
class Marking:
    """The marks of rows of one source under these figures, in this order."""

    members: Sequence[Indicator]
    names: dict[Q, str] = field(init=False)
    asked: list[list[tuple[int, str]]] = field(init=False)

    def __post_init__(self) -> None:
        parts = [((1, one.numerator), (2, one.among), (4, one.unknown)) for one in self.members]
        conditions = [condition for one in parts for _bit, condition in one if condition is not None]
        self.names = {condition: f"mark_{number}" for number, condition in enumerate(dict.fromkeys(conditions))}
        self.asked = [[(bit, self.names[asked]) for bit, asked in one if asked is not None] for one in parts]

    def of(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """These rows with what ``marks`` reads; a condition that several figures share is asked once."""
        marks = {name: _is(condition) for condition, name in self.names.items()}
        marked: QuerySet[Any] = found.annotate(**marks)
        return marked

    def marks(self, row: Any) -> str:
        """A digit per figure, in the order of ``members``."""
        return "".join(str(sum(bit for bit, name in one if getattr(row, name))) for one in self.asked)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003
