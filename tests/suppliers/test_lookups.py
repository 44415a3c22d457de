"""The default schedules and question sets, and loading them."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.actions import audit
from accounts.models import AuditEvent, User
from suppliers.actions import lookups
from suppliers.deadlines import Contract, ScheduleLine, occurrences
from suppliers.formats import lookups as files
from suppliers.models import Question, QuestionSet
from suppliers.models import ScheduleLine as ScheduleLineRow
from tests.accounts.factories import AT, OrganisationFactory, UserFactory, system_user

LINES = {row["follow_up"]: [ScheduleLine(**line) for line in row["lines"]] for row in files.schedules().rows}
TWO_YEARS = Contract(start=date(2026, 1, 1), end=date(2027, 12, 31), award=date(2025, 12, 1))


@pytest.fixture
def loaded(db: None) -> User:
    system = system_user()
    lookups.load_shipped(by=system, at=AT)
    return system


def test_both_files_say_that_they_are_our_own_choice() -> None:
    assert files.schedules().is_derived
    assert files.question_sets().is_derived
    assert {row["label"] for row in files.question_sets().rows} == {"afgeleid"}


def test_the_normal_schedule_is_the_default() -> None:
    assert [row["follow_up"] for row in files.schedules().rows if row["is_default"]] == ["normal"]


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        ("light", {"risk_analysis": 2, "annual_report": 2}),
        ("normal", {"risk_analysis": 2, "improvement_plan": 1, "annual_report": 2}),
        ("intensive", {"risk_analysis": 2, "improvement_plan": 3, "annual_report": 2}),
    ],
)
def test_what_each_follow_up_asks_in_two_years(follow_up: str, expected: dict[str, int]) -> None:
    kinds = [due.kind for due in occurrences(LINES[follow_up], contract=TWO_YEARS)]
    assert {kind: kinds.count(kind) for kind in kinds} == expected


def test_the_dates_of_the_normal_schedule() -> None:
    found = occurrences(LINES["normal"], contract=TWO_YEARS)
    assert [(due.kind, due.about_year, due.due_on.isoformat()) for due in found] == [
        ("risk_analysis", None, "2026-04-01"),
        ("improvement_plan", None, "2026-07-01"),
        ("annual_report", 2026, "2027-04-01"),
        ("risk_analysis", None, "2027-04-01"),
        ("annual_report", 2027, "2028-04-01"),
    ]


@pytest.mark.parametrize("follow_up", ["light", "normal", "intensive"])
def test_a_contract_under_a_year_has_one_report_three_months_after_its_end(follow_up: str) -> None:
    contract = Contract(start=date(2026, 1, 1), end=date(2026, 8, 31))
    reports = [due for due in occurrences(LINES[follow_up], contract=contract) if due.kind == "annual_report"]
    assert [due.due_on for due in reports] == [date(2026, 11, 30)]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (
            "risk_analysis",
            [
                "products_covered",
                "countries_per_tier",
                "risk_per_product_country",
                "all_fields",
                "stakeholders_asked",
                "prioritised",
                "sources_given",
            ],
        ),
        (
            "improvement_plan",
            ["risks_addressed", "measures_concrete", "monitoring_described", "fits_involvement", "affected_consulted"],
        ),
        ("annual_report", ["public_where", "process_results", "actions_accounted", "reasonable_effort", "remedy"]),
    ],
)
def test_each_question_is_a_sentence_in_two_languages(kind: str, keys: list[str]) -> None:
    row = next(row for row in files.question_sets().rows if row["kind"] == kind)
    assert [question["key"] for question in row["questions"]] == keys
    for question in row["questions"]:
        for text in (question["text_nl"], question["text_en"]):
            assert text[0].isupper()
            assert text.endswith("?")
            assert len(text) <= 400


def test_loading_fills_the_tables(loaded: User) -> None:
    assert ScheduleLineRow.objects.filter(follow_up="normal").count() == 4
    assert ScheduleLineRow.objects.filter(follow_up="light").count() == 3
    assert QuestionSet.objects.filter(is_current=True, organisation=None).count() == 3
    assert Question.objects.count() == 17


def test_loading_again_changes_nothing(loaded: User) -> None:
    events = AuditEvent.objects.count()
    keys = set(ScheduleLineRow.objects.values_list("pk", flat=True))
    tallies = lookups.load_shipped(by=loaded, at=AT)
    assert {(tally.created, tally.changed, tally.kept) for tally in tallies} == {(0, 0, 0)}
    assert set(ScheduleLineRow.objects.values_list("pk", flat=True)) == keys
    assert AuditEvent.objects.count() == events


def test_a_schedule_of_an_older_version_is_brought_up_to_date(loaded: User) -> None:
    lines = ScheduleLineRow.objects.filter(follow_up="normal")
    lines.filter(position=1).update(offset_months=9)
    ScheduleLineRow.objects.create(kind="risk_analysis", anchor="award", follow_up="normal", position=5)
    tally = lookups.load_shipped(by=loaded, at=AT)[0]
    assert (tally.changed, tally.unchanged) == (1, 10)
    assert list(lines.values_list("position", "offset_months")) == [(1, 3), (2, 6), (3, 0), (4, 3)]
    assert AuditEvent.objects.filter(action="scheduleline.removed").count() == 1


def test_a_schedule_that_a_person_edited_stays_whole(loaded: User) -> None:
    organisation = OrganisationFactory()
    editor = UserFactory(organisation=organisation, roles=["administrator"])
    line = ScheduleLineRow.objects.get(follow_up="normal", position=1)
    line.offset_months = 4
    line.save()
    audit.record(action="scheduleline.changed", obj=line, organisation=organisation, by=editor, at=AT)
    tally = lookups.load_shipped(by=loaded, at=AT)[0]
    assert (tally.kept, tally.unchanged, tally.changed) == (4, 7, 0)
    line.refresh_from_db()
    assert line.offset_months == 4


def test_an_organisations_own_lines_and_questions_are_left_alone(loaded: User) -> None:
    organisation = OrganisationFactory()
    ScheduleLineRow.objects.create(
        organisation=organisation, kind="risk_analysis", anchor="award", offset_months=1, follow_up="normal", position=1
    )
    QuestionSet.objects.create(organisation=organisation, kind="risk_analysis", version=1, created_at=AT)
    lookups.load_shipped(by=loaded, at=AT)
    assert ScheduleLineRow.objects.get(organisation=organisation).offset_months == 1
    assert QuestionSet.objects.get(organisation=organisation).is_current


def test_a_newer_version_of_the_questions_takes_over_from_the_older(loaded: User) -> None:
    QuestionSet.objects.filter(kind="annual_report").delete()
    QuestionSet.objects.create(kind="annual_report", version=0, created_at=AT)
    tally = lookups.load_shipped(by=loaded, at=AT)[1]
    assert (tally.created, tally.unchanged) == (1, 2)
    versions = QuestionSet.objects.filter(kind="annual_report").values_list("version", "is_current")
    assert list(versions) == [(1, True), (0, False)]
