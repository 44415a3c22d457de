"""TenderNed's list: what it leaves out stays unknown, and its guesses are not read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement.formats import Money, Notice, NoticeRefused, open_notices, read_notice, regime_of, stage_of
from tests.procurement.json_notices import as_bytes, publication


def _read(**values: Any) -> Notice:
    return read_notice(as_bytes([publication(**values)]))


def test_a_publication_gives_its_facts() -> None:
    notice = _read()
    tender = notice.tender
    assert (notice.id, notice.type, notice.subtype, notice.published_on) == ("900001", "AGO", "EF29", date(2026, 4, 24))
    assert (tender.procedure_id, tender.reference, tender.procedure) == ("700001", "700001", "NOP")
    assert (tender.title, tender.description, tender.nature) == ("Onderzoek naar ketens", "Een onderzoek.", "services")
    assert [buyer.name for buyer in tender.buyers] == ["Gemeente Voorbeeld"]
    assert (tender.lots, tender.cpv, tender.estimated_value) == ((), (), None)


def test_a_winner_that_is_repeated_for_each_lot_is_one_winner() -> None:
    (award,) = _read().tender.awards
    assert [winner.name for winner in award.winners] == ["Bureau Een B.V.", "Bureau Twee"]
    assert (award.value, award.decided_on) == (Money("225000.0", None), date(2026, 4, 1))


@pytest.mark.parametrize("placeholder", [0, 0.01, 1.0, 1, None, "nan"])
def test_a_placeholder_is_no_value(placeholder: Any) -> None:
    assert _read(waarde_definitief=placeholder).tender.awards[0].value is None


def test_the_word_nan_says_nothing() -> None:
    notice = _read(datum_gunning="nan", winnaar="nan", extra_winnaars=["nan"], omschrijving="NaN")
    assert (notice.tender.awards, notice.tender.description) == ((), None)


@pytest.mark.parametrize(
    ("kind", "code", "stage"),
    [("AAO", "EF16", "published"), ("AGO", "EF29", "awarded"), ("AGO", "EF25", "awarded"), ("AGO", "SF15", "awarded"),
     ("VBE", "EF29", "published"), ("VAK", "EF4", "planned"), ("???", "EF17", "published"), ("???", "?", None)],
)  # fmt: skip
def test_the_kind_gives_the_stage(kind: str, code: str, stage: str | None) -> None:
    assert stage_of(_read(type_publicatie_code=kind, publicatiecode_code=code)) == stage


def test_social_services_have_their_own_threshold() -> None:
    assert regime_of(_read(publicatiecode_code="SF21")) == "social"


@pytest.mark.parametrize("field", ["id", "titel", "aanbestedende_dienst", "type_publicatie_code"])
def test_a_publication_without_what_makes_it_one_is_refused(field: str) -> None:
    with pytest.raises(NoticeRefused):
        _read(**{field: "nan"})


class TestRealList:
    """V12 of the expected facts."""

    @pytest.fixture
    def read(self, real_data: Path) -> dict[str, Notice]:
        file = open_notices((real_data / "ocds" / "tenderned-nl" / "geclassificeerd.json").read_bytes())
        found = [file.read(position) for position in range(len(file))]
        return {notice.id: notice for notice in found}

    def test_a_restricted_procedure_with_two_winners(self, read: dict[str, Notice]) -> None:
        notice = read["405890"]
        (award,) = notice.tender.awards
        assert notice.tender.title == "Strategische diensten grootschalige gebiedsontwikkelingen (NOVEX)"
        assert (notice.tender.reference, notice.tender.procedure, notice.subtype) == ("528267", "NOP", "EF29")
        assert (notice.published_on, award.decided_on) == (date(2025, 12, 19), date(2025, 11, 18))
        assert [winner.name for winner in award.winners] == [
            "APPM Management Consultants B.V.",
            "Twynstra Gudde Holding B.V.",
        ]
        assert award.value is None

    def test_an_award_with_its_value(self, read: dict[str, Notice]) -> None:
        (award,) = read["406672"].tender.awards
        assert [winner.name for winner in award.winners] == ["Maatschap Maasarend"]
        assert (award.value, award.decided_on) == (Money("225000.0", None), date(2025, 12, 18))

    def test_nineteen_names_are_eleven_suppliers(self, read: dict[str, Notice]) -> None:
        assert len(read["405539"].tender.awards[0].winners) == 11
