"""`{% load charts %}`: pictures of figures as SVG, each with its title, description and data table.

The same markup serves page and PDF: colours are attributes, nothing depends on a style sheet or on script. With
`pdf=True` the table stands below or beside the picture, on a page it unfolds.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext

from accounts.templatetags import chart_shapes as shapes

register = template.Library()

Number = float | int | Decimal | None

COLOURS = ("#0b4f7d", "#39a3a3", "#e2a33b", "#9fb3c4", "#7a4e9c", "#b5482f", "#5d7a2b")
INKS = ("#ffffff", "#0a1f2e", "#0a1f2e", "#0a1f2e", "#ffffff", "#ffffff", "#ffffff")
ORDINAL_COLOURS = ("#c3ced8", "#8fc3e0", "#3d82b0", "#0b4f7d")
ORDINAL_INKS = ("#0a1f2e", "#0a1f2e", "#ffffff", "#ffffff")
TICKS = 4


def figure(value: Number, unit: str) -> str:
    """A number as text: unit "%" for a share of 0 to 1, "€" for an amount, else a plain number."""
    if value is None:
        return gettext("unknown")
    if unit == "%":
        return formats.number_format(round(Decimal(value) * 100, 1), decimal_pos=1, use_l10n=True) + "\u00a0%"
    whole = Decimal(value) == int(value)
    number = formats.number_format(value, decimal_pos=0 if whole else 1, use_l10n=True, force_grouping=True)
    return f"€\u00a0{number}" if unit == "€" else f"{number} {unit}".strip()


def _floats(values: Sequence[Number]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def _base(title: str, description: str, *, pdf: bool) -> dict[str, Any]:
    return {
        "title": title,
        "id": f"chart-{slugify(title)}",
        "description": description,
        "pdf": pdf,
        "width": shapes.WIDTH,
    }


def _legend(labels: Sequence[str], colours: Sequence[str] = COLOURS) -> list[dict[str, Any]]:
    return [{"label": label, "colour": colours[index % len(colours)]} for index, label in enumerate(labels)]


def _listed(rows: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{label}: {text}" for label, text in rows)


@register.inclusion_tag("components/charts/bars.html")
def bar_chart(
    title: str, rows: Sequence[dict[str, Any]], unit: str = "", maximum: float | None = None, pdf: bool = False
) -> dict[str, Any]:
    """A bar per row. Rows: dicts with label and value (None is unknown), optionally url and text, shown as value."""
    texts = [row.get("text") or figure(row["value"], unit) for row in rows]
    boxes = shapes.bars(_floats([row["value"] for row in rows]), 1.0 if unit == "%" else maximum)
    labels = [str(row["label"]) for row in rows]
    return {
        **_base(title, _listed(list(zip(labels, texts, strict=True))), pdf=pdf),
        "rows": [
            {"label": label, "text": text, "box": box, "url": row.get("url"), "text_y": box.y - 6}
            for label, text, box, row in zip(labels, texts, boxes, rows, strict=True)
        ],
        "height": shapes.BAR_STEP * max(len(rows), 1),
        "bar_height": shapes.BAR_HEIGHT,
        "colour": COLOURS[0],
    }


@register.inclusion_tag("components/charts/stacks.html")
def stacked_chart(
    title: str,
    series: Sequence[str],
    rows: Sequence[dict[str, Any]],
    whole: bool = True,
    ordinal: bool = False,
    pdf: bool = False,
) -> dict[str, Any]:
    """Bars cut into parts, one part per name in `series`. Rows: dicts with label and values, optionally url.

    Each bar fills the width (`whole`) or is as long as its sum. `ordinal`: from light to dark, for up to four levels.
    """
    colours, inks = (ORDINAL_COLOURS, ORDINAL_INKS) if ordinal else (COLOURS, INKS)
    boxes = shapes.stacks([_floats(row["values"]) for row in rows], whole=whole)
    drawn = [
        {
            "box": box,
            "colour": colours[box.index % len(colours)],
            "ink": inks[box.index % len(inks)],
            "text": figure(rows[box.row]["values"][box.index], "") if box.width >= 18 else "",
            "text_y": box.y + 13,
        }
        for box in boxes
    ]
    table: list[dict[str, Any]] = [
        {
            "label": str(row["label"]),
            "url": row.get("url"),
            "texts": [figure(value, "") for value in row["values"]],
            "total": figure(sum(value or 0 for value in row["values"]), ""),
            "text_y": shapes.BAR_TOP + index * shapes.BAR_STEP - 6,
        }
        for index, row in enumerate(rows)
    ]
    parts = [(row["label"], ", ".join(map(" ".join, zip(series, row["texts"], strict=True)))) for row in table]
    return {
        **_base(title, _listed(parts), pdf=pdf),
        "legend": _legend(series, colours),
        "series": series,
        "rows": table,
        "boxes": drawn,
        "height": shapes.BAR_STEP * max(len(rows), 1) + 6,
        "bar_height": shapes.BAR_HEIGHT + 4,
    }


@register.inclusion_tag("components/charts/lines.html")
def line_chart(
    title: str, moments: Sequence[Any], series: Sequence[dict[str, Any]], unit: str = "", pdf: bool = False
) -> dict[str, Any]:
    """Lines over moments (years). Series: dicts with label and values, as many as moments; None breaks the line."""
    values = [_floats(one["values"]) for one in series]
    largest = max((value for one in values for value in one if value is not None), default=0)
    top = 1.0 if unit == "%" else shapes.ceiling(largest)
    ticks = [top * step / TICKS for step in range(TICKS + 1)]
    if unit != "%" and top < TICKS:
        ticks = [float(step) for step in range(int(top) + 1)]
    lines: list[dict[str, Any]] = [
        {
            "label": str(one["label"]),
            "colour": COLOURS[index % len(COLOURS)],
            "line": shapes.line(values[index], top),
            "texts": [figure(value, unit) for value in one["values"]],
        }
        for index, one in enumerate(series)
    ]
    said = [
        (one["label"], ", ".join(f"{at} {text}" for at, text in zip(moments, one["texts"], strict=True)))
        for one in lines
    ]
    return {
        **_base(title, _listed(said), pdf=pdf),
        "height": shapes.PLOT_BOTTOM + 28,
        "plot": {"left": shapes.PLOT_LEFT, "right": shapes.PLOT_RIGHT, "label_y": shapes.PLOT_BOTTOM + 20},
        "ticks": [{"y": shapes.height_of(tick, top), "text": _tick(tick, unit)} for tick in ticks],
        "moments": [
            {"x": x, "text": str(moment)} for x, moment in zip(shapes.columns(len(moments)), moments, strict=True)
        ],
        "lines": lines,
        "legend": _legend([one["label"] for one in lines]) if len(lines) > 1 else [],
    }


def _tick(value: float, unit: str) -> str:
    return f"{round(value * 100)}\u00a0%" if unit == "%" else figure(value, unit)


@register.inclusion_tag("components/charts/share.html")
def share_chart(
    title: str, numerator: int | None, denominator: int | None, label: str = "", pdf: bool = False
) -> dict[str, Any]:
    """A ring that is filled for the share numerator / denominator; empty and "unknown" when there is none."""
    share = numerator / denominator if numerator is not None and denominator else None
    text = figure(share, "%")
    counts = pgettext("share", "%(part)s of %(whole)s") % {
        "part": figure(numerator, ""),
        "whole": figure(denominator, ""),
    }
    return {
        **_base(title, f"{text}, {counts}. {label}".strip(), pdf=pdf),
        "height": 190,
        "dash": shapes.donut(share or 0),
        "radius": shapes.DONUT_RADIUS,
        "text": text,
        "counts": counts,
        "label": label,
        "numerator": figure(numerator, ""),
        "denominator": figure(denominator, ""),
        "colour": COLOURS[0],
    }


WEB_LOOKS = (
    {"colour": "#0b4f7d", "dash": "", "mark": "circle", "fill": 0.16},
    {"colour": "#8a5a00", "dash": "7 4", "mark": "square", "fill": 0},
    {"colour": "#1b6e6e", "dash": "2 4", "mark": "diamond", "fill": 0},
    {"colour": "#7a4e9c", "dash": "9 3 2 3", "mark": "circle", "fill": 0},
)
"""Colour, line and mark of each series: who sees no colours tells them apart too."""


@register.inclusion_tag("components/charts/web.html")
def web_chart(
    title: str,
    axes: Sequence[str | dict[str, str]],
    series: Sequence[dict[str, Any]],
    maximum: int = 3,
    pdf: bool = False,
) -> dict[str, Any]:
    """A web with one axis per name in `axes`, from 0 to `maximum`. Series: dicts with label and values.

    What is unknown (None) is a gap. An axis may be a dict with label and note: why it has no value, said in words.
    """
    told = [axis if isinstance(axis, dict) else {"label": axis} for axis in axes]
    labels, notes = [str(axis["label"]) for axis in told], [str(axis.get("note", "")) for axis in told]
    lines: list[dict[str, Any]] = [
        {
            "label": str(one["label"]),
            **WEB_LOOKS[index % len(WEB_LOOKS)],
            "web": shapes.web(_floats(one["values"]), maximum),
            "texts": [
                (notes[at] if index == 0 and value is None and notes[at] else figure(value, ""))
                for at, value in enumerate(one["values"])
            ],
        }
        for index, one in enumerate(series)
    ]
    said = [
        (one["label"], ", ".join(f"{axis} {text}" for axis, text in zip(labels, one["texts"], strict=True)))
        for one in lines
    ]
    spokes = shapes.spokes([f"{label} ({note})" if note else label for label, note in zip(labels, notes, strict=True)])
    return {
        **_base(title, _listed(said), pdf=pdf),
        "height": shapes.RADAR_HEIGHT,
        "centre": {"x": shapes.RADAR_CENTRE[0], "y": shapes.RADAR_CENTRE[1]},
        "spokes": [{"spoke": spoke, "note": note} for spoke, note in zip(spokes, notes, strict=True)],
        "rings": [
            {
                "corners": shapes.ring(level, len(labels), maximum), "level": level,
                "y": shapes.RADAR_CENTRE[1] - shapes.RADAR_RADIUS * level / maximum + 12,
            }
            for level in range(1, maximum + 1)
        ],
        "lines": lines,
        "legend": [{"label": one["label"], **WEB_LOOKS[index % len(WEB_LOOKS)]} for index, one in enumerate(lines)],
        "rows": [{"label": axis, "texts": [one["texts"][index] for one in lines]} for index, axis in enumerate(labels)],
    }  # fmt: skip
