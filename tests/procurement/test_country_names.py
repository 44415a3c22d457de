"""Which country a name means: sure, or none."""

from __future__ import annotations

import pytest

from procurement.country_names import country_of, split_countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("India", "IN"), ("NL", "NL"), ("nld", "NL"), ("Ivoorkust", "CI"), ("Côte d'Ivoire", "CI"), ("Burma", "MM"),
        ("Turkey (Türkiye)", "TR"), ("Congo, Democratic Republic of the", "CD"), ("Kyrgyz Republic", "KG"),
        ("Saint Lucia", "LC"), ("Congo", None), ("Ireland (Northern)", None), ("Absurdistan", None), ("", None),
    ],
)  # fmt: skip
def test_a_name_means_one_country_or_none(text: str, code: str | None) -> None:
    assert country_of(text) == code


def test_a_comma_within_a_name_stays() -> None:
    typed = "China, Bangladesh; Congo, Democratic Republic of the\nNL"
    assert split_countries(typed) == ["China", "Bangladesh", "Congo, Democratic Republic of the", "NL"]
