"""Meetings and agreements for tests: each trait walks through the product's own actions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory

from accounts.models import User
from dialogues.actions import agreements, meetings, minutes
from dialogues.actions.agreements import Terms
from dialogues.actions.meetings import Plan
from dialogues.models import Agreement, Meeting
from dialogues.reads import contacts_for, contacts_of, hosts_of
from tests.accounts.factories import AT, OrganisationFactory, UserFactory
from tests.suppliers.factories import ContactFactory, SupplierFactory

DAY = date(2026, 11, 16)
"""The day of a meeting in the tests' world; its report is written on the next."""


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def host_of(meeting_or_organisation: Any) -> User:
    """Somebody who leads the dialogue: the first, or a new contract manager."""
    organisation = getattr(meeting_or_organisation, "organisation", meeting_or_organisation)
    return hosts_of(organisation).first() or UserFactory(organisation=organisation, roles=["contract_manager"])


class MeetingFactory(factory.django.DjangoModelFactory):
    """A planned supplier dialogue with one supplier that has a contact person.

    ``state`` or a trait walks it on: invited, held, sent (held, and its report sent), confirmed, cancelled.
    ``contact=False`` leaves the supplier without a contact person (the invitation then goes another way).
    """

    class Meta:
        model = Meeting

    kind = Meeting.Kind.INDIVIDUAL
    date = DAY
    starts_at = time(10)
    ends_at = time(11, 30)
    location = "Den Haag"
    purpose = "Zicht krijgen op de naaiateliers"
    benefit = "Eén vragenlijst voor drie opdrachtgevers"

    class Params:
        invited = factory.Trait(state="invited")
        held = factory.Trait(state="held")
        sent = factory.Trait(state="sent")
        confirmed = factory.Trait(state="confirmed")
        cancelled = factory.Trait(state="cancelled")

    @classmethod
    def _create(cls, model_class: type[Meeting], *args: Any, **kwargs: Any) -> Meeting:
        state, has_contact = kwargs.pop("state", "planned"), kwargs.pop("contact", True)
        organisation = kwargs.pop("organisation", None) or OrganisationFactory()
        by = kwargs.pop("by", None) or host_of(organisation)
        if "suppliers" not in kwargs and kwargs["kind"] != Meeting.Kind.WORKING_GROUP:
            kwargs["suppliers"] = (SupplierFactory(organisation=organisation),)
        if has_contact:
            for supplier in kwargs.get("suppliers", ()):
                if not supplier.contacts.filter(organisation=organisation, is_active=True).exists():
                    ContactFactory(supplier=supplier, organisation=organisation)
        kwargs.setdefault("organiser", by)
        kwargs.setdefault("points", ("Productielocaties", "Leefbaar loon"))
        meeting = meetings.plan(organisation=organisation, plan=Plan(**kwargs), by=by, at=AT)
        walk(meeting, to=state, by=by)
        return Meeting.objects.select_related("organisation", "organiser").get(pk=meeting.pk)


def walk(meeting: Meeting, *, to: str, by: User) -> None:
    """Take a planned meeting to a state, through the actions; what comes after the meeting happens the next day."""
    after = noon(meeting.date + timedelta(days=1))
    if to == "planned":
        return
    if to == "cancelled":
        meetings.cancel(meeting=meeting, reason="De leverancier is verhinderd.", by=by, at=AT)
        return
    can_mail = bool(contacts_of(meeting)) and meeting.date >= AT.date()
    meetings.invite(meeting=meeting, tell=can_mail, by=by, at=AT)
    if to == "invited":
        return
    write_report(meeting, by=by, at=after)
    if to == "held":
        return
    minutes.send(meeting=meeting, by=by, at=after)
    if to == "confirmed":
        for contact in contacts_of(meeting):
            minutes.confirm(meeting=meeting, number=1, by=contact.user, at=after)


def write_report(meeting: Meeting, *, by: User, at: datetime, summary: str = "Een open gesprek.") -> Meeting:
    points = {point.pk: minutes.Said("Lijst volgt.", "commercial") for point in meeting.points.all()}
    return minutes.record(
        meeting=meeting, held_on=meeting.date, attendance="Cas, Lea", summary=summary, points=points, by=by, at=at
    )


class AgreementFactory(factory.django.DjangoModelFactory):
    """An open agreement of the supplier's side in a held meeting, due on 1 March 2027.

    ``buyer`` makes it the buyer's own; ``reported``, ``done``, ``dropped``, ``refused`` walk it on through both sides.
    """

    class Meta:
        model = Agreement

    text = "Stuurt de lijst van productielocaties"
    owner = "Lea Leverancier"
    owner_side = Agreement.Side.SUPPLIER
    due_on = date(2027, 3, 1)

    class Params:
        buyer = factory.Trait(owner_side=Agreement.Side.BUYER, owner="Cas Contractmanager")
        reported = factory.Trait(state="reported")
        done = factory.Trait(state="done")
        dropped = factory.Trait(state="dropped")
        refused = factory.Trait(state="refused")

    @classmethod
    def _create(cls, model_class: type[Agreement], *args: Any, **kwargs: Any) -> Agreement:
        state, organisation = kwargs.pop("state", "open"), kwargs.pop("organisation", None)
        meeting = kwargs.pop("meeting", None) or MeetingFactory(organisation=organisation, held=True)
        at = noon(meeting.date + timedelta(days=1))
        agreement = agreements.add(meeting=meeting, terms=Terms(**kwargs), by=host_of(meeting), at=at)
        take(agreement, to=state, at=at + timedelta(days=7))
        return Agreement.objects.select_related("meeting__organisation", "meeting__organiser", "supplier").get(
            pk=agreement.pk
        )


def reporter_of(agreement: Agreement) -> User:
    """Who reports: the contact person for the supplier's side, the first host for the buyer's."""
    contacts = contacts_for(agreement)
    if agreement.owner_side == Agreement.Side.SUPPLIER and contacts:
        return contacts[0].user
    return host_of(agreement.meeting)


def judge_of(agreement: Agreement) -> User:
    """Who confirms: the other side; without a portal contact a second colleague."""
    contacts = contacts_for(agreement)
    if agreement.owner_side == Agreement.Side.BUYER and contacts:
        return contacts[0].user
    organisation = agreement.meeting.organisation
    others = hosts_of(organisation).exclude(pk=reporter_of(agreement).pk)
    return others.first() or UserFactory(organisation=organisation, roles=["mvi_adviser"])


def take(agreement: Agreement, *, to: str, at: datetime) -> None:
    """Take an open agreement to a state: reported, done, dropped, or refused (open again)."""
    if to == "open":
        return
    outcome = "dropped" if to == "dropped" else "done"
    agreements.report(
        agreement=agreement, outcome=outcome, text="Lijst gestuurd op 20 februari.", by=reporter_of(agreement), at=at
    )
    if to == "reported":
        return
    judge = judge_of(agreement)
    if to == "refused":
        agreements.refuse(agreement=agreement, reason="De adressen ontbreken.", by=judge, at=at)
    else:
        agreements.confirm(agreement=agreement, by=judge, at=at)
