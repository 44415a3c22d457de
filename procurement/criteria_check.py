"""What follows from the criteria that a tender chose: weights, levels reached, what asks attention. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement.proposal import BASIS, reaches

AWARD = "award_criterion"
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Asked:
    """One chosen criterion. ``themes`` empty: not about societal impact. ``state``: of its version, on the day that
    counts; empty for what the team wrote itself.
    """

    key: int
    number: str
    kind: str
    level: int | None
    themes: frozenset[int]
    title: str
    text: str
    weight: Decimal | None = None
    state: str = ""


@dataclass(frozen=True)
class Attention:
    """Something to look at. ``code``: duplicate, expired, superseded, coming, no_weight, weights, level; ``keys``: the
    criteria that it is about; ``theme`` and ``level``: what is not reached; ``total``: of the weights.
    """

    code: str
    keys: tuple[int, ...] = ()
    theme: int | None = None
    level: int | None = None
    total: Decimal | None = None


def total_weight(asked: Sequence[Asked]) -> Decimal:
    """All weights of award criteria together."""
    return sum((each.weight for each in asked if each.weight is not None), Decimal(0))


def impact_weight(asked: Sequence[Asked]) -> Decimal:
    """The weights of the award criteria on societal impact together: those with a theme."""
    return total_weight([each for each in asked if each.themes])


def reached(asked: Sequence[Asked], theme: int) -> int | None:
    """The highest level among the criteria of a theme; none without criteria."""
    return max((each.level for each in asked if theme in each.themes and each.level), default=None)


def attention(asked: Sequence[Asked], levels: Mapping[int, int]) -> list[Attention]:
    """Everything to look at. ``levels``: by theme, the ambition that was chosen."""
    return [*_duplicates(asked), *_versions(asked), *_weights(asked), *_levels(asked, levels)]


def _duplicates(asked: Sequence[Asked]) -> Iterator[Attention]:
    """The same number twice (two versions of it), or the same words as the same kind."""
    told: set[tuple[int, ...]] = set()
    for mark in (lambda one: one.number, _words):
        found: dict[str, list[int]] = {}
        for each in asked:
            if mark(each):
                found.setdefault(mark(each), []).append(each.key)
        for keys in map(tuple, found.values()):
            if len(keys) > 1 and keys not in told:
                told.add(keys)
                yield Attention("duplicate", keys)


def _words(one: Asked) -> str:
    return f"{one.kind} {_plain(one.text)}" if one.text.strip() else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _versions(asked: Sequence[Asked]) -> Iterator[Attention]:
    return (Attention(each.state, (each.key,)) for each in asked if each.state not in ("", "in_force"))


def _weights(asked: Sequence[Asked]) -> Iterator[Attention]:
    """Only where there are award criteria: those without a weight, else weights that are not 100 together."""
    award = [each for each in asked if each.kind == AWARD]
    without = tuple(each.key for each in award if each.weight is None)
    if without:
        yield Attention("no_weight", without)
    elif award and total_weight(award) != WHOLE:
        yield Attention("weights", total=total_weight(award))


def _levels(asked: Sequence[Asked], levels: Mapping[int, int]) -> Iterator[Attention]:
    for theme, level in levels.items():
        found = [each.level for each in asked if theme in each.themes and each.level]
        if level >= BASIS and not reaches(found, level):
            yield Attention("level", theme=theme, level=level)
