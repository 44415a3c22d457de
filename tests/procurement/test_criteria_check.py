"""What asks attention among the chosen criteria, and the difference between two texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procurement.criteria_check import Asked, attention, impact_weight, total_weight
from procurement.text_diff import ADDED, REMOVED, SAME, Piece, difference

CLIMATE, CIRCULAR = 1, 2


def asked(key: int = 1, **values: Any) -> Asked:
    given: dict[str, Any] = {
        "key": key, "number": f"K-{key}", "kind": "minimum_requirement", "level": 1, "themes": frozenset({CLIMATE}),
        "title": "", "text": f"Tekst {key}",
    }  # fmt: skip
    return Asked(**given | values)


def codes(*criteria: Asked, levels: dict[int, int] | None = None) -> list[str]:
    return [each.code for each in attention(criteria, levels or {})]


def award(key: int, weight: int | None, *themes: int) -> Asked:
    return asked(
        key, kind="award_criterion", weight=weight if weight is None else Decimal(weight), themes=frozenset(themes)
    )


def test_the_meter_counts_award_criteria_with_a_theme_only() -> None:
    criteria = [award(1, 60), award(2, 25, CLIMATE, CIRCULAR), award(3, 15, CIRCULAR), asked(4)]
    assert (impact_weight(criteria), total_weight(criteria)) == (Decimal(40), Decimal(100))


@pytest.mark.parametrize(
    ("weights", "told"),
    [((60, 40), []), ((60, 39), ["weights"]), ((60, 41), ["weights"]), ((100, None), ["no_weight"]), ((), [])],
)
def test_weights_that_are_not_a_hundred_together_ask_attention(
    weights: tuple[int | None, ...], told: list[str]
) -> None:
    assert codes(*(award(key, weight) for key, weight in enumerate(weights))) == told


def test_two_versions_of_a_number_and_the_same_words_are_duplicates() -> None:
    assert codes(asked(1), asked(2, number="K-1")) == ["duplicate"]
    assert codes(asked(1, number="", text="Zo  dus."), asked(2, number="", text="zo dus.")) == ["duplicate"]
    assert codes(asked(1, text="Zo."), asked(2, text="Zo.", kind="contract_clause")) == []


@pytest.mark.parametrize("state", ["expired", "superseded", "coming"])
def test_a_version_that_does_not_count_asks_attention(state: str) -> None:
    assert codes(asked(state=state), asked(2, state="in_force")) == [state]


@pytest.mark.parametrize(("level", "told"), [(0, []), (1, []), (2, ["level"])])
def test_a_level_that_the_criteria_do_not_reach_asks_attention(level: int, told: list[str]) -> None:
    assert codes(asked(level=1), asked(2, level=3, themes=frozenset({CIRCULAR})), levels={CLIMATE: level}) == told


def test_the_difference_names_what_stayed_what_went_and_what_came() -> None:
    assert difference("De markt doet veel.", "De markt doet nog meer.") == [
        Piece(SAME, "De markt doet "), Piece(REMOVED, "veel"), Piece(ADDED, "nog meer"), Piece(SAME, "."),
    ]  # fmt: skip


def test_the_parts_of_the_difference_give_both_texts_back() -> None:
    old, new = "Een twee drie,\n\nvier vijf.", "Een tweede drie vier,\nvijf en zes."
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == new
