"""Tenders that were recorded elsewhere, taken in many at once: facts, levels, ISV and category, each with its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actions import bulk
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.permissions import check_take_in
from procurement.actions import isv, obligations
from procurement.actions.tenders import AREA, FIELDS
from procurement.models import Ambition, Lot, ProcurementCategory, Tender, Theme

AUDITED = (*FIELDS, *isv.FIELDS, "stage")


@dataclass(frozen=True)
class TenderFacts:
    """What to write of one tender: fields of FIELDS and of ``isv.FIELDS``; levels by theme; the categories of its lots.

    ``categories`` None leaves the lots as they are. The caller judged that the approach may change.
    """

    fields: Mapping[str, Any]
    levels: Mapping[Theme, int | None] = field(default_factory=dict)
    categories: Sequence[ProcurementCategory] | None = None


@transaction.atomic
def create(*, facts: Sequence[TenderFacts], organisation: Organisation, by: User, at: datetime) -> list[Tender]:
    """Make tenders, published or awarded by what their dates say; a day that is still to come says neither."""
    check_take_in(by, organisation, AREA)
    rows = [
        Tender(
            organisation=organisation,
            created_at=at,
            created_by=by,
            stage=_stage("planned", each.fields, local_date(at)),
            **each.fields,
        )
        for each in facts
    ]
    made = bulk.create(rows, action="tender.taken_in", names=AUDITED, organisation=organisation, by=by, at=at)
    pairs = list(zip(made, facts, strict=True))
    _write_levels(pairs, {}, by=by, at=at)
    Lot.objects.bulk_create(
        (
            Lot(tender=tender, identifier=str(number), title="", category=category)
            for tender, each in pairs
            for number, category in enumerate(each.categories or (), start=1)
        ),
        batch_size=bulk.AT_ONCE,
    )
    obligations.judge(tenders=[tender.pk for tender in made])
    return made


@transaction.atomic
def change(
    *, changes: Sequence[tuple[Tender, TenderFacts]], organisation: Organisation, by: User, at: datetime
) -> list[Tender]:
    """Change tenders; answers those in which something differed. Give them with lots and ambitions prefetched.

    A stage only goes forward. One category goes to every lot; several make lots where there are none.
    """
    check_take_in(by, organisation, AREA)
    known = {(level.tender_id, level.theme_id): level for tender, _facts in changes for level in tender.ambitions.all()}
    told = _write_levels(changes, known, by=by, at=at)
    for tender, each in changes:
        if each.categories is not None:
            _write_categories(tender, each.categories, told)
    fields = [
        (tender, {**each.fields, "stage": _stage(tender.stage, {**_dates(tender), **each.fields}, local_date(at))})
        for tender, each in changes
    ]
    changed = bulk.change(fields, action="tender.changed", organisation=organisation, by=by, at=at, told=told)
    obligations.judge(tenders=[tender.pk for tender in changed])
    return changed


Told = dict[int, tuple[dict[str, Any], dict[str, Any]]]


def _dates(tender: Tender) -> dict[str, Any]:
    return {"publication_date": tender.publication_date, "award_date": tender.award_date}


def _stage(now: str, fields: Mapping[str, Any], today: date) -> str:
    if now in ("planned", "published") and _has_come(fields.get("award_date"), today):
        return "awarded"
    if now == "planned" and _has_come(fields.get("publication_date"), today):
        return "published"
    return now


def _has_come(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _write_levels(
    pairs: Sequence[tuple[Tender, TenderFacts]], known: Mapping[tuple[int, int], Ambition], *, by: User, at: datetime
) -> Told:
    told: Told = {}
    new, old = [], []
    for tender, each in pairs:
        for theme, level in each.levels.items():
            ambition = known.get((tender.pk, theme.pk))
            if (ambition.level if ambition else None) == level:
                continue
            before, after = told.setdefault(tender.pk, ({}, {}))
            before[f"level {theme.code}"], after[f"level {theme.code}"] = ambition.level if ambition else None, level
            if ambition is None:
                new.append(Ambition(tender=tender, theme=theme, level=level, changed_at=at, changed_by=by))
            else:
                ambition.level, ambition.version = level, ambition.version + 1
                if level is not None:
                    ambition.is_relevant = True
                ambition.changed_at, ambition.changed_by = at, by
                old.append(ambition)
    Ambition.objects.bulk_create(new, batch_size=bulk.AT_ONCE)
    written = ["is_relevant", "level", "version", "changed_at", "changed_by"]
    Ambition.objects.bulk_update(old, written, batch_size=bulk.AT_ONCE)
    return told


def _write_categories(tender: Tender, categories: Sequence[ProcurementCategory], told: Told) -> None:
    lots = list(tender.lots.all())
    before = sorted({lot.category.name_nl for lot in lots if lot.category})
    if not lots:
        Lot.objects.bulk_create(
            Lot(tender=tender, identifier=str(number), title="", category=category)
            for number, category in enumerate(categories, start=1)
        )
    else:
        Lot.objects.filter(tender=tender).update(category=categories[0] if categories else None)
    old, new = told.setdefault(tender.pk, ({}, {}))
    old["category"], new["category"] = before, sorted(category.name_nl for category in categories)
