"""The criteria of a tender: chosen from the library, written oneself, adapted, weighed, renewed, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from procurement.actions import tenders
from procurement.actions.ambitions import refuse_unless_editable
from procurement.ambition_cells import plain
from procurement.criteria_check import WHOLE, impact_weight
from procurement.criteria_reads import Choice, chosen_of
from procurement.models import AWARD, REQUIREMENT, ChosenCriterion, Criterion, Tender, Theme

AREA = "tender_approach"
COPIED = ("number", "kind", "level", "title", "text", "verification")
FIELDS = ("kind", "use", "level", "title", "text", "verification", "weight")
"""What people change of a chosen criterion; kind, level and themes only of what they wrote themselves."""

OF_THE_TEAM = ("kind", "level", "themes")


class CriterionChanged(Exception):
    """Somebody else changed the criterion meanwhile; nothing is saved. ``theirs`` is how it is now."""

    def __init__(self, theirs: ChosenCriterion) -> None:
        super().__init__(
            _("%(name)s changed this criterion while you were working. What you filled in is still here.")
            % {"name": theirs.changed_by}
        )
        self.theirs = theirs


@dataclass(frozen=True)
class Weighed:
    """A weight that somebody filled in, and the one that he saw while he did."""

    seen: Decimal | None
    wanted: Decimal | None


NO_WEIGHTS: Mapping[int, Weighed] = MappingProxyType({})


@transaction.atomic
def choose(*, tender: Tender, criteria: Sequence[Criterion], by: User, at: datetime) -> list[ChosenCriterion]:
    """Take criteria of the library of the organisation, with the words that they have now.

    Those that were taken before are passed over; returns the new ones. A fixed number of queries.
    """
    fresh = _open(tender, by)
    asked = {criterion.pk for criterion in criteria}
    known = Criterion.objects.of(fresh.organisation).filter(pk__in=asked).prefetch_related("themes")
    if len(known) < len(asked):
        raise ValidationError({"criteria": _("Choose criteria of your own library.")})
    held = set(fresh.criteria.filter(criterion__in=asked).values_list("criterion", flat=True))
    taken = [criterion for criterion in known if criterion.pk not in held]
    made = ChosenCriterion.objects.bulk_create(
        ChosenCriterion(
            tender=fresh, criterion=criterion, chosen_at=at, chosen_by=by, changed_at=at, changed_by=by,
            **{name: getattr(criterion, name) for name in COPIED},
        )
        for criterion in taken
    )  # fmt: skip
    _link(made, [list(criterion.themes.all()) for criterion in taken])
    if made:
        _record(fresh, "criteria_chosen", {}, {"criteria": [str(row) for row in made]}, by=by, at=at)
    return made


@transaction.atomic
def write_own(*, tender: Tender, themes: Sequence[Theme], by: User, at: datetime, **fields: Any) -> ChosenCriterion:
    """Add a criterion that is in no library, such as the price. Raises ``ValidationError`` by field."""
    fresh = _open(tender, by)
    row = ChosenCriterion(tender=fresh, chosen_at=at, chosen_by=by, changed_at=at, changed_by=by)
    _set(row, fields)
    row.save()
    _link([row], [list(themes)])
    after = {name: value for name, value in _snapshot(row, themes).items() if value not in (None, "", [])}
    _record(fresh, "criterion_written", {}, {"criterion": str(row), **after}, by=by, at=at)
    return row


@transaction.atomic
def change(
    *,
    chosen: ChosenCriterion,
    version: int,
    by: User,
    at: datetime,
    themes: Sequence[Theme] | None = None,
    **fields: Any,
) -> ChosenCriterion:
    """Change words, use or weight; of a criterion of the team itself also kind, level and themes.

    ``version``: of the row as it was seen; raises ``CriterionChanged`` when it is another now. Raises
    ``ValidationError`` by field.
    """
    fresh = _open(chosen.tender, by)
    row = _row(fresh, chosen)
    if row.version != version:
        raise CriterionChanged(row)
    held = list(row.themes.all())
    wanted = held if themes is None else list(themes)
    before = _snapshot(row, held)
    _refuse_other_than_words(row, before, {**fields, "themes": [theme.code for theme in wanted]})
    _set(row, fields)
    old, new = audit.changes(before, _snapshot(row, wanted))
    if new:
        row.version += 1
        row.changed_at, row.changed_by = at, by
        row.save(update_fields=[*FIELDS, "version", "changed_at", "changed_by"])
        if themes is not None:
            row.themes.set(wanted)
        _record(fresh, "criterion_changed", old, {"criterion": str(row), **new}, by=by, at=at)
    return row


@transaction.atomic
def weigh(*, tender: Tender, weights: Mapping[int, Weighed], by: User, at: datetime) -> int:
    """Set the weights of award criteria, by key; returns how many changed. All of them or none.

    Raises ``TransitionNotAllowed`` when somebody else changed one of them meanwhile to another weight.
    """
    fresh = _open(tender, by)
    rows = list(fresh.criteria.filter(kind=AWARD, pk__in=weights))
    changed = [row for row in rows if weights[row.pk].wanted not in (weights[row.pk].seen, row.weight)]
    if any(row.weight != weights[row.pk].seen for row in changed):
        raise TransitionNotAllowed(_("Somebody else changed these weights meanwhile. See what they are now."))
    old = {str(row): row.weight for row in changed}
    for row in changed:
        row.weight = weights[row.pk].wanted
        row.full_clean(exclude=["tender", "criterion", "chosen_by", "changed_by"], validate_constraints=False)
        row.version += 1
        row.changed_at, row.changed_by = at, by
    ChosenCriterion.objects.bulk_update(changed, ["weight", "version", "changed_at", "changed_by"])
    if changed:
        new = {str(row): row.weight for row in changed}
        _record(fresh, "criteria_weighed", {"weights": _texts(old)}, {"weights": _texts(new)}, by=by, at=at)
    return len(changed)


@transaction.atomic
def move(
    *, chosen: ChosenCriterion, place: int, by: User, at: datetime, weights: Mapping[int, Weighed] = NO_WEIGHTS
) -> int:
    """Put a criterion at this place among those of its kind, counted from 1; returns the place that it got.

    What is beyond the last is the last. Nothing is written when it stands there already. ``weights``: what was typed on
    the page, set as ``weigh`` does.
    """
    fresh = _open(chosen.tender, by, weights=weights, at=at)
    held = [row for row in chosen_of(fresh) if row.kind == chosen.kind]
    ordered = [row for row in held if row.pk != chosen.pk]
    if len(ordered) == len(held):
        raise TransitionNotAllowed(_("This criterion is not in the tender any more."))
    place = min(max(place, 1), len(held))
    ordered.insert(place - 1, next(row for row in held if row.pk == chosen.pk))
    if ordered != held:
        for number, row in enumerate(ordered, start=1):
            row.place = number
        ChosenCriterion.objects.bulk_update(ordered, ["place"])
        before, after = ({"criteria": [str(row) for row in rows]} for rows in (held, ordered))
        _record(fresh, "criteria_ordered", before, after, by=by, at=at)
    return place


@transaction.atomic
def remove(*, chosen: ChosenCriterion, by: User, at: datetime, weights: Mapping[int, Weighed] = NO_WEIGHTS) -> None:
    """Take a criterion out of the tender; what it said stays in the history. ``weights``: as with ``move``."""
    fresh = _open(chosen.tender, by, weights=weights, at=at)
    row = _row(fresh, chosen)
    before = {"criterion": str(row), **_snapshot(row, list(row.themes.all()))}
    row.delete()
    _record(fresh, "criterion_removed", before, {"criterion": None}, by=by, at=at)


@transaction.atomic
def renew(
    *, chosen: ChosenCriterion, by: User, at: datetime, weights: Mapping[int, Weighed] = NO_WEIGHTS
) -> ChosenCriterion:
    """Go over to the newest version in the library. Words that the team adapted stay; the others are the new ones.

    ``weights``: as with ``move``.
    """
    fresh = _open(chosen.tender, by, weights=weights, at=at)
    row = _row(fresh, chosen)
    newest = newest_of(row)
    if newest is None or row.criterion is None or newest.pk == row.criterion_id:
        raise TransitionNotAllowed(_("There is no newer version of this criterion."))
    if fresh.criteria.filter(criterion=newest).exists():
        raise TransitionNotAllowed(_("The newer version is among the criteria of this tender already."))
    old = {"version": row.criterion.version, **_snapshot(row, list(row.themes.all()))}
    for name in ("title", "text", "verification"):
        if getattr(row, name) == getattr(row.criterion, name):
            setattr(row, name, getattr(newest, name))
    if row.kind != newest.kind:
        row.use, row.weight = "", None
    row.criterion, row.kind, row.level = newest, newest.kind, newest.level
    row.version += 1
    row.changed_at, row.changed_by = at, by
    row.save()
    themes = list(newest.themes.all())
    row.themes.set(themes)
    before, after = audit.changes(old, {"version": newest.version, **_snapshot(row, themes)})
    _record(fresh, "criterion_renewed", before, {"criterion": str(row), **after}, by=by, at=at)
    return row


@transaction.atomic
def take_over_weight(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Make the weight that the award criteria have on societal impact that of the tender, which reports count.

    Raises ``TransitionNotAllowed`` where there is none, or where it is more than the whole award.
    """
    choice = Choice(tender, local_date(at), [])
    if not choice.has_award_criteria:
        raise TransitionNotAllowed(_("There are no award criteria with a weight yet."))
    weight = impact_weight(choice.asked)
    if weight > WHOLE:
        raise TransitionNotAllowed(_("Mend the weights first: more than the whole award is about societal impact now."))
    return tenders.change(tender=tender, by=by, at=at, impact_weight=weight)


