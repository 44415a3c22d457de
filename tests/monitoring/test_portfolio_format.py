"""The documentation of the portfolio's columns is that of the columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.actions.portfolio import sheets
from monitoring.formats.portfolio.documentation import page

pytestmark = pytest.mark.usefixtures("shipped", "db")
WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "portfolio-format.md"


def test_the_documentation_is_up_to_date() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == page(sheets.current())


def test_what_must_be_filled_in_is_never_said_to_be_unknown_when_empty() -> None:
    required = [column for sheet in sheets.current() for column in sheet.columns if column.required]
    assert required
    assert [column.name for column in required if "onbekend" in column.help.nl or "unknown" in column.help.en] == []
