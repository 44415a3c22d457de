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
    """One criterion on the page. ``weight``: the input, where it has one and may be filled in."""

    row: ChosenCriterion
    state: str
    state_label: str
    difference: list[Piece]
    weight: BoundField | None
    seen: BoundField | None
    remarks: RemarkCount | None


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


class CriteriaPage:
    """From what was chosen, without a query of its own beyond those of ``Choice``."""

    def __init__(self, choice: Choice, form: WeightsForm, remarks: Mapping[str, RemarkCount]) -> None:
        """``remarks``: by the code of the row."""
        self.choice, self.form, self.remarks = choice, form, remarks

    @cached_property
    def groups(self) -> list[Group]:
        found = [
            Group(kind, str(heading), [self._item(row) for row in self.choice.rows if row.kind == kind])
            for kind, heading in KIND_HEADINGS.items()
        ]
        return [group for group in found if group.items]

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

    def _item(self, row: ChosenCriterion) -> Item:
        taken = row.criterion
        state = taken.state_on(self.choice.day) if taken else ""
        has_weight = row.kind == AWARD
        return Item(
            row=row, state=state, state_label=str(STATES[state][0]) if state not in ("", "in_force") else "",
            difference=difference(taken.text, row.text) if taken and taken.text != row.text else [],
            weight=self.form[f"weight-{row.pk}"] if has_weight else None,
            seen=self.form[f"seen-{row.pk}"] if has_weight else None,
            remarks=self.remarks.get(row_of_criterion(row.pk)),
        )  # fmt: skip

    def _where(self, found: Attention) -> str:
        if found.code == "level":
            theme = next(theme for theme in self.choice.themes if theme.pk == found.theme)
            choose = reverse("procurement:criteria-choose", args=[self.choice.tender.pk])
            return f"{choose}?theme={theme.code}&level={found.level}"
        return f"#criterion-{found.keys[0]}" if found.keys else "#award"
