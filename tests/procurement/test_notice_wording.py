"""Codes of notices in words: every type that we read has a name, and no page shows a code of three letters."""

from __future__ import annotations

import pytest
from django.utils import translation

from procurement import notice_wording
from procurement.formats import notice
from procurement.templatetags import notices


def test_every_type_of_notice_has_a_name_in_both_languages() -> None:
    assert set(notice_wording.NOTICE_TYPES) == set(notice._FORM_OF_TYPE)
    for language in ("nl", "en"):
        with translation.override(language):
            assert all(" " in name or name.isalpha() for name in map(str, notice_wording.NOTICE_TYPES.values()))


@pytest.mark.parametrize(
    ("type", "form", "said"),
    [
        ("pin-cfc-standard", "competition", "vooraankondiging die oproept om in te schrijven"),
        ("corr", "change", "rectificatie"),
        ("een-nieuwe", None, "een-nieuwe"),
    ],
)
def test_a_kind_is_told_by_its_type_else_by_its_form(type: str, form: str | None, said: str) -> None:
    with translation.override("nl"):
        assert notice_wording.kind_of_notice(type, form) == said


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [("60", "per-exa", "60%"), ("12", "poi-exa", "12 punten"), ("3", "nieuw", "3, nieuw"), ("3", None, "3")],
)
def test_the_number_of_a_criterion_says_what_it_counts(number: str, kind: str | None, said: str) -> None:
    with translation.override("nl"):
        assert notice_wording.number_of(number, kind) == said


@pytest.mark.parametrize(
    ("code", "language", "said"), [("NLD", "nl", "Nederlands"), ("FRA", "en", "French"), ("???", "nl", "???")]
)
def test_a_language_has_its_name(code: str, language: str, said: str) -> None:
    with translation.override(language):
        assert notices.language(code) == said
