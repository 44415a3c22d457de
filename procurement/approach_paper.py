"""A whole approach as one document (domain.md §8): the decision sheet, and everything on which was decided.

Of a round it shows what was submitted then, as its snapshot kept it; without a round the approach as it stands now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.calendar import local_date
from accounts.models import User
from accounts.roles import ROLES
from procurement import follow_up
from procurement.ambition_web import web_of
from procurement.approach_kept import KEPT, Kept, whole_snapshot
from procurement.approach_snapshot import ISV, RowChange, differences, isv_text
from procurement.approval import is_complete
from procurement.approval_reads import DueDateMove, changes_by_round, due_date_moves, open_roles, remarks_of
from procurement.criteria_document import percentage
from procurement.criteria_wording import KIND_HEADINGS, ORIGINS
from procurement.history import text as fact_text
from procurement.models import ApproachDecision, ApproachRemark, ApproachRound, ChosenCriterion, Tender, Theme
from procurement.models.tenders import FOLLOW_UP_LABELS
from procurement.proportion import FOLLOW_UPS
from procurement.scan_board import Board
from procurement.wording import CELL_LABELS, cell_text, level_text

SHOWN = (
    "nature", "procedure", "publication_date", "award_date", "product_groups", "government_wide",
    "relevant_product_group",
)  # fmt: skip


@dataclass(frozen=True)
class ThemeRow:
    """One theme: what was chosen and proposed, and what else was filled in, in words."""

    name: str
    chosen: str
    proposed: str
    goal: str
    cells: list[tuple[str, str]]
    level: int | None


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its words and what the table of numbers says of it."""

    number: str
    version: str
    title: str
    kind: str
    level: str
    themes: str
    weight: str
    origin: str
    text: str
    verification: str


@dataclass(frozen=True)
class CriteriaGroup:
    heading: str
    rows: list[CriterionRow]


@dataclass(frozen=True)
class RemarkRow:
    about: str
    remark: ApproachRemark


