"""Category plans: who writes and who adopts, one at a time per category, three years at most, measured each year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, transaction

from accounts.actions.transitions import move
from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement.actions import category_plans, plans
from procurement.actions.category_plans import AgreementInput, KpiInput
from procurement.models import CategoryPlan, PlanAgreement, PlanKpi, PlanKpiResult, PromisingCategory
from procurement.plan_period import is_longer_than, last_day, standing
from procurement.workflow import CATEGORY_PLAN
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import CategoryFactory
from tests.procurement.plans import KPI, agreed, category, category_plan, theme
from tests.procurement.test_workflow import ACTORS, actor

pytestmark = pytest.mark.usefixtures("shipped")

MOVES = {
    ("draft", "submitted"): {"category_manager"},
    ("submitted", "adopted"): {"management"},
    ("submitted", "draft"): {"category_manager", "management"},
}


def refused(error: type[Exception], action: Any, **values: Any) -> str:
    with pytest.raises(error) as raised, transaction.atomic():
        action(at=AT, **values)
    found = raised.value
    return " ".join(found.messages) if isinstance(found, ValidationError) else str(found)


# The period ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "is_long"),
    [
        (date(2026, 1, 1), date(2028, 12, 31), False), (date(2026, 1, 1), date(2029, 1, 1), True),
        (date(2024, 2, 29), date(2027, 2, 27), False), (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2026, 7, 1), date(2026, 7, 1), False),
    ],
)  # fmt: skip
def test_three_years_at_most(cast: Cast, since: date, until: date, is_long: bool) -> None:
    assert is_longer_than(3, since, until) is is_long
    if is_long:
        told = refused(ValidationError, category_plan_at, cast=cast, valid_from=since, valid_until=until)
        assert "drie jaar" in told or "three years" in told
    else:
        assert category_plan(cast, valid_from=since, valid_until=until).state == "adopted"


def category_plan_at(*, cast: Cast, at: Any, **values: Any) -> CategoryPlan:
    return category_plan(cast, at=at, **values)


def test_the_last_day_of_three_years_and_the_day_that_follows() -> None:
    assert last_day(date(2026, 1, 1), 3) == date(2028, 12, 31)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2028, 12, 31), date(2029, 1, 1)]
    assert [standing("adopted", date(2026, 1, 1), date(2028, 12, 31), day) for day in days] == [
        "coming", "in_force", "in_force", "over",
    ]  # fmt: skip
    assert standing("draft", date(2026, 1, 1), date(2028, 12, 31), days[1]) == "draft"


def test_it_does_not_end_before_it_begins(cast: Cast) -> None:
    refused(ValidationError, category_plan_at, cast=cast, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 31))


# Making and changing ------------------------------------------------------------------------------


def test_only_the_category_manager_writes(cast: Cast) -> None:
    for role, person in cast.people.items():
        given = {
            "organisation": cast.organisation, "category": category(), "by": person, "valid_from": date(2026, 1, 1),
            "valid_until": date(2026, 12, 31), "responsible": person,
        }  # fmt: skip
        if role != "category_manager":
            refused(PermissionDenied, category_plans.create, **given)
    assert not CategoryPlan.objects.exists()


def test_what_does_not_belong_is_refused_by_name(cast: Cast) -> None:
    foreign = CategoryFactory(organisation=cast.other)
    given = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31), "by": cast.category_manager}
    mine = {"organisation": cast.organisation, "category": category(), "responsible": cast.category_manager, **given}
    refused(ValidationError, category_plans.create, **mine | {"category": foreign})
    refused(ValidationError, category_plans.create, **mine | {"responsible": cast.outsider})
    refused(ValidationError, category_plans.create, **mine | {"isv_forms": ["belofte"]})
    refused(ValidationError, category_plans.create, **mine | {"agreements": [agreed(level=None)]})
    refused(ValidationError, category_plans.create, **mine | {"agreements": [agreed(), agreed()]})
    refused(ValidationError, category_plans.create, **mine | {"kpis": [KPI, KPI]})
    assert not CategoryPlan.objects.exists()


def test_a_theme_of_which_nothing_is_said_is_no_agreement(cast: Cast) -> None:
    plan = category_plan(cast, state="draft", agreements=[AgreementInput(theme("climate")), agreed()])
    assert [row.theme.code for row in plan.agreements.all()] == ["circular"]


def test_a_change_is_told_with_what_was_before(cast: Cast) -> None:
    plan = category_plan(cast, state="draft")
    category_plans.change(
        plan=plan, by=cast.category_manager, at=AT, isv_agreement="Anders", agreements=[agreed("climate", 2)]
    )
    event = AuditEvent.objects.about(plan).filter(action="categoryplan.changed").get()
    assert event.before["isv_agreement"] == "De contractvoorwaarde staat in elke aanbesteding."
    assert (event.before["circular"]["level"], event.after["circular"]) == (3, None)
    assert event.after["climate"]["level"] == 2
    assert "kpis" not in event.after


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    plan = category_plan(cast, state="draft")
    again = category_plans.change(
        plan=plan, by=cast.category_manager, at=AT, version=1, agreements=[agreed()], kpis=[KPI]
    )
    assert again.version == 1
    assert not AuditEvent.objects.about(plan).filter(action="categoryplan.changed").exists()


def test_two_people_at_once_lose_nothing(cast: Cast) -> None:
    plan = category_plan(cast, state="draft")
    category_plans.change(plan=plan, by=cast.category_manager, at=AT, version=1, scope="Van Cato")
    with pytest.raises(plans.PlanChanged) as clash:
        category_plans.change(plan=plan, by=cast.category_manager, at=AT, version=1, scope="Van een ander")
    assert clash.value.version == 2
    assert CategoryPlan.objects.get().scope == "Van Cato"


@pytest.mark.parametrize("state", ["submitted", "adopted"])
def test_what_is_judged_or_holds_does_not_change(cast: Cast, state: str) -> None:
    plan = category_plan(cast, state=state)
    refused(TransitionNotAllowed, category_plans.change, plan=plan, by=cast.category_manager, scope="Anders")
    refused(TransitionNotAllowed, plans.discard, plan=plan, by=cast.category_manager)


def test_a_draft_can_be_thrown_away(cast: Cast) -> None:
    plan = category_plan(cast, state="draft")
    plans.discard(plan=plan, by=cast.category_manager, at=AT)
    assert not CategoryPlan.objects.exists()
    assert AuditEvent.objects.filter(action="categoryplan.discarded").exists()
    for step in (category_plans.submit, plans.discard):
        refused(TransitionNotAllowed, step, plan=plan, by=cast.category_manager)


def test_a_write_that_cannot_be_audited_is_not_made(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("procurement.actions.category_plans.audit.record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        category_plan(cast)
    assert not CategoryPlan.objects.exists()


# Adopting -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target"), list(product(CATEGORY_PLAN.states, CATEGORY_PLAN.states)))
def test_the_whole_matrix(cast: Cast, source: str, target: str) -> None:
    given: dict[str, dict[str, Any]] = {
        "draft": {"submitted_by": None, "submitted_at": None},
        "submitted": {"submitted_at": AT},
        "adopted": {"adopted_at": AT},
    }
    allowed = set()
    for number, name in enumerate(ACTORS):
        plan = category_plan(
            cast, state=source, valid_from=date(1990 + 3 * number, 1, 1), valid_until=date(1990 + 3 * number, 12, 31)
        )
        by = actor(cast, name)
        own: dict[str, Any] = {"submitted": {"submitted_by": by}, "adopted": {"adopted_by": by}}.get(target, {})
        try:
            move(
                plan, workflow=CATEGORY_PLAN, to=target, by=by, at=AT, organisation_id=cast.organisation.pk,
                reason="daarom", **given[target], **own,
            )  # fmt: skip
            allowed.add(name)
        except (TransitionNotAllowed, PermissionDenied):
            pass
        CategoryPlan.objects.exclude(state="adopted").delete()
    assert allowed == MOVES.get((source, target), set())


def test_nobody_adopts_what_he_submitted(cast: Cast) -> None:
    both = cast.with_roles("category_manager", "management")
    plan = category_plan(cast, state="draft")
    category_plans.submit(plan=plan, by=both, at=AT)
    refused(PermissionDenied, plans.adopt, plan=plan, by=both)
    plans.adopt(plan=plan, by=cast.management, at=AT)
    assert (plan.state, plan.adopted_by, plan.submitted_by) == ("adopted", cast.management, both)


def test_a_plan_that_is_not_complete_says_what_it_needs(cast: Cast) -> None:
    no_goal = AgreementInput(theme("circular"), is_focus=True, level=3)
    plan = category_plan(cast, state="draft", isv_agreement="", agreements=[no_goal], kpis=[])
    with pytest.raises(plans.PlanIncomplete) as refusal:
        category_plans.submit(plan=plan, by=cast.category_manager, at=AT)
    assert len(refusal.value.missing) == 3
    category_plans.change(plan=plan, by=cast.category_manager, at=AT, agreements=[])
    assert len(category_plans.missing_of(plan)) == 3


def test_sending_back_asks_a_reason_and_takes_the_submission_away(cast: Cast) -> None:
    plan = category_plan(cast, state="submitted")
    refused(TransitionNotAllowed, plans.send_back, plan=plan, reason=" ", by=cast.management)
    plans.send_back(plan=plan, reason="Noem de leveranciers.", by=cast.management, at=AT)
    assert (plan.state, plan.submitted_by) == ("draft", None)
    assert AuditEvent.objects.about(plan).filter(reason="Noem de leveranciers.").exists()


def test_a_new_edition_ends_the_one_that_runs(cast: Cast) -> None:
    first = category_plan(cast)
    second = category_plans.new_edition(plan=first, by=cast.category_manager, at=AT)
    assert (second.edition, second.valid_from, second.valid_until) == (2, date(2029, 1, 1), date(2031, 12, 31))
    assert [row.goal for row in second.agreements.all()] == ["Kleding gaat langer mee."]
    assert [kpi.name for kpi in second.kpis.all()] == [KPI.name]
    category_plans.change(
        plan=second, by=cast.category_manager, at=AT, valid_from=date(2027, 1, 1), valid_until=date(2029, 12, 31)
    )
    category_plans.submit(plan=second, by=cast.category_manager, at=AT)
    plans.adopt(plan=second, by=cast.management, at=AT)
    first.refresh_from_db()
    assert (first.state, first.valid_until) == ("adopted", date(2026, 12, 31))
    event = AuditEvent.objects.about(first).filter(action="categoryplan.replaced").get()
    assert (event.before["valid_until"], event.after["edition"]) == ("2028-12-31", 2)
    for day, plan in ((date(2026, 12, 31), first), (date(2027, 1, 1), second)):
        assert list(CategoryPlan.objects.in_force(day)) == [plan]


def test_an_edition_cannot_begin_before_the_one_that_it_follows(cast: Cast) -> None:
    category_plan(cast)
    early = category_plan(cast, state="submitted", valid_from=date(2025, 6, 1), valid_until=date(2027, 1, 1))
    refused(TransitionNotAllowed, plans.adopt, plan=early, by=cast.management)
    early.refresh_from_db()
    assert early.state == "submitted"


def test_one_edition_is_in_hand_at_a_time(cast: Cast) -> None:
    first = category_plan(cast)
    category_plans.new_edition(plan=first, by=cast.category_manager, at=AT)
    refused(ValidationError, category_plans.new_edition, plan=first, by=cast.category_manager)
    refused(ValidationError, category_plan_at, cast=cast, state="draft")
    category_plan(cast, "energy", state="draft")


def test_only_an_adopted_plan_is_followed(cast: Cast) -> None:
    refused(
        TransitionNotAllowed, category_plans.new_edition, plan=category_plan(cast, state="submitted"),
        by=cast.category_manager,
    )  # fmt: skip


# Results ------------------------------------------------------------------------------------------


def record(plan: CategoryPlan, cast: Cast, year: int, value: int) -> PlanKpiResult:
    kpi = PlanKpi.objects.get(plan=plan)
    return category_plans.record_result(
        kpi=kpi, year=year, value=Decimal(value), note="Opgave leveranciers", by=cast.category_manager, at=AT
    )


def test_a_better_number_takes_the_place_of_the_former_and_the_trail_keeps_both(cast: Cast) -> None:
    plan = category_plan(cast)
    record(plan, cast, 2026, 25)
    record(plan, cast, 2026, 31)
    kpi = PlanKpi.objects.get()
    assert (kpi.latest and kpi.latest.value, kpi.is_reached) == (Decimal(31), True)
    events = AuditEvent.objects.about(plan).filter(action="categoryplan.result").order_by("pk")
    assert [(event.before.get("result"), event.after["result"]) for event in events] == [(None, "25"), ("25", "31")]


def test_unknown_is_not_missed(cast: Cast) -> None:
    category_plan(cast)
    assert PlanKpi.objects.get().is_reached is None


def test_at_most_is_reached_from_below(cast: Cast) -> None:
    plan = category_plan(cast, kpis=[KpiInput("Uitstoot", "kg", Decimal(40), "at_most")])
    record(plan, cast, 2026, 40)
    assert PlanKpi.objects.get().is_reached is True
    record(plan, cast, 2026, 41)
    assert PlanKpi.objects.get().is_reached is False


@pytest.mark.parametrize("year", [2025, 2027, 2029])
def test_a_result_is_of_a_year_of_the_plan_that_has_begun(cast: Cast, year: int) -> None:
    plan = category_plan(cast)
    with pytest.raises(ValidationError):
        record(plan, cast, year, 1)


def test_a_draft_has_no_results(cast: Cast) -> None:
    plan = category_plan(cast, state="submitted")
    with pytest.raises(TransitionNotAllowed):
        record(plan, cast, 2026, 1)


# The database itself ------------------------------------------------------------------------------


def test_the_database_refuses_two_plans_at_once_and_a_long_one(cast: Cast) -> None:
    first = category_plan(cast, valid_until=date(2026, 12, 31))
    second = category_plan(cast, valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31))
    for values in (
        {"valid_from": date(2026, 12, 31)}, {"valid_until": date(2030, 1, 1)}, {"valid_until": date(2026, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(Error), transaction.atomic():
            CategoryPlan.objects.filter(pk=second.pk).update(**values)
    with pytest.raises(Error), transaction.atomic():
        CategoryPlan.objects.filter(pk=first.pk).update(valid_until=date(2027, 1, 1))
    CategoryPlan.objects.filter(pk=first.pk).update(category=category("energy"), valid_until=date(2027, 1, 1))


@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft"}, {"adopted_by": None}, {"adopted_at": None}, {"submitted_by": None},
        {"state": "submitted"},
    ],
)  # fmt: skip
def test_pairs_hold_together(cast: Cast, values: dict[str, Any]) -> None:
    plan = category_plan(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        CategoryPlan.objects.filter(pk=plan.pk).update(**values)


def test_who_adopts_is_another(cast: Cast) -> None:
    plan = category_plan(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        CategoryPlan.objects.filter(pk=plan.pk).update(adopted_by=plan.submitted_by)


def test_rows_of_a_plan_are_unique_and_sound(cast: Cast) -> None:
    plan = category_plan(cast)
    row, kpi = plan.agreements.get(), plan.kpis.get()
    record(plan, cast, 2026, 1)
    PromisingCategory.objects.create(organisation=cast.organisation, category=category(), reason="Groot")
    for again in (
        PlanAgreement(plan=plan, theme=row.theme, goal="x"), PlanAgreement(plan=plan, theme=theme("climate"), level=4),
        PlanAgreement(plan=plan, theme=theme("climate"), is_focus=True),
        PlanKpi(plan=plan, name=kpi.name, unit="%", target=1),
        PlanKpiResult(kpi=kpi, year=2026, value=1, recorded_at=AT, recorded_by=cast.category_manager),
        PromisingCategory(organisation=cast.organisation, category=category(), reason="Nog eens"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        CategoryPlan.objects.filter(pk=category_plan(cast, state="draft").pk).update(edition=1)
