"""Agreements: written down in the report, reported by the owner's side, confirmed or refused by the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import User
from accounts.workflow import TransitionNotAllowed
from dialogues import notifications
from dialogues.actions.meetings import locked as locked_meeting
from dialogues.actions.minutes import take_back
from dialogues.models import Agreement, Meeting
from dialogues.permissions import check_judge, check_lead, check_report
from dialogues.reads import contacts_of, members_of, next_agreement_reference
from dialogues.workflow import AGREEMENT
from suppliers.models import Supplier

SHOWN = ("text", "owner_side", "owner", "supplier", "due_on")


@dataclass(frozen=True)
class Terms:
    """What was agreed. ``owner_user`` gets the reminders; without one ``owner`` names who does it."""

    text: str
    owner_side: str
    due_on: date
    owner: str = ""
    owner_user: User | None = None
    supplier: Supplier | None = None


@transaction.atomic
def add(*, meeting: Meeting, terms: Terms, by: User, at: datetime) -> Agreement:
    """Write an agreement down, while the report has not been confirmed."""
    check_lead(by, meeting.organisation_id)
    meeting = _open_report(meeting)
    agreement = Agreement(meeting=meeting, reference=next_agreement_reference(meeting), created_at=at)
    _fill(agreement, _checked(terms, meeting))
    agreement.save()
    take_back(meeting)
    audit.record(
        action="agreement.made", obj=agreement, organisation=meeting.organisation_id, by=by, at=at,
        after=audit.snapshot(agreement, *SHOWN),
    )  # fmt: skip
    return agreement


@transaction.atomic
def change(*, agreement: Agreement, terms: Terms, by: User, at: datetime) -> Agreement:
    """Correct an agreement, while the report has not been confirmed and nothing has been reported."""
    check_lead(by, agreement.meeting.organisation_id)
    meeting = _open_report(agreement.meeting)
    agreement = _untouched(agreement)
    before = audit.snapshot(agreement, *SHOWN)
    _fill(agreement, _checked(terms, meeting))
    agreement.save()
    old, new = audit.changes(before, audit.snapshot(agreement, *SHOWN))
    if new:
        take_back(meeting)
        audit.record(
            action="agreement.changed", obj=agreement, organisation=meeting.organisation_id, by=by, at=at,
            before=old, after=new,
        )  # fmt: skip
    return agreement


@transaction.atomic
def remove(*, agreement: Agreement, by: User, at: datetime) -> None:
    """Take out what was not agreed after all. From the confirmation on an agreement can only be dropped."""
    check_lead(by, agreement.meeting.organisation_id)
    meeting = _open_report(agreement.meeting)
    agreement = _untouched(agreement)
    audit.record(
        action="agreement.removed", obj=agreement, organisation=meeting.organisation_id, by=by, at=at,
        before=audit.snapshot(agreement, *SHOWN),
    )  # fmt: skip
    agreement.delete()
    take_back(meeting)


@transaction.atomic
def report(*, agreement: Agreement, outcome: str, text: str, by: User, at: datetime) -> Agreement:
    """The owner's side says that it was done, or that it is dropped, with how or why."""
    if outcome not in Agreement.Outcome.values:
        raise ValidationError({"outcome": _("Choose done or dropped.")})
    if not text.strip():
        raise ValidationError({"text": _("Say what was done, or why it is dropped.")})
    agreement = _locked(agreement)
    if agreement.state != "open" or agreement.reported_at is not None:
        raise TransitionNotAllowed(_("Something has been reported on this agreement already."))
    check_report(by, agreement)
    agreement.reported_by, agreement.reported_at, agreement.reported_as = by, at, outcome
    agreement.report = text.strip()
    agreement.save(update_fields=["reported_by", "reported_at", "reported_as", "report"])
    audit.record(
        action="agreement.reported", obj=agreement, organisation=agreement.meeting.organisation_id, by=by, at=at,
        after={"reported_as": outcome}, reason=agreement.report,
    )  # fmt: skip
    notifications.agreement_reported(agreement=agreement, by=by, at=at)
    return agreement


@transaction.atomic
def confirm(*, agreement: Agreement, by: User, at: datetime) -> Agreement:
    """The other side agrees with what was reported. It counts as done on the day of the report."""
    agreement = _reported(agreement)
    check_judge(by, agreement)
    reporter, is_done = agreement.reported_by, agreement.reported_as == Agreement.Outcome.DONE
    move(
        agreement, workflow=AGREEMENT, to=agreement.reported_as, by=by, at=at,
        organisation_id=agreement.meeting.organisation_id, reason=agreement.report, confirmed_by=by,
        done_on=local_date(agreement.reported_at) if is_done and agreement.reported_at else None,
    )  # fmt: skip
    if reporter is not None:
        notifications.agreement_judged(agreement=agreement, reporter=reporter, by=by, at=at)
    return agreement


