"""The national figures that were published for 2018 to 2023 come out of a portfolio that holds those tenders.

The portfolio has traps around them: the days beside the year, tenders of which nothing is known, empty weights, level
0, "none", documents that came late or never, and another organisation with the same tenders.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from monitoring.indicators import Figure, Scope, figures
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import Row, contract, fill, owed

pytestmark = pytest.mark.usefixtures("shipped")

AS_OF = date(2024, 6, 30)
CONDITION = ("contract_condition",)
README = Path(settings.BASE_DIR) / "README.md"


def mvi_of_2023() -> Iterator[Row]:
    """457 known tenders: 101 in relevant groups (81 with MVI, 44 of those at least significant), 356 outside."""
    for relevant, significant, basis, without in ((True, 44, 37, 20), (False, 50, 169, 137)):
        for index in range(significant):
            yield Row("", levels={"climate": 2 + index % 2, "circular": 1}, relevant=relevant)
        for index in range(basis):
            if index % 3:
                yield Row("", levels={"climate": 1, "social_return": 0}, relevant=relevant)
            else:
                yield Row("", forms=("award_criterion",), relevant=relevant)
        for index in range(without):
            if index % 2:
                yield Row("", levels={"climate": 0}, relevant=relevant)
            else:
                yield Row("", forms=(), relevant=relevant)


def rows() -> list[Row]:
    made = list(mvi_of_2023())
    for index, row in enumerate(made):
        row.published = (date(2023, 1, 1), date(2023, 12, 31), date(2023, 6, 15))[index % 3]
        row.wide = index % 8 == 0 and index < 8 * 57
        if row.wide:
            row.impact = (50, 100)[index % 16 // 8] if index < 8 * 12 else (None, 0, 49)[index % 3]
        else:
            row.impact = 90
    made += [Row("", date(2023, 5, 1), relevant=True, wide=True, impact=80) for _index in range(12)]
    made += [Row("", day, {"climate": 3}, relevant=True, wide=True, impact=80) for day in (date(2024, 1, 1), None)]
    for index in range(601):
        day = date(2022, 12, 31) if index % 2 else date(2022, 1, 1)
        made.append(Row("", day, {"climate": 1 + index % 3 if index < 343 else 0}))
    for year, inside, outside in ((2018, 9, 0), (2019, 19, 0), (2020, 33, 0), (2021, 27, 27)):
        made += [Row("", date(year, 1, 1), forms=CONDITION) for _index in range(inside)]
        made += [Row("", date(year, 12, 31), forms=CONDITION, category="other") for _index in range(outside)]
        made += [
            Row("", date(year, 7, 1), forms=()),
            Row("", date(year, 7, 1)),
            Row("", date(year, 7, 1), {"climate": 2}),
        ]
    made += [Row("", date(2020, 3, 1), forms=("award_criterion",)) for _index in range(5)]
    made += [Row("", date(2021, 3, 1), forms=("award_criterion",)) for _index in range(6)]
    for number, row in enumerate(made):
        row.reference = f"N-{number:04}"
    return made


@pytest.fixture
def found(cast: Cast) -> dict[int, dict[str, Figure]]:
    """The figures of the six years, by year and code."""
    kept = rows()
    tenders = fill(cast.organisation, kept)
    fill(cast.other, kept)
    bound = [tenders[row.reference] for row in kept
             if row.published and row.published.year == 2021 and row.forms == CONDITION]  # fmt: skip
    for number, tender in enumerate(bound):
        one = contract(cast.organisation, tender, number)
        if number < 47:  # late is received too
            owed(one, date(2021, 9, 1), date(2021, 8, 31) if number % 2 else date(2023, 1, 15))
        elif number < 50:
            owed(one, date(2021, 9, 1), date(2024, 7, 1))
        elif number < 52:
            owed(one, date(2021, 9, 1), date(2021, 9, 1), kind="improvement_plan")
        else:
            owed(one, date(2021, 9, 1))
    years = range(2018, 2024)
    return {year: {one.code: one for one in figures(Scope(cast.organisation, year, AS_OF))} for year in years}


def whole(figure: Figure) -> int | None:
    """The share in whole per cents, as it was published."""
    return None if figure.value is None else round(figure.value * 100)


def test_mvi_of_2023_and_2022(found: dict[int, dict[str, Figure]]) -> None:
    last, before = found[2023], found[2022]
    assert last["tenders.known"].value == 457
    assert last["tenders.known"].unknown == 12
    assert (last["tenders.mvi"].numerator, last["tenders.mvi"].denominator) == (300, 457)
    assert last["tenders.mvi"].value == 0.6564551422319475
    assert last["tenders.relevant_group"].value == 101
    groups = {
        "relevant_group.mvi": (81, 101, 80), "relevant_group.significant": (44, 81, 54),
        "outside_group.mvi": (219, 356, 62), "outside_group.significant": (50, 219, 23),
        "government_wide.impact_50": (12, 57, 21),
    }  # fmt: skip
    for code, (numerator, denominator, percent) in groups.items():
        one = last[f"tenders.{code}"]
        assert (one.numerator, one.denominator, whole(one)) == (numerator, denominator, percent), code
    assert last["tenders.government_wide"].value == 57
    assert before["tenders.known"].value == 601
    assert whole(before["tenders.mvi"]) == 57


def test_isv_of_2018_to_2021(found: dict[int, dict[str, Figure]]) -> None:
    numbers = {year: found[year]["isv.contract_condition"].value for year in range(2018, 2022)}
    assert numbers == {2018: 9, 2019: 19, 2020: 33, 2021: 54}
    assert found[2020]["isv.award_criterion"].value == 5
    assert found[2021]["isv.award_criterion"].value == 6
    outside = found[2021]["isv.contract_condition.outside_risk_category"]
    assert (outside.numerator, outside.denominator) == (27, 54)
    delivered = found[2021]["isv.risk_analysis_delivered"]
    assert (delivered.numerator, delivered.denominator) == (47, 54)


def test_the_readme_shows_these_figures(found: dict[int, dict[str, Figure]]) -> None:
    text = README.read_text()
    for line in table(found):
        assert line in text


def table(found: dict[int, dict[str, Figure]]) -> list[str]:
    """The lines of the README, from the figures."""
    mvi = [_line(year, found[year], MVI) for year in (2023, 2022)]
    return [*mvi, *(_line(year, found[year], ISV) for year in (2021, 2020, 2019, 2018))]


MVI = (
    "tenders.known", "tenders.mvi", "tenders.relevant_group.mvi", "tenders.relevant_group.significant",
    "tenders.outside_group.mvi", "tenders.outside_group.significant", "tenders.government_wide.impact_50",
)  # fmt: skip
ISV = (
    "isv.contract_condition", "isv.contract_condition.outside_risk_category", "isv.award_criterion",
    "isv.risk_analysis_delivered",
)  # fmt: skip


def _line(year: int, of_year: dict[str, Figure], codes: tuple[str, ...]) -> str:
    return f"| {year} | {' | '.join(_cell(of_year[code]) for code in codes)} |"


def _cell(figure: Figure) -> str:
    if figure.denominator is None:
        return str(figure.value)
    if figure.value is None:
        return "–"
    return f"{figure.value * 100:.1f} % ({figure.numerator} of {figure.denominator})"
