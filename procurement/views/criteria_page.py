"""What the page with the criteria of a tender shows: groups, the meter, what is reached, and what asks attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.forms import BoundField
from django.urls import reverse
from django.utils.functional import cached_property

from procurement.approval_reads import RemarkCount
from procurement.criteria_check import WHOLE, Attention
from procurement.criteria_forms import WeightsForm
from procurement.criteria_reads import Choice
from procurement.criteria_wording import KIND_HEADINGS, STATES, attention_text
from procurement.models import AWARD, ChosenCriterion
from procurement.models.approvals import row_of_criterion
from procurement.text_diff import Piece, difference


@dataclass(frozen=True)
class Item:
    """One criterion on the page. ``weight``: the input, where it has one and may be filled in.

    ``above`` and ``below``: the places that it can move to. ``focus``: the button that a person used, or its other one.
    """

    row: ChosenCriterion
    above: int | None
    below: int | None
    focus: str
    state: str
    state_label: str
    difference: list[Piece]
    weight: BoundField | None
    seen: BoundField | None
    remarks: RemarkCount | None

    @property
    def is_up(self) -> bool:
        return self.focus == "above"

    @property
    def is_down(self) -> bool:
        return self.focus == "below"


@dataclass(frozen=True)
class Group:
    kind: str
    heading: str
    items: list[Item]

    @property
    def is_award(self) -> bool:
        return self.kind == AWARD


@dataclass(frozen=True)
class Notice:
    """Something to look at, and where one mends it."""

    text: str
    url: str

    @property
    def is_on_this_page(self) -> bool:
        return self.url.startswith("#")


@dataclass(frozen=True)
class Meter:
    """The weights as parts of a bar of 100 (or of all of it, when that is more)."""

    impact: Decimal
    other: Decimal
    total: Decimal
    reported: Decimal | None

    @property
    def scale(self) -> Decimal:
        return max(self.total, WHOLE)

    @property
    def impact_width(self) -> float:
        return float(self.impact / self.scale * 100)

    @property
    def other_width(self) -> float:
        return float(self.other / self.scale * 100)

    @property
    def half(self) -> float:
        """Where 50 of the 100 lies."""
        return float(Decimal(50) / self.scale * 100)

    @property
    def is_reported(self) -> bool:
        return self.reported == self.impact

    @property
    def is_too_much(self) -> bool:
        """More than the whole award cannot be reported: the weights are wrong."""
        return self.impact > WHOLE


class CriteriaPage:
    """From what was chosen, without a query of its own beyond those of ``Choice``."""

    def __init__(
        self, choice: Choice, form: WeightsForm, remarks: Mapping[str, RemarkCount], moved: tuple[str, str]
    ) -> None:
        """``remarks``: by the code of the row. ``moved``: key of the criterion that somebody moved, and which way."""
        self.choice, self.form, self.remarks, self.moved = choice, form, remarks, moved

    @cached_property
    def groups(self) -> list[Group]:
        rows = {kind: [row for row in self.choice.rows if row.kind == kind] for kind in KIND_HEADINGS}
        return [
            Group(
                kind, str(heading), [self._item(row, place, len(rows[kind])) for place, row in enumerate(rows[kind], 1)]
            )
            for kind, heading in KIND_HEADINGS.items()
            if rows[kind]
        ]

    @cached_property
    def notices(self) -> list[Notice]:
        rows = {row.pk: row for row in self.choice.rows}
        themes = {theme.pk: theme for theme in self.choice.themes}
        return [Notice(attention_text(each, rows, themes), self._where(each)) for each in self.choice.attention]

    @property
    def meter(self) -> Meter | None:
        """None without award criteria."""
        if not self.choice.has_award_criteria:
            return None
        impact, total = self.choice.impact_weight, self.choice.total_weight
        return Meter(impact, total - impact, total, self.choice.tender.impact_weight)

    def _item(self, row: ChosenCriterion, place: int, last: int) -> Item:
        taken = row.criterion
        state = taken.state_on(self.choice.day) if taken else ""
        has_weight = row.kind == AWARD
        above, below = place - 1 or None, place + 1 if place < last else None
        return Item(
            row=row, above=above, below=below, focus=self._focus(row, above, below), state=state,
            state_label=str(STATES[state][0]) if state not in ("", "in_force") else "",
            difference=difference(taken.text, row.text) if taken and taken.text != row.text else [],
            weight=self.form[f"weight-{row.pk}"] if has_weight else None,
            seen=self.form[f"seen-{row.pk}"] if has_weight else None,
            remarks=self.remarks.get(row_of_criterion(row.pk)),
        )  # fmt: skip

    def _focus(self, row: ChosenCriterion, above: int | None, below: int | None) -> str:
        """The button that somebody just used, so that he can go on; its other one where that is gone."""
        key, way = self.moved
        if key != str(row.pk):
            return ""
        return "above" if below is None or (way == "above" and above) else "below"

    def _where(self, found: Attention) -> str:
        if found.code == "level":
            theme = next(theme for theme in self.choice.themes if theme.pk == found.theme)
            choose = reverse("procurement:criteria-choose", args=[self.choice.tender.pk])
            return f"{choose}?theme={theme.code}&level={found.level}"
        return f"#criterion-{found.keys[0]}" if found.keys else "#award"
