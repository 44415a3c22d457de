"""Submitting, judging and reopening an approach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import audit
from accounts.models import AuditEvent, User
from accounts.workflow import TransitionNotAllowed
from procurement.actions import approvals
from procurement.actions.approvals import ApproachIncomplete
from procurement.models import ApproachDecision, Tender
from procurement.reads import missing_for_submission
from tests.accounts.factories import AT, OrganisationFactory, UserFactory
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory, approve, ask, complete

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def submitted(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


def decide(tender: Tender, by: User, role: str, verdict: str = "approved", reason: str = "") -> ApproachDecision:
    return approvals.decide(tender=tender, role=role, verdict=verdict, reason=reason, by=by, at=AT)


def test_what_is_missing_is_named_with_its_page(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(ApproachIncomplete) as refusal:
        approvals.submit(tender=tender, by=cast.buyer, at=AT)
    pages = [each.page for each in refusal.value.missing]
    assert pages == ["ambition-edit"] * 6 + ["isv-edit"]
    assert tender.approach_state == "draft"


def test_a_complete_approach_misses_nothing(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, state="complete")
    assert missing_for_submission(tender, date(2026, 11, 22)) == []


def test_a_proposal_that_came_later_asks_its_reason_at_submission(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, estimated_value=None, lots=[])
    complete(tender, by=cast.buyer, level=1)
    tender.ambitions.update(reason="")
    Tender.objects.filter(pk=tender.pk).update(estimated_value=5_000_000)
    tender.refresh_from_db()
    assert len(missing_for_submission(tender, date(2026, 11, 22))) == 7


def test_both_must_approve_where_the_organisation_asks_both(cast: Cast, submitted: Tender) -> None:
    decide(submitted, cast.tenderboard, "tenderboard")
    assert submitted.approach_state == "submitted"
    decide(submitted, cast.budget_holder, "budget_holder")
    assert submitted.approach_state == "approved"
    assert submitted.approach_approved_at == AT


@pytest.mark.parametrize("approval", ["tenderboard", "budget_holder", "either"])
def test_one_approval_is_enough_elsewhere(approval: str) -> None:
    organisation = OrganisationFactory()
    ask(organisation, approval)
    tender = TenderFactory(organisation=organisation, state="submitted")
    role = "budget_holder" if approval == "budget_holder" else "tenderboard"
    decide(tender, UserFactory(organisation=organisation, roles=[role]), role)
    assert tender.approach_state == "approved"


def test_a_role_that_is_not_asked_does_not_judge(cast: Cast) -> None:
    organisation = OrganisationFactory()
    ask(organisation, "tenderboard")
    tender = TenderFactory(organisation=organisation, state="submitted")
    with pytest.raises(TransitionNotAllowed):
        decide(tender, UserFactory(organisation=organisation, roles=["budget_holder"]), "budget_holder")


def test_who_holds_both_roles_gives_one_of_the_decisions(cast: Cast, submitted: Tender) -> None:
    both = cast.with_roles("tenderboard", "budget_holder")
    decide(submitted, both, "tenderboard")
    with pytest.raises(PermissionDenied):
        decide(submitted, both, "budget_holder")
    decide(submitted, cast.budget_holder, "budget_holder")
    assert submitted.approach_state == "approved"


def test_nobody_decides_on_his_own_submission(cast: Cast) -> None:
    author = cast.with_roles("buyer", "tenderboard")
    tender = TenderFactory(organisation=cast.organisation, by=author, state="submitted")
    with pytest.raises(PermissionDenied):
        decide(tender, author, "tenderboard")
    assert not ApproachDecision.objects.exists()


def test_a_role_judges_once_a_round(cast: Cast, submitted: Tender) -> None:
    decide(submitted, cast.tenderboard, "tenderboard")
    with pytest.raises(TransitionNotAllowed):
        decide(submitted, cast.with_roles("tenderboard"), "tenderboard")


def test_nobody_judges_in_a_role_that_he_does_not_hold(cast: Cast, submitted: Tender) -> None:
    with pytest.raises(PermissionDenied):
        decide(submitted, cast.tenderboard, "budget_holder")


def test_one_return_is_enough_and_asks_a_reason(cast: Cast, submitted: Tender) -> None:
    with pytest.raises(TransitionNotAllowed):
        decide(submitted, cast.tenderboard, "tenderboard", "returned", " ")
    decide(submitted, cast.tenderboard, "tenderboard", "returned", "Klimaat is te laag.")
    assert submitted.approach_state == "returned"
    assert AuditEvent.objects.about(submitted).filter(reason="Klimaat is te laag.").count() == 2


def test_a_second_submission_is_a_new_round(cast: Cast, submitted: Tender) -> None:
    decide(submitted, cast.tenderboard, "tenderboard", "returned", "Klimaat is te laag.")
    approvals.submit(tender=submitted, by=cast.mvi_adviser, at=AT)
    assert (submitted.approach_round, submitted.approach_submitted_by) == (2, cast.mvi_adviser)
    decide(submitted, cast.tenderboard, "tenderboard")
    assert [each.round for each in ApproachDecision.objects.order_by("pk")] == [1, 2]


def test_reopening_asks_a_reason_and_a_new_approval(cast: Cast, submitted: Tender) -> None:
    approve(submitted)
    with pytest.raises(TransitionNotAllowed):
        approvals.reopen(tender=submitted, by=cast.buyer, at=AT, reason="")
    approvals.reopen(tender=submitted, by=cast.buyer, at=AT, reason="Andere percelen.")
    assert (submitted.approach_state, submitted.approach_approved_at) == ("draft", None)


def test_a_late_approval_is_marked(cast: Cast) -> None:
    tender = TenderFactory(
        organisation=cast.organisation, state="submitted", stage="published", publication_date=AT.date()
    )
    approve(tender, at=AT + timedelta(days=1))
    assert tender.is_approved_late
    assert not tender.is_published_unapproved
    assert list(Tender.objects.approved_late()) == [tender]


def test_an_approval_on_the_day_of_publication_is_in_time(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, state="approved", publication_date=AT.date())
    assert not tender.is_approved_late
    assert not Tender.objects.approved_late().exists()


def test_without_audit_row_there_is_no_decision(cast: Cast, submitted: Tender, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_values: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(submitted, cast.tenderboard, "tenderboard", "returned", "nee")
    assert not ApproachDecision.objects.exists()


def test_the_database_refuses_a_return_without_reason(cast: Cast, submitted: Tender) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApproachDecision.objects.create(
            tender=submitted, round=1, role="tenderboard", verdict="returned", reason="", decided_by=cast.tenderboard,
            decided_at=AT,
        )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"approach_state": "approved"},
        {"approach_state": "submitted"},
        {"approach_approved_at": AT},
        {"approach_submitted_at": AT},
    ],
)
def test_the_database_refuses_states_that_do_not_fit(cast: Cast, values: dict[str, Any]) -> None:
    tender = TenderFactory(organisation=cast.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tender.objects.filter(pk=tender.pk).update(**values)
