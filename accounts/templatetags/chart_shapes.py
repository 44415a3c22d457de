"""The geometry of the charts: numbers in, coordinates out. No markup, no language.

Coordinates are user units of a viewBox that is WIDTH wide. Charts are drawn narrow, so that their text is still
readable when the picture shrinks to a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pyphen
from django.utils.translation import get_language

WIDTH = 400
BAR_STEP = 44
BAR_TOP = 20
BAR_HEIGHT = 14
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 44, 388, 14, 190
DONUT_RADIUS = 70
RADAR_RADIUS = 100
RADAR_CENTRE = (200, 160)
RADAR_HEIGHT = 320


@dataclass(frozen=True)
class Box:
    """A rectangle on the row of number `row`, made from the value of number `index`."""

    row: int
    index: int
    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Line:
    """A line through the known values; where a value is unknown it is broken."""

    segments: tuple[str, ...]
    points: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True)
class Spoke:
    """One axis of a web: its end, where its label stands, and the lines of that label with the y of each."""

    x: float
    y: float
    label_x: float
    anchor: str
    lines: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Web:
    """One series in a web. Only what lies between two known neighbours is drawn: ``area`` filled, ``outline`` as a
    line, both as path data. ``points``: the known values themselves.
    """

    area: str
    outline: str
    points: tuple[tuple[float, float], ...]


def ceiling(value: float) -> float:
    """The first round number (1, 2, 2.5 or 5 times a power of ten) that is not below the value."""
    if value <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-9))


def bars(values: Sequence[float | None], maximum: float | None = None) -> list[Box]:
    """One bar below the other; the longest fills the width, or `maximum` does. Unknown has no length."""
    largest = maximum or max((value for value in values if value), default=0) or 1
    return [
        Box(row, 0, 0, BAR_TOP + row * BAR_STEP, round(WIDTH * min(value or 0, largest) / largest, 1))
        for row, value in enumerate(values)
    ]


def stacks(rows: Sequence[Sequence[float | None]], *, whole: bool) -> list[Box]:
    """Bars cut into parts: as shares of their own sum (`whole`) or of the largest sum. Empty parts are left out."""
    totals = [sum(value or 0 for value in values) for values in rows]
    largest = max(totals, default=0)
    boxes = []
    for row, values in enumerate(rows):
        scale = WIDTH / ((totals[row] if whole else largest) or 1)
        x = 0.0
        for index, value in enumerate(values):
            width = (value or 0) * scale
            if width > 0:
                boxes.append(Box(row, index, round(x, 1), BAR_TOP + row * BAR_STEP, round(max(width - 1.5, 1), 1)))
            x += width
    return boxes


def columns(count: int) -> list[float]:
    """The x of each of `count` moments on the axis of a line chart."""
    if count < 2:
        return [(PLOT_LEFT + PLOT_RIGHT) / 2] * count
    step = (PLOT_RIGHT - 14 - PLOT_LEFT - 14) / (count - 1)
    return [round(PLOT_LEFT + 14 + step * index, 1) for index in range(count)]


def height_of(value: float, top: float) -> float:
    """The y of a value on an axis from 0 to `top`."""
    return round(PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * value / top, 1)


def line(values: Sequence[float | None], top: float) -> Line:
    """The line of one series, on an axis from 0 to `top`."""
    xs = columns(len(values))
    points = tuple((xs[i], height_of(value, top), i) for i, value in enumerate(values) if value is not None)
    segments = tuple(
        f"{x1},{y1} {x2},{y2}" for (x1, y1, first), (x2, y2, second) in pairwise(points) if second == first + 1
    )
    return Line(segments, points)


def donut(share: float) -> str:
    """The dash pattern that draws `share` (0 to 1) of the circle with DONUT_RADIUS."""
    around = 2 * math.pi * DONUT_RADIUS
    drawn = around * min(max(share, 0), 1)
    return f"{drawn:.1f} {around - drawn:.1f}"


def _on_circle(index: int, count: int, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * index / count - math.pi / 2
    x, y = RADAR_CENTRE
    return round(x + radius * math.cos(angle), 1), round(y + radius * math.sin(angle), 1)


LABEL_LINE = 16
LABEL_ROOM = 13
"""How many letters of a label fit beside a web."""


def spokes(labels: Sequence[str]) -> list[Spoke]:
    """The axes of a web with one corner per label, the first one upwards."""
    result = []
    for index, label in enumerate(labels):
        x, y = _on_circle(index, len(labels), RADAR_RADIUS)
        label_x, label_y = _on_circle(index, len(labels), RADAR_RADIUS + 12)
        side = label_x - RADAR_CENTRE[0]
        anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
        lines = broken(label, LABEL_ROOM if anchor != "middle" else 2 * LABEL_ROOM)
        below = label_y - RADAR_CENTRE[1]
        top = label_y + 5 - LABEL_LINE * (len(lines) - 1) * (0.5 - 0.5 * below / (RADAR_RADIUS + 12))
        placed = tuple((text, round(top + LABEL_LINE * number, 1)) for number, text in enumerate(lines))
        result.append(Spoke(x, y, label_x, anchor, placed))
    return result


def broken(label: str, room: int) -> list[str]:
    """Lines of about ``room`` letters each; a longer word breaks at its own hyphen, or where its language does."""
    lines: list[str] = []
    for word in label.split():
        pieces = [word] if len(word) <= room + 1 else _pieces(word, room)
        if lines and len(lines[-1]) + 1 + len(pieces[0]) <= room:
            lines[-1] += f" {pieces[0]}"
            pieces = pieces[1:]
        lines += pieces
    return lines


def _pieces(word: str, room: int) -> list[str]:
    found = []
    while len(word) > room and (cut := _cut(word, room)):
        found.append(cut[0])
        word = cut[1]
    return [*found, word]


def _cut(word: str, room: int) -> Sequence[str] | None:
    own = word.rfind("-", 0, room) + 1
    if own:
        return word[:own], word[own:]
    found: Sequence[str] | None = _breaks((get_language() or "nl")[:2]).wrap(word, room)
    return found


@cache
def _breaks(language: str) -> Any:
    return pyphen.Pyphen(lang=language)


def web(values: Sequence[float | None], maximum: float) -> Web:
    """The drawing of these values; an unknown value is a gap, not a zero."""
    corners = [
        None if value is None else _on_circle(index, len(values), RADAR_RADIUS * value / maximum)
        for index, value in enumerate(values)
    ]
    pairs = [(one, other) for one, other in zip(corners, corners[1:] + corners[:1], strict=True) if one and other]
    centre = "{} {}".format(*RADAR_CENTRE)
    if len(pairs) == len(corners):
        around = "M" + "L".join(f"{x} {y}" for x, y in filter(None, corners)) + "Z"
        return Web(around, around, tuple(filter(None, corners)))
    area = "".join(f"M{centre}L{one[0]} {one[1]}L{other[0]} {other[1]}Z" for one, other in pairs)
    outline = "".join(f"M{one[0]} {one[1]}L{other[0]} {other[1]}" for one, other in pairs)
    return Web(area, outline, tuple(filter(None, corners)))


def ring(level: float, count: int, maximum: float) -> str:
    """The corners of the line that joins one level on all axes."""
    corners = (_on_circle(index, count, RADAR_RADIUS * level / maximum) for index in range(count))
    return " ".join(f"{x},{y}" for x, y in corners)
