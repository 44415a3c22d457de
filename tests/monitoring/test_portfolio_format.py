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
