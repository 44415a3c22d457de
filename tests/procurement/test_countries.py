"""Country codes and names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from procurement import countries


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NLD", "NL"),
        ("NL", "NL"),
        (" be ", "BE"),
        ("GRC", "GR"),
        ("EL", "GR"),
        ("UK", "GB"),
        ("GBR", "GB"),
        ("XKX", "XK"),
        ("1A0", "XK"),
        ("BUR", "MM"),
        ("SCG", None),  # became two countries
        ("EU", None),
        ("ZZZ", None),
        ("XAA", None),
        ("", None),
        ("Nederland", None),
    ],
)
def test_codes_of_two_and_three_letters(written: str, code: str | None) -> None:
    assert countries.alpha2(written) == code


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("DE", "nl", "Duitsland"),
        ("DEU", "en", "Germany"),
        ("BD", "nl", "Bangladesh"),
        ("CI", "nl", "Ivoorkust"),
        ("CI", "en-gb", "Côte d’Ivoire"),
        ("XK", "nl", "Kosovo"),
        ("??", "nl", "??"),
    ],
)
def test_names_in_two_languages(code: str, language: str, name: str) -> None:
    assert countries.name(code, language) == name


@pytest.mark.parametrize("language", ["nl", "en"])
def test_choices_hold_every_country_once_in_reading_order(language: str) -> None:
    names = [name for _code, name in countries.choices(language)]
    assert {code for code, _name in countries.choices(language)} == countries.codes()
    assert len(names) == len(set(names)) == 250
    assert names.index("Oostenrijk" if language == "nl" else "Austria") > names.index(
        "Åland" if language == "nl" else "Åland Islands"
    )


def test_all_of_iso_3166_and_no_other_than_kosovo(real_data: Path) -> None:
    reference = real_data / "country-risk" / "reference"
    with (reference / "iso3166_nl_cldr.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert countries.codes() == {row["alpha2"] for row in rows} | {"XK"}
    for row in rows:
        assert countries.alpha2(row["alpha3"]) == row["alpha2"]
        assert countries.name(row["alpha2"], "nl") == row["name_nl_cldr"]
        assert countries.name(row["alpha2"], "en") == row["name_en_cldr"]


def test_every_country_of_the_vocabulary_of_the_eu_is_known_but_an_uninhabited_island(real_data: Path) -> None:
    with (real_data / "country-risk" / "reference" / "eu_country_vocab_nl.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        codes = [row["code_alpha3"] for row in csv.DictReader(file)]
    assert [code for code in codes if countries.alpha2(code) is None] == ["CPT"]
