"""The data file of this app: on which days around a due date is reminded, a choice of this product ("afgeleid")."""

from __future__ import annotations

from pathlib import Path

from accounts.formats.shipped import Shipped, read

DATA = Path(__file__).resolve().parents[1] / "data"


def reminders() -> Shipped:
    """One row: ``offsets`` in days (negative is before), and ``then_monthly`` after the last of them."""
    return read(DATA / "reminders.json")
