"""Reads of criteria: for which themes a product group has them, and what a tender chose with what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.functional import cached_property

from procurement import criteria_check as check
from procurement.ambition_reads import groups_of
from procurement.criteria_check import Asked, Attention
from procurement.models import CRITERION_KINDS, ChosenCriterion, Criterion, Tender, Theme


def criteria_themes(tender: Tender) -> frozenset[str]:
    """Codes of the themes for which a product group of the tender has criteria that count on its publication.

    Criteria for every product group do not count: they say nothing about this one. No query without product groups.
    """
    groups = groups_of(tender.product_groups)
    if not groups:
        return frozenset()
    library = Criterion.objects.of(tender.organisation).exclude(product_group="")
    counting = library.in_force(tender.publication_date) if tender.publication_date else library.newest()
    pairs = counting.order_by().values_list("product_group", "themes__code").distinct()
    return frozenset(theme for group, theme in pairs if groups_of(group) & groups)


def product_groups(library: Sequence[str]) -> list[str]:
    """Names of product groups, each once, in the order of the alphabet; of one name that with capitals first."""
    return sorted({name for name in library if name}, key=lambda name: (name.casefold(), name))


def chosen_of(tender: Tender) -> list[ChosenCriterion]:
    """What the tender chose, with the version that was taken; two queries.

    By kind, then as the team ordered them; what nobody gave a place comes after that, by themes and number.
    """
    rows = list(
        tender.criteria.select_related("criterion", "changed_by").prefetch_related(
            Prefetch("themes", Theme.objects.order_by("position"))
        )
    )
    order = {kind: place for place, kind in enumerate(CRITERION_KINDS)}
    return sorted(rows, key=lambda row: (order[row.kind], *_place(row), row.number, row.pk))


def _place(row: ChosenCriterion) -> tuple[bool, int]:
    """The place it was given; else by theme, where what is about none comes first, as the price does."""
    if row.place is not None:
        return False, row.place
    return True, min((theme.position for theme in row.themes.all()), default=0)


@dataclass(frozen=True)
class Coverage:
    """One theme: the ambition, how many criteria are about it, and the highest level among them."""

    theme: Theme
    ambition: int | None
    number: int
    reached: int | None
    weight: Decimal

    @property
    def is_short(self) -> bool:
        return self.ambition is not None and self.ambition > (self.reached or 0)


class Choice:
    """The criteria of one tender and what follows from them, on the day that counts: its publication, else today."""

    def __init__(self, tender: Tender, today: date, themes: Sequence[Theme]) -> None:
        self.tender, self.themes = tender, themes
        self.day = tender.publication_date or today
        self.rows = chosen_of(tender)

    @cached_property
    def asked(self) -> list[Asked]:
        return [
            Asked(
                key=row.pk, number=row.number, kind=row.kind, level=row.level,
                themes=frozenset(theme.pk for theme in row.themes.all()), title=row.title, text=row.text,
                weight=row.weight, state=row.criterion.state_on(self.day) if row.criterion else "",
            )
            for row in self.rows
        ]  # fmt: skip

    @cached_property
    def levels(self) -> Mapping[int, int]:
        """The ambition by theme, where a level was chosen; one query."""
        known = self.tender.ambitions.filter(level__isnull=False, theme__in=self.themes)
        return {theme: level for theme, level in known.values_list("theme", "level") if level is not None}

    @cached_property
    def attention(self) -> list[Attention]:
        return check.attention(self.asked, self.levels)

    @property
    def total_weight(self) -> Decimal:
        return check.total_weight(self.asked)

    @property
    def impact_weight(self) -> Decimal:
        return check.impact_weight(self.asked)

    @property
    def has_award_criteria(self) -> bool:
        return any(each.kind == check.AWARD for each in self.asked)

    @cached_property
    def coverage(self) -> list[Coverage]:
        """A row per theme of the tender."""
        return [
            Coverage(
                theme=theme, ambition=self.levels.get(theme.pk),
                number=sum(theme.pk in each.themes for each in self.asked),
                reached=check.reached(self.asked, theme.pk),
                weight=check.total_weight([each for each in self.asked if theme.pk in each.themes]),
            )
            for theme in self.themes
        ]  # fmt: skip
