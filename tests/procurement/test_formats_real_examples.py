"""The examples of the Publications Office as the expected facts have them, and oddities of real notices."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from procurement.formats import (
    Duration,
    LotFacts,
    Money,
    Notice,
    NoticeRefused,
    Submissions,
    is_contract_modification,
    notice_as_json,
    read_notice,
    stage_of,
)


def _read(real_data: Path, name: str) -> Notice:
    return read_notice((real_data / "eforms" / name).read_bytes(), filename=name)


def _criteria(lot: LotFacts) -> list[tuple[Any, ...]]:
    return [(each.kind, each.name, each.number, each.number_kind) for each in lot.award_criteria]


class TestSubcontract:
    """V5: a notice of a private buyer with strategic procurement."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "sdk-examples/subco_81.xml")

    def test_identifiers_and_buyer(self, notice: Notice) -> None:
        assert (notice.type, notice.subtype, notice.standard) == ("subco", "22", "eforms-sdk-1.15")
        assert notice.id == "b72f5134-7a9c-45d0-b275-fe8b65238c5c"
        assert notice.tender.procedure_id == "8fbc548d-1869-4f6a-9e8a-f4131531228b"
        (buyer,) = notice.tender.buyers
        assert (buyer.name, buyer.id, buyer.country) == ("Private Org main buyer", "TRED", "LUX")

    def test_object_and_values(self, notice: Notice) -> None:
        tender = notice.tender
        assert (tender.title, tender.cpv, tender.procedure) == ("Title (BT-21-Procedure)", ("24000000",), None)
        assert tender.estimated_value == Money("1000", "EUR")
        assert [(lot.cpv, lot.estimated_value) for lot in tender.lots] == [(("24210000",), Money("850", "EUR"))]

    def test_lot(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert (lot.start, lot.end, lot.duration) == (date(2023, 8, 31), None, Duration("36", "MONTH"))
        assert (lot.environmental_impact, lot.social_objective) == (("circ-econ",), ("acc-all",))
        assert [(kind, number, number_kind) for kind, _name, number, number_kind in _criteria(lot)] == [
            ("cost", "100", "per-exa")
        ]


class TestDirectAward:
    """V6: strategic procurement on the second lot only, one contract on both lots."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "sdk-examples/veat_81.xml")

    def test_identifiers_and_buyer(self, notice: Notice) -> None:
        assert (notice.type, notice.form, notice.subtype) == ("veat", "dir-awa-pre", "27")
        assert (notice.id, stage_of(notice)) == ("cbe9e7b7-6860-4bb1-a200-b3ada0ff6fbe", "awarded")
        (buyer,) = notice.tender.buyers
        assert (buyer.name, buyer.country) == ("ZenithNova Innovations Ltd.", "GRC")
        assert buyer.legal_type == "spec-rights-entity"

    def test_object(self, notice: Notice) -> None:
        tender = notice.tender
        assert (tender.title, tender.cpv, tender.procedure) == ("Ante nte vol2", ("73111000",), "neg-wo-call")

    def test_objectives(self, notice: Notice) -> None:
        first, second = notice.tender.lots
        codes = first.strategic + first.environmental_impact + first.social_objective + first.innovation
        assert codes == ()
        assert (second.environmental_impact, second.innovation) == (("circ-econ",), ("prod-innov",))
        assert second.social_objective == ("hum-right", "opp")

    def test_one_contract_on_two_lots_without_a_result_code(self, notice: Notice) -> None:
        assert [lot.result for lot in notice.tender.lots] == [None, None]
        (award,) = notice_as_json(notice)["tender"]["awards"]
        assert award == {
            "lots": ["LOT-0001", "LOT-0002"],
            "contract": "d1cc5b48-fefc-405f-b888-b0727cd632a0-01",
            "date": None,
            "award_date": None,
            "winners": [{"name": "New Org", "id": None, "country": "GRC"}],
            "value": None,
            "tenders": [
                {"lot": "LOT-0001", "value": None, "winners": [{"name": "New Org", "id": None, "country": "GRC"}]}
            ],
        }
        assert notice.tender.awards[0].tenders[0].reference == "BID 123"


class TestTwoCurrencies:
    """V7: an estimate in euro and an award in pounds."""

    @pytest.fixture
    def notice(self, real_data: Path) -> Notice:
        return _read(real_data, "sdk-examples/can_24_UKRI.xml")

    def test_object(self, notice: Notice) -> None:
        tender = notice.tender
        assert (notice.subtype, notice.id) == ("29", "75b70657-c146-4b5c-8d66-1ded90cdcd1d")
        assert [buyer.name for buyer in tender.buyers] == ["UK Research and Innovation"]
        assert tender.title == "Antarctic Infrastructure Modernisation Programme (AIMP) technical Advisor"
        assert (tender.reference, tender.procedure) == ("CON19006", "open")
        assert (tender.cpv[0], len(tender.cpv)) == ("71000000", 12)
        assert tender.estimated_value == Money("60000000", "EUR")
        assert tender.total_awarded == Money("60000000", "GBP")

    def test_criteria(self, notice: Notice) -> None:
        (lot,) = notice.tender.lots
        assert [(name, number, kind) for _kind, name, number, kind in _criteria(lot)] == [
            ("Quality", "70", "per-exa"),
            ("Presentation", "15", "per-exa"),
            ("Price", "15", "per-exa"),
        ]
        assert set(lot.submissions) >= {Submissions("tenders", "2"), Submissions("t-sme", "0")}

    def test_contract(self, notice: Notice) -> None:
        (award,) = notice.tender.awards
        assert (award.contract, award.concluded_on) == ("SCRN ABC EFG:2020-001", date(2020, 4, 9))
        assert (award.winners[0].name, award.value) == ("Ramboll UK Ltd", Money("60000000", "GBP"))


class TestOddities:
    def test_one_contract_on_five_lots_and_one_without_a_tender(self, real_data: Path) -> None:
        cleaning, second = _read(real_data, "real-ojs/2024-OJS065-00191534.xml").tender.awards
        assert len(cleaning.lots) == len(cleaning.tenders) == 5
        assert cleaning.value is None
        assert (second.lots, second.tenders, second.winners) == (("LOT-0002",), (), ())

    def test_a_group_of_lots_is_no_lot_of_a_contract(self, real_data: Path) -> None:
        tender = _read(real_data, "sdk-examples/can_24_maximal.xml").tender
        assert {group.id for group in tender.lot_groups} == {"GLO-0001"}
        assert [award.lots for award in tender.awards] == [("LOT-0001",)] * len(tender.awards)

    def test_a_notice_that_was_turned_into_utf_8_twice(self, real_data: Path) -> None:
        notice = _read(real_data, "real-doffin-ted/ContractNotice_pin-cfc-standard_2023-100718.xml")
        assert [buyer.name for buyer in notice.tender.buyers] == ["SYKEHUSINNKJØP HF"]
        assert notice.tender.title.startswith("Forhåndskunngjøring: Angio")

    def test_a_lot_with_ten_results(self, real_data: Path) -> None:
        notice = _read(real_data, "real-doffin-ted/ContractAwardNotice_can-social_2023-653024.xml")
        (lot,) = notice.tender.lots
        assert lot.result == "selec-w"
        assert {award.lots for award in notice.tender.awards} == {("LOT-0000",)}

    def test_parts_of_a_planning_notice(self, real_data: Path) -> None:
        notice = _read(real_data, "real-doffin-ted/2023-307227.xml")
        assert (stage_of(notice), notice.tender.procedure_id) == ("planned", None)
        assert {lot.id[:4] for lot in notice.tender.lots} == {"PAR-"}

    @pytest.mark.parametrize("name", ["can-modif_23", "can-modif_24_value", "can-modif_25"])
    def test_a_modification_has_the_contract(self, real_data: Path, name: str) -> None:
        notice = _read(real_data, f"sdk-examples/{name}.xml")
        assert is_contract_modification(notice)
        assert notice.tender.awards

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("INVALID_can_24_empty", "no identifier"),
            ("INVALID_pin-only_24_minimal", "no identifier"),
            ("INVALID_cn_24_multiple", "says nothing"),
            ("X01_EEIG", "registration of a company"),
            ("X02_registration", "registration of a company"),
        ],
    )
    def test_what_is_no_notice_is_refused_with_its_reason(self, real_data: Path, name: str, reason: str) -> None:
        with translation.override("en"), pytest.raises(NoticeRefused) as refused:
            _read(real_data, f"sdk-examples/{name}.xml")
        with translation.override("en"):
            assert reason in str(refused.value)
