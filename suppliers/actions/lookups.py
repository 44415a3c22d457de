"""Loading the default schedules and question sets from the data files of the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.actions.shipped import Tally, edited_by_people, load_rows
from accounts.models import User
from suppliers.formats import lookups
from suppliers.models import Question, QuestionSet, ScheduleLine


@transaction.atomic
def load_shipped(*, by: User, at: datetime) -> list[Tally]:
    """Bring the product's schedules and question sets up to date.

    Repeatable. What belongs to an organisation, to a contract or to an assessment is never touched.
    """
    return [_load_schedules(by=by, at=at), _load_question_sets(by=by, at=at)]


def _load_schedules(*, by: User, at: datetime) -> Tally:
    """Per follow-up: the lines of the file, unless a person edited one of them. A line that is gone is removed."""
    total = Tally("scheduleline")
    edited = edited_by_people(ScheduleLine)
    for row in lookups.schedules().rows:
        held = ScheduleLine.objects.filter(organisation=None, follow_up=row["follow_up"])
        if any(line.pk in edited for line in held):
            total.kept += len(held)
            continue
        wanted = [
            {**line, "follow_up": row["follow_up"], "position": position}
            for position, line in enumerate(row["lines"], start=1)
        ]
        for gone in held.exclude(position__in=[line["position"] for line in wanted]):
            audit.record(action="scheduleline.removed", obj=gone, by=by, at=at)
            gone.delete()
        total += load_rows(rows=held.all(), key=["follow_up", "position"], wanted=wanted, by=by, at=at)
    return total


def _load_question_sets(*, by: User, at: datetime) -> Tally:
    """A version is made once and never changed; a newer one takes over from the older for new assessments."""
    tally = Tally("questionset")
    shipped = lookups.question_sets()
    for row in shipped.rows:
        national = QuestionSet.objects.filter(organisation=None, kind=row["kind"])
        if national.filter(version__gte=row["version"]).exists():
            tally.unchanged += 1
            continue
        national.filter(is_current=True).update(is_current=False)
        _make_question_set(row, source=shipped.source, by=by, at=at)
        tally.created += 1
    return tally


def _make_question_set(row: Mapping[str, Any], *, source: str, by: User, at: datetime) -> None:
    question_set = QuestionSet.objects.create(
        kind=row["kind"], version=row["version"], source=source, is_current=True, created_at=at
    )
    Question.objects.bulk_create(
        Question(
            question_set=question_set,
            key=question["key"],
            position=position,
            text_nl=question["text_nl"],
            text_en=question["text_en"],
        )
        for position, question in enumerate(row["questions"], start=1)
    )
    audit.record(action="questionset.loaded", obj=question_set, by=by, at=at)
