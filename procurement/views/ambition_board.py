"""What the page of the ambition matrix shows: its rows and cells, how far it is, and the web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.models import User
from procurement import ambition_reads as reads
from procurement.actions.ambitions import Answer, Clash
from procurement.ambition_cells import CELLS, TEXT_CELLS, as_json, as_text, same, values_of
from procurement.ambition_form import INPUTS, RowForm, posted_keep, resolved
from procurement.ambition_reads import Meaning
from procurement.ambition_web import web_of
from procurement.approval_reads import RemarkCount
from procurement.models import Ambition, Tender, Theme
from procurement.plan_reads import PlanBehind
from procurement.proposal import Proposed
from procurement.reads import Judgement, need_of
from procurement.wording import CELL_LABELS, NEEDS, cell_text, proposal_sentence


@dataclass(frozen=True)
class ClashView:
    """Two versions of one cell beside each other."""

    mine: str
    theirs: str
    by: str
    at: datetime
    shown: str
    may_merge: bool


@dataclass(frozen=True)
class Cell:
    """One cell on the page. ``is_news``: a colleague changed it; ``is_settled``: this person chose between versions."""

    name: str
    code: str
    label: str
    inputs: list[BoundField]
    seen_name: str
    seen: str
    has_history: bool
    clash: ClashView | None = None
    is_news: bool = False
    is_settled: bool = False

    @property
    def field(self) -> BoundField:
        return self.inputs[0]

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.inputs for error in field.errors]


@dataclass(frozen=True)
class Option:
    """A level that one can choose, with what it means here."""

    widget: BoundWidget
    level: int
    meaning: Meaning | None


@dataclass(frozen=True)
class Fact:
    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Row:
    """One theme. ``need``: a sentence about what it still needs for submission; empty when nothing."""

    theme: Theme
    saved: Ambition | None
    proposed: Proposed
    proposal: str
    plan: PlanBehind | None
    need: str
    needs_reason: bool
    cells: dict[str, Cell]
    options: list[Option]
    filled: int
    remarks: RemarkCount | None = None

    @property
    def has_attention(self) -> bool:
        return any(cell.errors or cell.clash for cell in self.cells.values())

    @property
    def short(self) -> str:
        return self.theme.short_name

    @property
    def facts(self) -> list[Fact]:
        """What was filled in, in words."""
        texts = as_text(self.saved) if self.saved else {}
        told = [Fact(name, str(label), cell_text(name, texts)) for name, label in CELL_LABELS.items()]
        return [fact for fact in told if fact.text]

    @property
    def is_done(self) -> bool:
        return not self.need and self.saved is not None and self.saved.is_answered


DETAILS = ("opportunity", "risk", "kinds", "target", "responsible")
"""Cells that stand folded under a row."""


class Board:
    """The matrix of one tender for one person: from what is saved and, after a save, what became of what he sent."""

    def __init__(self, tender: Tender, themes: Sequence[Theme], user: User, today: date | None = None) -> None:
        """``today`` counts for plans as long as the tender has no publication date."""
        self.tender, self.themes, self.user = tender, themes, user
        self.judgement = Judgement(tender, today)
        self.saved = reads.rows_by_theme(tender)
        self.posted: dict[int, RowForm] = {}
        self.answers: dict[int, Answer] = {}
        self.clashes: dict[tuple[int, str], Clash] = {}
        self.settled = ("", "")
        self.remark_counts: Mapping[str, RemarkCount] = {}

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        return [(person.pk, str(person)) for person in reads.colleagues(self.tender.organisation)]

    @cached_property
    def meanings(self) -> dict[tuple[int, int], Meaning]:
        return reads.meanings_for(self.tender)

    def read(self, data: QueryDict) -> list[Answer]:
        """Take in what was sent; returns what this person changed, without cells that are wrong."""
        data = resolved(data, self.themes, self.saved)
        _way, code, cell = posted_keep(data)
        self.settled = (code, cell)
        for theme in self.themes:
            form = RowForm(data, theme=theme, row=self.saved.get(theme.pk), people=self.people)
            form.is_valid()
            self.posted[theme.pk], self.answers[theme.pk] = form, form.answer()
        return [answer for answer in self.answers.values() if answer.values]

    def after(self, clashes: Sequence[Clash]) -> None:
        """What is saved now, and what clashed."""
        self.saved = reads.rows_by_theme(self.tender)
        self.clashes = {(clash.theirs.theme_id, clash.cell): clash for clash in clashes}

    @property
    def errors(self) -> list[BoundField]:
        """The inputs with an error, for the summary above the form."""
        return [field for form in self.posted.values() for field in form if field.errors]

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(theme) for theme in self.themes]

    @property
    def required(self) -> list[Row]:
        """The rows that count: an optional theme does once somebody answers it."""
        return [row for row in self.rows if not row.theme.is_optional or row.saved or row.need]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.required)

    @property
    def needs(self) -> list[Row]:
        return [row for row in self.rows if row.need]

    def web(self) -> dict[str, Any]:
        """The ambition web: the levels of this tender against the average and the target of the organisation."""
        averages, targets = reads.averages(self.tender, self.user), reads.targets_of(self.tender.organisation)
        rows = [self.saved.get(theme.pk) for theme in self.themes]
        return web_of(
            reads.axes_of(self.themes, self.saved), own=[row.level if row else None for row in rows],
            averages=[averages.get(theme.pk) for theme in self.themes],
            targets=[targets.get(theme.pk) for theme in self.themes],
        )  # fmt: skip

    def _row(self, theme: Theme) -> Row:
        saved = self.saved.get(theme.pk)
        proposed = self.judgement.proposed(theme.code)
        plan = self.judgement.plan_of(theme.code, proposed)
        need = need_of(theme, saved, proposed)
        fresh = RowForm(theme=theme, row=saved, people=self.people)
        cells = {cell: self._cell(theme, cell, fresh) for cell in CELLS}
        levels = cells["choice"].inputs[1]
        options = [Option(widget, level, self.meanings.get((theme.pk, level))) for level, widget in enumerate(levels)]
        empty = values_of(None)
        held = values_of(saved)
        return Row(
            theme=theme, saved=saved, proposed=proposed, plan=plan,
            proposal=proposal_sentence(proposed, plan=plan, promising=self.judgement.plans.promising),
            need=str(NEEDS[need]) if need else "", needs_reason=need in ("none", "left_out", "below"), cells=cells,
            options=options, filled=sum(not same(cell, held, empty) for cell in DETAILS),
            remarks=self.remark_counts.get(theme.code),
        )  # fmt: skip

    def _cell(self, theme: Theme, cell: str, fresh: RowForm) -> Cell:
        held = values_of(fresh.row)
        form, clash = self.posted.get(theme.pk), self.clashes.get((theme.pk, cell))
        is_wrong = form is not None and any(name in form.errors for name in INPUTS[cell])
        shown, seen, is_news, is_settled = fresh, as_json(cell, held), False, False
        if form is not None:
            touched = any(field in self.answers[theme.pk].values for field in CELLS[cell])
            if clash or is_wrong:
                shown, seen = form, form.seen_text(cell)
            else:
                is_settled = self.settled == (theme.code, cell)
                is_news = not is_settled and not touched and not same(cell, form.seen(), held)
        return Cell(
            name=cell, code=theme.code, label=str(CELL_LABELS[cell]), inputs=[shown[name] for name in INPUTS[cell]],
            seen_name=fresh.name_of_seen(cell), seen=seen, has_history=fresh.row is not None,
            clash=self._clash_view(clash) if clash else None, is_news=is_news, is_settled=is_settled,
        )  # fmt: skip

    def _clash_view(self, clash: Clash) -> ClashView:
        row, names = clash.theirs, dict(self.people)
        theirs = as_text(row)
        responsible = names.get(clash.mine.get("responsible_id") or 0)
        mine: Mapping[str, Any] = {**theirs, **clash.mine, "responsible": responsible}
        return ClashView(
            mine=cell_text(clash.cell, mine), theirs=cell_text(clash.cell, theirs), by=str(row.changed_by),
            at=row.changed_at, shown=as_json(clash.cell, values_of(row)), may_merge=clash.cell in TEXT_CELLS,
        )  # fmt: skip