@transaction.atomic
def refuse(*, agreement: Agreement, reason: str, by: User, at: datetime) -> Agreement:
    """The other side does not agree: the agreement is open again, and the reason is shown."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you do not agree.")})
    agreement = _reported(agreement)
    check_judge(by, agreement)
    reporter, before = agreement.reported_by, audit.snapshot(agreement, "reported_as", "report")
    agreement.reported_by, agreement.reported_at, agreement.reported_as = None, None, ""
    agreement.refused_by, agreement.refused_at, agreement.refused_reason = by, at, reason.strip()
    agreement.save(
        update_fields=["reported_by", "reported_at", "reported_as", "refused_by", "refused_at", "refused_reason"]
    )
    audit.record(
        action="agreement.report_refused", obj=agreement, organisation=agreement.meeting.organisation_id, by=by, at=at,
        before=before, reason=agreement.refused_reason,
    )  # fmt: skip
    if reporter is not None:
        notifications.agreement_judged(agreement=agreement, reporter=reporter, by=by, at=at)
    return agreement


def _locked(agreement: Agreement) -> Agreement:
    rows = Agreement.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__organisation", "meeting__organiser", "supplier", "reported_by").get(
        pk=agreement.pk
    )


def _reported(agreement: Agreement) -> Agreement:
    agreement = _locked(agreement)
    if agreement.state != "open" or agreement.reported_at is None:
        raise TransitionNotAllowed(_("There is no report to decide on."))
    return agreement


def _untouched(agreement: Agreement) -> Agreement:
    agreement = _locked(agreement)
    if agreement.state != "open" or agreement.reported_at is not None:
        raise TransitionNotAllowed(_("Something has been reported on this agreement already."))
    return agreement


def _open_report(meeting: Meeting) -> Meeting:
    meeting = locked_meeting(meeting)
    if meeting.state != "held":
        raise TransitionNotAllowed(_("Agreements belong to a report that is still being written or confirmed."))
    return meeting


def _fill(agreement: Agreement, terms: Terms) -> None:
    agreement.text, agreement.owner_side, agreement.due_on = terms.text.strip(), terms.owner_side, terms.due_on
    agreement.owner, agreement.owner_user, agreement.supplier = terms.owner.strip(), terms.owner_user, terms.supplier


def _checked(terms: Terms, meeting: Meeting) -> Terms:
    """The terms, complete; each error at its field."""
    errors = dict[str, str]()
    if terms.owner_side not in Agreement.Side.values:
        errors["owner_side"] = _("Choose a side.")
    if not terms.text.strip():
        errors["text"] = _("Fill in what was agreed.")
    if terms.due_on < meeting.date:
        errors["due_on"] = _("This day lies before the meeting.")
    terms, wrong = _with_parties(terms, list(meeting.suppliers.all()))
    errors |= wrong
    if terms.owner_user is not None:
        if terms.owner_user not in _owners(terms, meeting):
            errors["owner_user"] = _("This person does not belong to the side that owns the agreement.")
        terms = replace(terms, owner=terms.owner_user.name or terms.owner_user.email)
    elif not terms.owner.strip():
        errors["owner"] = _("Name who does it.")
    if errors:
        raise ValidationError(errors)
    return terms


def _with_parties(terms: Terms, there: list[Supplier]) -> tuple[Terms, dict[str, str]]:
    """With whom it was made: the only supplier by itself; of several the one that was chosen."""
    if terms.supplier is not None and terms.supplier not in there:
        return terms, {"supplier": _("This supplier was not in the meeting.")}
    is_theirs = terms.owner_side == Agreement.Side.SUPPLIER
    if is_theirs and not there:
        return terms, {"owner_side": _("There was no supplier in this meeting.")}
    if len(there) == 1:
        return replace(terms, supplier=there[0]), {}
    if is_theirs and terms.supplier is None:
        return terms, {"supplier": _("Choose which supplier does it.")}
    return terms, {}


def _owners(terms: Terms, meeting: Meeting) -> list[User]:
    if terms.owner_side == Agreement.Side.BUYER:
        return list(members_of(meeting.organisation))
    return [contact.user for contact in contacts_of(meeting, [terms.supplier] if terms.supplier else None)]
