"""Who stands in during an absence: he decides on somebody's behalf, as long as it lasts, never on his own work."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent, Membership, OutgoingMessage, User
from accounts.workflow import TransitionNotAllowed
from procurement.actions import approvals, replacements
from procurement.approval_reads import current_round, decisions_of_round, seats
from procurement.models import ApproachDecision, Replacement, Tender
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, text, url
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped")

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 13)


@pytest.fixture
def submitted(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


@pytest.fixture
def stands_in(cast: Cast) -> Replacement:
    """The budget holder stands in for the tenderboard."""
    return name(cast.tenderboard, cast.budget_holder, cast)


def name(member: User, colleague: User, cast: Cast, first: date = FIRST, last: date = LAST) -> Replacement:
    return replacements.name(
        organisation=cast.organisation, colleague=colleague, from_on=first, until_on=last, by=member, at=AT
    )


def decide(tender: Tender, by: User, *, behalf: User | None, at: datetime = AT) -> ApproachDecision:
    return approvals.decide(
        tender=tender, role="tenderboard", verdict="approved", reason="", by=by, at=at,
        on_behalf_of=behalf.pk if behalf else None,
    )  # fmt: skip


def offered(tender: Tender, user: User, day: date = FIRST) -> list[str]:
    """The seats that the page offers; the work list must agree."""
    running = current_round(tender)
    assert running is not None
    found = seats(tender, running.asks, decisions_of_round(tender), user, day)
    assert Tender.objects.awaiting_decision_of(user, day).filter(pk=tender.pk).exists() is bool(found)
    return [seat.key for seat in found]


def test_the_decision_says_who_gave_it_and_for_whom(cast: Cast, submitted: Tender, stands_in: Replacement) -> None:
    decision = decide(submitted, cast.budget_holder, behalf=cast.tenderboard)
    assert (decision.role, decision.decided_by, decision.on_behalf_of) == (
        "tenderboard", cast.budget_holder, cast.tenderboard,
    )  # fmt: skip
    told = AuditEvent.objects.about(submitted).get(action="tender.approach_decision")
    assert told.after["on_behalf_of"] == str(cast.tenderboard)


def test_the_colleague_hears_it_by_mail(cast: Cast, stands_in: Replacement) -> None:
    message = OutgoingMessage.objects.get(kind="replacement")
    assert message.recipient == cast.budget_holder
    assert cast.tenderboard.name in message.subject
    assert "13 november 2026" in message.body_text


@pytest.mark.parametrize(("day", "is_offered"), [(-1, False), (0, True), (11, True), (12, False)])
def test_it_begins_and_ends_by_itself(cast: Cast, submitted: Tender, day: int, is_offered: bool) -> None:
    other = cast.with_roles("tenderboard")
    name(other, cast.budget_holder, cast)
    at = AT + timedelta(days=day)
    assert (f"tenderboard:{other.pk}" in offered(submitted, cast.budget_holder, at.date())) is is_offered
    if not is_offered:
        with pytest.raises(PermissionDenied):
            decide(submitted, cast.budget_holder, behalf=other, at=at)


def test_one_person_gives_one_decision_of_a_round_in_whose_name_ever(
    cast: Cast, submitted: Tender, stands_in: Replacement
) -> None:
    assert offered(submitted, cast.budget_holder) == ["budget_holder", f"tenderboard:{cast.tenderboard.pk}"]
    decide(submitted, cast.budget_holder, behalf=cast.tenderboard)
    assert offered(submitted, cast.budget_holder) == []
    both = cast.tenderboard
    Membership.objects.create(user=both, organisation=cast.organisation, role="budget_holder", created_at=AT)
    both = User.objects.get(pk=both.pk)
    assert offered(submitted, both) == []
    with pytest.raises(PermissionDenied):
        approvals.decide(tender=submitted, role="budget_holder", verdict="approved", reason="", by=both, at=AT)


def test_nobody_decides_on_his_own_submission_nor_lets_it_be_decided_in_his_name(cast: Cast) -> None:
    author = cast.with_roles("buyer", "tenderboard")
    tender = TenderFactory(organisation=cast.organisation, by=author, state="submitted")
    name(author, cast.budget_holder, cast)
    name(cast.tenderboard, author, cast)
    assert offered(tender, author) == []
    assert offered(tender, cast.budget_holder) == ["budget_holder"]
    for person, behalf in ((author, cast.tenderboard), (cast.budget_holder, author)):
        with pytest.raises(PermissionDenied):
            decide(tender, person, behalf=behalf)


def test_who_lost_the_role_is_not_represented(cast: Cast, submitted: Tender, stands_in: Replacement) -> None:
    Membership.objects.filter(user=cast.tenderboard).delete()
    assert offered(submitted, cast.budget_holder) == ["budget_holder"]
    with pytest.raises(PermissionDenied):
        decide(submitted, cast.budget_holder, behalf=cast.tenderboard)


def test_it_does_not_go_on_to_a_third(cast: Cast, submitted: Tender, stands_in: Replacement) -> None:
    third = cast.with_roles("budget_holder")
    name(cast.budget_holder, third, cast)
    assert offered(submitted, third) == ["budget_holder", f"budget_holder:{cast.budget_holder.pk}"]


@pytest.mark.parametrize("role", ["buyer", "management"])
def test_the_colleague_has_the_same_right(cast: Cast, role: str) -> None:
    with pytest.raises(ValidationError, match="colleague"):
        name(cast.tenderboard, cast.people[role], cast)
    with pytest.raises(PermissionDenied):
        name(cast.people[role], cast.tenderboard, cast)


def test_a_judge_of_another_organisation_does_not_stand_in(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="colleague"):
        name(cast.tenderboard, UserFactory(organisation=cast.other, roles=["tenderboard"]), cast)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (LAST, FIRST, "until_on"), (date(2026, 10, 1), date(2026, 11, 1), "until_on"),
        (FIRST, date(2028, 1, 1), "until_on"), (LAST, date(2026, 12, 1), "from_on"),
    ],
)  # fmt: skip
def test_the_days_make_sense(cast: Cast, stands_in: Replacement, first: date, last: date, field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        name(cast.tenderboard, cast.with_roles("tenderboard"), cast, first, last)


def test_either_of_the_two_ends_it_and_nobody_else(cast: Cast, submitted: Tender, stands_in: Replacement) -> None:
    with pytest.raises(PermissionDenied):
        replacements.end(replacement=stands_in, by=cast.administrator, at=AT)
    replacements.end(replacement=stands_in, by=cast.tenderboard, at=AT)
    assert offered(submitted, cast.budget_holder) == ["budget_holder"]
    with pytest.raises(TransitionNotAllowed):
        replacements.end(replacement=stands_in, by=cast.budget_holder, at=AT)


def test_who_was_away_hears_what_was_decided_on_his_behalf(
    cast: Cast, submitted: Tender, stands_in: Replacement
) -> None:
    decide(submitted, cast.budget_holder, behalf=cast.tenderboard)
    message = OutgoingMessage.objects.get(kind="approach_decided")
    assert message.recipient == cast.tenderboard
    assert message.subject.startswith("Namens u beslist: de aanpak van")
    assert f"{cast.budget_holder.name}, namens {cast.tenderboard.name} (tenderboard): goedgekeurd." in message.body_text


def test_the_page_says_who_returned_it_and_for_whom(
    cast: Cast, submitted: Tender, stands_in: Replacement, browse: Browse
) -> None:
    approvals.decide(
        tender=submitted, role="tenderboard", verdict="returned", reason="Te weinig.", by=cast.budget_holder, at=AT,
        on_behalf_of=cast.tenderboard.pk,
    )  # fmt: skip
    said = text(browse(cast.buyer).get(url("approval", submitted.pk)))
    assert f"Teruggegeven: tenderboard ({cast.budget_holder.name}, namens {cast.tenderboard.name})" in said


def test_the_list_of_colleagues_begins_with_words(cast: Cast, browse: Browse) -> None:
    said = text(browse(cast.tenderboard).get(url("replacements")))
    assert "kies" in said
    assert "---" not in said
