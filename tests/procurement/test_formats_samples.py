"""The samples that ship with the product are notices that it reads."""

from datetime import date

import pytest

from procurement.formats import (
    Money,
    Notice,
    is_contract_modification,
    notice_as_json,
    read_notice,
    read_notices,
    regime_of,
    stage_of,
)
from tests.procurement.notices import (
    ALL,
    AWARD,
    CALL,
    MODIFICATION,
    OCDS,
    OLDER_AWARD,
    SAMPLES,
    TED_AWARD,
    TED_CALL,
    TENDERNED,
    sample,
)


@pytest.mark.parametrize("name", ALL)
def test_the_buyer_and_suppliers_are_visibly_fictional(name: str) -> None:
    notice = read_notice(sample(name))
    winners = [winner for award in notice.tender.awards for winner in award.winners]
    for party in (*notice.tender.buyers, *winners):
        assert party.name is not None
        assert "Voorbeeld" in party.name
        assert party.id is not None
        assert party.id.startswith("00000")


def test_all_samples_are_described() -> None:
    described = (SAMPLES / "README.md").read_text()
    assert {file.name for file in SAMPLES.iterdir()} == {*ALL, OCDS, TENDERNED, "README.md"}
    assert all(f"`{name}`" in described for name in (*ALL, OCDS, TENDERNED))


@pytest.mark.parametrize("name", [OCDS, TENDERNED])
def test_a_list_holds_a_call_and_the_award_of_the_same_procedure(name: str) -> None:
    call, award = read_notices(sample(name))
    assert isinstance(call, Notice)
    assert isinstance(award, Notice)
    assert (stage_of(call), stage_of(award)) == ("published", "awarded")
    assert call.tender.procedure_id == award.tender.procedure_id
    [contract] = award.tender.awards
    [winner] = contract.winners
    assert "Voorbeeld" in (winner.name or "")
    assert contract.value is not None


def test_the_call_announces_workwear_above_the_threshold() -> None:
    notice = read_notice(sample(CALL))
    assert (notice.type, stage_of(notice), regime_of(notice)) == ("cn-standard", "published", "standard")
    assert notice.published_on == date(2026, 1, 21)
    assert notice.tender.reference == "MVV-2026-014"
    assert notice.tender.estimated_value == Money("2480000", "EUR")
    workwear, shoes = notice.tender.lots
    assert workwear.social_objective == ("hum-right", "work-cond")
    assert shoes.strategic == ("soc-obj",)
    assert workwear.submission_deadline == date(2026, 3, 5)
    assert workwear.performance_terms[0].startswith("De opdrachtnemer voert tijdens de overeenkomst gepaste")


def test_the_weights_of_each_lot_sum_to_a_hundred() -> None:
    for name in ALL:
        for lot in read_notice(sample(name)).tender.lots:
            assert sum(int(each.number or "0") for each in lot.award_criteria) == 100


def test_the_award_belongs_to_the_call() -> None:
    call, award = read_notice(sample(CALL)), read_notice(sample(AWARD))
    assert award.tender.procedure_id == call.tender.procedure_id
    assert [lot.id for lot in award.tender.lots] == [lot.id for lot in call.tender.lots]
    assert stage_of(award) == "awarded"


def test_the_award_has_a_contract_per_lot() -> None:
    assert notice_as_json(read_notice(sample(AWARD)))["tender"]["awards"] == [
        {
            "lots": ["LOT-0001"],
            "contract": "MVV-2026-014-A",
            "date": "2026-06-15",
            "award_date": "2026-05-22",
            "winners": [{"name": "Weefgoed Voorbeeld Werkkleding B.V.", "id": "00000103", "country": "NLD"}],
            "value": {"amount": "1815400.00", "currency": "EUR"},
        },
        {
            "lots": ["LOT-0002"],
            "contract": "MVV-2026-014-B",
            "date": "2026-06-15",
            "award_date": "2026-05-22",
            "winners": [{"name": "Stapvast Voorbeeld Schoeisel B.V.", "id": "00000104", "country": "NLD"}],
            "value": {"amount": "566250.00", "currency": "EUR"},
        },
    ]


def test_the_json_has_the_keys_of_the_interface() -> None:
    published = notice_as_json(read_notice(sample(AWARD)))
    assert list(published) == ["notice", "tender"]
    assert set(published["notice"]) == {"id", "version", "type", "subtype", "publication", "language"}
    assert set(published["tender"]) == {
        "procedure_id", "reference", "title", "nature", "procedure", "buyers", "cpv", "estimated_value",
        "lots", "lot_groups", "awards",
    }  # fmt: skip
    assert set(published["tender"]["lots"][0]) == {
        "id", "title", "cpv", "estimated_value", "strategic", "environmental_impact", "social_objective",
        "innovation", "gpp_criteria", "award_criteria", "start", "end", "duration", "result",
    }  # fmt: skip


def test_the_modification_changes_the_contract_of_the_award() -> None:
    award, modification = read_notice(sample(OLDER_AWARD)), read_notice(sample(MODIFICATION))
    assert is_contract_modification(modification)
    assert modification.tender.procedure_id == award.tender.procedure_id
    (before,), (after,) = award.tender.awards, modification.tender.awards
    assert (after.contract, after.winners) == (before.contract, before.winners)
    assert (before.value, after.value) == (Money("1874320.50", "EUR"), Money("2061750.00", "EUR"))


def test_the_old_award_belongs_to_the_old_call() -> None:
    call, award = read_notice(sample(TED_CALL)), read_notice(sample(TED_AWARD))
    assert call.tender.procedure_id == award.tender.procedure_id == call.publication
    assert [lot.id for lot in award.tender.lots] == [lot.id for lot in call.tender.lots]
    assert (stage_of(call), stage_of(award)) == ("published", "awarded")
