"""The approach as it was submitted, kept per round, and what differs between two of them. Pure: values in, values out.

A snapshot is ``{"themes": {CODE: cells}, "isv": {"answered", "forms", "explanation"}}``; the cells are those of the
ambition matrix as the audit trail keeps them (``ambition_cells.as_text``). An empty snapshot was not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.ambition_cells import TEXT_CELLS, as_text
from procurement.models import ISV_FORMS, Ambition, Tender
from procurement.text_diff import Piece, difference
from procurement.wording import CELL_LABELS, cell_text

ISV = "isv"
Snapshot = Mapping[str, Any]

ISV_LABELS: dict[str, Any] = {"forms": gettext_lazy("Forms"), "explanation": gettext_lazy("Explanation")}


@dataclass(frozen=True)
class CellChange:
    """One cell that differs; ``pieces`` is the way from one to the other for a text, else empty."""

    cell: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class RowChange:
    """A row of the approach in which something differs: a theme, or ISV."""

    code: str
    title: str
    cells: tuple[CellChange, ...]


def snapshot_of(tender: Tender, ambitions: Iterable[Ambition]) -> dict[str, Any]:
    """What is kept of this approach; the ambitions come with their theme and who is responsible."""
    return {
        "themes": {row.theme.code: as_text(row) for row in ambitions},
        "isv": {"answered": tender.isv_answered, "forms": tender.isv_forms, "explanation": tender.isv_explanation},
    }


def differences(before: Snapshot, after: Snapshot, theme_names: Mapping[str, str]) -> list[RowChange]:
    """What changed per row, themes in their order and then ISV; nothing where one of the two was not kept."""
    if not before or not after:
        return []
    found = [
        RowChange(code, name, _cells(before["themes"].get(code) or {}, after["themes"].get(code) or {}))
        for code, name in theme_names.items()
    ]
    found.append(RowChange(ISV, _("ISV decision"), _isv_cells(before["isv"], after["isv"])))
    return [row for row in found if row.cells]


def isv_text(name: str, values: Mapping[str, Any]) -> str:
    """The forms or the explanation of a decision on ISV, in words."""
    if name == "explanation":
        return str(values.get("explanation") or "")
    if not values.get("answered"):
        return ""
    return ", ".join(str(ISV_FORMS.get(form, form)) for form in values.get("forms") or []) or _("deliberately none")


def _cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[CellChange, ...]:
    texts = ((cell, str(label), cell_text(cell, before), cell_text(cell, after)) for cell, label in CELL_LABELS.items())
    return tuple(_change(*one, is_text=one[0] in TEXT_CELLS) for one in texts if one[2] != one[3])


def _isv_cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[CellChange, ...]:
    texts = ((name, str(label), isv_text(name, before), isv_text(name, after)) for name, label in ISV_LABELS.items())
    return tuple(_change(*one, is_text=one[0] == "explanation") for one in texts if one[2] != one[3])


def _change(cell: str, label: str, before: str, after: str, *, is_text: bool) -> CellChange:
    pieces = tuple(difference(before, after)) if is_text and before and after else ()
    return CellChange(cell, label, before, after, pieces)