class Paper:
    """The document for one reader, who may see the tender. Make it in the language of the document."""

    def __init__(self, tender: Tender, *, number: int | None, reader: User, at: datetime) -> None:
        self.tender, self.number = tender, number
        rounds = list(tender.approach_rounds.select_related("submitted_by").order_by("number"))
        self.rounds: list[ApproachRound] = [each for each in rounds if number is None or each.number <= number]
        self.round = next((each for each in rounds if each.number == number), None)
        self.snapshot: Mapping[str, Any] = (
            self.round.snapshot if self.round else whole_snapshot(tender, reader=reader, at=at)
        )
        self.kept = Kept(self.snapshot[KEPT]) if KEPT in self.snapshot else None

    @cached_property
    def all_themes(self) -> list[Theme]:
        return list(Theme.objects.all())

    @cached_property
    def names(self) -> dict[str, str]:
        return {theme.code: theme.name for theme in self.all_themes}

    @cached_property
    def decisions(self) -> list[ApproachDecision]:
        """The first first."""
        found = self.tender.approach_decisions.select_related("decided_by", "on_behalf_of").order_by("decided_at")
        return [each for each in found if self.number is None or each.round <= self.number]

    @cached_property
    def due_date_moves(self) -> list[DueDateMove]:
        """Every change of a due date, the first first."""
        found = due_date_moves(self.tender) if self.rounds else []
        return [each for each in found if self.number is None or each.number <= self.number]

    @property
    def decided(self) -> list[ApproachDecision]:
        """Those of the round that this document is about."""
        return [each for each in self.decisions if each.round == self.number]

    @property
    def outcome(self) -> str:
        """draft, submitted, returned or approved: of the round that this document is about."""
        if self.round is None:
            return "draft"
        if any(each.verdict == ApproachDecision.Verdict.RETURNED for each in self.decided):
            return "returned"
        return "approved" if is_complete(self.round.asks, [each.role for each in self.decided]) else "submitted"

    @property
    def verdict(self) -> str:
        """The outcome in a sentence."""
        sentences = {
            "draft": _("This approach has not been submitted as it stands here. Nobody decided on it."),
            "returned": _("This approach was returned to the team."),
            "approved": _("This approach was approved."),
        }
        if self.round is not None and self.outcome == "submitted":
            roles = ", ".join(str(ROLES[role]) for role in open_roles(self.round.asks, self.decided))
            return _("This approach is submitted. Still to decide: %(roles)s.") % {"roles": roles}
        if self.outcome == "approved" and self.is_late:
            return _("This approach was approved, after the tender was published.")
        return sentences[self.outcome]

    @property
    def is_late(self) -> bool:
        """Whether the last decision of this round came after the publication."""
        published = self.tender.publication_date
        return bool(published and self.decided and local_date(self.decided[-1].decided_at) > published)

    @property
    def is_passed(self) -> bool:
        """Whether the team works on the approach again, or submitted it again, after this round."""
        if self.round is None or self.outcome == "submitted":
            return False
        return self.tender.approach_round > self.round.number or self.tender.approach_state not in (
            "approved", "returned",
        )  # fmt: skip

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The facts of the tender: as they were, or where that was not kept, as they are."""
        names = ("reference", "title", "estimated_value", "currency", *SHOWN)
        return self.kept.tender if self.kept else {name: getattr(self.tender, name) for name in names}

    @property
    def told_facts(self) -> list[tuple[str, str]]:
        """What is known of the tender, in words."""
        known = [name for name in SHOWN if self.facts.get(name) not in (None, "")]
        labels = {name: str(Tender._meta.get_field(name).verbose_name) for name in known}  # type: ignore[union-attr]
        found = [(label[:1].upper() + label[1:], fact_text(name, self.facts[name])) for name, label in labels.items()]
        lots = [
            f"{identifier} {title}".strip() + (f" ({category})" if category else "")
            for identifier, title, category in self.facts.get("lots", [])
        ]
        return [*found, (_("Lots"), "; ".join(lots))] if lots else found

    @property
    def has_replacement(self) -> bool:
        return any(each.on_behalf_of_id for each in self.decisions)

    @cached_property
    def remarks(self) -> list[RemarkRow]:
        found = [each for each in remarks_of(self.tender) if self.number is None or each.round <= self.number]
        return [RemarkRow(each.about, each) for each in found]

    @cached_property
    def themes(self) -> list[ThemeRow]:
        """The themes that the approach was asked about; where that was not kept, those with a row."""
        rows = self.snapshot.get("themes", {})
        asked = self.kept.themes(self.all_themes) if self.kept else [t for t in self.all_themes if t.code in rows]
        return [self._theme(theme, rows.get(theme.code) or {}) for theme in asked]

    def _theme(self, theme: Theme, cells: Mapping[str, Any]) -> ThemeRow:
        told = {cell: cell_text(cell, cells) for cell in CELL_LABELS}
        shown = [
            (str(CELL_LABELS[cell]), text) for cell, text in told.items() if text and cell not in ("choice", "goal")
        ]
        return ThemeRow(
            name=theme.name, chosen=told["choice"] or _("still open"), goal=told["goal"], cells=shown,
            proposed=self.kept.proposal(theme.code) if self.kept else "",
            level=cells.get("level"),
        )  # fmt: skip

    @cached_property
    def web(self) -> dict[str, Any] | None:
        """The ambition web as it was; none where it was not kept, or where nothing is known."""
        if self.kept is None:
            return None
        held, rows = self.kept.values["web"], self.snapshot["themes"]
        themes = self.kept.themes(self.all_themes)
        cells = [rows.get(theme.code) or {} for theme in themes]
        axes = [{"label": theme.short_name, "state": _state(one)} for theme, one in zip(themes, cells, strict=True)]
        drawn = web_of(
            axes, own=[one.get("level") for one in cells],
            averages=[held["average"].get(theme.code) for theme in themes],
            targets=[held["target"].get(theme.code) for theme in themes],
        )  # fmt: skip
        return drawn if drawn["has_values"] else None

    @property
    def isv(self) -> Mapping[str, Any]:
        """The decision on ISV as it was kept."""
        return self.snapshot.get(ISV) or {}

    @property
    def isv_chosen(self) -> str:
        return isv_text("forms", self.isv) or _("still open")

    @property
    def isv_said(self) -> list[str]:
        """Why ISV is mandatory or not: the outcome first, then each fact."""
        return self.kept.obligation if self.kept else []

    @property
    def follow_up(self) -> str:
        return isv_text("follow_up", self.isv)

    @property
    def follow_up_code(self) -> str:
        """What was chosen, else what was proposed; empty when neither is known."""
        return str(self.isv.get("follow_up") or (self.kept.follow_up.follow_up if self.kept else "") or "")

    @property
    def follow_up_proposed(self) -> list[str]:
        """The proposal in a sentence, with what it rests on."""
        if self.kept is None:
            return []
        labels = {code: str(FOLLOW_UP_LABELS[code]) for code in FOLLOW_UPS}
        return [follow_up.headline(self.kept.follow_up, labels), *follow_up.reasons(self.kept.follow_up)]

    @cached_property
    def criteria(self) -> list[CriteriaGroup]:
        """The criteria by kind, in the order of the tender document."""
        groups = [
            CriteriaGroup(str(heading), [self._criterion(one) for one in self._criteria if one["kind"] == kind])
            for kind, heading in KIND_HEADINGS.items()
        ]
        return [group for group in groups if group.rows]

    @property
    def _criteria(self) -> Sequence[Mapping[str, Any]]:
        if self.kept:
            return list(self.kept.values["criteria"])
        return [{"key": key, **words} for key, words in (self.snapshot.get("criteria") or {}).items()]

    def _criterion(self, one: Mapping[str, Any]) -> CriterionRow:
        words = self.snapshot["criteria"][one["key"]]
        themes = [self.names.get(code, code) for code in one.get("themes", [])]
        return CriterionRow(
            number=one.get("number") or "–", version=str(one.get("version") or "–"),
            title=one.get("title") or words["name"], kind=_kind(one), level=level_text(one.get("level")) or "–",
            themes=", ".join(themes) or "–", weight=percentage(Decimal(words["weight"])) if words["weight"] else "–",
            origin=str(ORIGINS.get(one.get("origin", ""), "–")), text=words["text"],
            verification=words["verification"],
        )  # fmt: skip

    @property
    def criteria_rows(self) -> list[CriterionRow]:
        return [row for group in self.criteria for row in group.rows]

    @property
    def weights(self) -> tuple[str, str] | None:
        """All weights of award criteria together, and those with a theme; none without weights."""
        rows = [(Decimal(self.snapshot["criteria"][one["key"]]["weight"] or 0), one) for one in self._criteria]
        total = sum((weight for weight, _one in rows), Decimal(0))
        impact = sum((weight for weight, one in rows if one.get("themes")), Decimal(0))
        return (percentage(total), percentage(impact)) if total else None

    @cached_property
    def risks(self) -> Board | None:
        """The risk scan as it was; none where it was not kept."""
        return Board(self.tender, self.kept.risks(self.tender)) if self.kept else None

    @cached_property
    def changes(self) -> list[tuple[int, list[RowChange]]]:
        """Number of a round → what changed before it, the last first; 0: since the last round, if anything did."""
        by_number = changes_by_round(self.rounds, self.names)
        found = [(each.number, by_number[each.number]) for each in reversed(self.rounds) if by_number.get(each.number)]
        since = (
            differences(self.rounds[-1].snapshot, self.snapshot, self.names) if self.rounds and not self.round else []
        )
        return [(0, since), *found] if since else found


def _state(cells: Mapping[str, Any]) -> str:
    if cells.get("level") is not None:
        return ""
    return "left_out" if cells.get("is_relevant") is False else "open"


def _kind(one: Mapping[str, Any]) -> str:
    """The kind; of a minimum requirement also where it stands in the tender."""
    row = ChosenCriterion(kind=one["kind"], use=one.get("use", ""))
    use = row.get_use_display()
    return f"{row.get_kind_display()} ({use})" if use else row.get_kind_display()
