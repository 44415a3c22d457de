"""The form of one row of the ambition matrix. What somebody saw travels along per cell, so that only what he changed
is saved, and what a colleague changed meanwhile is not put back by accident.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from procurement.actions.ambitions import Answer
from procurement.ambition_cells import CELLS, CHOICE, EMPTY, TEXT_CELLS, Values, as_json, from_json, plain, values_of
from procurement.fields import NumberField
from procurement.models import CRITERION_KINDS, Ambition, Theme

YES, NO = "yes", "no"
RELEVANT: list[tuple[str, Any]] = [(YES, _("Relevant")), (NO, _("Not relevant"))]
LEVELS: list[tuple[str, Any]] = [
    ("0", _("deliberately none")), ("1", _("basis")), ("2", _("significant")), ("3", _("ambitious")),
]  # fmt: skip
INPUTS: dict[str, tuple[str, ...]] = {
    CHOICE: ("relevant", "level"),
    "reason": ("reason",),
    "goal": ("goal",),
    "opportunity": ("opportunity",),
    "risk": ("risk",),
    "kinds": ("kinds",),
    "target": ("target", "indicator", "target_value", "target_unit"),
    "responsible": ("responsible",),
}
"""Cell → the inputs in which it is filled in."""

FIELD_OF = {"kinds": "criterion_kinds", "responsible": "responsible_id"}


class RowForm(forms.Form):
    """One theme. Its names end with the code of the theme; ``seen-CELL_CODE`` holds what was seen of a cell."""

    relevant = forms.ChoiceField(choices=RELEVANT, required=False, widget=forms.RadioSelect, label=_("Relevant here?"))
    level = forms.ChoiceField(choices=LEVELS, required=False, widget=forms.RadioSelect, label=_("Level"))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    goal = forms.CharField(label=_("Goal in one sentence"), required=False, max_length=400)
    opportunity = forms.CharField(
        label=_("Opportunity"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    risk = forms.CharField(label=_("Risk"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    kinds = forms.MultipleChoiceField(
        label=_("How it lands in the tender"), required=False, choices=list(CRITERION_KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    target = forms.CharField(label=_("Measurable target"), required=False, max_length=400)
    indicator = forms.CharField(label=_("Indicator"), required=False, max_length=200)
    target_value = NumberField(label=_("Target value"), required=False)
    target_unit = forms.CharField(label=_("Unit"), required=False, max_length=40)
    responsible = forms.TypedChoiceField(label=_("Who is responsible"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        theme: Theme,
        row: Ambition | None,
        people: Sequence[tuple[int, str]],
    ) -> None:
        self.theme, self.row = theme, row
        held = values_of(row)
        super().__init__(data, initial=_initial(held))
        choices: list[tuple[Any, Any]] = [("", _("nobody yet")), *people]
        if row and row.responsible and row.responsible_id not in dict(people):
            choices.append((row.responsible_id, str(row.responsible)))
        self.fields["responsible"].choices = choices  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        return name_of(field_name, self.theme.code)

    def seen_text(self, cell: str) -> str:
        """What travels along for a cell: as posted, else what is saved now."""
        posted = self.data.get(self.name_of_seen(cell)) if self.is_bound else None
        return posted if posted is not None else as_json(cell, values_of(self.row))

    def name_of_seen(self, cell: str) -> str:
        return name_of(f"seen-{cell}", self.theme.code)

    def seen(self) -> Values:
        """What this person saw; where nothing was sent along, an empty row."""
        found: Values = dict(EMPTY)
        for cell in CELLS:
            told = self.data.get(self.name_of_seen(cell))
            values = from_json(cell, told) if told else None
            if values is not None:
                found |= values
        return found

    def answer(self) -> Answer:
        """What this person changed, as far as it is right. Call ``is_valid`` first; cells with errors stay out."""
        seen = self.seen()
        values: Values = {}
        for cell in CELLS:
            if not self._is_posted(cell) or any(name in self.errors for name in INPUTS[cell]):
                continue
            mine = self._choice(seen) if cell == CHOICE else self._plain_cell(cell)
            if any(mine[field] != seen[field] for field in mine):
                values |= mine
        return Answer(self.theme, values, seen=seen)

    def _is_posted(self, cell: str) -> bool:
        """Boxes that are not ticked are not sent: there, what was seen tells that the cell was on the page."""
        names = (self.add_prefix(name) for name in INPUTS[cell])
        return any(name in self.data for name in names) or (cell == "kinds" and self.name_of_seen(cell) in self.data)

    def _choice(self, seen: Mapping[str, Any]) -> Values:
        """“Not relevant” takes the level away; a level that was newly chosen makes the theme relevant again."""
        told, level = self.cleaned_data.get("relevant"), self.cleaned_data.get("level")
        chosen = int(level) if level else None
        if told == NO and (chosen == seen["level"] or seen["is_relevant"] is not False):
            return {"is_relevant": False, "level": None}
        if chosen is not None:
            return {"is_relevant": True, "level": chosen}
        return {"is_relevant": {YES: True, NO: False}.get(told or ""), "level": None}

    def _plain_cell(self, cell: str) -> Values:
        given = ((FIELD_OF.get(name, name), self.cleaned_data.get(name)) for name in INPUTS[cell])
        return {field: plain(value) if isinstance(value, str) else value for field, value in given}


def _initial(held: Values) -> dict[str, Any]:
    """The saved values in the terms of the inputs."""
    return {
        **held,
        "relevant": {True: YES, False: NO}.get(held["is_relevant"], YES if held["level"] is not None else ""),
        "level": "" if held["level"] is None else str(held["level"]),
        "kinds": held["criterion_kinds"],
        "responsible": held["responsible_id"] or "",
    }


def name_of(field: str, code: str) -> str:
    return f"{field}_{code}"


def posted_keep(data: QueryDict) -> tuple[str, str, str]:
    """Which version was chosen where two clashed: mine, theirs or both, with the code of the theme and the cell."""
    for way in ("mine", "theirs", "both"):
        code, _sep, cell = data.get(way, "").partition(".")
        if code and cell in CELLS:
            return way, code, cell
    return "", "", ""


def resolved(data: QueryDict, themes: Sequence[Theme], rows: Mapping[int, Ambition]) -> QueryDict:
    """The form after a choice between two versions: the cell now rests on the version that was shown beside it.

    ``mine`` keeps what was typed, ``theirs`` takes over what is saved, ``both`` puts one text after the other.
    """
    way, code, cell = posted_keep(data)
    theme = next((each for each in themes if each.code == code), None)
    row = rows.get(theme.pk) if theme else None
    if not way or row is None:
        return data
    changed = data.copy()
    seen, shown = name_of(f"seen-{cell}", code), name_of(f"shown-{cell}", code)
    changed[seen] = data.get(shown, as_json(cell, values_of(row)))
    if way == "both" and cell in TEXT_CELLS:
        name = name_of(INPUTS[cell][0], code)
        between = " " if cell == "goal" else "\n"
        changed[name] = between.join(part for part in (str(getattr(row, CELLS[cell][0])), data.get(name, "")) if part)
    if way == "theirs":
        saved = _initial(values_of(row))
        for name in INPUTS[cell]:
            value = saved[name]
            if isinstance(value, list):
                changed.setlist(name_of(name, code), value)
            else:
                changed[name_of(name, code)] = "" if value is None else _as_typed(value)
        changed[seen] = as_json(cell, values_of(row))
    return changed


def _as_typed(value: Any) -> str:
    return str(NumberField().prepare_value(value)) if isinstance(value, Decimal) else str(value)
