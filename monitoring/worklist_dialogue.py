"""The dialogue on the day's page: agreements, meetings, and dialogues that should be planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.calendar import last_working_day_before
from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import WRITE
from dialogues.models import Agreement, Meeting
from dialogues.reads import a_year_after, awaiting_dialogue
from dialogues.workflow import HOSTS
from monitoring.worklist_sections import SHOWN, Item, Section, section_of
from suppliers.models import Contract
from suppliers.querysets import SOON_DAYS


def dialogue_sections(user: User, organisation: Organisation, today: date, *, mine: bool) -> list[Section]:
    """What this person has to do in the dialogue; ``mine`` leaves out what is of a colleague."""
    sections: list[Section] = []
    if user.roles_in(organisation.pk) & set(HOSTS):
        sections += _agreements(user, organisation, today, mine=mine)
    if has_right(user, organisation, "dialogue", WRITE):
        sections.append(_to_plan(user, organisation, today, mine=mine))
        sections.append(_meetings(user, organisation, today, mine=mine))
    return sections


def _agreements(user: User, organisation: Organisation, today: date, *, mine: bool) -> list[Section]:
    """What was agreed and should be done by now or soon, and what the supplier says is done and we must confirm."""
    rows = Agreement.objects.visible_to(user).of(organisation)
    rows = (rows.mine(user) if mine else rows).select_related("meeting").order_by("due_on", "pk")
    overdue = rows.overdue(today)
    soon = rows.unreported().filter(
        due_on__gt=last_working_day_before(today), due_on__lte=today + timedelta(days=SOON_DAYS)
    )
    reported = rows.awaiting_confirmation().filter(owner_side=Agreement.Side.SUPPLIER).exclude(reported_by=user)
    url = reverse("dialogues:agreement-list")
    return [
        section_of("agreements-overdue", _("Agreements overdue"), "danger", overdue, _agreed(overdue), more_url=url),
        section_of(
            "agreements-reported", _("Agreements to confirm"), "warning", reported, _agreed(reported), more_url=url
        ),
        section_of("agreements-soon", _("Agreements due soon"), "info", soon, _agreed(soon), more_url=url),
    ]


def _agreed(rows: QuerySet[Agreement]) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=row.text,
            about=row.meeting.reference,
            who=row.owner,
            due_on=row.due_on,
            url=f"{reverse('dialogues:meeting-detail', args=[row.meeting_id])}#agreement-{row.pk}",
        )


def _to_plan(user: User, organisation: Organisation, today: date, *, mine: bool) -> Section:
    """Contracts with intensive follow-up about which nobody has talked, or will talk, for a year."""
    rows = awaiting_dialogue(Contract.objects.visible_to(user).of(organisation), today)
    if mine:
        rows = rows.filter(contract_manager=user)
    rows = rows.select_related("supplier")
    items = [
        Item(
            what=_("Plan a dialogue about %(contract)s") % {"contract": row.reference},
            about=row.title,
            who=row.supplier.name,
            due_on=a_year_after(row.dialogue_counted_from),
            url=f"{reverse('dialogues:meeting-create')}?contract={row.pk}",
        )
        for row in rows[:SHOWN]
    ]
    more_url = f"{reverse('suppliers:contract-list')}?intensity=intensive&period=running"
    return section_of("dialogues-to-plan", _("Dialogues to plan"), "warning", rows, items, more_url=more_url)


def _meetings(user: User, organisation: Organisation, today: date, *, mine: bool) -> Section:
    """Meetings of the coming weeks, and past ones of which nothing has been written down."""
    rows = Meeting.objects.visible_to(user).filter(
        organisation=organisation, state__in=["planned", "invited"], date__lte=today + timedelta(days=SOON_DAYS)
    )
    if mine:
        rows = rows.filter(organiser=user)
    rows = rows.prefetch_related("suppliers").order_by("date", "pk")
    items = [
        Item(
            what=row.purpose,
            about=row.reference,
            who=", ".join(supplier.name for supplier in row.suppliers.all()),
            due_on=row.date,
            url=reverse("dialogues:meeting-detail", args=[row.pk]),
            state=row.state,
            state_label=row.get_state_display(),
        )
        for row in rows[:SHOWN]
    ]
    return section_of("meetings", _("Meetings"), "info", rows, items, more_url=reverse("dialogues:meeting-list"))
