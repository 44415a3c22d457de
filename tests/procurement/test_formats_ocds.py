"""OCDS: packages, releases and records, whoever published them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procurement.formats import (
    Money,
    Notice,
    NoticeRefused,
    notice_as_json,
    open_notices,
    read_notice,
    read_notices,
    stage_of,
)
from tests.procurement.json_notices import as_bytes, call, package, release


def _read(value: Any) -> Notice:
    return read_notice(as_bytes(value))


class TestRelease:
    """One release, in a package or bare."""

    def test_the_procedure_is_the_ocid(self) -> None:
        notice = _read(package(release()))
        assert (notice.id, notice.version, notice.type) == ("release-2", None, "award,contract")
        assert notice.tender.procedure_id == "ocds-abc123-2026-17"
        assert (notice.published_on, notice.language) == (date(2026, 9, 10), "nl")
        assert stage_of(notice) == "awarded"

    def test_a_bare_release_says_the_same(self) -> None:
        assert _read(release()) == _read(package(release()))

    def test_amounts_stay_as_written(self) -> None:
        whole = as_bytes(release()).replace(b"2000000.5", b"600000")
        assert read_notice(whole).tender.estimated_value == Money("600000", "EUR")
        cents = as_bytes(release()).replace(b"2000000.5", b"600000.00")
        assert read_notice(cents).tender.estimated_value == Money("600000.00", "EUR")

    def test_an_exponent_is_only_a_way_of_writing(self) -> None:
        assert read_notice(as_bytes(release()).replace(b"2000000.5", b"6e5")).tender.estimated_value == Money(
            "600000", "EUR"
        )

    def test_what_is_empty_is_unknown(self) -> None:
        empty = {"id": "", "title": "Iets", "value": {"amount": "", "currency": ""}, "procurementMethod": None}
        facts = _read(call(tender=empty, language="")).tender
        assert (facts.reference, facts.estimated_value, facts.procedure, facts.cpv) == (None, None, None, ())

    def test_codes_lose_their_check_digit_and_other_schemes_stay_away(self) -> None:
        items = [
            {"id": 1, "classification": {"scheme": "CPV", "id": "18100000-0"}},
            {"id": 2, "classification": {"scheme": "UNSPSC", "id": "99"}},
            {"id": 3, "additionalClassifications": [{"scheme": "CPV", "id": "18110000"}]},
        ]
        assert _read(call(tender={"title": "x", "items": items})).tender.cpv == ("18100000", "18110000")

    def test_a_contract_has_the_winners_and_the_day_of_its_award(self) -> None:
        (award,) = notice_as_json(_read(release()))["tender"]["awards"]
        assert award == {
            "lots": [],
            "contract": "7",
            "date": "2026-09-01",
            "award_date": "2026-08-01",
            "winners": [{"name": "Weverij De Voorbeelden B.V.", "id": "NL-KVK-70248311", "country": None}],
            "value": {"amount": "1900000", "currency": "EUR"},
            "start": "2026-10-01",
            "end": "2030-09-30",
        }

    def test_two_contracts_under_one_award_have_no_value_of_their_own(self) -> None:
        both = [{"id": "a", "awardID": 1}, {"id": "b", "awardID": 1}]
        assert [award.value for award in _read(release(contracts=both)).tender.awards] == [None, None]

    @pytest.mark.parametrize("status", ["cancelled", "unsuccessful", "pending"])
    def test_what_was_not_awarded_is_no_award(self, status: str) -> None:
        awards = [{"id": 1, "status": status, "suppliers": [{"name": "Niemand"}]}]
        assert _read(release(awards=awards, contracts=[])).tender.awards == ()

    def test_joint_buyers_stand_each_on_their_own(self) -> None:
        parties = [{"id": str(n), "name": f"Gemeente {n}", "roles": ["buyer"]} for n in (1, 2)]
        made = call(buyer={"id": "1", "name": "Gemeente 1"}, parties=parties)
        assert [buyer.name for buyer in _read(made).tender.buyers] == ["Gemeente 1", "Gemeente 2"]

    def test_lots_have_the_codes_of_their_goals(self) -> None:
        goal = "social.humanRightsInSupplyChains"
        lots = [{"id": 1, "title": "Broeken", "sustainability": [{"goal": goal, "strategies": ["awardCriteria"]}]}]
        (lot,) = _read(call(tender={"title": "x", "lots": lots})).tender.lots
        assert (lot.id, lot.title, lot.social_objective) == ("1", "Broeken", (goal,))

    @pytest.mark.parametrize(
        ("tag", "stage"),
        [("planning", "planned"), ("tender", "published"), ("tenderUpdate", "published"), ("award", "awarded"),
         ("contractAmendment", "awarded"), ("implementation", "awarded")],
    )  # fmt: skip
    def test_the_tag_gives_the_stage(self, tag: str, stage: str) -> None:
        assert stage_of(_read(release(tag=[tag]))) == stage

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"ocid": ""}, "ocid"),
            ({"id": None}, "id"),
            ({"date": "Last Tuesday"}, "Last Tuesday"),
            ({"buyer": "A town"}, "A town"),
            ({"tender": {"title": "x", "value": {"amount": "a lot"}}}, "a lot"),
            ({"tender": {"title": "x", "value": {"amount": 1, "currency": "badCurrency"}}}, "BADCURRENCY"),
            ({"tender": {"title": "\ud800"}}, "title"),
            ({"tender": {"title": "x\x00"}}, "title"),
        ],
    )
    def test_what_cannot_be_is_refused_by_name(self, values: dict[str, Any], reason: str) -> None:
        with pytest.raises(NoticeRefused) as refused:
            read_notice(json.dumps({**call(), **values}).encode())
        assert reason in str(refused.value)


class TestRecord:
    """A record is one notice: what is known in the end."""

    def test_the_compiled_release_counts(self) -> None:
        compiled = {**release(id=None, tag=["compiled"])}
        notice = _read({"releases": [call(), release()], "compiledRelease": compiled, "versionedRelease": {}})
        assert (notice.id, notice.type, stage_of(notice)) == ("release-2", "award,contract", "awarded")

    def test_releases_without_it_are_put_together_in_the_order_of_their_dates(self) -> None:
        later = release(tender={"title": "Bedrijfskleding"})
        notice = _read(package(records=[{"ocid": later["ocid"], "releases": [later, call()]}], releases=None))
        assert (notice.tender.title, notice.tender.reference) == ("Bedrijfskleding", "2026-17")
        assert [award.contract for award in notice.tender.awards] == ["7"]

    def test_links_alone_are_not_enough(self) -> None:
        with pytest.raises(NoticeRefused, match=r"link|verwijst"):
            _read({"records": [{"ocid": "x", "releases": [{"url": "https://example.org", "date": "2026-01-01"}]}]})


class TestFile:
    """What holds the notices."""

    def test_one_that_cannot_be_read_does_not_hold_the_others_back(self) -> None:
        found = list(read_notices(as_bytes(package(call(), {}, 5, release()))))
        assert [isinstance(each, Notice) for each in found] == [True, False, False, True]
        assert "2" in str(found[1])

    def test_a_file_says_how_many_it_holds_before_any_is_read(self) -> None:
        assert len(open_notices(as_bytes(package(call(), release(), {})))) == 3

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_encodings_that_can_be_told_are_read(self, encoding: str) -> None:
        text = json.dumps(call(tender={"title": "Café 人"}), ensure_ascii=False)
        assert read_notice(text.encode(encoding)).tender.title == "Café 人"

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "leeg|empty"),
            (b"\x00\x00", "XML|leeg|empty"),
            (b"hello", "XML"),
            (b"[]", "lijst|list"),
            (b'{"releases": []}', "lijst|list"),
            (b'{"releases": {}}', "OCDS"),
            (b"{}", "OCDS"),
            (b"[true]", "true|True"),
            (as_bytes(package(call()))[:-20], "JSON"),
            (as_bytes(package(call())) + b"x", "JSON"),
            ('{"ocid": "caf\xe9"}'.encode("latin-1"), "UTF-8"),
            (b'{"a":' * 100_000, "unlike|anders|JSON"),
            (b"[" * 100_000, "unlike|anders|JSON"),
        ],
    )
    def test_what_is_no_notice_is_refused_with_a_sentence(self, data: bytes, reason: str) -> None:
        with pytest.raises(NoticeRefused, match=reason):
            read_notice(data)

    def test_a_file_cut_off_in_the_middle_gives_nothing(self) -> None:
        whole = as_bytes(package(call(), release()))
        assert [type(each) for each in read_notices(whole[:-5])] == [NoticeRefused]


def _real(real_data: Path, name: str) -> dict[str, Any]:
    return notice_as_json(read_notice((real_data / "ocds" / name).read_bytes()))


class TestRealFiles:
    """V10 and V11 of the expected facts."""

    def test_a_record_without_package(self, real_data: Path) -> None:
        read = _real(
            real_data,
            "real-publishers/uk-contracts-finder/records/ocds-b5fd17-2c44d7bf-adc8-11e6-9901-0019b9f3037b.json",
        )
        tender = read["tender"]
        assert read["notice"]["type"] == "tender"
        assert tender["procedure_id"] == "ocds-b5fd17-2c44d7bf-adc8-11e6-9901-0019b9f3037b"
        assert tender["title"] == (" CP1089-14 Secure confidential waste collection, shredding and disposal service")
        assert tender["buyers"] == [
            {"name": "Devon County Council", "id": "098c30a2b4f40f0bb11071b7a5fab3d6", "country": None}
        ]
        assert tender["estimated_value"] == {"amount": "600000", "currency": "GBP"}
        assert (tender["cpv"], tender["procedure"], tender["awards"]) == (["90500000"], None, [])

    def test_a_release_about_a_contract_alone(self, real_data: Path) -> None:
        read = _real(real_data, "sample-data/fictional-example/1.1/ocds-213czf-000-00001-05-contract.json")
        assert read["notice"]["type"] == "contract"
        assert read["tender"]["title"] is None
        assert read["tender"]["buyers"] == [
            {"name": "London Borough of Barnet", "id": "GB-LAC-E09000003", "country": None}
        ]
        (award,) = read["tender"]["awards"]
        assert award["winners"] == [{"name": "AnyCorp Cycle Provision", "id": "GB-COH-11111111", "country": None}]
        assert award["value"] == {"amount": "11000000", "currency": "GBP"}
        assert (award["contract"], award["award_date"], award["date"]) == (
            "ocds-213czf-000-00001-contract-01", "2010-05-10", "2010-06-10",
        )  # fmt: skip
        assert (award["start"], award["end"]) == ("2010-07-01", "2011-06-30")
