"""The cells of one row of the ambition matrix: what belongs together, how it travels, and when two people clash.

A cell is what one person decides at once: its fields are saved together, and a colleague's change to one of them is
a clash. Pure: values in, values out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procurement.models import Ambition

CHOICE = "choice"
CELLS: dict[str, tuple[str, ...]] = {
    CHOICE: ("is_relevant", "level"),
    "reason": ("reason",),
    "goal": ("goal",),
    "opportunity": ("opportunity",),
    "risk": ("risk",),
    "kinds": ("criterion_kinds",),
    "target": ("target", "indicator", "target_value", "target_unit"),
    "responsible": ("responsible_id",),
}
FIELDS = tuple(field for fields in CELLS.values() for field in fields)
TEXT_CELLS = ("reason", "goal", "opportunity", "risk")
"""Cells of one text, whose two versions can be put one after the other."""

EMPTY: dict[str, Any] = {
    "is_relevant": None, "level": None, "criterion_kinds": [], "target_value": None, "responsible_id": None,
    **dict.fromkeys(("reason", "goal", "opportunity", "risk", "target", "indicator", "target_unit"), ""),
}  # fmt: skip

Values = dict[str, Any]


def values_of(row: Ambition | None) -> Values:
    """All fields of the cells; those of a theme that nobody touched when there is no row."""
    if row is None:
        return {**EMPTY, "criterion_kinds": []}
    return {field: getattr(row, field) for field in FIELDS}


def plain(text: str) -> str:
    """A text as it is stored: browsers send every line end as two characters, and blank ends say nothing."""
    return text.replace("\r\n", "\n").strip()


def as_json(cell: str, values: Mapping[str, Any]) -> str:
    """What somebody sees of a cell, to travel along with the form."""
    return json.dumps([_simple(values[field]) for field in CELLS[cell]], ensure_ascii=False)


def from_json(cell: str, text: str) -> Values | None:
    """The other way round; none where somebody meddled with it."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, list) or len(found) != len(CELLS[cell]):
        return None
    values = dict(zip(CELLS[cell], found, strict=True))
    if values.get("target_value") is not None:
        try:
            values["target_value"] = Decimal(str(values["target_value"]))
        except InvalidOperation:
            return None
        if not values["target_value"].is_finite():
            return None
    return values


def same(cell: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[field] == other[field] for field in CELLS[cell])


def audit_fields(cell: str) -> list[str]:
    """The fields of a cell by the names that the audit trail gives them."""
    return [field.removesuffix("_id") for field in CELLS[cell]]


def _simple(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def as_text(row: Ambition) -> dict[str, object]:
    """The row as the audit trail keeps it: a person by name, a number as text."""
    values = values_of(row)
    person, number = row.responsible, values.pop("target_value")
    del values["responsible_id"]
    return {
        **values,
        "target_value": None if number is None else format(number.normalize(), "f"),
        "responsible": str(person) if person else None,
    }
