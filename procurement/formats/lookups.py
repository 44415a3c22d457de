"""The data files of this app as rows for its tables (codes, names in two languages, dates, amounts)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.formats.shipped import Shipped, read

DATA = Path(__file__).resolve().parents[1] / "data"
SIGNALS_EXAMPLE = DATA / "signals_example.csv"
"""Signals of our own making, to try the import out with. They are made up, and every row says so."""


@dataclass(frozen=True)
class CategoryRow:
    """A category; ``successor`` is the code of the one that replaced it, ``aliases`` are other names for it."""

    code: str
    name_nl: str
    name_en: str
    edition: str
    is_risk: bool
    valid_from: date | None
    valid_until: date | None
    successor: str | None
    description_nl: str
    description_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class ThresholdAmount:
    kind: str
    valid_from: date
    amount: Decimal


def themes() -> Shipped:
    return read(DATA / "themes.json")


def risk_themes() -> Shipped:
    return read(DATA / "risk_themes.json")


def level_meanings() -> Shipped:
    return read(DATA / "level_meanings.json")


def criteria() -> Shipped:
    """A small library to start with, in our own words: ``themes`` are codes, ``product_group`` empty is every one."""
    return read(DATA / "criteria.json")


def goods() -> Shipped:
    """Goods of signal lists: their Dutch name, and the CPV codes in which they are likely found."""
    return read(DATA / "goods.json")


def country_tiles() -> Shipped:
    """Where each country stands on our map of tiles: ``x`` to the right, ``y`` down."""
    return read(DATA / "country_tiles.json")


def cpv_divisions() -> Shipped:
    return read(DATA / "cpv_divisions.json")


def category_source() -> str:
    return read(DATA / "categories.json").source


def categories() -> Iterator[CategoryRow]:
    """The categories, each successor before those that it replaced."""
    for row in read(DATA / "categories.json").rows:
        dates = {name: _day(row[name]) for name in ("valid_from", "valid_until")}
        yield CategoryRow(**{**row, **dates, "aliases": tuple(row["aliases"])})


def thresholds() -> Iterator[ThresholdAmount]:
    for row in read(DATA / "thresholds.json").rows:
        for kind in ("central", "decentral", "works", "social"):
            yield ThresholdAmount(kind, date.fromisoformat(row["valid_from"]), Decimal(row[kind]))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
