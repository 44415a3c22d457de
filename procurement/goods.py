"""Goods as signal lists name them, with their Dutch name and the CPV codes in which they are likely found (ours)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from procurement.country_names import folded
from procurement.formats import lookups


@dataclass(frozen=True)
class Good:
    """A good of our own table. ``cpv``: beginnings of codes."""

    name_en: str
    name_nl: str
    cpv: tuple[str, ...]


@lru_cache(maxsize=1)
def _known() -> dict[str, Good]:
    rows = [Good(row["name_en"], row["name_nl"], tuple(row["cpv"])) for row in lookups.goods().rows]
    return {folded(good.name_en): good for good in rows}


def key_of(text: str) -> str:
    """By what a good is found again, however it is written."""
    return folded(text)


def known(text: str) -> Good | None:
    """The good of our table with this name, if there is one."""
    return _known().get(folded(text))


def label(text: str, language: str) -> str:
    """The good as a reader knows it: in Dutch with the name of the list behind it, where our table has one."""
    good = known(text)
    if good is None or language.startswith("en"):
        return text
    return f"{good.name_nl} ({text})"


def proposed(*, name: str, cpv: Iterable[str], available: Collection[str]) -> list[str]:
    """Which of the available goods a product is likely about, by its name and its CPV codes. Only a proposal."""
    words = folded(name)
    stems = [code.rstrip("0").ljust(2, "0") for code in cpv]
    found = []
    for text in available:
        good = known(text)
        names = {folded(text)} | ({folded(good.name_nl)} if good else set())
        by_name = bool(words) and any(f" {each} " in f" {words} " for each in names)
        by_code = good is not None and any(
            stem.startswith(prefix) or prefix.startswith(stem) for prefix in good.cpv for stem in stems
        )
        if by_name or by_code:
            found.append(text)
    return found
