"""What the day's page is made of: kinds of work, and in each what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

SHOWN = 15
"""Rows of a section on the page; the rest is behind its link."""


@dataclass(frozen=True)
class Item:
    """One thing to do: what, about what, by when, and where it is done."""

    what: str
    about: str
    url: str
    due_on: date | None = None
    who: str = ""
    state: str = ""
    state_label: str | Promise = ""


@dataclass(frozen=True)
class Section:
    """A kind of work. ``number`` counts all rows, ``items`` holds the first of them."""

    code: str
    title: str
    tone: str
    items: Sequence[Item]
    number: int
    more_url: str = ""

    @property
    def is_late(self) -> bool:
        """Whether what stands in it should have been there already."""
        return self.tone == "danger" and self.has_due

    @property
    def tile_tone(self) -> str:
        return self.tone if self.tone in ("danger", "warning") else ""

    @property
    def anchor(self) -> str:
        return f"#{self.code}"

    @property
    def has_who(self) -> bool:
        return any(item.who for item in self.items)

    @property
    def has_state(self) -> bool:
        return any(item.state for item in self.items)

    @property
    def has_due(self) -> bool:
        return any(item.due_on for item in self.items)

    @property
    def hidden(self) -> int:
        return max(0, self.number - len(self.items))


def section_of(
    code: str, title: str, tone: str, rows: QuerySet[Any], items: Iterable[Item], *, more_url: str = ""
) -> Section:
    """A section of these rows; they are only counted where more of them exist than are shown."""
    shown = list(items)
    number = len(shown) if len(shown) < SHOWN else rows.count()
    return Section(code, title, tone, shown, number, more_url)
