"""Before a meeting: plan it, change it, invite, cancel."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.workflow import TransitionNotAllowed
from dialogues import notifications
from dialogues.models import DiscussionPoint, Meeting
from dialogues.permissions import check_lead
from dialogues.querysets import OPEN
from dialogues.reads import contacts_of, hosts_of, members_of, next_reference
from dialogues.workflow import MEETING
from suppliers.models import Contract, Supplier

MOST_POINTS = 40


@dataclass(frozen=True)
class Plan:
    """What is known of a meeting beforehand. An empty reference is filled in."""

    kind: str
    date: date
    purpose: str
    organiser: User
    reference: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    location: str = ""
    benefit: str = ""
    suppliers: tuple[Supplier, ...] = ()
    contracts: tuple[Contract, ...] = ()
    colleagues: tuple[User, ...] = ()
    points: tuple[str, ...] = ()


MANY = ("suppliers", "contracts", "colleagues", "points")
OWN = tuple(each.name for each in fields(Plan) if each.name not in MANY)
TOLD = ("date", "starts_at", "ends_at", "location", "purpose", "benefit", "points")
"""What the invitation says: when one of these changes, who was invited hears it."""


@transaction.atomic
def plan(*, organisation: Organisation, plan: Plan, by: User, at: datetime) -> Meeting:
    """Put a meeting on the calendar; nobody is told yet. Raises ``ValidationError`` at the fields that do not fit."""
    check_lead(by, organisation)
    meeting = Meeting(organisation=organisation, created_at=at)
    _check(plan, meeting)
    _fill(meeting, plan)
    meeting.reference = plan.reference.strip() or next_reference(organisation, plan.date.year)
    meeting.validate_constraints()
    meeting.save()
    _set_many(meeting, plan)
    audit.record(
        action="meeting.planned", obj=meeting, organisation=organisation, by=by, at=at, after=snapshot(meeting)
    )
    return meeting


@transaction.atomic
def change(*, meeting: Meeting, plan: Plan, by: User, at: datetime) -> Meeting:
    """Change what was planned, until it is held. Who was invited already is told; a supplier added then is invited."""
    check_lead(by, meeting.organisation_id)
    meeting = locked(meeting)
    if meeting.state not in OPEN:
        raise TransitionNotAllowed(_("The meeting has been held or cancelled; it can be planned no more."))
    is_told = meeting.state == "invited"
    already = list(meeting.suppliers.all())
    _check(plan, meeting)
    if is_told:
        _check_invited_stay(already, plan)
    before = snapshot(meeting)
    _fill(meeting, plan)
    meeting.reference = plan.reference.strip() or meeting.reference
    meeting.validate_constraints()
    meeting.edition += 1 if is_told else 0
    meeting.save()
    _set_many(meeting, plan)
    old, new = audit.changes(before, snapshot(meeting))
    if not new:
        return meeting
    audit.record(
        action="meeting.changed", obj=meeting, organisation=meeting.organisation_id, by=by, at=at, before=old, after=new
    )
    if is_told:
        _tell(meeting, already, new, by=by, at=at)
    return meeting


@transaction.atomic
def invite(*, meeting: Meeting, tell: bool, by: User, at: datetime) -> Meeting:
    """Invite by mail; with ``tell`` off only note that everybody was invited in another way.

    Raises ``ValidationError`` when a mail would reach nobody or comes after the day itself.
    """
    check_lead(by, meeting.organisation_id)
    if tell and meeting.date < local_date(at):
        raise ValidationError(_("The day of this meeting is past. Note that the invitation went another way."))
    if tell and not contacts_of(meeting) and not meeting.colleagues.exists():
        raise ValidationError(_("There is nobody to write to: add a contact person of the supplier first."))
    move(
        meeting, workflow=MEETING, to="invited", by=by, at=at, organisation_id=meeting.organisation_id,
        invited_at=at, audit_after={"by_mail": tell},
    )  # fmt: skip
    if tell:
        notifications.invitation(meeting=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Call it off, with a reason that everybody who was invited reads."""
    check_lead(by, meeting.organisation_id)
    was_told = meeting.invited_at is not None
    move(
        meeting, workflow=MEETING, to="cancelled", by=by, at=at, organisation_id=meeting.organisation_id,
        reason=reason, cancel_reason=reason.strip(), edition=meeting.edition + 1,
    )  # fmt: skip
    if was_told:
        notifications.cancelled(meeting=meeting, by=by, at=at)
    return meeting


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, and nobody else writes it until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("organisation", "organiser")
    return rows.get(pk=meeting.pk)


