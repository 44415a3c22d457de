"""The old notices, as the expected facts have them and as the Publications Office converted them to eForms."""

from datetime import date
from pathlib import Path

import pytest

from procurement.formats import Duration, Notice, read_notice, stage_of


def _read(real_data: Path, name: str) -> Notice:
    return read_notice((real_data / "eforms" / "legacy-ted-f-series" / name).read_bytes(), filename=name)


class TestHouseholdWaste:
    """V8: a contract notice of a Dutch municipality."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "nl/F02_280147-2022.xml")

    def test_identifiers(self, notice: Notice) -> None:
        assert (notice.id, notice.publication, notice.version) == ("280147-2022", "280147-2022", None)
        assert notice.tender.procedure_id == "280147-2022"
        assert (notice.type, notice.subtype, stage_of(notice)) == ("cn-standard", "16", "published")
        assert (notice.gazette, notice.language) == ("101/2022", "NLD")
        assert (notice.published_on, notice.issued_on) == (date(2022, 5, 25), date(2022, 5, 20))

    def test_buyer(self, notice: Notice) -> None:
        (buyer,) = notice.tender.buyers
        assert (buyer.name, buyer.id) == ("Gemeente Oude IJsselstreek", "82063172")
        assert (buyer.city, buyer.country, buyer.legal_type) == ("Gendringen", "NLD", "ra")

    def test_object(self, notice: Notice) -> None:
        tender = notice.tender
        assert tender.title == "Inzameling en verwerking van grof huishoudelijk afval en textiel"
        assert tender.reference == "360275"
        assert tender.cpv == ("90510000", "90514000", "90512000")
        assert (tender.nature, tender.procedure, tender.estimated_value) == ("services", "open", None)

    def test_one_lot_with_its_criteria_and_period(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert [(each.kind, each.name, each.number, each.number_kind) for each in lot.award_criteria] == [
            ("quality", "Plan van Aanpak GHA", "20", "per-exa"),
            ("quality", "Kringlooprendement GHA", "10", "per-exa"),
            ("quality", "Ambitietraject / KPI GHA", "10", "per-exa"),
            ("quality", "Verwerken textiel", "20", "per-exa"),
            ("quality", "inzamelvoertuig(en)", "10", "per-exa"),
            ("price", None, "30", "per-exa"),
        ]
        assert (lot.id, lot.start, lot.end) == ("LOT-0000", date(2023, 1, 1), date(2027, 12, 31))
        assert lot.submission_deadline == date(2022, 7, 4)


@pytest.mark.parametrize("folder", ["converter-ted", "converter-eforms"])
class TestStreetLights:
    """V9: one notice twice, as it was published and as it was converted."""

    NAME = "21-064844-001-EXP.xml"

    def test_publication(self, real_data: Path, folder: str) -> None:
        notice = _read(real_data, f"{folder}/{self.NAME}")
        assert (notice.publication, notice.gazette) == ("067028-2021", "27/2021")
        assert notice.published_on == date(2021, 2, 9)

    def test_three_buyers(self, real_data: Path, folder: str) -> None:
        buyers = _read(real_data, f"{folder}/{self.NAME}").tender.buyers
        assert [(buyer.name, buyer.id) for buyer in buyers] == [
            ("Stichting Regionaal Inkoopbureau IJmond & Kennemerland", "262273306"),
            ("Gemeente Bloemendaal", "372061297"),
            ("Gemeente Heemstede", "482056380"),
        ]

    def test_object(self, real_data: Path, folder: str) -> None:
        tender = _read(real_data, f"{folder}/{self.NAME}").tender
        assert tender.title == ("Raamovereenkomst onderhoud openbare verlichting gemeenten Bloemendaal en Heemstede")
        assert (tender.reference, tender.cpv, tender.procedure) == ("GEZ PRJ 2000304", ("50232100",), "open")
        assert tender.estimated_value is None

    def test_lot(self, real_data: Path, folder: str) -> None:
        (lot,) = _read(real_data, f"{folder}/{self.NAME}").tender.lots
        assert (lot.id, lot.reference, lot.duration) == ("LOT-0000", None, Duration("48", "MONTH"))
        assert (lot.start, lot.end, lot.submission_deadline) == (None, None, date(2021, 3, 18))
        # The conversion lost the criterion.
        prices = [] if folder == "converter-eforms" else [("price", None, None)]
        assert [(each.kind, each.name, each.number) for each in lot.award_criteria] == prices
