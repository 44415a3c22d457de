"""The day's page: what somebody should do, most urgent first. Reads only; every section is a bounded query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, OutgoingMessage, User
from accounts.permissions import has_right
from accounts.roles import READ, WRITE
from monitoring.data_quality import GAPS, counts
from monitoring.models import AnnualReport, SweepRun
from monitoring.worklist_approvals import approval_sections
from monitoring.worklist_dialogue import dialogue_sections
from monitoring.worklist_plans import plan_sections
from monitoring.worklist_sections import SHOWN, Item, Section, section_of
from suppliers.models import Deliverable, ExtensionRequest, Finding
from suppliers.querysets import SOON_DAYS
from suppliers.workflow import ASSESSORS, DECIDERS

SWEEP_SHOULD_RUN = timedelta(hours=1)


@dataclass(frozen=True)
class Worklist:
    """The sections with work in them, in the order in which to do it."""

    sections: list[Section] = field(default_factory=list)

    @property
    def first(self) -> tuple[Section, Item] | None:
        """What to do first: the oldest row of the most urgent section."""
        return next(((section, section.items[0]) for section in self.sections if section.items), None)

    @property
    def number(self) -> int:
        return sum(section.number for section in self.sections)


def worklist(*, user: User, organisation: Organisation, today: date, mine: bool) -> Worklist:
    """The work of ``user`` in ``organisation`` on ``today``; ``mine`` leaves out contracts of other managers."""
    roles = user.roles_in(organisation.pk)
    sections: list[Section] = []
    if has_right(user, organisation, "contract", WRITE) or roles & set(ASSESSORS):
        sections += _deliverables(user, organisation, today, mine=mine)
    sections += dialogue_sections(user, organisation, today, mine=mine)
    if roles & set(DECIDERS):
        sections.append(_extensions(user, organisation))
    sections += approval_sections(user, organisation, today)
    sections += plan_sections(user, organisation, today)
    if has_right(user, organisation, "findings", WRITE):
        sections.append(_findings(user, organisation))
    if "management" in roles:
        sections.append(_reports(user, organisation))
    if has_right(user, organisation, "contract", WRITE) or has_right(user, organisation, "settings", READ):
        sections.append(_messages(user, organisation))
    sections += _unknown(user, organisation, today)
    order = {"danger": 0, "warning": 1, "info": 2, "neutral": 3}
    return Worklist(sorted((one for one in sections if one.number), key=lambda section: order[section.tone]))


def _unknown(user: User, organisation: Organisation, today: date) -> list[Section]:
    """One line for all that is unknown in this year's figures and that the reader can fill in."""
    own = [gap for gap in GAPS if gap.may_fill(user, organisation)]
    if not own:
        return []
    numbers = counts(user=user, organisation=organisation, year=today.year, today=today)
    number = sum(numbers[gap.code] for gap in own)
    if not number:
        return []
    what = ngettext("%(number)d fact is unknown", "%(number)d facts are unknown", number) % {"number": number}
    about = _("in the figures of %(year)d") % {"year": today.year}
    return [
        Section("unknown", _("Data to fill in"), "neutral", [Item(what, about, reverse("monitoring:data-quality"))], 1)
    ]


def has_stopped(sweep: SweepRun | None, *, now: datetime) -> bool:
    """The dead-man's switch: reminders stand still when no sweep has finished for an hour."""
    return sweep is None or sweep.finished_at is None or now - sweep.finished_at > SWEEP_SHOULD_RUN


def _deliverables(user: User, organisation: Organisation, today: date, *, mine: bool) -> list[Section]:
    rows = Deliverable.objects.visible_to(user).of(organisation)
    if mine:
        rows = rows.filter(contract__contract_manager=user)
    rows = rows.select_related("contract__supplier").order_by("due_on", "pk")
    url = reverse("suppliers:deliverable-list")
    overdue, soon, to_assess = rows.overdue(today), rows.due_soon(today), rows.awaiting_assessment()
    return [
        section_of("overdue", _("Overdue"), "danger", overdue, _owed(overdue), more_url=f"{url}?status=overdue"),
        section_of(
            "to-assess",
            _("To assess"),
            "warning",
            to_assess,
            _assessable(to_assess),
            more_url=f"{url}?status=to_assess",
        ),
        section_of(
            "due-soon",
            _("Due within %(days)d days") % {"days": SOON_DAYS},
            "info",
            soon,
            _owed(soon),
            more_url=f"{url}?status=due_soon",
        ),
    ]