def newest_of(chosen: ChosenCriterion) -> Criterion | None:
    """The version of its number that the library of the organisation has now; none for what the team wrote itself."""
    if chosen.criterion_id is None:
        return None
    return Criterion.objects.of(chosen.tender.organisation).newest().filter(number=chosen.number).first()


def _open(
    tender: Tender, by: User, *, weights: Mapping[int, Weighed] = NO_WEIGHTS, at: datetime | None = None
) -> Tender:
    """The tender, locked, when this person may change its criteria now; with these weights set."""
    check_right(by, tender.organisation_id, AREA, WRITE)
    fresh = Tender.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tender.pk)
    refuse_unless_editable(fresh)
    if weights and at:
        weigh(tender=fresh, weights=weights, by=by, at=at)
    return fresh


def _row(tender: Tender, chosen: ChosenCriterion) -> ChosenCriterion:
    found = tender.criteria.select_related("criterion", "changed_by").prefetch_related("themes").filter(pk=chosen.pk)
    row = found.first()
    if row is None:
        raise TransitionNotAllowed(_("This criterion is not in the tender any more."))
    row.tender = tender
    return row


def _refuse_other_than_words(row: ChosenCriterion, before: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    if row.criterion_id is None:
        return
    wrong = [name for name in OF_THE_TEAM if name in wanted and wanted[name] != before[name]]
    if wrong:
        text = _("This stands in the library. Write a criterion of your own if it is to be something else.")
        raise ValidationError(dict.fromkeys(wrong, text))


def _set(row: ChosenCriterion, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no fields of a chosen criterion: {unknown}")
    for name, value in fields.items():
        setattr(row, name, plain(value) if isinstance(value, str) else value)
    if row.kind != AWARD:
        row.weight = None
    if row.kind != REQUIREMENT:
        row.use = ""
    row.full_clean(exclude=["tender", "criterion", "chosen_by", "changed_by"], validate_constraints=False)


def _link(rows: Sequence[ChosenCriterion], themes: Sequence[Sequence[Theme]]) -> None:
    through = ChosenCriterion.themes.through
    through.objects.bulk_create(
        through(chosencriterion_id=row.pk, theme_id=theme.pk)
        for row, of_row in zip(rows, themes, strict=True)
        for theme in of_row
    )


def _snapshot(row: ChosenCriterion, themes: Sequence[Theme]) -> dict[str, Any]:
    found = audit.snapshot(row, *FIELDS)
    return {**found, "weight": _text(row.weight), "themes": [theme.code for theme in themes]}


def _texts(weights: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {name: _text(weight) for name, weight in weights.items()}


def _text(weight: Decimal | None) -> str | None:
    return None if weight is None else format(weight.normalize(), "f")


def _record(
    tender: Tender, deed: str, before: Mapping[str, Any], after: Mapping[str, Any], *, by: User, at: datetime
) -> None:
    audit.record(
        action=f"tender.{deed}", obj=tender, organisation=tender.organisation_id, by=by, at=at, before=before,
        after=after,
    )  # fmt: skip
