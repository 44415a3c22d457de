"""A level for a theme that the team left out: the file says that it is relevant after all."""

from __future__ import annotations

from pathlib import Path

import pytest

from procurement.actions import ambitions
from procurement.models import Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import take_in, workbook
from tests.procurement.factories import TenderFactory, ambition

pytestmark = pytest.mark.usefixtures("shipped")


def test_a_level_makes_a_theme_relevant_that_was_left_out(cast: Cast, tmp_path: Path) -> None:
    tender = TenderFactory(organisation=cast.organisation, reference="T-1", lots=[])
    left_out = ambitions.chosen(Theme.objects.get(code="circular"), None, reason="Er is geen materiaal.")
    ambitions.save(tender=tender, answers=[left_out], by=cast.buyer, at=AT)
    rows: list[list[object]] = [["reference", "title", "nature", "publication_date", "level_circular"]]
    rows.append(["T-1", "Bedrijfskleding", "supplies", "2026-12-01", 2])

    take_in(workbook(tmp_path / "in.xlsx", {"tenders": rows}))

    row = ambition(tender, "circular")
    assert (row.level, row.is_relevant, row.reason) == (2, True, "Er is geen materiaal.")