def _owed(rows: QuerySet[Deliverable]) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=str(row),
            about=f"{row.contract.reference} {row.contract.title}",
            who=row.contract.supplier.name,
            due_on=row.due_on,
            url=reverse("monitoring:deliverable-detail", args=[row.pk]),
            state=row.state,
            state_label=row.get_state_display(),
        )


def _assessable(rows: QuerySet[Deliverable]) -> Iterable[Item]:
    for row in rows.order_by("submitted_on", "pk")[:SHOWN]:
        yield Item(
            what=str(row),
            about=f"{row.contract.reference} {row.contract.title}",
            who=row.contract.supplier.name,
            due_on=row.due_on,
            url=reverse("suppliers:assessment-edit", args=[row.pk]),
            state=row.state,
            state_label=row.get_state_display(),
        )


def _extensions(user: User, organisation: Organisation) -> Section:
    rows = (
        ExtensionRequest.objects.filter(
            deliverable__in=Deliverable.objects.visible_to(user).of(organisation), state="requested"
        )
        .exclude(requested_by=user)
        .select_related("deliverable__contract__supplier", "requested_by")
        .order_by("requested_at")
    )
    items = [
        Item(
            what=_("Extension until %(day)s: %(what)s") % {"day": f"{row.wanted_on:%d-%m-%Y}", "what": row.deliverable},
            about=f"{row.deliverable.contract.reference} {row.deliverable.contract.title}",
            who=row.deliverable.contract.supplier.name,
            due_on=row.deliverable.due_on,
            url=f"{reverse('monitoring:deliverable-detail', args=[row.deliverable_id])}#extensions",
        )
        for row in rows[:SHOWN]
    ]
    return section_of("extensions", _("Extensions to decide on"), "warning", rows, items)


def _findings(user: User, organisation: Organisation) -> Section:
    rows = (
        Finding.objects.visible_to(user)
        .filter(organisation=organisation, state__in=["reported", "reopened", "verified"])
        .select_related("supplier")
        .order_by(F("severity").desc(nulls_last=True), "reported_on")
    )
    items = [
        Item(
            what=row.description or row.reference,
            about=row.reference,
            who=row.supplier.name if row.supplier else "",
            url=reverse("suppliers:finding-detail", args=[row.pk]),
            state=row.state,
            state_label=row.get_state_display(),
        )
        for row in rows[:SHOWN]
    ]
    return section_of("findings", _("Findings"), "warning", rows, items, more_url=reverse("suppliers:finding-list"))


def _reports(user: User, organisation: Organisation) -> Section:
    rows = AnnualReport.objects.visible_to(user).filter(organisation=organisation, state="in_review")
    items = [
        Item(
            what=_("Annual report %(year)d") % {"year": row.year},
            about=_("to be published by somebody other than who sent it for review"),
            url=reverse("monitoring:report-detail", args=[row.year]),
            state=row.state,
            state_label=row.get_state_display(),
        )
        for row in rows.exclude(submitted_by=user)[:SHOWN]
    ]
    return section_of("reports", _("Annual reports to publish"), "warning", rows.exclude(submitted_by=user), items)


def _messages(user: User, organisation: Organisation) -> Section:
    rows = OutgoingMessage.objects.visible_to(user).filter(organisation=organisation, state__in=["failed", "bounced"])
    items = [
        Item(
            what=row.subject,
            about=row.last_error,
            who=row.to_address,
            url=f"{reverse('accounts:messages')}?state={row.state}",
            state=row.state,
            state_label=row.get_state_display(),
        )
        for row in rows[:SHOWN]
    ]
    return section_of(
        "messages",
        _("Mail that did not arrive"),
        "danger",
        rows,
        items,
        more_url=f"{reverse('accounts:messages')}?state=failed",
    )
