"""Loading the tables of this app: from the data files of the product, and from the official list of CPV codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.actions.shipped import Tally, load_rows
from accounts.models import User
from procurement.actions import criteria_library, obligations
from procurement.actions.criteria_library import Entry
from procurement.formats import lookups
from procurement.formats.cpv_list import CpvLabel
from procurement.models import CpvCode, LevelMeaning, ProcurementCategory, RiskTheme, Tender, Theme, Threshold


@transaction.atomic
def load_shipped(*, by: User, at: datetime) -> list[Tally]:
    """Bring themes, meanings of levels, categories, thresholds, risk themes and CPV divisions up to date.

    Repeatable. An organisation's own rows and rows that a person edited are left alone.
    """
    tallies = [
        load_rows(rows=Theme.objects.all(), key=["code"], wanted=_themes(), by=by, at=at),
        _load_level_meanings(by=by, at=at),
        _load_criteria(by=by, at=at),
        _load_categories(by=by, at=at),
        load_rows(rows=Threshold.objects.all(), key=["kind", "valid_from"], wanted=_thresholds(), by=by, at=at),
        load_rows(rows=RiskTheme.objects.all(), key=["code"], wanted=_risk_themes(), by=by, at=at),
        _load_divisions(by=by, at=at),
    ]
    if any(tally.created or tally.changed for tally in tallies) and Tender.objects.exists():
        obligations.ask_all(at)  # thresholds and categories decide on the obligation
    return tallies


@transaction.atomic
def load_cpv(*, labels: Sequence[CpvLabel], source: str, by: User, at: datetime) -> Tally:
    """Make the official codes and take over their labels, also where our own stood. Codes are never removed."""
    tally = Tally("cpvcode")
    held = {row.code: row for row in CpvCode.objects.select_for_update()}
    added, renamed = [], []
    for label in labels:
        row = held.get(label.code)
        if row is None:
            added.append(CpvCode(code=label.code, name_nl=label.name_nl, name_en=label.name_en))
        elif (row.name_nl, row.name_en) != (label.name_nl, label.name_en):
            row.name_nl, row.name_en = label.name_nl, label.name_en
            renamed.append(row)
    CpvCode.objects.bulk_create(added, batch_size=500)
    CpvCode.objects.bulk_update(renamed, ["name_nl", "name_en"], batch_size=200)
    tally.created, tally.changed = len(added), len(renamed)
    tally.unchanged = len(labels) - tally.created - tally.changed
    if added or renamed:
        counts = {"source": source, "created": tally.created, "changed": tally.changed}
        audit.record(action="cpv.loaded", obj=by, by=by, at=at, after=counts)
    return tally


def _themes() -> list[dict[str, Any]]:
    return [
        {
            "code": row["code"],
            "name_nl": row["name_nl"],
            "name_en": row["name_en"],
            "sdgs": row["sdgs"],
            "is_optional": row["optional"],
            "position": position,
        }
        for position, row in enumerate(lookups.themes().rows, start=1)
    ]


def _risk_themes() -> list[dict[str, Any]]:
    return [{**row, "position": position} for position, row in enumerate(lookups.risk_themes().rows, start=1)]


def _load_level_meanings(*, by: User, at: datetime) -> Tally:
    """The general meanings, for every product group; an organisation adds its own."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    wanted = [
        {
            "theme": themes[row["theme"]], "level": row["level"], "product_group": "", "text_nl": row["nl"],
            "text_en": row["en"],
        }
        for row in lookups.level_meanings().rows
    ]  # fmt: skip
    general = LevelMeaning.objects.filter(organisation=None, product_group="")
    return load_rows(rows=general, key=["theme", "level"], wanted=wanted, by=by, at=at)


def _load_criteria(*, by: User, at: datetime) -> Tally:
    """Another text of a number is a new version of it: what tenders took stays what it was."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    shipped = lookups.criteria()
    entries = [
        Entry(**{**row, "themes": tuple(themes[code] for code in row["themes"]), "source": shipped.source})
        for row in shipped.rows
    ]
    count = criteria_library.load_shipped(entries=entries, by=by, at=at)
    return Tally("criterion", count.created, count.renewed + count.ended, count.unchanged)


def _thresholds() -> list[dict[str, Any]]:
    return [{"kind": row.kind, "valid_from": row.valid_from, "amount": row.amount} for row in lookups.thresholds()]


def _load_categories(*, by: User, at: datetime) -> Tally:
    """In two rounds, because a category that was replaced points to the one that replaced it."""
    national = ProcurementCategory.objects.filter(organisation=None)
    numbered = list(enumerate(lookups.categories(), start=1))
    present = [_category(row, position, None) for position, row in numbered if row.successor is None]
    tally = load_rows(rows=national, key=["code"], wanted=present, by=by, at=at)
    held = {category.code: category for category in national.all()}
    replaced = [_category(row, position, held[row.successor]) for position, row in numbered if row.successor]
    return tally + load_rows(rows=national.all(), key=["code"], wanted=replaced, by=by, at=at)


def _category(row: lookups.CategoryRow, position: int, successor: ProcurementCategory | None) -> dict[str, Any]:
    return {
        "code": row.code,
        "name_nl": row.name_nl,
        "name_en": row.name_en,
        "is_risk": row.is_risk,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "successor": successor,
        "aliases": list(row.aliases),
        "source": lookups.category_source(),
        "position": position,
    }


def _load_divisions(*, by: User, at: datetime) -> Tally:
    """Only what is missing: where the official list was loaded, its labels stay."""
    known = set(CpvCode.objects.values_list("code", flat=True))
    rows = lookups.cpv_divisions().rows
    tally = load_rows(
        rows=CpvCode.objects.none(),
        key=["code"],
        wanted=[row for row in rows if row["code"] not in known],
        by=by,
        at=at,
    )
    tally.unchanged = len(rows) - tally.created
    return tally
