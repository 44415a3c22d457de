"""How far the goals of an action plan are, counted over the tenders that were awarded in their year (ours).

The set is what was awarded in the year. A tender of the set without an answer on the theme (or on ISV) is unknown and
stays in the set, as in the annual report; one that was awarded on an unknown day may belong to the year and is counted
in unknown only. ``figures`` counts many goals at once, ``rows`` finds the tenders behind one; a test holds both against
each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from procurement.models import ActionGoal, Ambition
from procurement.querysets import TenderQuerySet

COUNTED, AMONG, UNKNOWN = PARTS = ("counted", "among", "unknown")

COMING, RUNNING, REACHED, EXPLAINED, MISSED = STATUSES = ("coming", "running", "reached", "explained", "missed")

ISV = ActionGoal.Indicator.ISV_SHARE.value


@dataclass(frozen=True)
class GoalFigure:
    """``numerator`` of ``denominator`` (none for a number of tenders); ``unknown`` is a value of its own."""

    numerator: int
    denominator: int | None
    unknown: int

    @property
    def value(self) -> Decimal | None:
        """The percentage, or the number; none when nothing was awarded."""
        if self.denominator is None:
            return Decimal(self.numerator)
        return Decimal(self.numerator * 100) / self.denominator if self.denominator else None

    def reaches(self, target: Decimal) -> bool:
        return self.value is not None and self.value >= target


def status_of(goal: ActionGoal, figure: GoalFigure, year: int, *, is_explained: bool) -> str:
    """One of ``STATUSES`` in this year: a goal is judged when its year is over."""
    if goal.year > year:
        return COMING
    if goal.year == year:
        return RUNNING
    if figure.reaches(goal.target):
        return REACHED
    return EXPLAINED if is_explained else MISSED


def figures(goals: Sequence[ActionGoal], tenders: TenderQuerySet) -> dict[int, GoalFigure]:
    """Goal key → its figure over these tenders; three queries for however many goals."""
    if not goals:
        return {}
    awarded = _awarded(tenders).filter(award_date__year__in={goal.year for goal in goals})
    totals = {row["award_date__year"]: row for row in _totals(awarded)}
    levels = list(_levels(awarded, {goal.theme_id for goal in goals}))
    undated = _undated_by_year(tenders)
    return {goal.pk: _figure(goal, totals, levels, undated) for goal in goals}


def rows(goal: ActionGoal, part: str, tenders: TenderQuerySet) -> TenderQuerySet:
    """The tenders behind one part of a figure: counted, among (the set) or unknown."""
    awarded = _awarded(tenders)
    in_year = Q(award_date__year=goal.year)
    if part == AMONG:
        return awarded.filter(in_year)
    if part == COUNTED:
        return awarded.filter(in_year, _counted(goal))
    before = Q(publication_date=None) | Q(publication_date__year__lte=goal.year)
    return awarded.filter((in_year & _unanswered(goal)) | (Q(award_date=None) & before))


def _awarded(tenders: TenderQuerySet) -> TenderQuerySet:
    return tenders.filter(stage="awarded")


def _counted(goal: ActionGoal) -> Q:
    if goal.indicator == ISV:
        return Q(isv_contract_condition=True)
    return Q(Exists(Ambition.objects.filter(tender=OuterRef("pk"), theme=goal.theme_id, level__gte=goal.level)))


def _unanswered(goal: ActionGoal) -> Q:
    if goal.indicator == ISV:
        return Q(isv_answered=False)
    answered = Ambition.objects.filter(
        Q(level__isnull=False) | Q(is_relevant=False), tender=OuterRef("pk"), theme=goal.theme_id
    )
    return ~Q(Exists(answered))


def _totals(awarded: TenderQuerySet) -> Iterable[dict[str, Any]]:
    found: Any = (
        awarded.order_by()
        .values("award_date__year")
        .annotate(
            total=Count("pk"), condition=Count("pk", filter=Q(isv_contract_condition=True)),
            undecided=Count("pk", filter=Q(isv_answered=False)),
        )
    )  # fmt: skip
    return found  # type: ignore[no-any-return]


def _levels(awarded: TenderQuerySet, themes: set[int]) -> Iterable[tuple[int, int, int | None, int]]:
    """Year, theme, level (none: left out on purpose) and how many tenders."""
    answered = Ambition.objects.filter(
        Q(level__isnull=False) | Q(is_relevant=False), tender__in=awarded.values("pk"), theme__in=themes
    )
    groups = answered.order_by().values("tender__award_date__year", "theme", "level").annotate(number=Count("pk"))
    return groups.values_list("tender__award_date__year", "theme", "level", "number")


def _undated_by_year(tenders: TenderQuerySet) -> Counter[int | None]:
    """Awarded on an unknown day, by the year of publication (none: unknown too)."""
    undated = _awarded(tenders).filter(award_date=None).order_by()
    found = undated.values("publication_date__year").annotate(number=Count("pk"))
    return Counter({row["publication_date__year"]: row["number"] for row in found})


def _figure(
    goal: ActionGoal,
    totals: dict[int, dict[str, Any]],
    levels: list[tuple[int, int, int | None, int]],
    undated: Counter[int | None],
) -> GoalFigure:
    none = {"total": 0, "condition": 0, "undecided": 0}
    total = totals.get(goal.year, none)
    without_day = sum(number for year, number in undated.items() if year is None or year <= goal.year)
    if goal.indicator == ISV:
        return GoalFigure(total["condition"], total["total"], total["undecided"] + without_day)
    answers = [(level, number) for year, theme, level, number in levels if (year, theme) == (goal.year, goal.theme_id)]
    answered = sum(number for _level, number in answers)
    reached = sum(number for level, number in answers if level is not None and level >= (goal.level or 0))
    unknown = total["total"] - answered + without_day
    return GoalFigure(reached, total["total"] if goal.is_share else None, unknown)
