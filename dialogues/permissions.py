"""May this person do this in a dialogue? Whose side somebody is on decides who reports and who confirms."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import READ, WRITE
from dialogues.models import Agreement, Confirmation, Meeting
from dialogues.querysets import HELD
from dialogues.reads import contacts_for


def can_lead(user: User, organisation: Organisation | int) -> bool:
    """Plan meetings, record them and judge reports on behalf of the organisation (domain.md §8, dialogue w)."""
    return user.is_system or has_right(user, organisation, "dialogue", WRITE)


def check_lead(user: User, organisation: Organisation | int) -> None:
    if not can_lead(user, organisation):
        raise PermissionDenied(_("Your role in this organisation does not allow you to change this."))


def own_confirmations(user: User, meeting: Meeting) -> list[Confirmation]:
    """What this contact person was asked last and has not answered yet; nothing while the report is rewritten."""
    if meeting.state != "held" or meeting.minutes_sent_at is None:
        return []
    newest = meeting.confirmations.order_by("-round").values_list("round", flat=True).first()
    if newest is None:
        return []
    return list(meeting.confirmations.visible_to(user).filter(round=newest, answer=""))


def can_report(user: User, agreement: Agreement, *, is_reached: bool | None = None) -> bool:
    """The owner's side, while nothing has been reported. For a supplier without portal contact a colleague does it.

    ``is_reached`` saves a query for each agreement of a list that came through ``visible_to``: whether the supplier
    has a contact person.
    """
    if agreement.state != "open" or agreement.reported_at is not None or agreement.meeting.state not in HELD:
        return False
    if agreement.owner_side == Agreement.Side.SUPPLIER:
        return _is_supplier_side(user, agreement, is_reached)
    return _is_host(user, agreement) or _is_owner(user, agreement)


def check_report(user: User, agreement: Agreement) -> None:
    if not can_report(user, agreement):
        raise PermissionDenied(_("Only the side that owns the agreement can say what came of it."))


def can_judge(user: User, agreement: Agreement, *, is_reached: bool | None = None) -> bool:
    """Confirm or refuse what was reported: the other side, and never who reported it.

    Where the supplier has no portal contact another colleague does it.
    """
    if agreement.state != "open" or agreement.reported_at is None or agreement.reported_by_id == user.pk:
        return False
    if agreement.owner_side == Agreement.Side.SUPPLIER:
        return _is_host(user, agreement)
    return _is_supplier_side(user, agreement, is_reached)


def check_judge(user: User, agreement: Agreement) -> None:
    if not can_judge(user, agreement):
        raise PermissionDenied(_("What one side reports, the other side confirms."))


def _is_host(user: User, agreement: Agreement) -> bool:
    return not user.is_supplier and has_right(user, agreement.meeting.organisation_id, "dialogue", WRITE)


def _is_owner(user: User, agreement: Agreement) -> bool:
    own = agreement.owner_user_id == user.pk
    return own and has_right(user, agreement.meeting.organisation_id, "dialogue", READ)


def _is_supplier_side(user: User, agreement: Agreement, is_reached: bool | None) -> bool:  # noqa: FBT001 (its own keyword)
    if user.is_supplier:
        return is_reached or Agreement.objects.visible_to(user).filter(pk=agreement.pk).exists()
    if not _is_host(user, agreement):
        return False
    return not (contacts_for(agreement) if is_reached is None else is_reached)
