"""How a file calls its sheets and columns: by their names for programs, or by the Dutch or English labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from procurement.formats.tables.columns import Column, Sheet

Named = Column | Sheet
Style = Callable[[Named], str]


def plain_name(text: str) -> str:
    """A header or the name of a sheet, as it is compared."""
    return " ".join(text.replace("\ufeff", "").strip().rstrip("*").strip().casefold().split())


def by_name(each: Named) -> str:
    return each.name


def in_dutch(each: Named) -> str:
    return each.label.nl


def in_english(each: Named) -> str:
    return each.label.en


STYLES: tuple[Style, ...] = (by_name, in_dutch, in_english)


def answers_to(each: Named, text: str) -> bool:
    """Whether this is a name of it."""
    return plain_name(text) in {plain_name(style(each)) for style in STYLES}


@dataclass(frozen=True)
class Naming:
    """What stands in a file, each with what it is; and from that how the file would call the rest."""

    written: Sequence[tuple[str, Named]]

    @property
    def style(self) -> Style:
        """The one that most of them have; the names for programs when it is a draw."""

        def fits(style: Style) -> int:
            return sum(plain_name(text) == plain_name(style(each)) for text, each in self.written)

        return max(STYLES, key=fits)

    def of(self, wanted: Named) -> str:
        """As it is written; else in the style of the file."""
        found = next((text for text, each in self.written if each is wanted), None)
        return self.style(wanted) if found is None else found

    def listed(self, wanted: Iterable[Named]) -> str:
        return ", ".join(self.of(each) for each in wanted)


def tidy(text: str) -> str:
    """A heading as it is shown: without the star of what is required."""
    return " ".join(text.replace("\ufeff", "").strip().rstrip("*").split())
