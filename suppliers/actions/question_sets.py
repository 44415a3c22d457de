"""An organisation's own questions: each change is a new version, because a version in use is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from suppliers.models import Question, QuestionSet, ScheduleLine


@transaction.atomic
def save_version(
    *, organisation: Organisation, kind: str, questions: Sequence[dict[str, str]], by: User, at: datetime
) -> QuestionSet:
    """Make the next version of the organisation's own questions, to be used from now on."""
    check_right(by, organisation, "settings", WRITE)
    if not questions:
        raise ValidationError(_("Write at least one question."))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # so that two at once differ in number
    own = QuestionSet.objects.filter(organisation=organisation, kind=kind)
    last = own.aggregate(last=Max("version"))["last"] or 0
    own.filter(is_current=True).update(is_current=False)
    made = QuestionSet.objects.create(organisation=organisation, kind=kind, version=last + 1, created_at=at)
    Question.objects.bulk_create(
        Question(
            question_set=made,
            key=question["key"],
            position=position,
            text_nl=question["text_nl"],
            text_en=question["text_en"],
        )
        for position, question in enumerate(questions, start=1)
    )
    audit.record(
        action="questionset.created", obj=made, organisation=organisation, by=by, at=at,
        after={"version": made.version, "questions": len(questions)},
    )  # fmt: skip
    return made


@transaction.atomic
def copy_schedule(*, organisation: Organisation, follow_up: str, by: User, at: datetime) -> int:
    """Copy the product's schedule into lines of the organisation's own, to edit from there; returns how many."""
    check_right(by, organisation, "settings", WRITE)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # so that of two at once one copies
    if ScheduleLine.objects.filter(organisation=organisation, follow_up=follow_up).exists():
        raise ValidationError(_("Your organisation has its own schedule for this follow-up already."))
    copied = 0
    for line in ScheduleLine.objects.filter(organisation=None, follow_up=follow_up):
        line.pk, line.organisation = None, organisation
        line.save(force_insert=True)
        audit.record(action="schedules.created", obj=line, organisation=organisation, by=by, at=at)
        copied += 1
    return copied
