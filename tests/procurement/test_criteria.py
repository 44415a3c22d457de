"""The criteria of a tender: chosen with the words of that day, adapted, weighed, renewed and taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement.actions import criteria
from procurement.actions.criteria import Weighed
from procurement.approach_snapshot import differences, snapshot_of
from procurement.criteria_reads import Choice
from procurement.history import history_of
from procurement.models import ChosenCriterion, Criterion, Tender, Theme
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast
from tests.procurement.criteria import changed, chosen, in_library, price
from tests.procurement.factories import TenderFactory

CHOOSE_QUERIES = 9


def test_a_later_version_changes_nothing_of_what_a_tender_took(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    in_library(cast, text="Veel minder.", valid_from=date(2026, 1, 1))
    row.refresh_from_db()
    assert (row.text, row.is_adapted, [theme.code for theme in row.themes.all()]) == (
        "Hoe minder, hoe beter.",
        False,
        ["climate"],
    )
    assert "superseded" in [found.code for found in Choice(tender, AT.date(), []).attention]


def test_the_same_version_is_taken_once(cast: Cast, tender: Tender) -> None:
    row = in_library(cast)
    chosen(cast, tender, row)
    assert chosen(cast, tender, row, in_library(cast, "K-2"))[0].number == "K-2"
    assert tender.criteria.count() == 2


@pytest.mark.parametrize("number", [1, 12])
def test_however_many_are_chosen_the_queries_are_the_same(
    cast: Cast, tender: Tender, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = list(Criterion.objects.filter(organisation=None)[:number])
    with django_assert_num_queries(CHOOSE_QUERIES):
        assert len(chosen(cast, tender, *rows)) == number


def test_criteria_of_another_organisation_cannot_be_chosen(cast: Cast, tender: Tender) -> None:
    theirs = TenderFactory(organisation=cast.other)
    buyer = UserFactory(organisation=cast.other, roles=["buyer"])
    with pytest.raises(ValidationError):
        criteria.choose(tender=theirs, criteria=[in_library(cast)], by=buyer, at=AT)


def test_who_judges_the_approach_changes_nothing(cast: Cast, tender: Tender) -> None:
    with pytest.raises(PermissionDenied):
        criteria.choose(tender=tender, criteria=[in_library(cast)], by=cast.people["tenderboard"], at=AT)


def test_an_approach_that_is_judged_keeps_its_criteria(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")
    with pytest.raises(TransitionNotAllowed):
        chosen(cast, tender, in_library(cast))


def test_an_adapted_text_is_compared_with_the_version_that_was_taken(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    row = changed(cast, row, text="Hoe veel minder, hoe beter.\r\n")
    assert (row.is_adapted, row.text, row.version) == (True, "Hoe veel minder, hoe beter.", 2)
    event = AuditEvent.objects.get(action="tender.criterion_changed")
    assert (event.before["text"], event.after["criterion"]) == ("Hoe minder, hoe beter.", "K-1 Minder CO₂")


def test_two_people_at_once_lose_nothing(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    changed(cast, row, title="Van mij")
    with pytest.raises(criteria.CriterionChanged) as clash:
        criteria.change(chosen=row, version=1, title="Van een ander", by=cast.mvi_adviser, at=AT)
    assert clash.value.theirs.title == "Van mij"


def test_what_stands_in_the_library_keeps_its_kind_and_themes(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    with pytest.raises(ValidationError):
        changed(cast, row, themes=[])
    with pytest.raises(ValidationError):
        changed(cast, row, kind="contract_clause")


def test_weights_are_set_together_and_count_by_theme(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    money = price(cast, tender)
    weights = {row.pk: Weighed(None, Decimal(40)), money.pk: Weighed(None, Decimal(60))}
    assert criteria.weigh(tender=tender, weights=weights, by=cast.buyer, at=AT) == 2
    choice = Choice(tender, AT.date(), [])
    assert (choice.impact_weight, choice.total_weight, choice.attention) == (Decimal(40), Decimal(100), [])
    assert criteria.take_over_weight(tender=tender, by=cast.buyer, at=AT).impact_weight == Decimal(40)


def test_a_weight_that_a_colleague_changed_meanwhile_is_not_written_over(cast: Cast, tender: Tender) -> None:
    money = price(cast, tender, weight=Decimal(60))
    stale = {money.pk: Weighed(None, Decimal(50))}
    with pytest.raises(TransitionNotAllowed):
        criteria.weigh(tender=tender, weights=stale, by=cast.mvi_adviser, at=AT)
    untouched = {money.pk: Weighed(None, None)}
    assert criteria.weigh(tender=tender, weights=untouched, by=cast.mvi_adviser, at=AT) == 0


def test_only_an_award_criterion_has_a_weight_and_only_a_requirement_a_place(cast: Cast, tender: Tender) -> None:
    row = price(cast, tender, kind="minimum_requirement", weight=Decimal(10), use="technical_specification")
    assert (row.weight, row.use) == (None, "technical_specification")
    assert price(cast, tender, use="technical_specification").use == ""


def test_the_newest_version_brings_its_words_and_leaves_those_of_the_team(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    changed(cast, row, title="Ons eigen opschrift")
    newest = in_library(cast, text="Veel minder.", level=3)
    renewed = criteria.renew(chosen=row, by=cast.buyer, at=AT)
    assert (renewed.criterion_id, renewed.level) == (newest.pk, 3)
    assert (renewed.title, renewed.text) == ("Ons eigen opschrift", "Veel minder.")
    with pytest.raises(TransitionNotAllowed):
        criteria.renew(chosen=row, by=cast.buyer, at=AT)


def test_what_was_taken_out_stays_in_the_history(cast: Cast, tender: Tender) -> None:
    (row,) = chosen(cast, tender, in_library(cast))
    criteria.remove(chosen=row, by=cast.buyer, at=AT)
    assert not ChosenCriterion.objects.exists()
    assert AuditEvent.objects.get(action="tender.criterion_removed").before["text"] == "Hoe minder, hoe beter."
    titles = [happening.title for happening in history_of(tender, {})]
    assert len({title for title in titles if "K-1 Minder CO₂" in title}) == 2


def test_the_level_of_a_theme_that_is_not_reached_is_named(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    chosen(cast, tender, in_library(cast), in_library(cast, "K-2", "circular", level=1))
    themes = list(Theme.objects.filter(code__in=["climate", "circular"]))
    choice = Choice(tender, AT.date(), themes)
    short = {row.theme.code: row.is_short for row in choice.coverage}
    assert short == {"climate": False, "circular": True}
    assert [found.level for found in choice.attention if found.code == "level"] == [2]


def test_what_changed_in_the_criteria_since_a_round_is_told(cast: Cast, shipped: None) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    first, gone = chosen(cast, tender, in_library(cast), in_library(cast, "K-2"))
    ambitions = list(tender.ambitions.select_related("theme", "responsible"))
    before = snapshot_of(tender, ambitions, tender.criteria.all())
    changed(cast, first, text="Hoe veel minder, hoe beter.", weight=Decimal(40))
    criteria.remove(chosen=gone, by=cast.buyer, at=AT)
    with translation.override("en"):
        (row,) = differences(before, snapshot_of(tender, ambitions, tender.criteria.all()), {})
    assert [(cell.label, cell.before, cell.after) for cell in row.cells] == [
        ("K-1 Minder CO₂, text", "Hoe minder, hoe beter.", "Hoe veel minder, hoe beter."),
        ("K-1 Minder CO₂, weight (%)", "", "40"),
        ("K-2 Minder CO₂", "award criterion", ""),
    ]


def test_the_team_puts_criteria_in_order_within_their_kind(cast: Cast, tender: Tender) -> None:
    rows = chosen(cast, tender, *(in_library(cast, f"K-{number}") for number in (1, 2, 3)))
    kinds = {row.kind for row in rows}
    assert len(kinds) == 1

    def numbers() -> list[str]:
        return [row.number for row in Choice(tender, AT.date(), []).rows if row.kind in kinds]

    def move(number: str, place: int) -> int:
        row = next(row for row in rows if row.number == number)
        return criteria.move(chosen=row, place=place, by=cast.buyer, at=AT)

    assert (move("K-3", 1), numbers()) == (1, ["K-3", "K-1", "K-2"])
    assert (move("K-3", 99), numbers()) == (3, ["K-1", "K-2", "K-3"])
    assert (move("K-3", 3), numbers()) == (3, ["K-1", "K-2", "K-3"])
    assert [row.number for row in chosen(cast, tender, in_library(cast, "A-0"))] == ["A-0"]
    assert numbers() == ["K-1", "K-2", "K-3", "A-0"]
    events = AuditEvent.objects.filter(action="tender.criteria_ordered")
    assert len(events) == 2
    assert events.latest("pk").after["criteria"][-1].startswith("K-3")
    with pytest.raises(PermissionDenied):
        criteria.move(chosen=rows[0], place=2, by=cast.auditor, at=AT)
    criteria.remove(chosen=rows[0], by=cast.buyer, at=AT)
    with pytest.raises(TransitionNotAllowed):
        move("K-1", 2)
