"""Criteria for tests: made and chosen through the actions."""

from __future__ import annotations

from typing import Any

from procurement.actions import criteria, criteria_library
from procurement.actions.criteria_library import Entry
from procurement.models import ChosenCriterion, Criterion, Tender, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

WORDS: dict[str, Any] = {
    "kind": "award_criterion", "level": 2, "title": "Minder CO₂", "text": "Hoe minder, hoe beter.",
    "verification": "Rapport.",
}  # fmt: skip


def in_library(cast: Cast, number: str = "K-1", *codes: str, **values: Any) -> Criterion:
    """A criterion in the library of the organisation; with the same number again, its next version."""
    themes = tuple(Theme.objects.filter(code__in=codes or ("climate",)))
    entry = Entry(**{**WORDS, "number": number, "themes": themes, **values})
    return criteria_library.save(entry=entry, organisation=cast.organisation, by=cast.buyer, at=AT)


def chosen(cast: Cast, tender: Tender, *rows: Criterion) -> list[ChosenCriterion]:
    """What the tender took of them."""
    return criteria.choose(tender=tender, criteria=rows, by=cast.buyer, at=AT)


def changed(cast: Cast, row: ChosenCriterion, **values: Any) -> ChosenCriterion:
    """The chosen criterion, adapted once more."""
    version = ChosenCriterion.objects.get(pk=row.pk).version
    return criteria.change(chosen=row, version=version, by=cast.buyer, at=AT, **values)


def price(cast: Cast, tender: Tender, **values: Any) -> ChosenCriterion:
    """A criterion of the team itself that is about no theme."""
    given = {"kind": "award_criterion", "title": "Prijs", "text": "De laagste prijs.", **values}
    return criteria.write_own(tender=tender, themes=[], by=cast.buyer, at=AT, **given)
