"""The ambition web as the chart draws it: this tender against the average and the target of its organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

Values = Sequence[float | None]


def web_of(axes: Sequence[dict[str, str]], *, own: Values, averages: Values, targets: Values) -> dict[str, Any]:
    """Axes and series of the chart tag; a series without any value is not drawn.

    ``axes``: label and state (left_out, open, or empty) per theme; the values stand in the same order.
    """
    notes = {"left_out": _("not relevant"), "open": _("still open")}
    series: list[dict[str, Any]] = [
        {"label": _("this tender"), "values": own},
        {"label": _("average of the organisation"), "values": averages},
        {"label": _("target of the organisation"), "values": targets},
    ]
    has_level = any(value is not None for value in own)
    drawn = [series[0], *(one for one in series[1:] if any(value is not None for value in one["values"]))]
    noted = [{**axis, "note": notes.get(axis["state"], "")} for axis in axes]
    return {"axes": noted, "series": drawn, "has_values": has_level or len(drawn) > 1}
