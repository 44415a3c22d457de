"""The ambition per theme: comply or explain, and nobody's work lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from accounts.roles import ROLES, WRITE, roles_with
from accounts.workflow import TransitionNotAllowed
from procurement.actions import ambitions
from procurement.actions.ambitions import AmbitionConflict, Answer, ExplanationMissing
from procurement.models import Ambition, Tender, Theme
from procurement.reads import Judgement, themes_of
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory, ambition

pytestmark = pytest.mark.usefixtures("shipped")


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
    ("level", "reason", "accepted"),
    [
        (3, "", True), (2, "", True), (1, "", False), (0, "", False), (None, "", False),
        (1, "De markt is nog niet zover.", True), (0, "Niet relevant.", True), (None, "Speelt hier niet.", True),
    ],
)  # fmt: skip
def test_below_the_proposal_is_explained(
    tender: Tender, cast: Cast, level: int | None, reason: str, accepted: bool
) -> None:
    answers = [Answer(theme("climate"), level, reason)]
    if accepted:
        ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)
        assert ambition(tender, "climate").level == level
        return
    with pytest.raises(ExplanationMissing) as refusal:
        ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)
    assert list(refusal.value.sentences) == [theme("climate").pk]


@pytest.mark.parametrize(("level", "asks"), [(None, False), (0, True), (1, False)])
def test_without_proposal_only_level_zero_is_explained(
    small: Tender, cast: Cast, level: int | None, asks: bool
) -> None:
    if asks:
        with pytest.raises(ExplanationMissing):
            ambitions.save(tender=small, answers=[Answer(theme("climate"), level)], by=cast.buyer, at=AT)
        return
    assert ambitions.save(tender=small, answers=[Answer(theme("climate"), level)], by=cast.buyer, at=AT)


def test_an_optional_theme_is_left_out_without_reason(tender: Tender, cast: Cast) -> None:
    assert ambitions.save(tender=tender, answers=[Answer(theme("innovation"), None)], by=cast.buyer, at=AT)


def test_one_missing_reason_saves_nothing(tender: Tender, cast: Cast) -> None:
    answers = [Answer(theme("climate"), 3), Answer(theme("circular"), 0)]
    with pytest.raises(ExplanationMissing):
        ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)
    assert not Ambition.objects.exists()


def test_saving_counts_versions_and_is_audited(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=cast.buyer, at=AT)
    ambitions.save(
        tender=tender,
        answers=[Answer(theme("climate"), 3, "Veel impact", "-30%", version=1)],
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
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=cast.buyer, at=AT)
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), 3, version=1)], by=cast.buyer, at=AT)
    mine = [Answer(theme("circular"), 3), Answer(theme("climate"), 1, "te duur", version=1)]
    with pytest.raises(AmbitionConflict) as clash:
        ambitions.save(tender=tender, answers=mine, by=cast.mvi_adviser, at=AT)
    assert clash.value.theirs[theme("climate").pk].level == 3
    assert [row.level for row in Ambition.objects.all()] == [3]


def test_who_was_first_with_an_unanswered_theme_wins_too(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=cast.buyer, at=AT)
    with pytest.raises(AmbitionConflict):
        ambitions.save(tender=tender, answers=[Answer(theme("climate"), 3)], by=cast.mvi_adviser, at=AT)


def test_the_same_answer_is_no_conflict(tender: Tender, cast: Cast) -> None:
    ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=cast.buyer, at=AT)
    assert ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=cast.mvi_adviser, at=AT) == []


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_judged_approach_stays_as_it_was_submitted(cast: Cast, state: str) -> None:
    tender = TenderFactory(organisation=cast.organisation, state=state)
    with pytest.raises(TransitionNotAllowed):
        ambitions.save(tender=tender, answers=[Answer(theme("climate"), 3)], by=cast.buyer, at=AT)


@pytest.mark.parametrize("role", ROLES)
def test_only_writers_choose_ambitions(tender: Tender, cast: Cast, role: str) -> None:
    by = cast.people[role]
    if role in roles_with("tender_approach", WRITE):
        assert ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=by, at=AT)
        return
    with pytest.raises(PermissionDenied):
        ambitions.save(tender=tender, answers=[Answer(theme("climate"), 2)], by=by, at=AT)


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
    answers = [Answer(theme("climate"), 3), Answer(theme("circular"), 0, "nee"), Answer(theme("diversity"), None, "x")]
    ambitions.save(tender=tender, answers=answers, by=cast.buyer, at=AT)
    rows: Any = Tender.objects.with_ambition_summary()
    found = {row.pk: (row.highest_level, row.themes_filled) for row in rows}
    assert found == {tender.pk: (3, 2), small.pk: (None, 0)}
