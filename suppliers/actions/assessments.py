"""Judging what came in: a question set is frozen into an assessment, answered, and an outcome given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from suppliers import notifications, reads
from suppliers.actions.deliverables import change_due_date
from suppliers.models import Answer, Assessment, Deliverable, DueDateChange
from suppliers.permissions import check_assess
from suppliers.workflow import DELIVERABLE

Outcome = Assessment.Outcome


@dataclass(frozen=True)
class Given:
    """What somebody answers to one question, as far as it goes."""

    value: str
    reason: str


@transaction.atomic
def start(*, deliverable: Deliverable, by: User, at: datetime) -> Assessment:
    """Take the last submitted version into assessment; its questions are copied and change no more."""
    move(
        deliverable, workflow=DELIVERABLE, to="in_assessment", by=by, at=at,
        organisation_id=deliverable.contract.organisation_id,
    )  # fmt: skip
    submission = deliverable.submissions.exclude(submitted_at=None).order_by("-number").first()
    questions = reads.question_set_for(deliverable.contract.organisation, deliverable.kind)
    if submission is None or questions is None:
        raise TransitionNotAllowed(_("There is no version to assess, or no question set for this kind of document."))
    assessment = Assessment.objects.create(
        deliverable=deliverable, submission=submission, question_set=questions, started_at=at, started_by=by
    )
    Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            key=question.key,
            position=question.position,
            text_nl=question.text_nl,
            text_en=question.text_en,
        )
        for question in questions.questions.all()
    )
    audit.record(
        action="deliverable.assessment_started", obj=deliverable, organisation=deliverable.contract.organisation_id,
        by=by, at=at, after={"version": submission.number, "questions": str(questions)},
    )  # fmt: skip
    return assessment


@transaction.atomic
def answer(*, assessment: Assessment, key: str, value: str, reason: str, by: User, at: datetime) -> Answer:
    """Save one answer as far as it goes; an empty value or reason is allowed until the outcome is given."""
    return answer_all(assessment=assessment, given={key: Given(value, reason)}, by=by, at=at)[0]


@transaction.atomic
def answer_all(*, assessment: Assessment, given: Mapping[str, Given], by: User, at: datetime) -> Sequence[Answer]:
    """Save the answers by the key of their question, each as far as it goes; one event for each that changed."""
    deliverable = assessment.deliverable
    check_assess(by, deliverable)
    fresh = _open(assessment)
    answers = list(fresh.answers.filter(key__in=given))
    if len(answers) != len(given):
        raise Answer.DoesNotExist
    changed = []
    with audit.together():
        for kept in answers:
            before = audit.snapshot(kept, "value", "reason")
            kept.value, kept.reason = given[kept.key].value, given[kept.key].reason.strip()
            kept.clean_fields(exclude=["assessment"])
            old, new = audit.changes(before, audit.snapshot(kept, "value", "reason"))
            if new:
                changed.append(kept)
                audit.record(
                    action="deliverable.answered", obj=deliverable, organisation=deliverable.contract.organisation_id,
                    by=by, at=at, before={"question": kept.text_nl, **old}, after={"question": kept.text_nl, **new},
                )  # fmt: skip
        Answer.objects.bulk_update(changed, ["value", "reason"])
    return answers


@transaction.atomic
def decide(
    *, assessment: Assessment, outcome: str, remarks: str = "", due_on: date | None = None, by: User, at: datetime
) -> Assessment:
    """Give the outcome and tell the supplier. A request for revision has remarks and a new due date.

    The remarks quote what was handed in: they stand with the assessment, and not in the history of the due date.

    Raises ``ValidationError`` by field; ``PermissionDenied`` for who may assess but not decide, or decides on his own.
    """
    fresh = _open(assessment)
    deliverable = fresh.deliverable
    move(
        deliverable, workflow=DELIVERABLE, to=outcome, by=by, at=at,
        organisation_id=deliverable.contract.organisation_id, reason=remarks, assessed_on=local_date(at),
    )  # fmt: skip
    errors = missing(fresh, outcome=outcome, remarks=remarks, due_on=due_on, today=local_date(at))
    if errors:
        raise ValidationError(errors)
    fresh.outcome, fresh.remarks = outcome, remarks.strip()
    fresh.completed_at, fresh.completed_by = at, by
    fresh.save(update_fields=["outcome", "remarks", "completed_at", "completed_by"])
    if outcome == Outcome.REVISION_REQUESTED and due_on is not None and due_on != deliverable.due_on:
        change_due_date(
            deliverable=deliverable, due_on=due_on, source=DueDateChange.Source.REVISION, by=by, at=at,
            reason=_("Asked with the assessment of version %(number)d.") % {"number": fresh.submission.number},
        )  # fmt: skip
    notifications.assessment_completed(assessment=fresh, by=by, at=at)
    return fresh


def _open(assessment: Assessment) -> Assessment:
    fresh = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("deliverable__contract__organisation", "deliverable__contract__supplier", "submission")
        .get(pk=assessment.pk)
    )
    if fresh.outcome:
        raise TransitionNotAllowed(_("This assessment is complete; it cannot be changed any more."))
    return fresh


def missing(assessment: Assessment, *, outcome: str, remarks: str, due_on: date | None, today: date) -> dict[str, str]:
    """What still keeps this outcome from being given, by field; without an outcome only what every outcome asks."""
    errors: dict[str, str] = {}
    open_answers = sum(not (each.value and each.reason) for each in assessment.answers.all())
    if open_answers:
        text = ngettext(
            "%(count)d question has no answer or no reason yet.",
            "%(count)d questions have no answer or no reason yet.",
            open_answers,
        )
        errors["outcome"] = text % {"count": open_answers}
    if outcome not in ("", Outcome.ACCEPTED) and not remarks.strip():
        errors["remarks"] = _("Write what the supplier must know.")
    if outcome == Outcome.REVISION_REQUESTED and (due_on is None or due_on <= today):
        errors["due_on"] = _("Choose a date in the future by which the revision is due.")
    return errors
