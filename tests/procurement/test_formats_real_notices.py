"""The published Dutch and Belgian notices, sentence by sentence as the expected facts have them."""

from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from procurement.formats import (
    AwardCriterion,
    Buyer,
    LotFacts,
    Money,
    Notice,
    Submissions,
    Winner,
    notice_as_json,
    read_notice,
    stage_of,
)


def _read(real_data: Path, name: str) -> Notice:
    return read_notice((real_data / "eforms" / "real-ojs" / name).read_bytes(), filename=name)


def _lot(notice: Notice, number: str) -> LotFacts:
    return next(lot for lot in notice.tender.lots if lot.id == number)


class TestMinistryOfDefence:
    """V1: a call for competition in Dutch, published as a prior information notice."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "2024-OJS044-00127505.xml")

    def test_kind_comes_from_the_type_code_and_not_from_the_root(self, notice: Notice) -> None:
        assert (notice.type, notice.form, notice.subtype) == ("pin-cfc-standard", "competition", "10")
        assert notice.standard == "eforms-sdk-1.7"
        assert stage_of(notice) == "published"

    def test_identifiers_and_dates(self, notice: Notice) -> None:
        assert (notice.id, notice.version) == ("9e5933fa-86a8-44c0-a8c1-abc1e0d1ab57", "01")
        assert notice.tender.procedure_id == "cd9b9071-6cd2-47bb-aad6-3d9cca00bb59"
        assert (notice.publication, notice.gazette) == ("00127505-2024", "44/2024")
        assert notice.published_on == date(2024, 3, 1)
        assert notice.issued_on == date(2024, 2, 29)
        assert (notice.legal_basis, notice.language) == ("32014L0024", "NLD")

    def test_the_ministry_buys_and_the_court_does_not(self, notice: Notice) -> None:
        assert notice.tender.buyers == (
            Buyer(
                name="Ministerie van Defensie",
                id="27370985",
                country="NLD",
                id_scheme="002",
                city="'s-Gravenhage",
                nuts=None,
                legal_type="cga",
                activity="defence",
            ),
        )

    def test_title_is_the_internal_id_too(self, notice: Notice) -> None:
        assert notice.tender.title == "20383042 Werving en selectie IT personeel"
        assert notice.tender.reference == "20383042 Werving en selectie IT personeel"

    def test_object_procedure_and_value(self, notice: Notice) -> None:
        tender = notice.tender
        assert tender.cpv == ("79610000", "79600000")
        assert (tender.nature, tender.procedure) == ("services", "oth-mult")
        assert tender.estimated_value == Money("1000000", "EUR")
        assert _lot(notice, "LOT-0000").estimated_value == Money("1000000", "EUR")

    def test_one_lot_that_starts_before_the_notice(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert (lot.id, lot.start, lot.end) == ("LOT-0000", date(2022, 12, 22), date(2025, 1, 31))
        assert (lot.dynamic_purchasing, lot.framework) == ("dps-list", "none")
        assert (lot.submission_deadline, lot.interest_deadline) == (None, date(2025, 1, 31))

    def test_no_strategic_procurement(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        codes = lot.strategic + lot.environmental_impact + lot.social_objective + lot.innovation + lot.gpp_criteria
        assert codes == ()

    def test_the_criterion_has_a_description_only(self, notice: Notice) -> None:
        (criterion,) = notice.tender.lots[0].award_criteria
        assert (criterion.kind, criterion.name, criterion.number, criterion.number_kind) == (None, None, None, None)
        assert criterion.description is not None
        assert criterion.description.startswith("De prijs is niet het enige gunningscriterium")


class TestWaterAuthority:
    """V2: an award notice in Dutch with criteria as fixed amounts."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "2024-OJS065-00191536.xml")

    def test_identifiers(self, notice: Notice) -> None:
        assert (notice.type, notice.subtype, notice.standard) == ("can-standard", "29", "eforms-sdk-1.7")
        assert (notice.id, notice.version) == ("e23f09ec-e388-47f1-94c2-f6e495b1cf27", "01")
        assert notice.tender.procedure_id == "9974ccf1-1d0a-4393-9198-33b67d6e2cb7"
        assert (notice.publication, notice.gazette) == ("00191536-2024", "65/2024")
        assert notice.published_on == date(2024, 4, 2)
        assert stage_of(notice) == "awarded"

    def test_buyer(self, notice: Notice) -> None:
        assert notice.tender.buyers == (
            Buyer(
                name="Waterschap Rivierenland",
                id="30281419",
                country="NLD",
                id_scheme="002",
                city="Tiel",
                nuts="NL224",
                legal_type="ra",
                activity="gen-pub",
            ),
        )

    def test_object_procedure_and_value(self, notice: Notice) -> None:
        tender = notice.tender
        assert tender.title == (
            "Reparatie vloeren en optimaliseren technische installatie van het hoofdkantoor van"
            " Waterschap Rivierenland te Tiel (Tender 219964 NX3)"
        )
        assert tender.reference == "2023053171"
        assert (tender.procedure, tender.is_accelerated, tender.nature) == ("open", False, "works")
        assert tender.cpv == ("45000000", "45200000", "45300000", "45400000", "50700000")
        assert tender.estimated_value == Money("7000000", "EUR")

    def test_one_lot(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert (lot.id, lot.start, lot.end) == ("LOT-0000", date(2024, 4, 1), date(2026, 12, 31))
        codes = lot.strategic + lot.environmental_impact + lot.social_objective + lot.innovation + lot.gpp_criteria
        assert codes == ()

    def test_criteria_are_fixed_amounts(self, notice: Notice) -> None:
        criteria = notice.tender.lots[0].award_criteria
        assert [(each.kind, each.name, each.number, each.number_kind) for each in criteria] == [
            ("quality", "hinder-/uitvoeringsplan (Criterium 1)", "500000", "fix-unit"),
            ("quality", "risicoplan (Criterium 2)", "50000", "fix-unit"),
            ("quality", "CO2-prestatieladder certificaat (Criterium 3)", "50000", "fix-unit"),
            ("quality", "Social Return (criterium 5)", "25000", "fix-unit"),
            ("price", "Prijs", "4000000", "fix-tot"),
        ]

    def test_result(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert (lot.result, lot.result_reason) == ("selec-w", None)
        assert lot.submissions == (Submissions(kind="t-esubm", number="3"),)
        assert notice.tender.total_awarded == Money("3887000.00", "EUR")

    def test_winner(self, notice: Notice) -> None:
        (award,) = notice.tender.awards
        assert award.winners == (
            Winner("Hegeman Bouw & Infra B.V.", "70248311", "NLD", id_scheme="002", city="Nijverdal", nuts="NL224"),
        )
        assert award.value == Money("3887000.00", "EUR")
        assert [tender.reference for tender in award.tenders] == ["219964"]

    def test_contract(self, notice: Notice) -> None:
        (award,) = notice.tender.awards
        assert (award.key, award.contract, award.lots) == ("CON-0001", "219964", ("LOT-0000",))
        assert award.title == (
            "Reparatie vloeren en optimaliseren technische installatie van het hoofdkantoor van"
            " Waterschap Rivierenland te Tiel"
        )
        assert (award.decided_on, award.concluded_on) == (date(2024, 2, 14), None)


class TestOmbudsmen:
    """V3: a Belgian award notice in two languages, four buyers, six lots, two contracts."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "2024-OJS198-00611835.xml")

    def test_identifiers(self, notice: Notice) -> None:
        assert (notice.type, notice.subtype, notice.standard) == ("can-standard", "29", "eforms-sdk-1.8")
        assert (notice.id, notice.language) == ("e9fc6881-2356-474d-b1ec-daeb28e23e44", "NLD")
        assert notice.tender.procedure_id == "7871f23f-6071-4a54-a2e5-4eb7b1a0c407"
        assert (notice.publication, notice.gazette) == ("00611835-2024", "198/2024")
        assert notice.published_on == date(2024, 10, 10)

    def test_four_buyers_of_whom_two_share_a_number(self, notice: Notice) -> None:
        assert [(buyer.name, buyer.id) for buyer in notice.tender.buyers] == [
            ("Consumentenombudsdienst", "0553755479_1899"),
            ("Ombudsdienst voor telecommunicatie", "0243.405.860"),
            ("Ombudsman poste", "0243.405.860"),
            ("Ombudsdienst voor de treinreizigers", "0308.357.852"),
        ]

    def test_object_procedure_and_no_value(self, notice: Notice) -> None:
        tender = notice.tender
        assert tender.title == "Bestek met betrekking tot ICT-diensten : Raamovereenkomst voor 4 ombudsdiensten"
        assert tender.reference == "CODSMC-2024-001"
        assert (tender.procedure, tender.nature, tender.cpv) == ("open", "services", ("72500000",))
        assert tender.estimated_value is None

    def test_six_lots(self, notice: Notice) -> None:
        assert [(lot.id, lot.reference, lot.cpv) for lot in notice.tender.lots] == [
            ("LOT-0001", "1", ("72500000",)),
            ("LOT-0002", "2", ("48900000",)),
            ("LOT-0003", "3", ("32412110",)),
            ("LOT-0004", "4", ("72415000",)),
            ("LOT-0005", "5", ("72212000",)),
            ("LOT-0006", "6", ("48820000",)),
        ]
        for lot in notice.tender.lots:
            assert (lot.period_code, lot.framework, lot.start, lot.end) == ("UNLIMITED", "fa-w-rc", None, None)
            assert lot.strategic + lot.environmental_impact + lot.social_objective + lot.innovation == ()

    def test_criteria_have_no_weight(self, notice: Notice) -> None:
        for lot in notice.tender.lots:
            price, quality = lot.award_criteria
            assert (price.kind, price.name, price.number, price.number_kind) == ("price", "Prijs", None, None)
            assert (quality.kind, quality.number, quality.number_kind) == ("quality", None, None)
            assert quality.name is not None
            assert quality.name.startswith("Maximale reactietijd")

    def test_results(self, notice: Notice) -> None:
        assert [lot.result for lot in notice.tender.lots] == [
            "selec-w", "selec-w", "selec-w", "selec-w", "clos-nw", "selec-w",
        ]  # fmt: skip
        assert [lot.result_reason for lot in notice.tender.lots] == [None, None, None, None, "one-admis", None]
        assert [lot.submissions for lot in notice.tender.lots] == [
            (Submissions(None, number),) for number in ("3", "4", "3", "2", "2", "3")
        ]
        assert notice.tender.total_awarded is None

    def test_two_contracts_over_five_lots(self, notice: Notice) -> None:
        dvit, ict = notice.tender.awards
        assert (dvit.contract, dvit.lots) == ("DVIT LOT1-4-6", ("LOT-0001", "LOT-0004", "LOT-0006"))
        assert (ict.contract, ict.lots) == ("3DC-ICT LOT2-3", ("LOT-0002", "LOT-0003"))
        for award in (dvit, ict):
            assert (award.concluded_on, award.decided_on, award.title) == (date(2024, 10, 7), None, None)
            assert award.value is None

    def test_tenders_and_winners(self, notice: Notice) -> None:
        dvit, ict = notice.tender.awards
        assert [(winner.name, winner.id, winner.city) for winner in dvit.winners] == [
            ("DVIT", "0461145522", "9420 - Erpe-Mere")
        ]
        assert [(winner.name, winner.id, winner.city) for winner in ict.winners] == [
            ("3D-ICT", "0898973234", "2000 - Antwerpen")
        ]
        assert [(tender.lot, tender.value) for tender in dvit.tenders] == [
            ("LOT-0001", Money("4535.88", "EUR")),
            ("LOT-0004", Money("714", "EUR")),
            ("LOT-0006", Money("767.3", "EUR")),
        ]
        assert [(tender.lot, tender.value) for tender in ict.tenders] == [
            ("LOT-0002", Money("447.97", "EUR")),
            ("LOT-0003", Money("1209", "EUR")),
        ]


class TestHydrogenStations:
    """V4: a private Dutch buyer, in English, with a group of lots and strategic procurement."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "2024-OJS047-00137599.xml")

    def test_identifiers(self, notice: Notice) -> None:
        assert (notice.type, notice.subtype, notice.standard) == ("pin-cfc-standard", "11", "eforms-sdk-1.10")
        assert notice.id == "d5d2835b-dce6-4e36-a5fb-913f474b3c71"
        assert notice.publication == "00137599-2024"
        assert notice.legal_basis == "other"
        assert stage_of(notice) == "published"

    def test_private_buyer(self, notice: Notice) -> None:
        assert notice.tender.buyers == (
            Buyer(
                name="Fountain Fuel B.V.",
                id="77725883",
                country="NLD",
                id_scheme=None,
                city="The Hague",
                nuts="NL33A",
                legal_type=None,
                activity="gas-heat",
            ),
        )

    def test_object_procedure_and_no_value(self, notice: Notice) -> None:
        tender = notice.tender
        assert tender.title == "Tender for 6 hydrogen refueling systems in North-Sweden"
        assert tender.reference == "01-HRS"
        assert (tender.nature, tender.cpv, tender.procedure) == ("supplies", ("09121000",), "comp-dial")
        assert tender.estimated_value is None

    def test_the_group_is_no_lot(self, notice: Notice) -> None:
        assert [lot.id for lot in notice.tender.lots] == ["LOT-0001"]
        (group,) = notice.tender.lot_groups
        assert (group.id, group.lots) == ("GLO-0001", ("LOT-0001",))
        assert group.award_criteria == (
            AwardCriterion("price", None, None, None, None),
            AwardCriterion("quality", None, None, None, None),
        )
        assert notice.tender.lots[0].award_criteria == ()

    def test_strategic_procurement_without_the_strategic_code(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert (lot.environmental_impact, lot.gpp_criteria) == (("other",), ("none",))
        assert (lot.strategic, lot.social_objective, lot.innovation) == ((), (), ())
        assert (lot.period_code, lot.duration) == ("UNKNOWN", None)


class TestAsJson:
    """The example that the interface gives, key by key."""

    @pytest.fixture
    def published(self, real_data: Path) -> dict[str, Any]:
        return notice_as_json(_read(real_data, "2024-OJS065-00191536.xml"))

    def test_notice(self, published: dict[str, Any]) -> None:
        assert published["notice"] == {
            "id": "e23f09ec-e388-47f1-94c2-f6e495b1cf27",
            "version": "01",
            "type": "can-standard",
            "subtype": "29",
            "publication": "00191536-2024",
            "language": "NLD",
        }

    def test_award(self, published: dict[str, Any]) -> None:
        assert published["tender"]["awards"] == [
            {
                "lots": ["LOT-0000"],
                "contract": "219964",
                "date": None,
                "award_date": "2024-02-14",
                "winners": [{"name": "Hegeman Bouw & Infra B.V.", "id": "70248311", "country": "NLD"}],
                "value": {"amount": "3887000.00", "currency": "EUR"},
            }
        ]

    def test_buyers_and_value(self, published: dict[str, Any]) -> None:
        tender = published["tender"]
        assert tender["buyers"] == [{"name": "Waterschap Rivierenland", "id": "30281419", "country": "NLD"}]
        assert tender["estimated_value"] == {"amount": "7000000", "currency": "EUR"}

    def test_lot(self, published: dict[str, Any]) -> None:
        (lot,) = published["tender"]["lots"]
        assert (lot["start"], lot["end"], lot["duration"]) == ("2024-04-01", "2026-12-31", None)
        assert lot["award_criteria"][0] == {
            "kind": "quality",
            "name": "hinder-/uitvoeringsplan (Criterium 1)",
            "number": "500000",
            "number_kind": "fix-unit",
        }


def test_every_published_notice_of_the_journal_is_read(real_data: Path) -> None:
    files = sorted((real_data / "eforms" / "real-ojs").glob("*.xml"))
    notices = [read_notice(file.read_bytes(), filename=file.name) for file in files]
    assert files
    assert all(notice.tender.procedure_id and notice.tender.lots for notice in notices)
    assert {stage_of(notice) for notice in notices} == {"published", "awarded"}


def test_a_hundred_lots_take_less_than_a_second(real_data: Path) -> None:
    data = (real_data / "eforms" / "sdk-examples" / "cn_24_maximal_100_lots.xml").read_bytes()
    started = process_time()
    notice = read_notice(data)
    assert process_time() - started < 1
    assert len(notice.tender.lots) == 100
