"""Agreements: complete when written down, reported by the owner's side, confirmed by the other, never by one alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, OutgoingMessage
from accounts.workflow import TransitionNotAllowed
from dialogues.actions import agreements, meetings
from dialogues.actions.agreements import Terms
from dialogues.models import Agreement
from dialogues.permissions import can_judge, can_report
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory, judge_of, noon, reporter_of, write_report
from tests.suppliers.factories import SupplierFactory

LATER = noon(date(2026, 11, 20))
TERMS: dict[str, Any] = {"text": "Lijst", "owner_side": "supplier", "due_on": date(2027, 3, 1), "owner": "Lea"}


def add(cast: Cast, **changes: Any) -> Agreement:
    meeting = changes.pop("meeting", None) or MeetingFactory(organisation=cast.organisation, held=True)
    return agreements.add(meeting=meeting, terms=Terms(**{**TERMS, **changes}), by=cast.contract_manager, at=LATER)


def test_an_agreement_belongs_to_the_only_supplier_and_gets_a_number(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, held=True)

    first, second = add(cast, meeting=meeting), add(cast, meeting=meeting, owner_side="buyer")

    assert (first.reference, second.reference) == ("A1", "A2")
    assert first.supplier == second.supplier == meeting.suppliers.get()


def test_an_owner_from_the_list_is_named_by_it(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, held=True)
    contact = meeting.suppliers.get().contacts.get().user

    assert add(cast, meeting=meeting, owner="", owner_user=contact).owner == contact.name


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("text", {"text": " "}),
        ("owner", {"owner": ""}),
        ("owner_side", {"owner_side": "nobody"}),
        ("due_on", {"due_on": date(2026, 11, 15)}),
    ],
)
def test_what_is_missing_is_said_at_its_field(cast: Cast, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        add(cast, **changes)

    assert list(refused.value.message_dict) == [field]


def test_an_owner_belongs_to_his_side(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        add(cast, owner_user=cast.buyer)

    assert list(refused.value.message_dict) == ["owner_user"]


def test_of_several_suppliers_one_is_chosen(cast: Cast) -> None:
    suppliers = tuple(SupplierFactory(organisation=cast.organisation) for _ in range(2))
    meeting = MeetingFactory(organisation=cast.organisation, kind="market", suppliers=suppliers, held=True)

    with pytest.raises(ValidationError) as refused:
        add(cast, meeting=meeting)
    assert list(refused.value.message_dict) == ["supplier"]
    with pytest.raises(ValidationError):
        add(cast, meeting=meeting, supplier=SupplierFactory(organisation=cast.organisation))

    assert add(cast, meeting=meeting, supplier=suppliers[1]).supplier == suppliers[1]
    assert add(cast, meeting=meeting, owner_side="buyer").supplier is None


def test_a_working_group_agrees_among_colleagues(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, kind="working_group", colleagues=(cast.buyer,), held=True)

    with pytest.raises(ValidationError):
        add(cast, meeting=meeting)

    own = add(cast, meeting=meeting, owner_side="buyer")
    agreements.report(agreement=own, outcome="done", text="Gedaan.", by=cast.contract_manager, at=LATER)
    agreements.confirm(agreement=own, by=cast.mvi_adviser, at=LATER)
    own.refresh_from_db()
    assert own.state == "done"


@pytest.mark.parametrize("state", ["planned", "invited", "confirmed", "cancelled"])
def test_agreements_are_written_into_an_open_report_only(cast: Cast, state: str) -> None:
    with pytest.raises(TransitionNotAllowed):
        add(cast, meeting=MeetingFactory(organisation=cast.organisation, state=state))


@pytest.mark.parametrize("is_buyers", [False, True])
def test_one_side_reports_and_the_other_confirms(cast: Cast, is_buyers: bool) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, buyer=is_buyers)
    contact, host = agreement.supplier.contacts.get().user, cast.contract_manager
    reporter, judge = (host, contact) if is_buyers else (contact, host)
    assert (can_report(reporter, agreement), can_report(judge, agreement)) == (True, False)

    agreements.report(agreement=agreement, outcome="done", text="Gestuurd.", by=reporter, at=LATER)
    agreement.refresh_from_db()
    assert agreement.state == "open"
    assert (can_judge(reporter, agreement), can_judge(judge, agreement)) == (False, True)
    with pytest.raises(PermissionDenied):
        agreements.confirm(agreement=agreement, by=reporter, at=LATER)
    agreements.confirm(agreement=agreement, by=judge, at=LATER)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.done_on, agreement.confirmed_by) == ("done", LATER.date(), judge)
    assert OutgoingMessage.objects.get(kind="agreement_judged").recipient == reporter


def test_what_is_dropped_has_no_day_on_which_it_was_done(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, dropped=True)

    assert (agreement.state, agreement.done_on) == ("dropped", None)


def test_a_refused_report_opens_the_agreement_again_with_the_reason(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, refused=True)

    assert (agreement.state, agreement.reported_at, agreement.reported_as) == ("open", None, "")
    assert agreement.refused_reason == "De adressen ontbreken."
    assert "De adressen ontbreken." in OutgoingMessage.objects.get(kind="agreement_judged").body_text
    assert AuditEvent.objects.get(action="agreement.report_refused").before["reported_as"] == "done"


def test_a_refusal_says_why(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, reported=True)

    with pytest.raises(ValidationError):
        agreements.refuse(agreement=agreement, reason="", by=judge_of(agreement), at=LATER)


def test_without_a_contact_person_two_colleagues_do_it(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, contact=False, held=True)
    agreement = add(cast, meeting=meeting)

    agreements.report(agreement=agreement, outcome="done", text="Gemaild.", by=cast.contract_manager, at=LATER)
    with pytest.raises(PermissionDenied):
        agreements.confirm(agreement=agreement, by=cast.contract_manager, at=LATER)
    agreements.confirm(agreement=agreement, by=cast.category_manager, at=LATER)

    agreement.refresh_from_db()
    assert agreement.state == "done"


def test_an_owner_reports_his_own_agreement_whatever_his_role(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, held=True)
    agreement = add(cast, meeting=meeting, owner_side="buyer", owner_user=cast.buyer)

    assert can_report(cast.buyer, agreement)
    assert not can_report(cast.auditor, agreement)


def test_every_other_person_is_kept_out(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, reported=True)
    others = [cast.people[role] for role in ("buyer", "auditor", "management", "tenderboard")]
    for person in (*others, cast.outsider, cast.supplier):
        assert not can_judge(person, agreement)
        with pytest.raises(PermissionDenied):
            agreements.confirm(agreement=agreement, by=person, at=LATER)


@pytest.mark.parametrize("state", ["reported", "done", "dropped"])
def test_nothing_is_reported_twice(cast: Cast, state: str) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, state=state)

    with pytest.raises(TransitionNotAllowed):
        agreements.report(agreement=agreement, outcome="done", text="Nog eens", by=reporter_of(agreement), at=LATER)


@pytest.mark.parametrize("given", [{"outcome": "perhaps", "text": "x"}, {"outcome": "done", "text": " "}])
def test_a_report_is_complete(cast: Cast, given: dict[str, str]) -> None:
    agreement = AgreementFactory(organisation=cast.organisation)

    with pytest.raises(ValidationError):
        agreements.report(agreement=agreement, by=reporter_of(agreement), at=LATER, **given)


def test_what_was_reported_cannot_be_corrected_or_taken_out(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, reported=True)

    with pytest.raises(TransitionNotAllowed):
        agreements.change(agreement=agreement, terms=Terms(**TERMS), by=cast.contract_manager, at=LATER)
    with pytest.raises(TransitionNotAllowed):
        agreements.remove(agreement=agreement, by=cast.contract_manager, at=LATER)


def test_an_agreement_that_was_not_made_is_taken_out_and_remembered(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation)

    agreements.remove(agreement=agreement, by=cast.contract_manager, at=LATER)

    assert not Agreement.objects.exists()
    assert AuditEvent.objects.get(action="agreement.removed").before["text"] == agreement.text


def test_overdue_is_computed_and_weekends_do_not_count(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, due_on=date(2027, 2, 27))  # a Saturday

    def is_overdue(day: date) -> bool:
        row: Any = Agreement.objects.with_overdue(day).get(pk=agreement.pk)
        annotated: bool = row.is_overdue
        assert annotated == Agreement.objects.overdue(day).exists()
        return annotated

    assert [is_overdue(date(2027, 3, day)) for day in (1, 2)] == [False, True]


def test_what_waits_for_confirmation_is_not_overdue(cast: Cast) -> None:
    AgreementFactory(organisation=cast.organisation, reported=True, due_on=date(2026, 11, 30))

    assert not Agreement.objects.overdue(date(2027, 3, 1)).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"reported_as": "done"}, {"state": "done"}, {"done_on": "2027-01-01"}, {"refused_reason": "Zomaar"}],
)
def test_the_database_refuses_an_impossible_agreement(cast: Cast, wrong: dict[str, object]) -> None:
    agreement = AgreementFactory(organisation=cast.organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(**wrong)


def test_the_database_refuses_one_person_on_both_sides(cast: Cast) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, reported=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(confirmed_by=agreement.reported_by)


def test_a_cancelled_meeting_leaves_nothing_to_agree_on(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)
    meetings.cancel(meeting=meeting, reason="Ziekte", by=cast.contract_manager, at=AT)

    with pytest.raises(TransitionNotAllowed):
        write_report(meeting, by=cast.contract_manager, at=LATER)
