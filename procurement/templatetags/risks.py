"""``{% load risks %}``: the pictures of a risk scan, each with its text alternative and its table."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from procurement import scan_pictures
from procurement.scan_board import Board, CountryRow, JudgedRow, Matrix
from procurement.scan_matching import STATES
from procurement.scan_wording import STATES_SHORT

register = template.Library()


@register.inclusion_tag("procurement/_risk_map.html")
def risk_map(board: Board, pdf: bool = False) -> dict[str, Any]:
    """The countries of the scan on a map of tiles."""
    rows: list[CountryRow] = [row for row in board.countries if row.code]
    states = {row.code: row.state for row in rows}
    width, height = scan_pictures.map_size()
    shown = [state for state in STATES if state in states.values()]
    legend = [
        {"label": STATES_SHORT[state], "colour": scan_pictures.INKS[state][0], "edge": scan_pictures.INKS[state][1],
         "dash": state in ("not_looked", "partly")}
        for state in shown
    ]  # fmt: skip
    description = "; ".join(f"{row.name}: {STATES_SHORT[row.state]}" for row in rows)
    return {
        "id": "risk-map", "title": _("Where the products come from, and what was found"), "description": description,
        "width": width, "height": height, "legend": legend, "rows": board.countries, "pdf": pdf,
        "tiles": scan_pictures.tiles(states, {row.code: row.name for row in rows}), "size": scan_pictures.TILE,
        "outside": [row for row in rows if row.code not in scan_pictures.grid()],
    }  # fmt: skip


@register.inclusion_tag("procurement/_risk_matrix.html")
def risk_matrix(matrix: Matrix, pdf: bool = False) -> dict[str, Any]:
    """Severity against likelihood, a numbered dot per theme."""
    width, height = scan_pictures.matrix_size()
    rows: list[JudgedRow] = matrix.rows
    said = "; ".join(
        _("%(number)d %(theme)s: severity %(severity)d, likelihood %(likelihood)d")
        % {"number": row.number, "theme": row.theme, "severity": row.severity, "likelihood": row.likelihood}
        for row in rows
    )
    return {
        "id": f"risk-matrix-{matrix.code}", "title": matrix.title, "description": said, "width": width,
        "height": height, "rows": rows, "pdf": pdf, "squares": scan_pictures.squares(matrix.group, matrix.bounds),
        "dots": scan_pictures.dots((row.number, row.severity, row.likelihood) for row in rows),
        "ticks": scan_pictures.ticks(), "cell": scan_pictures.CELL, "radius": scan_pictures.DOT,
        "bottom": height - 20, "centre_x": scan_pictures.LEFT + scan_pictures.CELL * 5 // 2,
        "centre_y": scan_pictures.TOP + scan_pictures.CELL * 5 // 2,
    }  # fmt: skip
