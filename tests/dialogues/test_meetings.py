"""Before a meeting: planned, changed, invited, cancelled; each wrong field with its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import audit
from accounts.models import AuditEvent, OutgoingMessage
from accounts.workflow import TransitionNotAllowed
from dialogues.actions import meetings
from dialogues.actions.meetings import Plan
from dialogues.models import Meeting
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import DAY, MeetingFactory, noon
from tests.suppliers.factories import ContactFactory, ContractFactory, SupplierFactory

LEADERS = ("contract_manager", "category_manager", "mvi_adviser")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    supplier = SupplierFactory(organisation=cast.organisation)
    return Plan(
        kind="individual", date=DAY, purpose="Kennismaken", organiser=cast.contract_manager, suppliers=(supplier,),
        points=("Locaties", "Loon"),
    )  # fmt: skip


def plan_of(meeting: Meeting, **changes: Any) -> Plan:
    plan = Plan(
        kind=meeting.kind, date=meeting.date, purpose=meeting.purpose, organiser=meeting.organiser,
        reference=meeting.reference, starts_at=meeting.starts_at, ends_at=meeting.ends_at, location=meeting.location,
        benefit=meeting.benefit, suppliers=tuple(meeting.suppliers.all()),
        points=tuple(meeting.points.values_list("text", flat=True)),
    )  # fmt: skip
    return replace(plan, **changes)


def mails(kind: str) -> list[str]:
    return sorted(OutgoingMessage.objects.filter(kind=kind).values_list("to_address", flat=True))


def test_a_planned_meeting_tells_nobody_and_gets_the_next_number(cast: Cast, plan: Plan) -> None:
    first = meetings.plan(organisation=cast.organisation, plan=plan, by=cast.contract_manager, at=AT)
    second = meetings.plan(organisation=cast.organisation, plan=plan, by=cast.mvi_adviser, at=AT)

    assert (first.reference, second.reference) == ("G-2026-001", "G-2026-002")
    assert list(first.points.values_list("text", flat=True)) == ["Locaties", "Loon"]
    assert OutgoingMessage.objects.count() == 0
    event = AuditEvent.objects.get(action="meeting.planned", object_id=first.pk)
    assert event.after["points"] == ["Locaties", "Loon"]


def test_only_who_leads_the_dialogue_plans(cast: Cast, plan: Plan) -> None:
    for role, person in cast.people.items():
        if role in LEADERS:
            meetings.plan(organisation=cast.organisation, plan=plan, by=person, at=AT)
        else:
            with pytest.raises(PermissionDenied):
                meetings.plan(organisation=cast.organisation, plan=plan, by=person, at=AT)
    for stranger in (cast.outsider, cast.supplier):
        with pytest.raises(PermissionDenied):
            meetings.plan(organisation=cast.organisation, plan=plan, by=stranger, at=AT)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("suppliers", {"suppliers": ()}),
        ("starts_at", {"ends_at": time(11)}),
        ("ends_at", {"starts_at": time(11), "ends_at": time(10)}),
        ("points", {"points": ("x",) * 41}),
        ("points", {"points": ("x" * 401,)}),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(cast: Cast, plan: Plan, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        meetings.plan(organisation=cast.organisation, plan=replace(plan, **changes), by=cast.contract_manager, at=AT)

    assert list(refused.value.message_dict) == [field]
    assert not Meeting.objects.exists()


def test_a_working_group_may_have_suppliers_at_the_table(cast: Cast, plan: Plan) -> None:
    with_them = replace(plan, kind="working_group")

    made = meetings.plan(organisation=cast.organisation, plan=with_them, by=cast.contract_manager, at=AT)

    assert tuple(made.suppliers.all()) == plan.suppliers


def test_what_belongs_to_others_is_refused(cast: Cast, plan: Plan) -> None:
    elsewhere = SupplierFactory(organisation=cast.other)
    other_contract = ContractFactory(organisation=cast.organisation)
    wrong = replace(
        plan, suppliers=(elsewhere,), contracts=(other_contract,), organiser=cast.outsider, colleagues=(cast.outsider,)
    )

    with pytest.raises(ValidationError) as refused:
        meetings.plan(organisation=cast.organisation, plan=wrong, by=cast.contract_manager, at=AT)

    assert set(refused.value.message_dict) == {"suppliers", "contracts", "organiser", "colleagues"}


def test_a_reference_is_used_once(cast: Cast, plan: Plan) -> None:
    named = replace(plan, reference="DIALOOG-1")
    meetings.plan(organisation=cast.organisation, plan=named, by=cast.contract_manager, at=AT)

    with pytest.raises(ValidationError) as refused:
        meetings.plan(organisation=cast.organisation, plan=named, by=cast.contract_manager, at=AT)

    assert list(refused.value.message_dict) == ["reference"]


def test_the_invitation_reaches_contact_persons_and_colleagues(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, by=cast.contract_manager, colleagues=(cast.buyer,))
    contact = meeting.suppliers.get().contacts.get().user
    ContactFactory(supplier=meeting.suppliers.get(), organisation=cast.other)

    meetings.invite(meeting=meeting, tell=True, by=cast.contract_manager, at=AT)

    assert mails("meeting_invitation") == sorted([cast.buyer.email, contact.email])
    letter = OutgoingMessage.objects.get(recipient=contact)
    assert f"/portal/meetings/{meeting.pk}/" in letter.body_text
    assert "Leefbaar loon" in letter.body_text
    assert meeting.purpose in letter.body_text
    assert (meeting.state, meeting.invited_at) == ("invited", AT)


def test_an_invitation_that_went_another_way_sends_nothing(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation)

    meetings.invite(meeting=meeting, tell=False, by=cast.contract_manager, at=AT)

    assert meeting.state == "invited"
    assert OutgoingMessage.objects.count() == 0


def test_an_invitation_to_nobody_or_for_a_past_day_is_refused(cast: Cast) -> None:
    lonely = MeetingFactory(organisation=cast.organisation, contact=False)
    past = MeetingFactory(organisation=cast.organisation)

    with pytest.raises(ValidationError):
        meetings.invite(meeting=lonely, tell=True, by=cast.contract_manager, at=AT)
    with pytest.raises(ValidationError):
        meetings.invite(meeting=past, tell=True, by=cast.contract_manager, at=noon(date(2026, 11, 20)))

    lonely.refresh_from_db()
    assert lonely.state == "planned"


def test_a_changed_date_is_told_to_who_was_invited(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    changed = meetings.change(
        meeting=meeting, plan=plan_of(meeting, date=date(2026, 11, 18)), by=cast.contract_manager, at=AT
    )

    assert changed.edition == 1
    assert mails("meeting_changed") == [meeting.suppliers.get().contacts.get().user.email]
    assert AuditEvent.objects.get(action="meeting.changed").after == {"date": "2026-11-18"}


def test_an_unchanged_meeting_tells_nobody(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    meetings.change(meeting=meeting, plan=plan_of(meeting), by=cast.contract_manager, at=AT)

    assert mails("meeting_changed") == []
    assert not AuditEvent.objects.filter(action="meeting.changed").exists()


def test_a_supplier_added_later_gets_the_invitation(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, kind="market", invited=True)
    late = SupplierFactory(organisation=cast.organisation)
    contact = ContactFactory(supplier=late, organisation=cast.organisation).user

    meetings.change(
        meeting=meeting, plan=plan_of(meeting, suppliers=(*meeting.suppliers.all(), late)), by=cast.contract_manager,
        at=AT,
    )  # fmt: skip

    assert contact.email in mails("meeting_invitation")
    assert mails("meeting_changed") == []


def test_who_was_invited_cannot_silently_be_left_out(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, kind="market", invited=True)

    with pytest.raises(ValidationError) as refused:
        meetings.change(meeting=meeting, plan=plan_of(meeting, suppliers=()), by=cast.contract_manager, at=AT)

    assert list(refused.value.message_dict) == ["suppliers"]


def test_cancelling_asks_a_reason_and_tells_it(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)

    with pytest.raises(TransitionNotAllowed):
        meetings.cancel(meeting=meeting, reason=" ", by=cast.contract_manager, at=AT)
    meetings.cancel(meeting=meeting, reason="Ziekte", by=cast.contract_manager, at=AT)

    assert meeting.cancel_reason == "Ziekte"
    assert (
        "Ziekte" in OutgoingMessage.objects.get(kind="meeting_cancelled", recipient__kind="supplier_contact").body_text
    )


def test_cancelling_what_nobody_knew_of_sends_nothing(cast: Cast) -> None:
    MeetingFactory(organisation=cast.organisation, cancelled=True)

    assert OutgoingMessage.objects.count() == 0


@pytest.mark.parametrize("state", ["held", "confirmed", "cancelled"])
def test_what_is_past_planning_cannot_be_changed(cast: Cast, state: str) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, state=state)

    with pytest.raises(TransitionNotAllowed):
        meetings.change(meeting=meeting, plan=plan_of(meeting, location="Elders"), by=cast.contract_manager, at=AT)


def test_without_its_audit_row_a_plan_is_not_kept(cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_given: object) -> None:
        raise OSError("the trail is full")

    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(OSError, match="full"):
        meetings.plan(organisation=cast.organisation, plan=plan, by=cast.contract_manager, at=AT)

    assert not Meeting.objects.exists()
