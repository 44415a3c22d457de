"""The ambition level per theme: comply or explain, and nobody's work lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.models import Ambition, Tender, Theme
from procurement.proposal import needs_explanation
from procurement.reads import Judgement, themes_of


@dataclass(frozen=True)
class Answer:
    """What somebody chose for one theme. ``level`` none leaves the theme out on purpose.

    ``version`` is that of the row on which the choice was based, 0 where there was none yet.
    """

    theme: Theme
    level: int | None
    reason: str = ""
    goal: str = ""
    version: int = 0


class AmbitionConflict(Exception):
    """Somebody else changed the same themes meanwhile. ``theirs``: theme key → the row as it is now."""

    def __init__(self, theirs: dict[int, Ambition]) -> None:
        super().__init__(
            _("Somebody else changed the same themes while you were working. Nothing is lost: compare below.")
        )
        self.theirs = theirs


class ExplanationMissing(Exception):
    """Comply or explain: ``sentences`` says per theme key why a reason is asked."""

    def __init__(self, sentences: dict[int, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


@transaction.atomic
def save(*, tender: Tender, answers: Sequence[Answer], by: User, at: datetime) -> list[Ambition]:
    """Save the changed themes at once; returns the rows that changed.

    Raises ``TransitionNotAllowed`` while the approach is judged or approved, ``ExplanationMissing`` where a
    choice asks a reason, ``AmbitionConflict`` where somebody else was first. Then nothing is saved.
    """
    check_right(by, tender.organisation_id, "tender_approach", WRITE)
    fresh = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    refuse_unless_editable(fresh)
    held = {ambition.theme_id: ambition for ambition in fresh.ambitions.select_related("theme", "changed_by")}
    changed = [answer for answer in answers if not _is_same(held.get(answer.theme.pk), answer)]
    theirs = {
        answer.theme.pk: held[answer.theme.pk]
        for answer in changed
        if answer.theme.pk in held and held[answer.theme.pk].version != answer.version
    }
    if theirs:
        raise AmbitionConflict(theirs)
    _check_explained(fresh, changed, at=at)
    with audit.together():
        rows = [_filled(fresh, held.get(answer.theme.pk), answer, by=by, at=at) for answer in changed]
        Ambition.objects.bulk_create(row for row in rows if row.version == 1)
        Ambition.objects.bulk_update(
            [row for row in rows if row.version > 1], ["level", "reason", "goal", "version", "changed_at", "changed_by"]
        )
    return rows


def refuse_unless_editable(tender: Tender) -> None:
    """An approach that is being judged or is approved stays as it was submitted."""
    if not tender.is_editable_approach:
        raise TransitionNotAllowed(
            _("The approach is “%(state)s” and cannot be changed now.") % {"state": tender.get_approach_state_display()}
        )


def _is_same(held: Ambition | None, answer: Answer) -> bool:
    if held is None:
        return False
    return (held.level, held.reason, held.goal) == (answer.level, answer.reason.strip(), answer.goal.strip())


def _check_explained(tender: Tender, answers: Sequence[Answer], *, at: datetime) -> None:
    judgement = Judgement(tender)
    allowed = {theme.pk for theme in themes_of(tender, timezone.localdate(at))}
    missing: dict[int, str] = {}
    for answer in answers:
        proposed = judgement.proposed(answer.theme.code).level
        is_optional = answer.theme.is_optional or answer.theme.pk not in allowed
        asks = needs_explanation(chosen=answer.level, proposed=proposed, is_optional=is_optional)
        if asks and not answer.reason.strip():
            missing[answer.theme.pk] = _why(answer.level, proposed)
    if missing:
        raise ExplanationMissing(missing)


def _why(level: int | None, proposed: int | None) -> str:
    if level == Ambition.Level.NONE:
        return _("Explain why this theme deliberately gets no ambition.")
    if level is None:
        return _("Explain why this theme is left out, while a level is proposed.")
    return _("Explain why the level is below the proposed level %(level)s.") % {"level": proposed}


def _filled(tender: Tender, held: Ambition | None, answer: Answer, *, by: User, at: datetime) -> Ambition:
    row = held or Ambition(tender=tender, theme=answer.theme, version=0)
    code = answer.theme.code
    before = {} if held is None else {code: _as_text(held)}
    row.level, row.reason, row.goal = answer.level, answer.reason.strip(), answer.goal.strip()
    row.version += 1
    row.changed_at, row.changed_by = at, by
    audit.record(
        action="tender.ambition", obj=tender, organisation=tender.organisation_id, by=by, at=at,
        before=before, after={code: _as_text(row)}, reason=row.reason,
    )  # fmt: skip
    return row


def _as_text(row: Ambition) -> dict[str, object]:
    return {"level": row.level, "reason": row.reason, "goal": row.goal}
