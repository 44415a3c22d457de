"""The approach as it was submitted, kept per round, and what differs between two of them. Pure: values in, values out.

A snapshot is ``{"themes": {CODE: cells}, "isv": {"answered", "forms", "explanation", "follow_up",
"follow_up_reason"}, "criteria": {KEY: words}}``; the cells are those of the ambition matrix as the audit trail keeps
them (``ambition_cells.as_text``). An empty snapshot was not kept; an early one has no criteria and no follow-up. What
surrounds the rows is kept beside them (``approach_kept``) and compared with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.ambition_cells import TEXT_CELLS, as_text
from procurement.models import CRITERION_KINDS, ISV_FORMS, Ambition, ChosenCriterion, Tender
from procurement.models.tenders import FOLLOW_UP_LABELS
from procurement.text_diff import Piece, difference
from procurement.wording import CELL_LABELS, cell_text

ISV, CRITERIA = "isv", "criteria"
Snapshot = Mapping[str, Any]

ISV_LABELS: dict[str, Any] = {
    "forms": gettext_lazy("Forms"), "explanation": gettext_lazy("Explanation"),
    "follow_up": gettext_lazy("Follow-up"), "follow_up_reason": gettext_lazy("Reason of the follow-up"),
}  # fmt: skip
ISV_TEXTS = ("explanation", "follow_up_reason")

CRITERION_LABELS: dict[str, Any] = {
    "text": gettext_lazy("text"), "verification": gettext_lazy("verification"), "weight": gettext_lazy("weight (%)"),
}  # fmt: skip


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
    """A row of the approach in which something differs: a theme, ISV, or the criteria."""

    code: str
    title: str
    cells: tuple[CellChange, ...]


def snapshot_of(tender: Tender, ambitions: Iterable[Ambition], criteria: Iterable[ChosenCriterion]) -> dict[str, Any]:
    """What is kept of this approach; the ambitions come with their theme and who is responsible."""
    return {
        "themes": {row.theme.code: as_text(row) for row in ambitions},
        "isv": {
            "answered": tender.isv_answered, "forms": tender.isv_forms, "explanation": tender.isv_explanation,
            "follow_up": tender.follow_up, "follow_up_reason": tender.follow_up_reason,
        },
        "criteria": {str(row.pk): _words(row) for row in criteria},
    }  # fmt: skip


def differences(before: Snapshot, after: Snapshot, theme_names: Mapping[str, str]) -> list[RowChange]:
    """What changed per row, themes in their order, ISV and the criteria; nothing where one of the two was not kept."""
    if not before or not after:
        return []
    found = [
        RowChange(code, name, _cells(before["themes"].get(code) or {}, after["themes"].get(code) or {}))
        for code, name in theme_names.items()
    ]
    found.append(RowChange(ISV, _("ISV decision"), _isv_cells(before["isv"], after["isv"])))
    if CRITERIA in before and CRITERIA in after:
        found.append(RowChange(CRITERIA, _("Criteria"), tuple(_criteria(before[CRITERIA], after[CRITERIA]))))
    return [row for row in found if row.cells]


def isv_text(name: str, values: Mapping[str, Any]) -> str:
    """One part of a decision on ISV, in words."""
    if name == "follow_up":
        return str(FOLLOW_UP_LABELS.get(values.get(name) or "", ""))
    if name != "forms":
        return str(values.get(name) or "")
    if not values.get("answered"):
        return ""
    return ", ".join(str(ISV_FORMS.get(form, form)) for form in values.get("forms") or []) or _("deliberately none")


def _words(row: ChosenCriterion) -> dict[str, str]:
    weight = "" if row.weight is None else format(row.weight.normalize(), "f")
    return {"name": str(row), "kind": row.kind, "text": row.text, "verification": row.verification, "weight": weight}


def _criteria(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[CellChange]:
    """A criterion that came or went, by its kind; one that stayed, by what is said differently of it."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        name = str((new or old or {}).get("name"))
        if old is None or new is None:
            was, now = (str(CRITERION_KINDS.get(one["kind"], one["kind"])) if one else "" for one in (old, new))
            yield CellChange(CRITERIA, name, was, now)
            continue
        for part, label in CRITERION_LABELS.items():
            if old.get(part) != new.get(part):
                yield _change(part, f"{name}, {label}", old[part], new[part], is_text=part != "weight")


def _cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[CellChange, ...]:
    texts = ((cell, str(label), cell_text(cell, before), cell_text(cell, after)) for cell, label in CELL_LABELS.items())
    return tuple(_change(*one, is_text=one[0] in TEXT_CELLS) for one in texts if one[2] != one[3])


def _isv_cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[CellChange, ...]:
    kept = {name: str(label) for name, label in ISV_LABELS.items() if name in before and name in after}
    texts = ((name, label, isv_text(name, before), isv_text(name, after)) for name, label in kept.items())
    return tuple(_change(*one, is_text=one[0] in ISV_TEXTS) for one in texts if one[2] != one[3])


def _change(cell: str, label: str, before: str, after: str, *, is_text: bool) -> CellChange:
    pieces = tuple(difference(before, after)) if is_text and before and after else ()
    return CellChange(cell, label, before, after, pieces)