def snapshot(meeting: Meeting) -> dict[str, Any]:
    """The meeting as the audit trail keeps it, with the names of who and what belongs to it."""
    return {
        **audit.snapshot(meeting, *(name for name in OWN if name != "organiser")),
        "organiser": str(meeting.organiser),
        "suppliers": sorted(meeting.suppliers.values_list("name", flat=True)),
        "contracts": sorted(meeting.contracts.values_list("reference", flat=True)),
        "colleagues": sorted(meeting.colleagues.values_list("name", flat=True)),
        "points": list(meeting.points.values_list("text", flat=True)),
    }


def _fill(meeting: Meeting, plan: Plan) -> None:
    for name in OWN:
        value = getattr(plan, name)
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)


def _set_many(meeting: Meeting, plan: Plan) -> None:
    meeting.suppliers.set(plan.suppliers)
    meeting.contracts.set(plan.contracts)
    meeting.colleagues.set(plan.colleagues)
    wanted = [text.strip() for text in plan.points if text.strip()]
    if list(meeting.points.values_list("text", flat=True)) != wanted:
        meeting.points.all().delete()
        DiscussionPoint.objects.bulk_create(
            DiscussionPoint(meeting=meeting, position=number, text=text) for number, text in enumerate(wanted, start=1)
        )


def _tell(meeting: Meeting, already: list[Supplier], new: dict[str, Any], *, by: User, at: datetime) -> None:
    added = [each for each in meeting.suppliers.all() if each not in already]
    if added:
        notifications.invitation(meeting=meeting, suppliers=added, by=by, at=at)
    if set(new) & set(TOLD):
        notifications.changed(meeting=meeting, told=already, by=by, at=at)


def _check(plan: Plan, meeting: Meeting) -> None:
    """Each error at its field."""
    organisation, errors = meeting.organisation, dict[str, str]()
    if plan.kind == Meeting.Kind.INDIVIDUAL and not plan.suppliers:
        errors["suppliers"] = _("Choose the supplier with whom you talk.")
    known = set(Supplier.objects.filter(links__organisation=organisation).values_list("pk", flat=True))
    if any(each.pk not in known for each in plan.suppliers):
        errors["suppliers"] = _("Your organisation has nothing to do with this supplier.")
    parties = {each.pk for each in plan.suppliers}
    if any(each.organisation_id != organisation.pk or each.supplier_id not in parties for each in plan.contracts):
        errors["contracts"] = _("Choose contracts with the chosen suppliers only.")
    errors |= _wrong_people(plan, organisation) | _wrong_times(plan) | _wrong_points(plan)
    reference = plan.reference.strip()
    taken = Meeting.objects.of(organisation).filter(reference=reference).exclude(pk=meeting.pk)
    if reference and taken.exists():
        errors["reference"] = _("This reference is in use already.")
    if errors:
        raise ValidationError(errors)


def _wrong_people(plan: Plan, organisation: Organisation) -> dict[str, str]:
    errors = {}
    if not hosts_of(organisation).filter(pk=plan.organiser.pk).exists():
        errors["organiser"] = _("Choose a colleague who may organise meetings.")
    wanted = {each.pk for each in plan.colleagues}
    if members_of(organisation).filter(pk__in=wanted).count() != len(wanted):
        errors["colleagues"] = _("Choose colleagues of this organisation only.")
    return errors


def _wrong_times(plan: Plan) -> dict[str, str]:
    if plan.ends_at and not plan.starts_at:
        return {"starts_at": _("Fill in from when it takes place.")}
    if plan.starts_at and plan.ends_at and plan.ends_at <= plan.starts_at:
        return {"ends_at": _("The end lies before the beginning.")}
    return {}


def _wrong_points(plan: Plan) -> dict[str, str]:
    if len(plan.points) > MOST_POINTS:
        return {"points": _("That are more than %(number)d points; bring some together.") % {"number": MOST_POINTS}}
    if any(len(text) > 400 for text in plan.points):
        return {"points": _("A point is at most 400 characters long.")}
    return {}


def _check_invited_stay(already: list[Supplier], plan: Plan) -> None:
    gone = [each.name for each in already if each not in plan.suppliers]
    if gone:
        raise ValidationError(
            {"suppliers": _("%(names)s was invited already. Cancel the meeting instead.") % {"names": ", ".join(gone)}}
        )
