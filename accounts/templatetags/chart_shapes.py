"""The geometry of the charts: numbers in, coordinates out. No markup, no language.

Coordinates are user units of a viewBox that is WIDTH wide. Charts are drawn narrow, so that their text is still
readable when the picture shrinks to a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH = 400
BAR_STEP = 44
BAR_TOP = 20
BAR_HEIGHT = 14
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 44, 388, 14, 190
DONUT_RADIUS = 70
RADAR_RADIUS = 105
RADAR_CENTRE = (200, 150)


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
    """One axis of a web: its end, and where its label stands."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


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


def spokes(count: int) -> list[Spoke]:
    """The axes of a web with `count` corners, the first one upwards."""
    result = []
    for index in range(count):
        x, y = _on_circle(index, count, RADAR_RADIUS)
        label_x, label_y = _on_circle(index, count, RADAR_RADIUS + 14)
        side = label_x - RADAR_CENTRE[0]
        anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
        result.append(Spoke(x, y, label_x, round(label_y + 4, 1), anchor))
    return result


def web(values: Sequence[float | None], maximum: float) -> str:
    """The corners of the polygon of these values; unknown counts as the centre."""
    corners = (
        _on_circle(index, len(values), RADAR_RADIUS * (value or 0) / maximum) for index, value in enumerate(values)
    )
    return " ".join(f"{x},{y}" for x, y in corners)
