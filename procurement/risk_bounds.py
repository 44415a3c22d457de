"""From where things count in a risk scan. The defaults are ours (domain.md §4); an organisation sets its own."""

from __future__ import annotations

from dataclasses import dataclass

RATINGS = ("1", "2", "3", "4", "5", "5+")
"""Ratings of countries, from the best to the worst."""


@dataclass(frozen=True)
class Bounds:
    """``*_rating``: this one or a worse. ``*_priority``: severity times likelihood. ``people_*``: severity alone.

    A rating that is no signal is shown and counts for nothing. A high one makes the risk of the tender high by itself.
    """

    signal_rating: str = "4"
    high_rating: str = "5"
    medium_priority: int = 6
    high_priority: int = 15
    people_medium: int = 3
    people_high: int = 4

    def is_signal(self, rating: str) -> bool:
        return RATINGS.index(rating) >= RATINGS.index(self.signal_rating)

    def is_high(self, rating: str) -> bool:
        return RATINGS.index(rating) >= RATINGS.index(self.high_rating)


OURS = Bounds()
