"""Every figure of the annual report, counted a second time in plain Python over a portfolio with traps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from dialogues.models import Agreement, Meeting
from monitoring.indicators import Figure, Scope, figures, indicator, indicators, rows
from suppliers.models import DueDateChange, Finding
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import AS_OF, ROWS, YEAR, Row, contract, fill, owed

pytestmark = pytest.mark.usefixtures("shipped")
Test = Callable[[Row], bool]


def counted(cast: Cast, as_of: date = AS_OF) -> dict[str, Figure]:
    return {one.code: one for one in figures(Scope(cast.organisation, YEAR, as_of))}


def of_year(test: Test, as_of: date = AS_OF) -> int:
    return sum(test(row) for row in ROWS if row.published and row.published.year == YEAR and row.published <= as_of)


def stated(figure: Figure) -> tuple[int | float | None, int | None, int | None, int]:
    return figure.value, figure.numerator, figure.denominator, figure.unknown


def share(numerator: int, denominator: int, unknown: int) -> tuple[float | None, int, int, int]:
    return numerator / denominator if denominator else None, numerator, denominator, unknown


def _is_at(row: Row, *, level: int) -> bool:
    return row.highest == level


def _reaches(row: Row, *, least: int) -> bool:
    return row.levels.get("climate", 0) >= least


def _has(row: Row, *, form: str) -> bool:
    return form in (row.forms or ())


@pytest.mark.parametrize("as_of", [AS_OF, date(2025, 6, 30), date(2024, 12, 31)])
def test_known_and_mvi(cast: Cast, as_of: date) -> None:
    fill(cast.organisation)
    fill(cast.other)
    found = counted(cast, as_of)

    known, other = of_year(lambda row: row.is_known, as_of), of_year(lambda row: not row.is_known, as_of)
    assert stated(found["tenders.known"]) == (known, None, None, other)
    mvi = of_year(lambda row: row.is_known and row.has_mvi, as_of)
    assert stated(found["tenders.mvi"]) == share(mvi, known, other)


@pytest.mark.parametrize(("code", "inside"), [("relevant_group", True), ("outside_group", False)])
def test_product_groups(cast: Cast, code: str, *, inside: bool) -> None:
    fill(cast.organisation)
    found = counted(cast)

    def member(row: Row) -> bool:
        return row.is_known and row.relevant is inside

    unknown = of_year(lambda row: row.is_known and row.relevant is None)
    assert stated(found[f"tenders.{code}"]) == (of_year(member), None, None, unknown)
    with_mvi = of_year(lambda row: member(row) and row.has_mvi)
    assert stated(found[f"tenders.{code}.mvi"]) == share(with_mvi, of_year(member), unknown)
    significant = of_year(lambda row: member(row) and row.has_mvi and (row.highest or 0) >= 2)
    unsure = of_year(
        lambda row: row.is_known and row.has_mvi and (row.relevant is None or (member(row) and row.highest is None))
    )
    assert stated(found[f"tenders.{code}.significant"]) == share(significant, with_mvi, unsure)


def test_government_wide_and_impact(cast: Cast) -> None:
    fill(cast.organisation)
    found = counted(cast)

    member = of_year(lambda row: row.is_known and row.wide is True)
    unknown = of_year(lambda row: row.is_known and row.wide is None)
    assert stated(found["tenders.government_wide"]) == (member, None, None, unknown)
    half = of_year(lambda row: row.is_known and row.wide is True and (row.impact or 0) >= 50)
    empty = of_year(lambda row: row.is_known and row.wide is True and row.impact is None)
    assert stated(found["tenders.government_wide.impact_50"]) == share(half, member, unknown + empty)


def test_levels_add_up_to_the_known_tenders(cast: Cast) -> None:
    fill(cast.organisation)
    found = counted(cast)

    codes = {"none": 0, "basis": 1, "significant": 2, "ambitious": 3}
    without = of_year(lambda row: row.is_known and row.highest is None)
    for code, level in codes.items():
        assert stated(found[f"tenders.level.{code}"]) == (
            of_year(partial(_is_at, level=level)), None, None, without,
        )  # fmt: skip
    assert sum(found[f"tenders.level.{code}"].value or 0 for code in codes) + without == found["tenders.known"].value


def test_themes_count_among_the_tenders_with_a_level_for_the_theme(cast: Cast) -> None:
    fill(cast.organisation)
    found = counted(cast)

    filled = of_year(lambda row: "climate" in row.levels)
    empty = of_year(lambda row: "climate" not in row.levels)
    for code, least in (("tenders.theme.climate", 1), ("tenders.theme.climate.significant", 2)):
        reached = of_year(partial(_reaches, least=least))
        assert stated(found[code]) == share(reached, filled, empty)
    assert found["tenders.theme.innovation"].value is None


def test_isv_where_it_is_mandatory(cast: Cast) -> None:
    fill(cast.organisation)
    found = counted(cast)

    mandatory = of_year(lambda row: row.is_mandatory is True)
    unknown = of_year(lambda row: row.is_mandatory is None)
    open_ = unknown + of_year(lambda row: row.is_mandatory is True and row.forms is None)
    assert stated(found["isv.mandatory"]) == (mandatory, None, None, unknown)
    applied = of_year(lambda row: row.is_mandatory is True and "contract_condition" in (row.forms or ()))
    assert stated(found["isv.mandatory.applied"]) == share(applied, mandatory, open_)

    def left_out(row: Row) -> bool:
        return row.is_mandatory is True and row.forms is not None and "contract_condition" not in row.forms

    explained = of_year(lambda row: left_out(row) and bool(row.explanation))
    assert stated(found["isv.mandatory.explained"]) == (explained, None, None, open_)
    unexplained = of_year(lambda row: left_out(row) and not row.explanation)
    assert stated(found["isv.mandatory.unexplained"]) == (unexplained, None, None, open_)


def test_isv_is_voluntary_elsewhere_and_never_unknown(cast: Cast) -> None:
    fill(cast.other)
    found = {one.code: one for one in figures(Scope(cast.other, YEAR, AS_OF))}

    assert stated(found["isv.mandatory"]) == (0, None, None, 0)
    assert stated(found["isv.mandatory.applied"]) == (None, 0, 0, 0)


def test_forms_of_isv(cast: Cast) -> None:
    fill(cast.organisation)
    found = counted(cast)

    unanswered = of_year(lambda row: row.forms is None)
    for form in ("contract_condition", "minimum_requirement", "selection_criterion", "award_criterion"):
        chosen = of_year(partial(_has, form=form))
        assert stated(found[f"isv.{form}"]) == (chosen, None, None, unanswered)

    def applies(row: Row) -> bool:
        return "contract_condition" in (row.forms or ())

    outside = of_year(lambda row: applies(row) and row.category == "other")
    unclear = of_year(lambda row: applies(row) and row.category is None)
    assert stated(found["isv.contract_condition.outside_risk_category"]) == share(outside, of_year(applies), unclear)


def test_risk_analysis_delivered_counts_contracts(cast: Cast) -> None:
    tenders = fill(cast.organisation)
    received = contract(cast.organisation, tenders["in-all"], 1)
    owed(received, date(2025, 6, 1), date(2026, 2, 1))
    owed(received, date(2025, 7, 1), date(2025, 7, 1))
    too_late = contract(cast.organisation, tenders["in-all"], 2)
    owed(too_late, date(2025, 6, 1), date(2026, 2, 2))
    owed(too_late, date(2025, 6, 1), date(2025, 6, 1), kind="improvement_plan")
    contract(cast.organisation, tenders["first-day"], 3)
    contract(cast.organisation, tenders["year-before"], 4)
    contract(cast.organisation, None, 5)

    assert stated(counted(cast)["isv.risk_analysis_delivered"]) == share(1, 2, 0)


def test_deliverables(cast: Cast) -> None:
    one = contract(cast.organisation, None)
    owed(one, date(2025, 3, 1), date(2025, 3, 1), state="accepted", assessed_on=date(2025, 4, 1))
    owed(one, date(2025, 3, 1), date(2025, 3, 4), grace_days=3, state="accepted_with_remarks")
    owed(
        one, date(2025, 3, 1), date(2025, 3, 5), grace_days=3, state="revision_requested", assessed_on=date(2025, 4, 1)
    )
    owed(one, date(2025, 3, 1), date(2025, 2, 1), state="accepted", assessed_on=date(2026, 2, 2))
    owed(one, date(2025, 12, 31))
    owed(one, date(2025, 5, 1), date(2026, 2, 2))
    owed(one, date(2025, 5, 1), state="waived", waived_reason="Het contract eindigde.")
    owed(one, date(2024, 12, 31), date(2024, 12, 1))
    owed(one, date(2026, 1, 1), date(2025, 12, 1))
    found = counted(cast)

    start = "deliverables.risk_analysis"
    assert stated(found[f"{start}.due"]) == (6, None, None, 0)
    assert stated(found[f"{start}.received"]) == share(4, 6, 0)
    assert stated(found[f"{start}.on_time"]) == share(3, 6, 0)
    assert stated(found[f"{start}.late"]) == (1, None, None, 0)
    assert stated(found[f"{start}.outstanding"]) == (2, None, None, 0)
    assert stated(found[f"{start}.accepted"]) == share(2, 4, 0)
    assert stated(found["deliverables.improvement_plan.received"]) == (None, 0, 0, 0)


def test_what_is_not_yet_due_is_not_outstanding(cast: Cast) -> None:
    owed(contract(cast.organisation, None), date(2025, 12, 31))

    found = counted(cast, date(2025, 12, 30))
    assert found["deliverables.risk_analysis.due"].value == 1
    assert found["deliverables.risk_analysis.outstanding"].value == 0
    assert counted(cast, date(2025, 12, 31))["deliverables.risk_analysis.outstanding"].value == 1


def test_the_due_date_in_force_on_the_day_of_the_report_counts(cast: Cast) -> None:
    moved = owed(contract(cast.organisation, None), date(2026, 1, 15), date(2025, 12, 20))
    DueDateChange.objects.create(
        deliverable=moved, from_date=date(2025, 12, 1), to_date=date(2026, 1, 15), source="extension", reason="Later.",
        changed_on=date(2025, 11, 20), changed_at=AT, changed_by=system_user(),
    )  # fmt: skip

    assert counted(cast, date(2025, 11, 19))["deliverables.risk_analysis.due"].value == 1
    assert counted(cast, date(2025, 11, 20))["deliverables.risk_analysis.due"].value == 0
    next_year = {one.code: one for one in figures(Scope(cast.organisation, 2026, AS_OF))}
    assert stated(next_year["deliverables.risk_analysis.on_time"]) == share(1, 1, 0)


def test_a_public_report_has_an_address(cast: Cast) -> None:
    one = contract(cast.organisation, None)
    day = date(2025, 4, 1)
    for published_on, url in (
        (day, "https://a.example/"),
        (day, ""),
        (date(2026, 2, 2), "https://b.example/"),
        (None, ""),
    ):
        owed(one, day, day, kind="annual_report", published_on=published_on, public_url=url)

    assert stated(counted(cast)["deliverables.annual_report.public"]) == share(1, 4, 0)


def test_dialogues(cast: Cast) -> None:
    first, second = contract(cast.organisation, None, 1).supplier, contract(cast.organisation, None, 2).supplier
    held = [
        meeting(cast, "a", date(2025, 1, 1), first), meeting(cast, "b", date(2025, 12, 31), first, state="confirmed"),
        meeting(cast, "c", date(2025, 5, 1), first, second),
    ]  # fmt: skip
    meeting(cast, "d", date(2025, 5, 1), second, state="cancelled")
    meeting(cast, "e", date(2024, 12, 31), second)
    agree(held[0], date(2025, 6, 1), "done", date(2025, 7, 1))
    agree(held[0], date(2025, 6, 1), "done", date(2026, 2, 2))
    agree(held[0], date(2025, 12, 31), "dropped")
    agree(held[1], date(2026, 1, 1), "done", date(2025, 12, 31))
    found = counted(cast)

    assert found["dialogues.meetings"].value == 3
    assert found["dialogues.suppliers"].value == 2
    assert found["dialogues.agreements_due"].value == 3
    assert stated(found["dialogues.agreements_done"]) == share(1, 3, 0)
    assert counted(cast, date(2025, 1, 31))["dialogues.suppliers"].value == 1


def test_findings(cast: Cast) -> None:
    find(cast, "a", date(2025, 1, 1), "in_remedy")
    find(cast, "b", date(2024, 1, 1), "verified")
    find(cast, "c", date(2024, 6, 1), "closed_confirmed", date(2025, 12, 31))
    find(cast, "d", date(2025, 6, 1), "closed_unconfirmed", date(2025, 7, 1))
    find(cast, "e", date(2025, 6, 1), "closed_confirmed", date(2026, 2, 2))
    find(cast, "f", date(2026, 2, 2), "in_remedy")
    found = counted(cast)

    assert stated(found["findings.reported"]) == (3, None, None, 0)
    assert stated(found["findings.in_remedy"]) == (2, None, None, 1)
    assert stated(found["findings.closed"]) == (2, None, None, 0)
    assert stated(found["findings.confirmed"]) == share(1, 2, 0)


def test_each_figure_is_the_number_of_its_rows(cast: Cast) -> None:
    tenders = fill(cast.organisation)
    owed(contract(cast.organisation, tenders["in-all"]), date(2025, 6, 1), date(2025, 6, 2))
    scope = Scope(cast.organisation, YEAR, AS_OF)
    for figure in figures(scope):
        one = figure.indicator
        numbers = {part: rows(one, scope, user=cast.contract_manager, part=part).count()
                   for part in ("counted", "among", "unknown")}  # fmt: skip
        expected = figure.value if figure.denominator is None else figure.numerator
        assert numbers == {"counted": expected, "among": figure.denominator or 0, "unknown": figure.unknown}, one.code


def test_rows_are_those_that_the_reader_may_see(cast: Cast) -> None:
    find(cast, "a", date(2025, 1, 1), "in_remedy")
    one, scope = indicator("findings.reported"), Scope(cast.organisation, YEAR, AS_OF)
    assert one is not None
    assert rows(one, scope, user=cast.contract_manager).count() == 1
    assert rows(one, scope, user=cast.buyer).count() == 0
    assert rows(one, scope, user=cast.outsider).count() == 0


def test_all_codes_are_there_once() -> None:
    codes = [one.code for one in indicators()]
    assert len(codes) == len(set(codes)) == 69


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill(cast.organisation)
    with django_assert_num_queries(12):
        counted(cast)


def meeting(cast: Cast, reference: str, day: date, *suppliers: object, state: str = "held") -> Meeting:
    made = Meeting.objects.create(
        organisation=cast.organisation, reference=reference, date=day, purpose="Voortgang", state="held",
        organiser=cast.contract_manager, created_at=AT,
    )  # fmt: skip
    if state == "confirmed":
        Meeting.objects.filter(pk=made.pk).update(state=state, confirmed_at=AT, confirmed_by=cast.supplier)
    elif state != "held":
        Meeting.objects.filter(pk=made.pk).update(state=state)
    made.suppliers.set(suppliers)  # type: ignore[arg-type]
    return made


def agree(meeting: Meeting, due_on: date, state: str, done_on: date | None = None) -> None:
    Agreement.objects.create(
        meeting=meeting, reference=str(meeting.agreements.count()), text="Locaties", owner="Leverancier",
        owner_side="supplier", due_on=due_on, state=state, done_on=done_on, created_at=AT,
    )  # fmt: skip


def find(cast: Cast, reference: str, reported_on: date, state: str, closed_on: date | None = None) -> None:
    Finding.objects.create(
        organisation=cast.organisation, reference=reference, reported_on=reported_on, source="media", state=state,
        closed_on=closed_on, created_at=AT, created_by=system_user(),
    )  # fmt: skip
