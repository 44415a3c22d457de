"""When the deliverables of a contract are due (domain.md §4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.deadlines import (
    DAYS_FREE_AFTER_AWARD,
    Contract,
    ExtensionNotPossible,
    ScheduleLine,
    add_months,
    check_new_due_date,
    days_late,
    horizon,
    is_on_time,
    occurrences,
    undated,
)

RISK_ANALYSIS = ScheduleLine("risk_analysis", "contract_start", offset_months=3, recurrence="yearly")
PLAN = ScheduleLine("improvement_plan", "contract_start", offset_months=6)
REPORT = ScheduleLine("annual_report", "calendar", recurrence="yearly", month=4, day=1, duration="year_or_longer")
SHORT_REPORT = ScheduleLine("annual_report", "contract_end", offset_months=3, duration="under_a_year")
NORMAL = [RISK_ANALYSIS, PLAN, REPORT, SHORT_REPORT]

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@st.composite
def contracts(draw: st.DrawFn, *, open_ended: bool = False) -> Contract:
    start = draw(days)
    end = None if open_ended else start + timedelta(days=draw(st.integers(0, 4000)))
    award = draw(st.none() | st.integers(-400, 400).map(lambda offset: start + timedelta(days=offset)))
    return Contract(start=start, end=end, award=award)


def due(lines: list[ScheduleLine], contract: Contract, **more: object) -> list[tuple[str, int | None, int, str]]:
    found = occurrences(lines, contract=contract, **more)  # type: ignore[arg-type]
    return [(each.kind, each.about_year, each.occurrence, each.due_on.isoformat()) for each in found]


def test_the_default_schedule_of_a_contract_of_two_years() -> None:
    contract = Contract(start=date(2025, 11, 1), end=date(2027, 10, 31), award=date(2025, 10, 1))
    assert due(NORMAL, contract) == [
        ("risk_analysis", None, 1, "2026-02-01"),
        ("annual_report", 2025, 1, "2026-04-01"),
        ("improvement_plan", None, 1, "2026-05-01"),
        ("risk_analysis", None, 2, "2027-02-01"),
        ("annual_report", 2026, 1, "2027-04-01"),
        ("annual_report", 2027, 1, "2028-04-01"),
    ]


def test_a_contract_under_a_year_has_one_report_three_months_after_its_end() -> None:
    contract = Contract(start=date(2025, 9, 1), end=date(2026, 3, 31))
    assert due(NORMAL, contract) == [
        ("risk_analysis", None, 1, "2025-12-01"),
        ("improvement_plan", None, 1, "2026-03-01"),
        ("annual_report", 2026, 1, "2026-06-30"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "under_a_year"),
    [
        (date(2025, 3, 1), date(2026, 2, 27), True),
        (date(2025, 3, 1), date(2026, 2, 28), False),
        (date(2025, 1, 1), date(2025, 12, 30), True),
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2024, 2, 29), date(2025, 2, 27), False),
        (date(2024, 2, 29), date(2025, 2, 26), True),
        (date(2025, 1, 1), None, False),
    ],
)
def test_a_contract_from_the_first_to_the_day_before_a_year_later_is_a_year(
    start: date, end: date | None, under_a_year: bool
) -> None:
    assert Contract(start=start, end=end).is_under_a_year is under_a_year


def test_each_calendar_year_in_which_the_contract_ran_has_a_report() -> None:
    contract = Contract(start=date(2024, 12, 31), end=date(2026, 1, 1))
    assert due([REPORT], contract) == [
        ("annual_report", 2024, 1, "2025-04-01"),
        ("annual_report", 2025, 1, "2026-04-01"),
        ("annual_report", 2026, 1, "2027-04-01"),
    ]


def test_a_repetition_on_the_last_day_still_counts() -> None:
    assert len(due([RISK_ANALYSIS], Contract(start=date(2025, 1, 1), end=date(2026, 4, 1)))) == 2
    assert len(due([RISK_ANALYSIS], Contract(start=date(2025, 1, 1), end=date(2026, 3, 31)))) == 1


def test_the_first_is_due_even_where_the_contract_ends_before() -> None:
    contract = Contract(start=date(2025, 1, 1), end=date(2025, 1, 31))
    assert due([RISK_ANALYSIS], contract) == [("risk_analysis", None, 1, "2025-04-01")]


def test_months_are_counted_from_the_anchor_and_not_from_the_last_date() -> None:
    line = ScheduleLine("risk_analysis", "contract_start", offset_months=3, recurrence="half_yearly")
    contract = Contract(start=date(2025, 11, 30), end=date(2027, 6, 1))
    assert [each[3] for each in due([line], contract)] == ["2026-02-28", "2026-08-30", "2027-02-28"]


def test_nothing_is_due_within_thirty_days_of_the_award() -> None:
    contract = Contract(start=date(2025, 1, 1), end=date(2026, 12, 31), award=date(2025, 3, 15))
    assert due([RISK_ANALYSIS, PLAN], contract)[0] == ("risk_analysis", None, 1, "2025-04-14")
    assert ("improvement_plan", None, 1, "2025-07-01") in due([RISK_ANALYSIS, PLAN], contract)


def test_a_line_that_counts_from_the_award() -> None:
    line = ScheduleLine("risk_analysis", "award", offset_days=45)
    contract = Contract(start=date(2025, 1, 1), end=date(2025, 12, 31), award=date(2024, 12, 1))
    assert due([line], contract) == [("risk_analysis", None, 1, "2025-01-15")]


def test_lines_without_a_known_anchor_are_named_and_not_guessed() -> None:
    from_award = ScheduleLine("risk_analysis", "award", offset_months=1)
    at_the_end = ScheduleLine("annual_report", "contract_end", offset_months=3)
    contract = Contract(start=date(2025, 1, 1))
    assert due([from_award, at_the_end], contract, until=date(2030, 1, 1)) == []
    assert undated([from_award, at_the_end, PLAN], contract=contract) == [from_award, at_the_end]
    assert undated(NORMAL, contract=contract) == []


def test_each_request_gives_one_deliverable_of_its_year() -> None:
    line = ScheduleLine("annual_report", "request", offset_days=28, grace_days=7)
    contract = Contract(start=date(2025, 1, 1), end=date(2026, 12, 31))
    received = [date(2026, 5, 1), date(2025, 6, 2), date(2026, 1, 2), date(2026, 5, 1)]
    assert due([line], contract, received=received) == [
        ("annual_report", 2025, 1, "2025-06-30"),
        ("annual_report", 2026, 1, "2026-01-30"),
        ("annual_report", 2026, 2, "2026-05-29"),
    ]
    assert occurrences([line], contract=contract, received=received)[0].grace_days == 7


def test_a_request_does_not_renumber_what_was_there() -> None:
    on_request = ScheduleLine("annual_report", "request", offset_days=28)
    contract = Contract(start=date(2025, 1, 1), end=date(2026, 12, 31))
    before = {each.key: each.due_on for each in occurrences([on_request, REPORT], contract=contract)}
    after = occurrences([on_request, REPORT], contract=contract, received=[date(2025, 6, 2)])
    assert before.items() <= {each.key: each.due_on for each in after}.items()
    assert ("annual_report", 2025, 2, "2025-06-30") in due([on_request, REPORT], contract, received=[date(2025, 6, 2)])


def test_two_lines_of_one_kind_are_numbered_by_date() -> None:
    late = ScheduleLine("risk_analysis", "contract_start", offset_months=6)
    contract = Contract(start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert due([late, RISK_ANALYSIS], contract) == [
        ("risk_analysis", None, 1, "2025-04-01"),
        ("risk_analysis", None, 2, "2025-07-01"),
    ]


def test_each_deliverable_tells_from_which_line_it_follows() -> None:
    contract = Contract(start=date(2025, 1, 1), end=date(2025, 12, 31))
    found = occurrences([PLAN, REPORT, RISK_ANALYSIS], contract=contract)
    assert [(each.kind, each.line) for each in found] == [
        ("risk_analysis", 2),
        ("improvement_plan", 0),
        ("annual_report", 1),
    ]


def test_an_open_ended_contract_grows_with_the_horizon() -> None:
    contract = Contract(start=date(2025, 1, 1))
    assert due(NORMAL, contract, until=date(2025, 12, 31)) == [
        ("risk_analysis", None, 1, "2025-04-01"),
        ("improvement_plan", None, 1, "2025-07-01"),
    ]
    assert due(NORMAL, contract, until=date(2026, 4, 1))[2:] == [
        ("annual_report", 2025, 1, "2026-04-01"),
        ("risk_analysis", None, 2, "2026-04-01"),
    ]


def test_an_open_ended_contract_without_horizon_is_refused() -> None:
    with pytest.raises(ValueError, match="horizon"):
        occurrences(NORMAL, contract=Contract(start=date(2025, 1, 1)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"anchor": "easter"},
        {"anchor": "calendar", "recurrence": "yearly", "month": 4},
        {"anchor": "calendar", "month": 4, "day": 1},
        {"anchor": "contract_end", "recurrence": "yearly"},
        {"anchor": "request", "recurrence": "half_yearly"},
        {"anchor": "award", "recurrence": "weekly"},
        {"anchor": "award", "duration": "long"},
        {"anchor": "award", "grace_days": -1},
    ],
)
def test_a_line_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"line|anchor|negative"):
        ScheduleLine("risk_analysis", **wrong)  # type: ignore[arg-type]


def test_a_contract_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Contract(start=date(2025, 1, 2), end=date(2025, 1, 1))


@given(contracts())
def test_what_is_due_is_sorted_numbered_and_never_too_soon(contract: Contract) -> None:
    found = occurrences(NORMAL, contract=contract)
    assert found == occurrences(NORMAL, contract=contract)
    assert [each.due_on for each in found] == sorted(each.due_on for each in found)
    assert len({each.key for each in found}) == len(found)
    if contract.award is not None:
        soonest = contract.award + timedelta(days=DAYS_FREE_AFTER_AWARD)
        assert all(each.due_on >= soonest for each in found)


@given(contracts())
def test_every_contract_owes_one_plan_an_analysis_and_a_report_per_year_it_ran(contract: Contract) -> None:
    found = occurrences(NORMAL, contract=contract)
    kinds = [each.kind for each in found]
    assert kinds.count("improvement_plan") == 1
    assert kinds.count("risk_analysis") >= 1
    assert contract.end is not None
    years = {contract.end.year} if contract.is_under_a_year else set(range(contract.start.year, contract.end.year + 1))
    assert sorted(each.about_year or 0 for each in found if each.kind == "annual_report") == sorted(years)


@given(contracts(open_ended=True), days, st.integers(0, 2000))
def test_a_later_horizon_only_adds(contract: Contract, until: date, more: int) -> None:
    near = occurrences(NORMAL, contract=contract, until=until)
    far = occurrences(NORMAL, contract=contract, until=until + timedelta(days=more))
    assert [each for each in far if each.due_on <= until] == near
    assert all(each.due_on <= until for each in near)


@given(days)
def test_the_horizon_always_holds_the_next_of_a_running_cycle(today: date) -> None:
    contract = Contract(start=today - timedelta(days=800))
    coming = [each for each in occurrences(NORMAL, contract=contract, until=horizon(today)) if each.due_on > today]
    assert {each.kind for each in coming} == {"risk_analysis", "annual_report"}


@given(days, st.integers(-60, 60))
def test_months_stay_in_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
    ],
)
def test_adding_months(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


@pytest.mark.parametrize(
    ("submitted", "grace", "on_time", "late"),
    [
        (date(2026, 3, 1), 0, True, 0),
        (date(2026, 3, 2), 0, False, 1),
        (date(2026, 3, 8), 7, True, 0),
        (date(2026, 3, 9), 7, False, 8),
    ],
)
def test_on_time_includes_the_grace_days(submitted: date, grace: int, on_time: bool, late: int) -> None:
    assert is_on_time(submitted, date(2026, 3, 1), grace) is on_time
    assert days_late(submitted, date(2026, 3, 1), grace) == late


@pytest.mark.parametrize("new", [date(2026, 3, 1), date(2026, 2, 1), date(2026, 3, 9)])
def test_a_new_due_date_lies_after_the_present_one_and_not_in_the_past(new: date) -> None:
    with pytest.raises(ExtensionNotPossible):
        check_new_due_date(due_on=date(2026, 3, 1), new_due_on=new, today=date(2026, 3, 10))


def test_a_new_due_date_may_be_today() -> None:
    check_new_due_date(due_on=date(2026, 3, 1), new_due_on=date(2026, 3, 10), today=date(2026, 3, 10))
