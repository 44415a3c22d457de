"""The ambition per theme: comply or explain, and nobody's work lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from accounts.roles import ROLES, WRITE, roles_with
from accounts.workflow import TransitionNotAllowed
from procurement.actions import ambitions
from procurement.actions.ambitions import AmbitionConflict, Answer, chosen
from procurement.ambition_cells import values_of
from procurement.ambition_reads import history_of_cell
from procurement.models import Ambition, Tender, Theme
from procurement.reads import Judgement, need_of, themes_of
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory, ambition

pytestmark = pytest.mark.usefixtures("shipped")

SAVE_QUERIES = 8


@pytest.fixture
def tender(cast: Cast, shipped: None) -> Tender:
    """At the threshold of 2026: level 2 is proposed for every theme."""
    return TenderFactory(
        organisation=cast.organisation, estimated_value=Decimal(140_000), publication_date=date(2026, 3, 1)
    )


@pytest.fixture
def small(cast: Cast, shipped: None) -> Tender:
    """Below the threshold: nothing is proposed."""
    return TenderFactory(
        organisation=cast.organisation, estimated_value=Decimal(50_000), publication_date=date(2026, 3, 1)
    )


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


@pytest.mark.parametrize(
    ("level", "reason", "need"),
    [
        (3, "", ""), (2, "", ""), (1, "", "below"), (0, "", "none"), (None, "", "left_out"),
        (1, "De markt is nog niet zover.", ""), (0, "Te duur.", ""), (None, "Speelt hier niet.", ""),
    ],
)  # fmt: skip
def test_below_the_proposal_is_saved_and_still_asks_a_reason(
    tender: Tender, cast: Cast, level: int | None, reason: str, need: str
) -> None:
    ambitions.save(tender=tender, answers=[chosen(theme("climate"), level, reason)], by=cast.buyer, at=AT)
    assert ambition(tender, "climate").level == level
    assert need_of(theme("climate"), ambition(tender, "climate"), Judgement(tender).proposed("climate")) == need


@pytest.mark.parametrize(("level", "need"), [(None, ""), (0, "none"), (1, "")])
def test_without_proposal_only_level_zero_is_explained(small: Tender, cast: Cast, level: int | None, need: str) -> None:
    ambitions.save(tender=small, answers=[chosen(theme("climate"), level)], by=cast.buyer, at=AT)
    assert need_of(theme("climate"), ambition(small, "climate"), Judgement(small).proposed("climate")) == need


def test_an_optional_theme_is_left_out_without_reason(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[chosen(theme("innovation"), None)], by=cast.buyer, at=AT)
    assert not need_of(theme("innovation"), ambition(tender, "innovation"), Judgement(tender).proposed("innovation"))


def test_relevant_without_level_is_no_answer_yet(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), {"is_relevant": True})], by=cast.buyer, at=AT)
    row = ambition(tender, "climate")
    assert not row.is_answered
    assert need_of(theme("climate"), row, Judgement(tender).proposed("climate")) == "level"


def test_not_relevant_takes_the_level_away_and_a_level_makes_it_relevant(tender: Tender, cast: Cast) -> None:
    climate = theme("climate")
    ambitions.save(tender=tender, answers=[Answer(climate, {"level": 2})], by=cast.buyer, at=AT)
    assert ambition(tender, "climate").is_relevant
    ambitions.save(tender=tender, answers=[Answer(climate, {"is_relevant": False}, version=1)], by=cast.buyer, at=AT)
    assert (ambition(tender, "climate").level, ambition(tender, "climate").is_left_out) == (None, True)


def test_everything_of_a_row_is_kept(tender: Tender, cast: Cast) -> None:
    given = {
        "opportunity": "Kans\r\nTwee", "risk": "Risico", "goal": " Doel ", "criterion_kinds": ["award_criterion"],
        "target": "Minder", "indicator": "CO2", "target_value": Decimal("12.50"), "target_unit": "%",
        "responsible_id": cast.mvi_adviser.pk,
    }  # fmt: skip
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), given)], by=cast.buyer, at=AT)
    row = ambition(tender, "climate")
    assert (row.opportunity, row.goal, row.criterion_kinds) == ("Kans\nTwee", "Doel", ["award_criterion"])
    assert (row.target_value, row.responsible) == (Decimal("12.50"), cast.mvi_adviser)
    event = AuditEvent.objects.about(tender).filter(action="tender.ambition").get()
    assert event.after["climate"]["responsible"] == cast.mvi_adviser.name
    assert "level" not in event.after["climate"]


def test_somebody_from_elsewhere_is_not_responsible(tender: Tender, cast: Cast) -> None:
    answer = Answer(theme("climate"), {"responsible_id": cast.outsider.pk})
    with pytest.raises(ValidationError):
        ambitions.save(tender=tender, answers=[answer], by=cast.buyer, at=AT)
    assert not Ambition.objects.exists()


def test_two_people_in_two_cells_of_one_theme_do_not_clash(tender: Tender, cast: Cast) -> None:
    climate, seen = theme("climate"), values_of(None)
    mine, theirs = Answer(climate, {"goal": "Van mij"}, seen=seen), Answer(climate, {"level": 3}, seen=seen)
    ambitions.save(tender=tender, answers=[theirs], by=cast.mvi_adviser, at=AT)
    ambitions.save(tender=tender, answers=[mine], by=cast.buyer, at=AT)
    assert (ambition(tender, "climate").goal, ambition(tender, "climate").level) == ("Van mij", 3)


def test_a_clash_leaves_theirs_and_saves_the_rest(tender: Tender, cast: Cast) -> None:
    climate, seen = theme("climate"), values_of(None)
    ambitions.save(tender=tender, answers=[Answer(climate, {"goal": "Van hen"}, seen=seen)], by=cast.buyer, at=AT)
    mine = Answer(climate, {"goal": "Van mij", "risk": "Prijs"}, seen=seen)
    saved, clashes = ambitions.save_what_fits(tender=tender, answers=[mine], by=cast.mvi_adviser, at=AT)
    assert [(clash.cell, clash.mine) for clash in clashes] == [("goal", {"goal": "Van mij"})]
    assert len(saved) == 1
    assert (ambition(tender, "climate").goal, ambition(tender, "climate").risk) == ("Van hen", "Prijs")


def test_a_level_clashes_with_somebody_who_left_the_theme_out(tender: Tender, cast: Cast) -> None:
    climate, seen = theme("climate"), values_of(None)
    ambitions.save(tender=tender, answers=[chosen(climate, None)], by=cast.buyer, at=AT)
    with pytest.raises(AmbitionConflict):
        ambitions.save(tender=tender, answers=[Answer(climate, {"level": 2}, seen=seen)], by=cast.mvi_adviser, at=AT)


@pytest.mark.parametrize("codes", [["climate"], ["climate", "circular", "diversity", "social_return", "environment"]])
@pytest.mark.parametrize("again", [False, True])
def test_a_save_costs_the_same_however_many_themes(
    tender: Tender, cast: Cast, codes: list[str], again: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert cast.buyer.roles_by_organisation
    themes = list(Theme.objects.filter(code__in=codes))
    if again:
        ambitions.save(tender=tender, answers=[chosen(each, 3) for each in themes], by=cast.buyer, at=AT)
    answers = [chosen(each, 2, goal="Minder", version=int(again)) for each in themes]
    with django_assert_num_queries(SAVE_QUERIES):
        ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)


def test_history_tells_who_changed_a_cell_from_what_to_what(tender: Tender, cast: Cast) -> None:
    climate = theme("climate")
    ambitions.save(tender=tender, answers=[chosen(climate, 2, goal="Eerst")], by=cast.buyer, at=AT)
    ambitions.save(tender=tender, answers=[chosen(climate, 2, goal="Later", version=1)], by=cast.mvi_adviser, at=AT)
    found = history_of_cell(tender, climate, "goal")
    assert [(each.by, each.before["goal"], each.after["goal"]) for each in found] == [
        (cast.mvi_adviser.name, "Eerst", "Later"), (cast.buyer.name, "", "Eerst"),
    ]  # fmt: skip
    assert [each.by for each in history_of_cell(tender, climate, "choice")] == [cast.buyer.name]
    assert history_of_cell(tender, theme("circular"), "goal") == []


def test_saving_counts_versions_and_is_audited(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=cast.buyer, at=AT)
    ambitions.save(
        tender=tender,
        answers=[chosen(theme("climate"), 3, "Veel impact", "-30%", version=1)],
        by=cast.mvi_adviser,
        at=AT,
    )
    row = ambition(tender, "climate")
    assert (row.version, row.goal, row.changed_by) == (2, "-30%", cast.mvi_adviser)
    event = AuditEvent.objects.about(tender).filter(action="tender.ambition").first()
    assert event is not None
    assert (event.before["climate"]["level"], event.after["climate"]["level"]) == (2, 3)
    assert event.reason == "Veel impact"


def test_who_was_later_is_told_and_overwrites_nothing(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=cast.buyer, at=AT)
    ambitions.save(tender=tender, answers=[chosen(theme("climate"), 3, version=1)], by=cast.buyer, at=AT)
    mine = [chosen(theme("circular"), 3), chosen(theme("climate"), 1, "te duur", version=1)]
    with pytest.raises(AmbitionConflict) as clash:
        ambitions.save(tender=tender, answers=mine, by=cast.mvi_adviser, at=AT)
    assert [(each.cell, each.theirs.level) for each in clash.value.clashes] == [("choice", 3), ("reason", 3)]
    assert [row.level for row in Ambition.objects.all()] == [3]


def test_who_was_first_with_an_unanswered_theme_wins_too(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=cast.buyer, at=AT)
    with pytest.raises(AmbitionConflict):
        ambitions.save(tender=tender, answers=[chosen(theme("climate"), 3)], by=cast.mvi_adviser, at=AT)


def test_the_same_answer_is_no_conflict(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=cast.buyer, at=AT)
    assert ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=cast.mvi_adviser, at=AT) == []


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_judged_approach_stays_as_it_was_submitted(cast: Cast, state: str) -> None:
    tender = TenderFactory(organisation=cast.organisation, state=state)
    with pytest.raises(TransitionNotAllowed):
        ambitions.save(tender=tender, answers=[chosen(theme("climate"), 3)], by=cast.buyer, at=AT)


@pytest.mark.parametrize("role", ROLES)
def test_only_writers_choose_ambitions(tender: Tender, cast: Cast, role: str) -> None:
    by = cast.people[role]
    if role in roles_with("tender_approach", WRITE):
        assert ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=by, at=AT)
        return
    with pytest.raises(PermissionDenied):
        ambitions.save(tender=tender, answers=[chosen(theme("climate"), 2)], by=by, at=AT)


def test_the_database_refuses_a_fourth_level(tender: Tender, cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ambition.objects.create(tender=tender, theme=theme("climate"), level=4, changed_at=AT, changed_by=cast.buyer)


def test_the_proposal_follows_value_and_product_group(cast: Cast) -> None:
    day = date(2026, 3, 1)
    empty = TenderFactory(
        organisation=cast.organisation, estimated_value=None, publication_date=day, relevant_product_group=True
    )
    cheap = TenderFactory(organisation=cast.organisation, estimated_value=Decimal(50_000), publication_date=day)
    assert Judgement(empty).proposed("supply_chain").level == 2
    assert Judgement(cheap).proposed("supply_chain").level is None


def test_a_theme_holds_in_its_period(tender: Tender) -> None:
    Theme.objects.filter(code="social_return").update(valid_until=date(2025, 12, 31))
    assert "social_return" not in [each.code for each in themes_of(tender, date(2026, 11, 22))]


def test_the_summary_counts_levels_and_takes_the_highest(tender: Tender, small: Tender, cast: Cast) -> None:
    answers = [chosen(theme("climate"), 3), chosen(theme("circular"), 0, "nee"), chosen(theme("diversity"), None, "x")]
    ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)
    rows: Any = Tender.objects.with_ambition_summary()
    found = {row.pk: (row.highest_level, row.themes_filled) for row in rows}
    assert found == {tender.pk: (3, 2), small.pk: (None, 0)}
