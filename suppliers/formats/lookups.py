"""The data files of this app: default schedules and question sets, both a choice of this product ("afgeleid")."""

from __future__ import annotations

from pathlib import Path

from accounts.formats.shipped import Shipped, read

DATA = Path(__file__).resolve().parents[1] / "data"


def schedules() -> Shipped:
    """A row per follow-up, with the ``lines`` of its schedule."""
    return read(DATA / "schedules.json")


def question_sets() -> Shipped:
    """A row per kind of deliverable, with its ``version`` and ``questions``."""
    return read(DATA / "question_sets.json")
