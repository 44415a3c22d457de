"""Assessments and extensions: what they change, whom they tell, what they refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, OutgoingMessage
from accounts.workflow import TransitionNotAllowed
from suppliers.actions import assessments, contacts, deliverables, extensions
from suppliers.models import Assessment, Deliverable, ExtensionRequest, Question
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import DeliverableFactory, ExtensionFactory, answer_all, contact_of, hand_in, noon

DAY = date(2027, 4, 2)
AT = noon(DAY)


@pytest.fixture
def in_assessment(cast: Cast) -> Assessment:
    deliverable: Deliverable = DeliverableFactory(in_assessment=True, organisation=cast.organisation)
    return deliverable.assessments.get()


def test_the_questions_are_frozen_at_the_start(in_assessment: Assessment) -> None:
    Question.objects.filter(question_set=in_assessment.question_set).update(text_nl="Anders?")

    texts = [each.text_nl for each in in_assessment.answers.all()]

    assert len(texts) == 7
    assert "Anders?" not in texts


@pytest.mark.parametrize("outcome", ["accepted", "accepted_with_remarks", "revision_requested"])
def test_an_outcome_reaches_the_supplier(cast: Cast, in_assessment: Assessment, outcome: str) -> None:
    answer_all(in_assessment, by=cast.mvi_adviser, at=AT)
    due_on = date(2027, 6, 1) if outcome == "revision_requested" else None

    assessments.decide(
        assessment=in_assessment, outcome=outcome, remarks="Noem de landen.", due_on=due_on,
        by=cast.contract_manager, at=AT,
    )  # fmt: skip

    deliverable = Deliverable.objects.get()
    assert (deliverable.state, deliverable.assessed_on) == (outcome, DAY)
    message = OutgoingMessage.objects.get(kind="assessment_completed")
    assert message.recipient == contact_of(deliverable.contract)
    assert "Noem de landen." in message.body_text
    assert "/portal/enter/" in message.body_text


def test_a_revision_has_its_own_date_with_a_history(cast: Cast) -> None:
    deliverable = DeliverableFactory(revision_requested=True, organisation=cast.organisation, due_on=date(2027, 4, 1))

    change = deliverable.due_date_changes.get()

    assert (change.source, change.from_date, change.to_date) == ("revision", date(2027, 4, 1), deliverable.due_on)
    assert change.reason == "Gevraagd bij de beoordeling van versie 1."


def test_an_adviser_answers_but_does_not_decide(cast: Cast, in_assessment: Assessment) -> None:
    answer_all(in_assessment, by=cast.mvi_adviser, at=AT)

    with pytest.raises(PermissionDenied):
        assessments.decide(assessment=in_assessment, outcome="accepted", by=cast.mvi_adviser, at=AT)

    assert Deliverable.objects.get().state == "in_assessment"


@pytest.mark.parametrize("role", ["buyer", "category_manager", "management", "auditor", "administrator"])
def test_who_may_not_answer(cast: Cast, in_assessment: Assessment, role: str) -> None:
    with pytest.raises(PermissionDenied):
        assessments.answer(
            assessment=in_assessment, key="sources_given", value="fully", reason="ja", by=cast.people[role], at=AT
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "accepted", "answered": False}, "outcome"),
        ({"outcome": "accepted_with_remarks", "remarks": " "}, "remarks"),
        ({"outcome": "revision_requested", "remarks": "Noem de landen."}, "due_on"),
        ({"outcome": "revision_requested", "remarks": "Noem de landen.", "due_on": DAY}, "due_on"),
    ],
)
def test_an_incomplete_outcome_changes_nothing(
    cast: Cast, in_assessment: Assessment, given: dict[str, Any], field: str
) -> None:
    if given.pop("answered", True):
        answer_all(in_assessment, by=cast.contract_manager, at=AT)

    with pytest.raises(ValidationError) as refused:
        assessments.decide(assessment=in_assessment, by=cast.contract_manager, at=AT, **given)

    assert list(refused.value.message_dict) == [field]
    assert Deliverable.objects.get().state == "in_assessment"


def test_what_is_decided_stays_decided(cast: Cast) -> None:
    assessment = DeliverableFactory(accepted=True, organisation=cast.organisation).assessments.get()

    with pytest.raises(TransitionNotAllowed):
        assessments.answer(
            assessment=assessment, key="sources_given", value="not", reason="nee", by=cast.contract_manager, at=AT
        )


def test_a_revised_version_gets_an_assessment_of_its_own(cast: Cast) -> None:
    deliverable = DeliverableFactory(revision_requested=True, organisation=cast.organisation)
    hand_in(deliverable, on=date(2027, 5, 1))

    again = assessments.start(deliverable=deliverable, by=cast.contract_manager, at=noon(date(2027, 5, 2)))

    assert again.submission.number == 2
    assert deliverable.assessments.count() == 2
    assert not again.answers.exclude(value="").exists()


def test_the_database_refuses_an_outcome_without_a_person(in_assessment: Assessment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=in_assessment.pk).update(outcome="accepted")


def test_granting_moves_the_due_date_and_tells_the_requester(cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation, due_on=date(2027, 4, 1))
    request = ExtensionFactory(deliverable=deliverable, wanted_on=date(2027, 5, 1), at=noon(date(2027, 3, 1)))

    extensions.grant(request=request, by=cast.contract_manager, at=noon(date(2027, 3, 2)))

    deliverable.refresh_from_db()
    change = deliverable.due_date_changes.get()
    assert deliverable.due_on == date(2027, 5, 1)
    assert (change.source, change.from_date, change.changed_by) == (
        "extension", date(2027, 4, 1), cast.contract_manager,
    )  # fmt: skip
    assert OutgoingMessage.objects.get(kind="extension_decided").recipient == request.requested_by
    assert OutgoingMessage.objects.get(kind="extension_requested").recipient == cast.contract_manager


def test_a_contact_person_who_was_taken_away_gets_no_link_with_the_decision(cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation, due_on=date(2027, 4, 1))
    request = ExtensionFactory(deliverable=deliverable, wanted_on=date(2027, 5, 1), at=noon(date(2027, 3, 1)))
    contact = request.requested_by.supplier_contacts.get()
    contacts.deactivate(contact=contact, by=cast.contract_manager, at=noon(date(2027, 3, 2)))

    extensions.grant(request=request, by=cast.contract_manager, at=noon(date(2027, 3, 3)))

    assert not OutgoingMessage.objects.filter(kind="extension_decided").exists()
    assert not request.requested_by.access_links.filter(revoked_at=None).exists()


def test_a_contract_manager_who_left_is_told_no_more_and_a_colleague_is(cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)
    left = deliverable.contract.contract_manager
    left.memberships.all().delete()
    colleague = cast.with_roles("contract_manager")

    hand_in(deliverable, on=DAY)

    told = OutgoingMessage.objects.filter(kind="submission_to_assess")
    assert [message.recipient for message in told] == [colleague]


def test_refusing_asks_a_reason_and_moves_nothing(cast: Cast) -> None:
    request = ExtensionFactory(deliverable=DeliverableFactory(organisation=cast.organisation))
    due_on = request.deliverable.due_on

    with pytest.raises(TransitionNotAllowed):
        extensions.refuse(request=request, reason=" ", by=cast.contract_manager, at=AT)
    extensions.refuse(request=request, reason="Staat in het contract.", by=cast.contract_manager, at=AT)

    assert Deliverable.objects.get().due_on == due_on
    assert "Staat in het contract." in OutgoingMessage.objects.get(kind="extension_decided").body_text


@pytest.mark.parametrize("wanted_on", [date(2027, 4, 1), date(2027, 3, 1)])
def test_a_request_asks_a_later_date(cast: Cast, wanted_on: date) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation, due_on=date(2027, 4, 1))

    with pytest.raises(ValidationError) as refused:
        extensions.request(
            deliverable=deliverable, wanted_on=wanted_on, reason="tijd", by=contact_of(deliverable.contract),
            at=noon(date(2027, 3, 1)),
        )  # fmt: skip

    assert list(refused.value.message_dict) == ["wanted_on"]


def test_one_open_request_at_a_time(cast: Cast) -> None:
    request = ExtensionFactory(deliverable=DeliverableFactory(organisation=cast.organisation))

    with pytest.raises(TransitionNotAllowed):
        ExtensionFactory(deliverable=request.deliverable, wanted_on=date(2027, 9, 1))


@pytest.mark.parametrize("state", ["submitted", "accepted", "waived"])
def test_nothing_to_extend_where_nothing_is_awaited(cast: Cast, state: str) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation, state=state)

    with pytest.raises(TransitionNotAllowed):
        ExtensionFactory(deliverable=deliverable, by=cast.contract_manager)


def test_a_contact_of_another_supplier_asks_nothing(cast: Cast) -> None:
    deliverable, other = DeliverableFactory(organisation=cast.organisation), DeliverableFactory()

    with pytest.raises(PermissionDenied):
        ExtensionFactory(deliverable=deliverable, by=contact_of(other.contract))


@pytest.mark.parametrize("role", ["buyer", "mvi_adviser", "category_manager", "auditor"])
def test_which_colleagues_may_not_ask(cast: Cast, role: str) -> None:
    with pytest.raises(PermissionDenied):
        ExtensionFactory(deliverable=DeliverableFactory(organisation=cast.organisation), by=cast.people[role])


def test_a_correction_is_in_the_history(cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation, due_on=date(2027, 4, 1))

    deliverables.correct_due_date(
        deliverable=deliverable, due_on=date(2027, 3, 15), reason="Tikfout.", by=cast.category_manager, at=AT
    )

    change = deliverable.due_date_changes.get()
    assert (change.source, change.reason, change.to_date) == ("correction", "Tikfout.", date(2027, 3, 15))
    event = AuditEvent.objects.get(action="deliverable.due_date_changed")
    assert event.before == {"due_on": "2027-04-01"}


def test_the_database_refuses_a_decision_on_an_own_request(cast: Cast) -> None:
    request = ExtensionFactory(deliverable=DeliverableFactory(organisation=cast.organisation))

    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionRequest.objects.filter(pk=request.pk).update(
            state="granted", decided_by=request.requested_by, decided_at=AT
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "accepted", "submitted_on": None},
        {"state": "waived", "waived_reason": ""},
        {"reminders_paused_until": date(2027, 1, 1)},
    ],
)
def test_the_database_refuses_half_a_deliverable(cast: Cast, wrong: dict[str, Any]) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Deliverable.objects.filter(pk=deliverable.pk).update(**wrong)


def test_the_database_refuses_a_second_deliverable_of_the_same_key(cast: Cast) -> None:
    deliverable = DeliverableFactory(organisation=cast.organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        DeliverableFactory(contract=deliverable.contract)
