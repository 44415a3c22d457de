"""What came of the obligations: deliverables, reminders, dialogues, findings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calendar import end_of_day, local_date
from monitoring.compliance.gathering import Gathered, Owed
from monitoring.compliance.tables import Cell, Section, Table
from monitoring.wording import moment_of
from suppliers.models import Deliverable, Submission
from suppliers.workflow import FINDING


def name_of(one: Owed | Deliverable) -> str:
    text = str(one.row if isinstance(one, Owed) else one)
    return text[:1].upper() + text[1:]


def waits_for_judgement(one: Owed) -> bool:
    """It came, nothing more is awaited, and nobody has judged it: as far as is known on the day."""
    return one.received_on is not None and not one.is_awaited and one.row.state in ("submitted", "in_assessment")


def deliverables(found: Gathered, owed: list[Owed]) -> list[Section]:
    """One table of all, then what there is to tell of each."""
    rows: list[list[Cell]] = [
        [name_of(one), one.due_on, one.received_on, timeliness(one), _outcome(found, one)] for one in owed
    ]
    columns = [(_("Deliverable"), 30), (_("Due date"), 15), (_("First submitted"), 15), (_("On time?"), 20),
               (_("Outcome"), 20)]  # fmt: skip
    overview = Table("deliverables", _("Deliverables of this contract"), columns, rows,
                     _("Nothing is asked of the supplier in this contract."))  # fmt: skip
    told = [one for one in owed if one.changes or one.extensions or one.received_on or one.row.state == "waived"]
    return [Section(_("What the supplier owes"), tables=[overview]), *(_deliverable(found, one) for one in told)]


def timeliness(one: Owed) -> str:
    if one.row.state == "waived":
        return _("waived")
    if one.received_on is None:
        return _("overdue") if one.is_overdue else _("to come")
    late = (one.received_on - _first_due_on(one)).days
    if late <= one.row.grace_days:
        return _("on time")
    return ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}


def _first_due_on(one: Owed) -> Any:
    """The date by which the first version was due; a requested revision does not move it."""
    return one.row.due_on_as_of


def _outcome(found: Gathered, one: Owed) -> str:
    judged = _judged(found, one.submissions[-1]) if one.submissions else None
    if judged is not None:
        return str(judged.get_outcome_display())
    if one.received_on is None:
        return ""
    assessed = one.row.assessed_on
    if not one.row.submissions.all() and assessed and assessed <= found.subject.as_of:
        return str(one.row.get_state_display())
    return _("not assessed yet")


def _judged(found: Gathered, version: Submission) -> Any:
    """The assessment of a version when it was completed by the day."""
    judged = getattr(version, "assessment", None)
    ends = end_of_day(found.subject.as_of)
    return judged if judged is not None and judged.completed_at and judged.completed_at <= ends else None


def _deliverable(found: Gathered, one: Owed) -> Section:
    row = one.row
    facts: list[tuple[str, Cell]] = [(_("Due date"), one.due_on)]
    if one.due_on != one.original_due_on:
        facts.append((_("Originally due"), one.original_due_on))
    facts += [(_("First submitted"), one.received_on), (_("On time?"), timeliness(one))]
    if row.state == "waived":
        facts.append((_("Waived because"), row.waived_reason))
    if (row.published_on or row.public_url) and (row.published_on or found.subject.as_of) <= found.subject.as_of:
        facts += [(_("Published on"), row.published_on), (_("Public address"), row.public_url)]
    tables = [_changes(found, one), _extensions(found, one), _files(found, one), _answers(found, one)]
    return Section(name_of(one), facts, [table for table in tables if table.rows], level=4)


def _changes(found: Gathered, owed: Owed) -> Table:
    rows: list[list[Cell]] = [
        [one.from_date, one.to_date, str(one.get_source_display()), _why(found, one), str(one.changed_by)]
        for one in owed.changes
    ]
    columns = [(_("From"), 15), (_("To"), 15), (_("Kind"), 15), (_("Why"), 35), (_("Who"), 20)]
    return Table("due_dates", _("Changes of the due date"), columns, rows)


def _why(found: Gathered, change: Any) -> str:
    """The reason of a requested revision quotes the assessment, so it is for who may read that."""
    is_told = change.source != change.Source.REVISION or found.reads_assessments
    return str(change.reason) if is_told else _("(not shown to this role)")


def _extensions(found: Gathered, one: Owed) -> Table:
    ends = end_of_day(found.subject.as_of)
    rows: list[list[Cell]] = []
    for asked in one.extensions:
        decided = asked.decided_at is not None and asked.decided_at <= ends
        rows.append(
            [
                local_date(asked.requested_at), asked.wanted_on, f"{asked.requested_by}: {asked.reason}",
                str(asked.get_state_display()) if decided else _("requested"),
                f"{asked.decided_by}: {asked.decision_reason}".removesuffix(": ") if decided else "",
            ]
        )  # fmt: skip
    columns = [(_("Asked on"), 15), (_("Wanted"), 15), (_("Who and why"), 30), (_("State"), 15), (_("Decision"), 25)]
    return Table("extensions", _("Extensions asked"), columns, rows)


def _files(found: Gathered, one: Owed) -> Table:
    rows: list[list[Cell]] = []
    for version in one.submissions:
        judged = _judged(found, version)
        outcome = str(judged.get_outcome_display()) if judged else _("not assessed yet")
        for file in version.files.all():
            document = file.document
            hidden = document.is_confidential and not found.reads_files
            rows.append(
                [
                    version.number, version.submitted_at, str(version.submitted_by),
                    _("a confidential document") if hidden else document.name,
                    _("not shown to this role") if hidden else document.sha256, outcome,
                ]
            )  # fmt: skip
    columns = [(_("Version"), 10), (_("Handed in"), 15), (_("By"), 15), (_("File"), 20), ("SHA-256", 25),
               (_("Outcome"), 15)]  # fmt: skip
    return Table("files", _("What was handed in"), columns, rows)


def _answers(found: Gathered, one: Owed) -> Table:
    rows: list[list[Cell]] = []
    for version in one.submissions:
        judged = _judged(found, version)
        if judged is None or not found.reads_assessments:
            continue
        for answer in judged.answers.all():
            rows.append([version.number, answer.text, str(answer.get_value_display() or "–"), answer.reason])
        result = f"{judged.get_outcome_display()} ({judged.completed_by})"
        rows.append([version.number, _("Outcome of the whole"), result, judged.remarks])
    columns = [(_("Version"), 10), (_("Question"), 40), (_("Answer"), 20), (_("Reason"), 30)]
    return Table("answers", _("Assessment"), columns, rows)


def reminders(sent: list[Any]) -> Section:
    """Each reminder, to whom, and whether it arrived."""
    rows: list[list[Cell]] = [
        [
            one.created_at,
            name_of(one.deliverable),
            moment_of(one),
            str(one.recipient),
            str(one.message.get_state_display()) if one.message else _("passed over"),
        ]
        for one in sent
    ]
    columns = [(_("When"), 20), (_("Deliverable"), 25), (_("Moment"), 20), (_("To"), 20), (_("Delivery"), 15)]
    return Section(
        _("Reminders"), tables=[Table("reminders", _("Reminders sent"), columns, rows, _("No reminder was sent."))]
    )


def dialogues(found: Gathered) -> list[Section]:
    if found.meetings is None:
        return []
    meetings: list[list[Cell]] = [
        [one.date, one.reference, one.purpose, str(one.get_state_display()), _confirmed(one)] for one in found.meetings
    ]
    agreements: list[list[Cell]] = [
        [one.due_on, one.text, one.owner, str(one.get_state_display()), one.done_on] for one in found.agreements or []
    ]
    held = [(_("Date"), 15), (_("Reference"), 15), (_("Purpose"), 35), (_("State"), 15), (_("Minutes"), 20)]
    agreed = [(_("Due date"), 15), (_("Agreement"), 40), (_("Owner"), 15), (_("State"), 15), (_("Done on"), 15)]
    return [
        Section(_("Dialogues"), tables=[
            Table("meetings", _("Meetings"), held, meetings, _("No dialogue was held.")),
            Table("agreements", _("Agreements"), agreed, agreements, _("Nothing was agreed.")),
        ]),
    ]  # fmt: skip


def _confirmed(meeting: Any) -> str:
    """What the supplier said of the report last; earlier objections stay in the record of the meeting."""
    asked = list(meeting.confirmations.all())
    if not asked:
        return _("not sent")
    last = asked[-1]
    return str(last.get_answer_display()) if last.answer else _("sent, not confirmed yet")


def findings(found: Gathered) -> list[Section]:
    if found.findings is None:
        return []
    rows: list[list[Cell]] = [
        [
            one.reported_on, one.reference, str(one.theme or one.get_source_display()),
            one.severity, one.description, state_of(found, one),
        ]
        for one in found.findings
    ]  # fmt: skip
    columns = [(_("Reported"), 15), (_("Reference"), 15), (_("About"), 15), (_("Severity (1–5)"), 10),
               (_("What was found"), 30), (_("State"), 15)]  # fmt: skip
    steps: list[list[Cell]] = [
        [event.at, one.reference, str(FINDING.labels.get(event.after["state"], "")), event.actor_label, event.reason]
        for one in found.findings
        for event in found.steps.get(one.pk, [])
    ]
    taken = [(_("When"), 20), (_("Finding"), 15), (_("Step"), 20), (_("Who"), 20), (_("Why"), 25)]
    return [
        Section(_("Findings, remedy and escalation"), tables=[
            Table("findings", _("Findings"), columns, rows, _("Nothing was found.")),
            Table("steps", _("Steps taken"), taken, steps),
        ]),
    ]  # fmt: skip


def state_of(found: Gathered, one: Any) -> str:
    """The state on the day, by the last step recorded until then; an imported finding has the state it came with."""
    steps = found.steps.get(one.pk, [])
    return str(FINDING.labels.get(steps[-1].after["state"], "") if steps else one.get_state_display())
