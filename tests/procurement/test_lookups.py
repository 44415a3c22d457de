"""The data files of procurement, and loading them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import audit
from accounts.formats.shipped import Shipped
from accounts.models import AuditEvent, Organisation, User
from procurement.actions import lookups
from procurement.formats import lookups as files
from procurement.formats.cpv import is_cpv
from procurement.formats.cpv_list import CpvLabel, ListRefused, read_cpv_list
from procurement.models import CpvCode, ProcurementCategory, RiskTheme, Theme, Threshold
from tests.accounts.factories import AT, OrganisationFactory, UserFactory, system_user

OLD_TO_NEW = {
    "bedrijfskleding": "bedrijfskleding",
    "catering": "consumptieve dienstverlening",
    "grondstoffenmanagement en afvalzorg": "consumptieve dienstverlening",
    "energie": "energie",
    "kantoorartikelen en computersupplies": "werkplekomgeving",
    "papier, afvoer vertrouwelijke informatiedragers en print- en drukwerk": "werkplekomgeving",
    "laboratorium": "laboratorium",
    "ICT-werkomgeving Rijk": "ICT-werkomgeving Rijk",
    "datacenters": "datacenters",
    "dataverbindingen": "connectiviteit",
}


@pytest.fixture
def system(db: None) -> User:
    return system_user()


@pytest.fixture
def loaded(system: User) -> User:
    lookups.load_shipped(by=system, at=AT)
    return system


@pytest.mark.parametrize(
    "shipped", [files.themes(), files.risk_themes(), files.cpv_divisions()], ids=lambda file: file.name
)
def test_every_row_has_a_code_of_its_own_and_two_names(shipped: Shipped) -> None:
    codes = [row["code"] for row in shipped.rows]
    assert len(set(codes)) == len(codes)
    assert all(row["name_nl"] and row["name_en"] for row in shipped.rows)
    assert shipped.version >= 1


def test_our_own_choices_say_so() -> None:
    assert files.cpv_divisions().is_derived
    assert files.level_meanings().is_derived
    assert "afgeleid" in files.category_source()
    assert not files.themes().is_derived


def test_the_themes_are_those_of_the_national_set() -> None:
    sdgs = {row["code"]: row["sdgs"] for row in files.themes().rows}
    assert sdgs == {
        "environment": [14, 15],
        "climate": [13],
        "circular": [6, 8, 9, 12, 13, 14, 15],
        "supply_chain": [1, 2, 3, 8, 12],
        "diversity": [10],
        "social_return": [8],
        "innovation": [],
    }
    assert [row["code"] for row in files.themes().rows if row["optional"]] == ["innovation"]


def test_there_are_22_risk_themes_in_four_groups() -> None:
    groups = [row["group"] for row in files.risk_themes().rows]
    assert {group: groups.count(group) for group in groups} == {
        "fair_business": 3,
        "human_rights": 6,
        "labour": 7,
        "environment": 6,
    }


def test_there_are_45_divisions() -> None:
    codes = [row["code"] for row in files.cpv_divisions().rows]
    assert len(codes) == 45
    assert all(is_cpv(code) and code.endswith("000000") for code in codes)


def test_the_divisions_are_those_of_the_official_list_in_our_own_words(real_data: Path) -> None:
    with (real_data / "cpv" / "cpv2008_nl_en.csv").open(encoding="utf-8", newline="") as lines:
        official = {label.code: label for label in read_cpv_list(lines) if label.code.endswith("000000")}
    assert set(official) == {row["code"] for row in files.cpv_divisions().rows}


def test_ten_categories_were_replaced_by_eight() -> None:
    rows = {row.code: row for row in files.categories()}
    old = [row for row in rows.values() if row.edition == "2017"]
    new = [row for row in rows.values() if row.edition == "2022"]
    assert (len(old), len(new)) == (10, 8)
    assert {row.name_nl: rows[row.successor or ""].name_nl for row in old} == OLD_TO_NEW
    assert {row.valid_until for row in old} == {date(2022, 5, 31)}
    assert {row.valid_from for row in new} == {date(2022, 6, 1)}
    assert {row.valid_from for row in old} == {row.valid_until for row in new} == {None}
    assert all(row.is_risk for row in old + new)
    assert [row.name_nl for row in rows.values() if not row.is_risk] == ["overig"]


def test_loading_fills_the_tables(loaded: User) -> None:
    assert Theme.objects.count() == 7
    assert RiskTheme.objects.count() == 22
    assert Threshold.objects.count() == 16
    assert ProcurementCategory.objects.count() == 19
    assert CpvCode.objects.count() == 45
    assert Threshold.objects.get(kind="works", valid_from=date(2024, 1, 1)).amount == Decimal(5_538_000)
    catering = ProcurementCategory.objects.get(code="catering_2017")
    assert catering.successor is not None
    assert catering.successor.predecessors.count() == 2
    assert Theme.objects.values_list("code", flat=True)[0] == "environment"


def test_loading_again_changes_nothing(loaded: User) -> None:
    events = AuditEvent.objects.count()
    tallies = lookups.load_shipped(by=loaded, at=AT)
    assert {(tally.created, tally.changed, tally.kept) for tally in tallies} == {(0, 0, 0)}
    assert sum(tally.unchanged for tally in tallies) == 7 + 21 + 22 + 16 + 19 + 45 + 40
    assert AuditEvent.objects.count() == events


def test_a_row_of_an_older_version_is_brought_up_to_date_and_audited(loaded: User) -> None:
    Theme.objects.filter(code="climate").update(name_nl="Lucht", sdgs=[7])
    tallies = {tally.name: tally for tally in lookups.load_shipped(by=loaded, at=AT)}
    assert (tallies["theme"].changed, tallies["theme"].unchanged) == (1, 6)
    climate = Theme.objects.get(code="climate")
    assert (climate.name_nl, climate.sdgs) == ("Klimaat", [13])
    event = AuditEvent.objects.get(action="theme.changed")
    assert event.before == {"name_nl": "Lucht", "sdgs": [7]}
    assert event.after == {"name_nl": "Klimaat", "sdgs": [13]}


def test_a_row_that_a_person_edited_stays_as_it_is(loaded: User) -> None:
    organisation = OrganisationFactory()
    editor = UserFactory(organisation=organisation, roles=["administrator"])
    threshold = Threshold.objects.get(kind="central", valid_from=date(2026, 1, 1))
    threshold.amount = Decimal(145_000)
    threshold.save()
    audit.record(action="threshold.changed", obj=threshold, organisation=organisation, by=editor, at=AT)
    tallies = {tally.name: tally for tally in lookups.load_shipped(by=loaded, at=AT)}
    assert (tallies["threshold"].kept, tallies["threshold"].unchanged) == (1, 15)
    threshold.refresh_from_db()
    assert threshold.amount == 145_000


def test_an_organisations_own_category_with_the_same_code_is_left_alone(loaded: User) -> None:
    organisation: Organisation = OrganisationFactory()
    own = ProcurementCategory.objects.create(
        organisation=organisation, code="energy", name_nl="stroom", name_en="power"
    )
    lookups.load_shipped(by=loaded, at=AT)
    own.refresh_from_db()
    assert (own.name_nl, own.is_risk) == ("stroom", False)
    assert ProcurementCategory.objects.filter(code="energy").count() == 2


def test_nothing_is_loaded_when_one_row_cannot_be(system: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "risk_themes", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lookups.load_shipped(by=system, at=AT)
    assert not Theme.objects.exists()
    assert not AuditEvent.objects.exists()


def csv_lines(*rows: str) -> list[str]:
    return [f"{row}\r\n" for row in ("code,label_nl,label_en", *rows)]


def test_a_list_of_codes_is_read_with_and_without_check_digit() -> None:
    assert read_cpv_list(csv_lines("39121200-8,Tafels,Tables", '18000000,"Kleding, schoeisel",Clothing')) == [
        CpvLabel("39121200", "Tafels", "Tables"),
        CpvLabel("18000000", "Kleding, schoeisel", "Clothing"),
    ]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "code"),
        (["code;label_nl;label_en\n", "39121200;Tafels;Tables\n"], "code"),
        (["code,label_nl\n", "39121200,Tafels\n"], "label_en"),
        (csv_lines(), "codes"),
        (csv_lines("3912120,Tafels,Tables"), "2"),
        (csv_lines("39121200,Tafels,Tables", "39121300,,Chairs"), "3"),
        (csv_lines("39121200,Tafels"), "2"),
        (csv_lines("39121200,Tafels," + "x" * 201), "2"),
        (csv_lines("39121200,Tafels,Tables", "39121200-8,Stoelen,Chairs"), "39121200"),
        (csv_lines('39121200,"Tafels,Tables'), "komma"),
    ],
)
def test_a_list_with_one_wrong_line_is_refused_whole(lines: list[str], sentence: str) -> None:
    with pytest.raises(ListRefused, match=sentence):
        read_cpv_list(lines)


def test_the_official_labels_replace_our_own_and_stay(loaded: User) -> None:
    labels = [
        CpvLabel("18000000", "Officieel", "Official"),
        CpvLabel("18100000", "Beroepskleding", "Occupational clothing"),
    ]
    tally = lookups.load_cpv(labels=labels, source="cpv.csv", by=loaded, at=AT)
    assert (tally.created, tally.changed, tally.unchanged) == (1, 1, 0)
    assert AuditEvent.objects.get(action="cpv.loaded").after == {"source": "cpv.csv", "created": 1, "changed": 1}
    lookups.load_shipped(by=loaded, at=AT)
    assert CpvCode.objects.get(code="18000000").name_nl == "Officieel"
    again = lookups.load_cpv(labels=labels, source="cpv.csv", by=loaded, at=AT)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert AuditEvent.objects.filter(action="cpv.loaded").count() == 1


def test_the_command_loads_the_official_list(loaded: User, real_data: Path) -> None:
    out = StringIO()
    call_command("load_cpv", str(real_data / "cpv" / "cpv2008_nl_en.csv"), stdout=out)
    assert CpvCode.objects.count() == 9454
    assert out.getvalue() == "cpvcode: 9409 created, 45 changed, 0 unchanged, 0 kept as edited\n"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"code,label_nl,label_en\nx,y,z\n"])
def test_the_command_refuses_what_is_no_list(loaded: User, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cpv.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_cpv", str(file))
    assert CpvCode.objects.count() == 45


def test_the_command_says_when_the_file_is_not_there(loaded: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("load_cpv", str(tmp_path / "absent.csv"))
