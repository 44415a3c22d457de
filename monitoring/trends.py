"""The course of one indicator over the years: as published where a report froze it, else as it is recorded now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Organisation
from monitoring import annual_report, editions
from monitoring.annual_report import Shown
from monitoring.formats import report_json
from monitoring.formats.report_json import Line
from monitoring.indicators import Indicator, Scope, figures
from monitoring.models import AnnualReport

MOST_YEARS = 10
"""No more years are counted and shown; the last ones."""


@dataclass(frozen=True)
class YearOfTrend:
    """One year. ``report`` is the published edition that states the figure; without one it was counted as of a day.

    ``shown`` is None when the published edition does not have the figure: a theme that was added later.
    """

    year: int
    shown: Shown | None
    report: AnnualReport | None = None

    @property
    def value(self) -> float | None:
        return self.shown.line.value if self.shown else None


def trend(one: Indicator, *, organisation: Organisation, today: date) -> list[YearOfTrend]:
    """The years from the first with data up to this one, oldest first; one count for each that is not published."""
    first = min(editions.years_with_data(organisation, today))
    years = range(max(first, today.year - MOST_YEARS + 1), today.year + 1)
    reports = {report.year: report for report in _published(organisation, years)}
    scope = Scope(organisation, today.year, today)
    found: list[YearOfTrend] = []
    before: Line | None = None
    for year in years:
        report = reports.get(year)
        line = _stated(report, one.code) if report else _counted(one, replace(scope, year=year))
        query = f"?edition={report.edition}" if report else f"?as_of={today.isoformat()}"
        address = reverse("monitoring:report-rows", args=[year, one.code]) + query
        shown = annual_report.show(line, one, before=before, url=address) if line else None
        found.append(YearOfTrend(year, shown, report))
        before = line
    return found


def bars(years: Sequence[YearOfTrend]) -> list[dict[str, Any]]:
    """The same as rows of ``bar_chart``."""
    return [{"label": str(one.year), "value": one.value, "url": one.shown.url if one.shown else None} for one in years]


def _published(organisation: Organisation, years: Sequence[int]) -> list[AnnualReport]:
    """The published editions of these years, the latest of a year last."""
    found = AnnualReport.objects.filter(organisation=organisation, state="published", year__in=years)
    return list(found.order_by("edition").only("year", "edition", "as_of", "snapshot", "published_at", "state"))


def _stated(report: AnnualReport, code: str) -> Line | None:
    return next((line for line in report_json.lines(report.snapshot or {"indicators": []}) if line.code == code), None)


def _counted(one: Indicator, scope: Scope) -> Line:
    return editions.line_of(figures(scope, chosen=[one])[0])
