"""The annual reports of earlier years: published, but for the last, which waits for the management."""

from __future__ import annotations

from datetime import date

from monitoring.actions import reports
from monitoring.demo import words
from monitoring.demo.people import Stage
from monitoring.demo.tenders import at_noon


def make_all(stage: Stage) -> None:
    """One report per year that has ended, the oldest first, written by the category manager, as of 1 February."""
    writer, last = stage.people["category_manager"], stage.now.year - 1
    for year, text in reversed(list(zip(range(last, last - len(words.LEARNED), -1), words.LEARNED, strict=True))):
        begun = at_noon(date(year + 1, 2, 2))
        report = reports.begin(organisation=stage.organisation, year=year, by=writer, at=begun)
        report = reports.write(report=report, introduction=text, as_of=date(year + 1, 2, 1), by=writer, at=begun)
        report = reports.submit(report=report, by=writer, at=at_noon(date(year + 1, 2, 16)))
        if year < last:
            reports.publish(report=report, by=stage.people["management"], at=at_noon(date(year + 1, 3, 2)))
