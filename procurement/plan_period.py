"""The period of a plan: how long it may be, and where a day stands in it. Pure."""

from __future__ import annotations

from datetime import date, timedelta

CATEGORY_PLAN_YEARS = 3
"""A category plan holds for three years at most (ours)."""

ACTION_PLAN_YEARS = 10
"""No action plan is longer (ours): beyond that nobody can say a goal per year."""

ENDS_WITHIN = timedelta(days=90)
"""So long before its last day a plan asks for a next edition (ours): time to write, submit and adopt one."""

ONE_DAY = timedelta(days=1)

DRAFT, SUBMITTED, ADOPTED = "draft", "submitted", "adopted"
COMING, IN_FORCE, OVER = "coming", "in_force", "over"
STANDINGS = (DRAFT, SUBMITTED, COMING, IN_FORCE, OVER)
"""What a plan is on a day: in preparation, judged, or adopted and then coming, in force or over."""


def is_longer_than(years: int, since: date, until: date) -> bool:
    """Whether a period, both days included, is longer than so many years."""
    return until >= _years_on(since, years)


def last_day(since: date, years: int) -> date:
    """The last day of a period of so many years."""
    return _years_on(since, years) - ONE_DAY


def standing(state: str, since: date, until: date, day: date) -> str:
    """One of ``STANDINGS``."""
    if state != ADOPTED:
        return state
    return COMING if day < since else OVER if day > until else IN_FORCE


def years_of(since: date, until: date) -> range:
    """The calendar years in which the period has a day."""
    return range(since.year, until.year + 1)


def _years_on(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
