"""After a meeting: the report is written, sent, and confirmed or objected to, per supplier and edition."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, OutgoingMessage, User
from accounts.workflow import TransitionNotAllowed
from dialogues.actions import agreements, minutes
from dialogues.actions.agreements import Terms
from dialogues.models import Confirmation, Meeting
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory, noon, write_report
from tests.suppliers.factories import ContactFactory, SupplierFactory

LATER = noon(date(2026, 11, 20))


def contact_of(meeting: Meeting) -> User:
    contact: User = meeting.suppliers.all()[0].contacts.all()[0].user
    return contact


def test_a_report_makes_the_meeting_held(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    held = write_report(meeting, by=cast.mvi_adviser, at=LATER)

    assert (held.state, held.held_recorded_at) == ("held", LATER)
    assert set(held.points.values_list("said", "leverage")) == {("Lijst volgt.", "commercial")}
    assert AuditEvent.objects.filter(action="meeting.point_noted").count() == 2


def test_a_meeting_of_tomorrow_cannot_have_been_held(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    with pytest.raises(ValidationError) as refused:
        write_report(meeting, by=cast.contract_manager, at=AT)

    assert list(refused.value.message_dict) == ["held_on"]


def test_a_report_names_who_was_there(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    with pytest.raises(ValidationError) as refused:
        minutes.record(
            meeting=meeting, held_on=meeting.date, attendance=" ", summary="", points={}, by=cast.contract_manager,
            at=LATER,
        )  # fmt: skip

    assert list(refused.value.message_dict) == ["attendance"]


def test_the_report_goes_to_the_supplier_with_the_agreements(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, held=True)
    AgreementFactory(meeting=meeting)

    minutes.send(meeting=meeting, by=cast.contract_manager, at=LATER)

    letter = OutgoingMessage.objects.get(kind="meeting_minutes")
    assert letter.recipient == contact_of(meeting)
    assert "Stuurt de lijst van productielocaties" in letter.body_text
    assert "commercie" not in letter.body_text
    with pytest.raises(TransitionNotAllowed):
        minutes.send(meeting=meeting, by=cast.contract_manager, at=LATER)


def test_the_supplier_confirms_and_the_organiser_hears_it(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    contact = contact_of(meeting)

    confirmed = minutes.confirm(meeting=meeting, number=1, by=contact, at=LATER)

    assert (confirmed.state, confirmed.confirmed_by, confirmed.confirmed_at) == ("confirmed", contact, LATER)
    assert OutgoingMessage.objects.get(kind="meeting_confirmed").recipient == meeting.organiser


def test_an_objection_stays_when_the_report_is_corrected_and_confirmed(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    contact = contact_of(meeting)

    minutes.object_to(meeting=meeting, number=1, objection="Wij zeiden juni.", by=contact, at=LATER)
    assert OutgoingMessage.objects.get(kind="meeting_objected").recipient == meeting.organiser
    corrected = write_report(meeting, by=meeting.organiser, at=LATER, summary="De lijst komt in juni.")
    assert corrected.minutes_sent_at is None
    minutes.send(meeting=meeting, by=meeting.organiser, at=LATER)
    confirmed = minutes.confirm(meeting=meeting, number=2, by=contact, at=LATER)

    assert confirmed.state == "confirmed"
    assert [(row.round, row.answer, row.objection) for row in meeting.confirmations.all()] == [
        (2, "confirmed", ""),
        (1, "objected", "Wij zeiden juni."),
    ]


def test_an_objection_says_what(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)

    with pytest.raises(ValidationError):
        minutes.object_to(meeting=meeting, number=1, objection=" ", by=contact_of(meeting), at=LATER)


def test_nobody_confirms_an_edition_that_he_did_not_read(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    write_report(meeting, by=meeting.organiser, at=LATER, summary="Gewijzigd.")

    with pytest.raises(TransitionNotAllowed):
        minutes.confirm(meeting=meeting, number=1, by=contact_of(meeting), at=LATER)
    minutes.send(meeting=meeting, by=meeting.organiser, at=LATER)
    with pytest.raises(TransitionNotAllowed):
        minutes.confirm(meeting=meeting, number=1, by=contact_of(meeting), at=LATER)

    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_a_new_agreement_takes_a_sent_report_back(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)

    agreements.add(
        meeting=meeting, terms=Terms(text="Nog iets", owner_side="buyer", due_on=date(2027, 1, 4), owner="Cas"),
        by=cast.contract_manager, at=LATER,
    )  # fmt: skip

    meeting.refresh_from_db()
    assert meeting.minutes_sent_at is None


def test_only_a_changed_leverage_leaves_the_sent_report_as_it_is(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    points = {point.pk: minutes.Said("Lijst volgt.", "knowledge") for point in meeting.points.all()}

    kept = minutes.record(
        meeting=meeting, held_on=meeting.date, attendance=meeting.attendance, summary=meeting.summary, points=points,
        by=cast.contract_manager, at=LATER,
    )  # fmt: skip

    assert kept.minutes_sent_at is not None


def test_each_supplier_confirms_for_himself(cast: Cast) -> None:
    suppliers = tuple(SupplierFactory(organisation=cast.organisation) for _ in range(2))
    meeting = MeetingFactory(organisation=cast.organisation, kind="market", suppliers=suppliers, sent=True)
    first, second = (supplier.contacts.get().user for supplier in suppliers)

    minutes.confirm(meeting=meeting, number=1, by=first, at=LATER)
    meeting.refresh_from_db()
    assert meeting.state == "held"
    with pytest.raises(TransitionNotAllowed):
        minutes.confirm(meeting=meeting, number=1, by=first, at=LATER)
    minutes.confirm(meeting=meeting, number=1, by=second, at=LATER)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.confirmed_by) == ("confirmed", second)


def test_only_a_contact_person_of_the_meeting_answers(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    elsewhere = ContactFactory(supplier=SupplierFactory(), organisation=cast.organisation).user
    for stranger in (cast.contract_manager, cast.buyer, cast.outsider, elsewhere, UserFactory(supplier_contact=True)):
        with pytest.raises(PermissionDenied):
            minutes.confirm(meeting=meeting, number=1, by=stranger, at=LATER)


def test_a_working_group_has_nobody_to_confirm_its_report(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, kind="working_group", colleagues=(cast.buyer,), held=True)

    with pytest.raises(ValidationError):
        minutes.send(meeting=meeting, by=cast.contract_manager, at=LATER)


def test_suppliers_of_a_working_group_confirm_its_report(cast: Cast) -> None:
    supplier = SupplierFactory(organisation=cast.organisation)
    meeting = MeetingFactory(organisation=cast.organisation, kind="working_group", suppliers=(supplier,), sent=True)

    minutes.confirm(meeting=meeting, number=1, by=contact_of(meeting), at=LATER)

    assert Meeting.objects.get(pk=meeting.pk).state == "confirmed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "objected", "objection": "", "answered_at": AT},
        {"answer": "confirmed", "objection": "toch niet", "answered_at": AT},
        {"answer": "confirmed", "answered_at": None},
        {"answer": "", "answered_at": AT},
    ],
)
def test_the_database_refuses_half_an_answer(cast: Cast, wrong: dict[str, object]) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    by = contact_of(meeting) if wrong["answered_at"] else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(meeting=meeting).update(answered_by=by, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "confirmed"},
        {"cancel_reason": "Zomaar"},
        {"minutes_sent_at": AT},
        {"confirmed_at": AT},
        {"ends_at": "09:00"},
    ],
)
def test_the_database_refuses_an_impossible_meeting(cast: Cast, wrong: dict[str, object]) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**wrong)
