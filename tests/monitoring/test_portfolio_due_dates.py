"""A due date that a later import puts right counts for every day: what a figure says hangs on no moment of entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitoring.actions.portfolio import importing, sheets
from monitoring.indicators import figures
from monitoring.indicators.sources import Scope
from procurement.formats.tables.reading import WorkbookSource
from suppliers.models import Deliverable, DueDateChange
from tests.accounts.factories import system_user
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import WHOLE, Sheets, workbook
from tests.suppliers.factories import ExtensionFactory, noon

pytestmark = pytest.mark.usefixtures("shipped")
FIRST, RIGHT = date(2025, 3, 1), date(2024, 3, 1)


def take_in(cast: Cast, folder: Path, due: date, *, on: date) -> None:
    """Take in one risk analysis, due on a day."""
    rows: list[list[Any]] = [["contract_reference", "kind", "due_date"], ["C-1", "risk_analysis", due]]
    wanted: Sheets = {"tenders": WHOLE["tenders"], "contracts": WHOLE["contracts"], "deliverables": rows}
    path = workbook(folder / f"{on}.xlsx", wanted)
    source = WorkbookSource(str(path), name=path.name, sheets=sheets.current())
    by = system_user()
    assert importing.take_in(source=source, organisation=cast.organisation, by=by, at=noon(on)).is_good


def counted(cast: Cast, year: int, as_of: date) -> int | float | None:
    found = figures(Scope(cast.organisation, year=year, as_of=as_of))
    return {each.code: each.value for each in found}["deliverables.risk_analysis.due"]


def test_the_figures_are_those_of_a_file_that_was_right_at_once(cast: Cast, tmp_path: Path) -> None:
    take_in(cast, tmp_path, FIRST, on=date(2026, 11, 1))
    take_in(cast, tmp_path, RIGHT, on=date(2026, 11, 2))

    for as_of in (date(2024, 12, 31), date(2025, 6, 1), date(2099, 1, 1)):
        assert (counted(cast, 2024, as_of), counted(cast, 2025, as_of)) == (1, 0)
    change = DueDateChange.objects.get()
    assert (change.source, change.from_date, change.to_date) == ("import", FIRST, RIGHT)


def test_extensions_hold_from_their_day_all_the_same(cast: Cast, tmp_path: Path) -> None:
    take_in(cast, tmp_path, date(2027, 4, 1), on=date(2027, 1, 1))
    take_in(cast, tmp_path, date(2027, 5, 1), on=date(2027, 1, 2))
    granted = {"granted": True, "wanted_on": date(2027, 7, 1), "at": noon(date(2027, 2, 10))}
    ExtensionFactory(deliverable=Deliverable.objects.get(), **granted)

    take_in(cast, tmp_path, date(2027, 8, 1), on=date(2027, 3, 1))

    seen = [
        Deliverable.objects.with_due_on_as_of(day).get().due_on_as_of
        for day in (date(2024, 1, 1), date(2027, 2, 9), date(2027, 2, 10), date(2099, 1, 1))
    ]
    assert seen == [date(2027, 5, 1), date(2027, 5, 1), date(2027, 8, 1), date(2027, 8, 1)]
