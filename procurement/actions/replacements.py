"""Who judges on behalf of a colleague during his absence."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.calendar import local_date
from accounts.models import Membership, Organisation, User
from accounts.permissions import check_right
from accounts.roles import DECIDE
from accounts.workflow import TransitionNotAllowed
from procurement import notifications
from procurement.approval_reads import AREA, judges
from procurement.models import Replacement

LONGEST = timedelta(days=366)


@transaction.atomic
def name(
    *, organisation: Organisation, colleague: User, from_on: date, until_on: date, by: User, at: datetime
) -> Replacement:
    """Let a colleague who may judge too stand in for ``by`` on these days; he gets a mail.

    Raises ``ValidationError`` by field: a colleague without the right, days in the past, and days that overlap those
    of another replacement of the same member.
    """
    check_right(by, organisation, AREA, DECIDE)
    list(Membership.objects.select_for_update().of(organisation).filter(user=by))  # one at a time per member
    _check_days(from_on, until_on, today=local_date(at))
    if colleague not in judges(organisation.pk, but=by):
        raise ValidationError({"colleague": _("Choose a colleague who may judge approaches too.")})
    own = Replacement.objects.of(organisation).filter(member=by, ended_at=None)
    if own.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        raise ValidationError({"from_on": _("Somebody already stands in for you on these days.")})
    replacement = Replacement.objects.create(
        organisation=organisation, member=by, colleague=colleague, from_on=from_on, until_on=until_on, made_at=at
    )
    audit.record(
        action="replacement.created", obj=replacement, organisation=organisation, by=by, at=at,
        after={"member": by.pk, "colleague": colleague.pk, "from_on": from_on, "until_on": until_on},
    )  # fmt: skip
    notifications.replacement(replacement=replacement, at=at)
    return replacement


@transaction.atomic
def end(*, replacement: Replacement, by: User, at: datetime) -> Replacement:
    """End it before its last day, by one of the two."""
    fresh = Replacement.objects.select_for_update().get(pk=replacement.pk)
    if by.pk not in (fresh.member_id, fresh.colleague_id):
        raise PermissionDenied(_("Only who is replaced and who stands in end a replacement."))
    if fresh.ended_at is not None or fresh.until_on < local_date(at):
        raise TransitionNotAllowed(_("This replacement has already ended."))
    fresh.ended_at = at
    fresh.save(update_fields=["ended_at"])
    audit.record(
        action="replacement.ended", obj=fresh, organisation=fresh.organisation_id, by=by, at=at, after={"ended_at": at}
    )
    return fresh


def _check_days(from_on: date, until_on: date, *, today: date) -> None:
    if until_on < from_on:
        raise ValidationError({"until_on": _("The last day is on or after the first day.")})
    if until_on < today:
        raise ValidationError({"until_on": _("This day is over already.")})
    if until_on - from_on > LONGEST:
        raise ValidationError({"until_on": _("A replacement lasts a year at most.")})
