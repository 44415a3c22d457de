"""Where things stand in the two pictures of a risk scan: the map of tiles, and the matrix. Numbers, no words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from procurement.formats import lookups
from procurement.risk_bounds import Bounds
from procurement.scan_matching import NOT_LOOKED, NOTHING, PARTLY, SIGNAL
from procurement.severity import HIGH, LOW, MEDIUM, priority

TILE, GAP = 20, 2
STEP = TILE + GAP
CELL, LEFT, TOP = 74, 46, 8
DOT = 11

INKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        SIGNAL: ("#a3262f", "#a3262f", "#ffffff"),
        NOTHING: ("#d6e6f2", "#2b6a99", "#12263a"),
        PARTLY: ("#fff4d6", "#8a6100", "#12263a"),
        NOT_LOOKED: ("#ffffff", "#44525e", "#12263a"),
        "": ("#eef2f5", "#eef2f5", "#6b7885"),
    }
)
"""State → colour of the tile, of its edge, and of its letters; empty: a country that nobody named."""

SHADES = {LOW: "#e2efe6", MEDIUM: "#fdeec4", HIGH: "#f6cfcc"}


@dataclass(frozen=True)
class Tile:
    """A country on the map; ``dash`` for what was not looked at, so that colour is not all that tells."""

    code: str
    x: int
    y: int
    fill: str
    edge: str
    ink: str
    dash: bool
    label: str = ""


@lru_cache(maxsize=1)
def grid() -> dict[str, tuple[int, int]]:
    """Code → column and row."""
    return {row["code"]: (row["x"], row["y"]) for row in lookups.country_tiles().rows}


def map_size() -> tuple[int, int]:
    places = grid().values()
    return (max(x for x, _y in places) + 1) * STEP, (max(y for _x, y in places) + 1) * STEP


def tiles(states: Mapping[str, str], names: Mapping[str, str]) -> list[Tile]:
    """All countries of the map; those named last, so that their edges lie on top."""
    found = []
    for code, (x, y) in grid().items():
        state = states.get(code, "")
        fill, edge, ink = INKS[state]
        found.append(
            Tile(code, x * STEP + 1, y * STEP + 1, fill, edge, ink, state in (NOT_LOOKED, PARTLY), names.get(code, ""))
        )
    return sorted(found, key=lambda tile: tile.code in states)


@dataclass(frozen=True)
class Square:
    """One field of the matrix."""

    x: int
    y: int
    fill: str


@dataclass(frozen=True)
class Dot:
    """A theme in the matrix, by its number."""

    x: float
    y: float
    text_y: float
    number: int


def squares(group: str, bounds: Bounds) -> list[Square]:
    """The fields, likelihood to the right and severity up, in the shade of what they ask for."""
    return [
        Square(
            LEFT + (likelihood - 1) * CELL,
            TOP + (5 - severity) * CELL,
            SHADES[priority(group, severity, likelihood, bounds)],
        )
        for severity in range(1, 6)
        for likelihood in range(1, 6)
    ]


def dots(marks: Iterable[tuple[int, int, int]]) -> list[Dot]:
    """(number, severity, likelihood) → dots, side by side where several share a field."""
    by_field: dict[tuple[int, int], list[int]] = {}
    for number, severity, likelihood in marks:
        by_field.setdefault((severity, likelihood), []).append(number)
    found = []
    for (severity, likelihood), numbers in by_field.items():
        for place, number in enumerate(numbers):
            x = LEFT + (likelihood - 1) * CELL + 14 + (place % 3) * 23
            y = TOP + (5 - severity) * CELL + 15 + (place // 3) * 23
            found.append(Dot(x, y, y + 4, number))
    return found


def matrix_size() -> tuple[int, int]:
    return LEFT + 5 * CELL + 2, TOP + 5 * CELL + 42


def ticks() -> Sequence[tuple[int, int, int]]:
    """(number, x of the column, y of the row)."""
    return [(n, LEFT + (n - 1) * CELL + CELL // 2, TOP + (5 - n) * CELL + CELL // 2 + 5) for n in range(1, 6)]
