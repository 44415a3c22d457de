"""What the page of the approval shows: who decides by when, each row with its remarks, the rounds and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.actions.transitions import may_move
from accounts.calendar import local_date
from accounts.permissions import has_right
from accounts.requests import MemberRequest
from accounts.roles import ROLES, WRITE
from procurement import approval_reads as reads
from procurement.ambition_reads import rows_by_theme
from procurement.approach_kept import KEPT, Kept
from procurement.approach_snapshot import ISV, RowChange
from procurement.approval_reads import DueDateMove, Seat
from procurement.criteria_reads import Choice
from procurement.criteria_wording import attention_text
from procurement.forms import ReasonForm
from procurement.forms_approval import AnswerForm, DecisionForm, DueDateForm, RemarkForm
from procurement.models import ASKS, Ambition, ApproachDecision, ApproachRemark, ApproachRound, Tender, Theme
from procurement.models.approvals import row_of_criterion
from procurement.reads import missing_for_submission, themes_of
from procurement.views.pages import page
from procurement.wording import level_text
from procurement.workflow import APPROACH


@dataclass
class RemarkView:
    remark: ApproachRemark
    form: AnswerForm | None = None

    @property
    def has_error(self) -> bool:
        return self.form is not None and bool(self.form.errors)


@dataclass
class Row:
    """A row of the approach on this page: what was chosen, what was proposed and why, and what was said about it."""

    code: str
    title: str
    chosen: str
    proposed: str = ""
    reasons: Sequence[str] = ()
    remarks: list[RemarkView] = field(default_factory=list)
    form: RemarkForm | None = None

    @property
    def has_error(self) -> bool:
        return self.form is not None and bool(self.form.errors)

    @property
    def is_open(self) -> bool:
        return self.has_error or any(view.has_error for view in self.remarks)


@dataclass(frozen=True)
class RoundView:
    """One round: its submission where it was kept, its decisions, and what changed since the one before."""

    number: int
    submission: ApproachRound | None
    decisions: Sequence[ApproachDecision]
    changes: Sequence[RowChange]
    moves: Sequence[DueDateMove]


class ApprovalPage:
    """The approval of one tender for one person. ``posted`` are forms with what somebody typed, by their prefix."""

    def __init__(self, request: MemberRequest, tender: Tender, posted: dict[str, forms.Form] | None = None) -> None:
        self.request, self.tender, self.posted = request, tender, posted or {}
        self.today = local_date(request.now)
        self.is_submitted = tender.approach_state == "submitted"

    @cached_property
    def rounds(self) -> list[ApproachRound]:
        return list(self.tender.approach_rounds.select_related("submitted_by").order_by("number"))

    @cached_property
    def decisions(self) -> list[ApproachDecision]:
        found = self.tender.approach_decisions.select_related("decided_by", "on_behalf_of")
        return list(found.order_by("decided_at"))

    @property
    def running(self) -> ApproachRound | None:
        latest = self.rounds[-1] if self.rounds else None
        return latest if self.is_submitted else None

    @cached_property
    def current(self) -> list[ApproachDecision]:
        return [each for each in self.decisions if each.round == self.tender.approach_round]

    @property
    def returns(self) -> list[ApproachDecision]:
        """Who sent the approach back and why, as long as it is so: what the team does now."""
        is_returned = self.tender.approach_state == "returned"
        return [each for each in self.current if each.verdict == "returned"] if is_returned else []

    @cached_property
    def seats(self) -> list[Seat]:
        if self.running is None:
            return []
        return reads.seats(self.tender, self.running.asks, self.current, self.request.user, self.today)

    @cached_property
    def names(self) -> dict[str, str]:
        return {theme.code: theme.name for theme in self.themes}

    @cached_property
    def themes(self) -> list[Theme]:
        return themes_of(self.tender, self.today)

    def may(self, to: str) -> bool:
        return may_move(
            self.tender, workflow=APPROACH, to=to, by=self.request.user, organisation_id=self.tender.organisation_id
        )

    @cached_property
    def may_answer(self) -> bool:
        may_write = has_right(self.request.user, self.tender.organisation_id, "tender_approach", WRITE)
        return may_write and self.tender.approach_state != "approved"

    @cached_property
    def may_remark(self) -> bool:
        is_own = self.tender.approach_submitted_by_id == self.request.user.pk
        return self.is_submitted and not is_own and reads.may_judge(self.request.user, self.tender)

    @cached_property
    def rows(self) -> list[Row]:
        """The themes, ISV and the criteria, each with what was chosen and what was said."""
        saved = rows_by_theme(self.tender)
        found = {}
        for theme in self.themes:
            ambition = saved.get(theme.pk)
            chosen = _("not relevant") if ambition and ambition.is_left_out else ""
            chosen = chosen or level_text(ambition.level if ambition else None) or _("still open")
            found[theme.code] = Row(theme.code, theme.name, chosen, *self._comply_or_explain(theme, ambition))
        forms_said = ", ".join(str(label) for label in self.tender.isv_labels) or _("deliberately none")
        if self.tender.follow_up:
            told = {"forms": forms_said, "follow_up": self.tender.get_follow_up_display()}
            forms_said = _("%(forms)s; follow-up: %(follow_up)s") % told
        why = [text for text in (self.tender.isv_explanation, self.tender.follow_up_reason) if text]
        answer = forms_said if self.tender.isv_answered else _("still open")
        found[ISV] = Row(ISV, _("ISV decision"), answer, self.kept.obligation[0] if self.kept else "", why)
        for criterion in self.choice.rows:
            code = row_of_criterion(criterion.pk)
            found[code] = Row(code, str(criterion), criterion.get_kind_display())
        for row in found.values():
            row.form = self._remark_form(row.code)
        gone = row_of_criterion(None)
        found[gone] = Row(gone, _("Criteria that were taken out"), "")
        for remark in reads.remarks_of(self.tender):
            row_of_it = found.get(remark.row)
            if row_of_it is not None:
                row_of_it.remarks.append(RemarkView(remark, self._answer_form(remark)))
        return list(found.values())

    @cached_property
    def kept(self) -> Kept | None:
        """What surrounded the approach when the round that runs was submitted."""
        snapshot = (self.running.snapshot or {}) if self.running else {}
        return Kept(snapshot[KEPT]) if KEPT in snapshot else None

    def _comply_or_explain(self, theme: Theme, ambition: Ambition | None) -> tuple[str, list[str]]:
        """The proposal, and the reason that the team gave: what who judges weighs against each other."""
        proposed = self.kept.proposal(theme.code) if self.kept else ""
        return proposed, [ambition.reason] if ambition and ambition.reason else []

    @property
    def shown_rows(self) -> list[Row]:
        """All rows for who may remark, else those about which something was said."""
        return [row for row in self.rows if row.form or row.remarks]

    @property
    def has_remarks(self) -> bool:
        return any(row.remarks for row in self.rows)

    @property
    def has_snapshots(self) -> bool:
        """Whether the last two submissions were kept, so that they can be compared."""
        return len(self.rounds) > 1 and all(each.snapshot for each in self.rounds[-2:])

    @property
    def unanswered(self) -> int:
        return sum(view.remark.answered_at is None for row in self.rows for view in row.remarks)

    @property
    def changed_now(self) -> list[RowChange]:
        """What the team changed since it submitted, as long as it works on it."""
        if not self.tender.is_editable_approach or not self.rounds:
            return []
        return reads.changes_since(self.rounds[-1], self.tender, self.names)

    @cached_property
    def round_views(self) -> list[RoundView]:
        """The rounds, the last first."""
        changes = reads.changes_by_round(self.rounds, self.names)
        moves = reads.due_date_moves(self.tender) if self.rounds else []
        kept = {each.number: each for each in self.rounds}
        numbers = sorted({*kept, *(each.round for each in self.decisions)}, reverse=True)
        return [
            RoundView(
                number, kept.get(number), [each for each in self.decisions if each.round == number],
                changes.get(number, []), [each for each in moves if each.number == number],
            )
            for number in numbers
        ]  # fmt: skip

    @cached_property
    def notices(self) -> list[str]:
        """What asks attention at the chosen criteria, for the team before it submits and for who judges."""
        rows, themes = {row.pk: row for row in self.choice.rows}, {theme.pk: theme for theme in self.themes}
        if not rows or self.tender.approach_state == "approved":
            return []
        return [attention_text(each, rows, themes) for each in self.choice.attention]

    @cached_property
    def choice(self) -> Choice:
        """The criteria that the tender chose, in its order."""
        return Choice(self.tender, self.today, self.themes)

    def decision_form(self) -> forms.Form | None:
        if "decision" in self.posted:
            return self.posted["decision"]
        return DecisionForm(seats=self.seats) if self.seats else None

    def due_date_form(self) -> forms.Form | None:
        """To change the due date of the round that runs, for who may."""
        if self.running is None or not reads.may_move_due_date(self.request.user, self.tender.organisation_id):
            return None
        return self.posted.get("due_date") or DueDateForm(
            initial={"due_on": self.running.due_on}, auto_id="id_due_date_%s"
        )

    def response(self, *, status: int = 200) -> HttpResponse:
        """The page."""
        tender, running = self.tender, self.running
        editable = tender.is_editable_approach
        rule = reads.rule_of(tender)
        still = reads.open_roles(running.asks, self.current) if running else ()
        context = page(
            self.request, tender, "approval", approval=self, today=self.today, running=running,
            missing=missing_for_submission(tender, self.today) if editable else [],
            may_submit=self.may("submitted"),
            decision=self.decision_form(), due_date=self.due_date_form(),
            reopening=(self.posted.get("reopening") or ReasonForm()) if self.may("draft") else None,
            waiting_for=[ROLES[role] for role in still],
            is_own=tender.approach_submitted_by_id == self.request.user.pk,
            rule=rule, rule_who=dict(ASKS)[rule.asks], steps=steps_of(tender),
            is_late=running is not None and running.is_overdue(self.today),
        )  # fmt: skip
        return render(self.request, "procurement/approval.html", context, status=status)

    def _remark_form(self, code: str) -> RemarkForm | None:
        if not self.may_remark:
            return None
        posted = self.posted.get(f"remark-{code}")
        return posted if isinstance(posted, RemarkForm) else RemarkForm(prefix=f"remark-{code}")

    def _answer_form(self, remark: ApproachRemark) -> AnswerForm | None:
        if not self.may_answer:
            return None
        prefix = f"answer-{remark.pk}"
        posted = self.posted.get(prefix)
        return posted if isinstance(posted, AnswerForm) else AnswerForm(prefix=prefix, initial={"text": remark.answer})


def steps_of(tender: Tender) -> list[dict[str, Any]]:
    """Where the approach is on its way."""
    state = tender.approach_state
    done = {"draft": 0, "returned": 0, "submitted": 1, "approved": 3}[state]
    labels = [_("Draft") if state != "returned" else _("Returned"), _("Submitted"), _("Approved")]
    return [
        {"label": label, "state": "done" if index < done else "current" if index == done else "todo"}
        for index, label in enumerate(labels)
    ]
