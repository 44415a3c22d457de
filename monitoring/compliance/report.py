"""A compliance report in words: a summary, facts and tables that page, PDF and workbook all show the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from monitoring.compliance import follow_up, origin
from monitoring.compliance.gathering import Figures, Gathered, Owed, Subject
from monitoring.compliance.tables import Cell, Section, Table, text_of
from procurement import countries


@dataclass(frozen=True)
class KeyFigure:
    """One number of the summary, and how it came about."""

    code: str
    label: str
    value: int | float | None
    note: str = ""
    tone: str = ""

    @property
    def text(self) -> str:
        if self.value is None:
            return _("none due")
        if isinstance(self.value, float):
            return f"{number_format(round(self.value * 100), use_l10n=True)}\u00a0%"
        return str(self.value)


@dataclass(frozen=True)
class Part:
    """One contract of the report."""

    title: str
    anchor: str
    sections: Sequence[Section]


@dataclass(frozen=True)
class Report:
    """The whole report in the active language."""

    subject: Subject
    verdict: str
    tone: str
    figures: Sequence[KeyFigure]
    identity: Sequence[tuple[str, Cell]]
    open_points: Table
    parts: Sequence[Part]
    together: Sequence[Section]
    left_out: Sequence[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        if self.subject.contract:
            return _("Compliance report, contract %(reference)s") % {"reference": self.subject.contract.reference}
        return _("Compliance report, %(supplier)s") % {"supplier": self.subject.supplier}

    @property
    def facts(self) -> list[tuple[str, str]]:
        return [(label, text_of(value)) for label, value in self.identity]

    @property
    def made_for(self) -> str:
        return _("Made for %(reader)s: it holds what this person may see.") % {"reader": self.subject.reader}

    @property
    def sections(self) -> list[tuple[str, Section]]:
        """Every section with the contract that it is about."""
        several = [(part.title, section) for part in self.parts for section in part.sections]
        return [*several, *(("", section) for section in self.together)]


def report(found: Gathered) -> Report:
    """The report of what was gathered."""
    figures = found.figures
    verdict, tone = _verdict(figures)
    return Report(
        subject=found.subject,
        verdict=verdict,
        tone=tone,
        figures=_key_figures(figures),
        identity=_identity(found),
        open_points=_open_points(found),
        parts=[
            Part(
                f"{contract.reference} {contract.title}",
                f"contract-{contract.pk}",
                [
                    *origin.sections(contract),
                    *follow_up.deliverables(found, found.owed.get(contract.pk, [])),
                    follow_up.reminders(found.reminders.get(contract.pk, [])),
                ],
            )
            for contract in found.contracts
        ],
        together=[*follow_up.dialogues(found), *follow_up.findings(found)],
        left_out=_left_out(found),
    )


def _verdict(figures: Figures) -> tuple[str, str]:
    """What a director should know first, in a sentence."""
    if figures.overdue:
        sentence = ngettext(
            "%(number)d document is overdue and still awaited.",
            "%(number)d documents are overdue and still awaited.",
            figures.overdue,
        )
        return sentence % {"number": figures.overdue}, "danger"
    if not figures.due:
        return _("Nothing was due yet by this day."), "info"
    if figures.late:
        return _("Everything that was due has come, not all of it on time."), "warning"
    if figures.outstanding:
        return _("Something is due and has not come, within the time that is still allowed."), "warning"
    return _("Everything that was due has come, on time."), "success"


def _key_figures(figures: Figures) -> list[KeyFigure]:
    return [
        KeyFigure(
            "on_time", _("On time"), figures.on_time / figures.due if figures.due else None,
            _("%(part)d of %(whole)d due, %(late)d late")
            % {"part": figures.on_time, "whole": figures.due, "late": figures.late},
        ),
        KeyFigure("outstanding", _("Outstanding"), figures.outstanding, _("due, not received"),
                  "warning" if figures.outstanding else ""),
        KeyFigure("overdue", _("Overdue"), figures.overdue, _("something is awaited, and the time is over"),
                  "danger" if figures.overdue else ""),
        KeyFigure(
            "accepted", _("Accepted"), figures.accepted,
            _("%(part)d of %(whole)d received") % {"part": figures.accepted, "whole": figures.received},
        ),
    ]  # fmt: skip


def _identity(found: Gathered) -> list[tuple[str, Cell]]:
    subject, supplier = found.subject, found.subject.supplier
    facts: list[tuple[str, Cell]] = [
        (_("Contracting authority"), subject.organisation.name),
        (_("Supplier"), supplier.name),
        (_("KvK number"), supplier.kvk or _("unknown")),
    ]
    if supplier.lei:
        facts.append(("LEI", supplier.lei))
    if supplier.country:
        facts.append((_("Country"), countries.name(supplier.country, get_language() or "nl")))
    facts.append((_("Contracts"), ", ".join(each.reference for each in found.contracts) or _("none")))
    return facts


def _open_points(found: Gathered) -> Table:
    """What still has to be done, by whom and by when; what is longest due first."""
    references = {contract.pk: contract.reference for contract in found.contracts}
    rows: list[list[Cell]] = []
    for several in found.owed.values():
        rows += [_owes(one, references[one.row.contract_id]) for one in several if _is_open(one)]
    for agreement in found.agreements or []:
        if (agreement.done_on is None or agreement.done_on > found.subject.as_of) and agreement.state != "dropped":
            rows.append([agreement.due_on, agreement.text, agreement.owner, agreement.meeting.reference, _("open")])
    for finding in found.findings or []:
        if finding.closed_on is None or finding.closed_on > found.subject.as_of:
            about = finding.contract.reference if finding.contract else ""
            what = _("Finding %(reference)s") % {"reference": finding.reference}
            rows.append([None, what, _("both sides"), about, follow_up.state_of(found, finding)])
    rows.sort(key=lambda row: (row[0] is None, row[0] or date.max, str(row[1])))
    columns = [(_("Due date"), 15), (_("What"), 35), (_("Who"), 20), (_("About"), 15), (_("State"), 15)]
    return Table("open_points", _("Open points"), columns, rows, _("There are no open points."))


def _is_open(one: Owed) -> bool:
    return one.is_awaited or follow_up.waits_for_judgement(one)


def _owes(one: Owed, reference: str) -> list[Cell]:
    who = _("supplier") if one.is_awaited else _("contracting authority, to assess")
    if one.is_overdue:
        state = _("overdue")
    elif one.is_awaited:
        state = _("to come")
    else:
        state = _("to assess")
    return [one.due_on, follow_up.name_of(one), who, reference, state]


def _left_out(found: Gathered) -> list[str]:
    """What the reader's role does not show, each as a sentence."""
    sentences = []
    if not found.reads_files:
        sentences.append(_("Names and hashes of confidential documents are left out: this role does not read them."))
    if not found.reads_assessments:
        sentences.append(_("Answers and remarks of assessments are left out: this role does not read them."))
    if found.meetings is None:
        sentences.append(_("Dialogues are left out: this role does not see them."))
    if found.findings is None:
        sentences.append(_("Findings are left out: this role does not see them."))
    return sentences
