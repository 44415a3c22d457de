"""What category plans and action plans share: how they are changed, submitted, adopted, sent back, thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import move
from accounts.calendar import local_date
from accounts.models import Membership, Organisation, User
from accounts.permissions import check_right
from accounts.roles import DECIDE, WRITE, roles_with
from accounts.workflow import TransitionNotAllowed
from procurement import notifications
from procurement.models.plans import Plan
from procurement.plan_period import ADOPTED

P = TypeVar("P", bound=Plan)


class PlanIncomplete(Exception):
    """The plan cannot be submitted yet; ``missing`` says what it needs."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(_("The plan is not complete yet."))
        self.missing = list(missing)


class PlanChanged(Exception):
    """Somebody else changed the plan meanwhile; nothing is saved. ``version`` is the one that it has now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            _("%(name)s changed this plan while you were working. What you filled in is still here: save again.")
            % {"name": plan.changed_by}
        )
        self.version = plan.version


def rewritten(
    plan: P, *, version: int | None, write: Callable[[P], None], told: Callable[[P], dict[str, Any]], by: User,
    at: datetime,
) -> P:  # fmt: skip
    """Change a draft by ``write``, with what is ``told`` of it before and after in the audit trail.

    ``version``: of the plan as it was seen. Raises ``PlanChanged`` when it is another now, ``TransitionNotAllowed``
    when it is no draft, and what ``write`` raises.
    """
    check_right(by, plan.organisation_id, plan.area, WRITE)
    fresh = locked(plan, version)
    before = told(fresh)
    write(fresh)
    old, new = audit.changes(before, {**dict.fromkeys(before), **told(fresh)})
    if new:
        fresh.version, fresh.changed_at, fresh.changed_by = fresh.version + 1, at, by
        fresh.save()
        audit.record(
            action=f"{name_of(fresh)}.changed", obj=fresh, organisation=fresh.organisation_id, by=by, at=at,
            before=old, after=new,
        )  # fmt: skip
    return fresh


def set_facts(plan: Plan, names: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Put the facts that are named; who is responsible is checked as it is then."""
    for name in names:
        if name in facts:
            value = facts[name]
            setattr(plan, name, value.strip() if isinstance(value, str) else value)
    check_responsible(plan.organisation_id, plan.responsible)


def day_after(plan: Plan, *, by: User, at: datetime) -> date:
    """The first day of the edition that follows. Raises ``TransitionNotAllowed`` where the plan is not adopted."""
    check_right(by, plan.organisation_id, plan.area, WRITE)
    if plan.state != ADOPTED:
        raise TransitionNotAllowed(_("Only an adopted plan can have a new edition."))
    return max(plan.valid_until + timedelta(days=1), local_date(at))


def submitted(plan: P, *, missing_of: Callable[[P], list[str]], by: User, at: datetime) -> P:
    """Ask management to adopt a draft. Raises ``PlanIncomplete`` where something is missing."""
    check_right(by, plan.organisation_id, plan.area, WRITE)
    fresh = _now(plan)
    if fresh.is_editable and (missing := missing_of(fresh)):
        raise PlanIncomplete(missing)
    moved = move(
        plan, workflow=plan.workflow, to="submitted", by=by, at=at, organisation_id=plan.organisation_id,
        submitted_by=by, submitted_at=at,
    )  # fmt: skip
    able = Membership.objects.filter(organisation=plan.organisation_id, role__in=roles_with(plan.area, DECIDE))
    for user in User.objects.filter(memberships__in=able, is_active=True).exclude(pk=by.pk).distinct().order_by("pk"):
        notifications.plan_submitted(plan=moved, to=user, at=at)
    return moved


@transaction.atomic
def adopt(*, plan: P, by: User, at: datetime) -> P:
    """Let the plan hold in its period, by somebody else than who submitted it.

    An adopted edition that runs on into this period ends on the day before it. Raises ``TransitionNotAllowed`` where
    the other one begins on or after the first day of this one.
    """
    check_right(by, plan.organisation_id, plan.area, DECIDE)
    organisation = Organisation.objects.select_for_update().get(pk=plan.organisation_id)  # one adoption at a time
    fresh = _now(plan)
    if fresh.state == "submitted" and fresh.submitted_by_id != by.pk:
        for other in same_subject(fresh).filter(state="adopted").overlapping(fresh.valid_from, fresh.valid_until):
            _end_before(other, fresh, by=by, at=at)
    moved = move(
        plan, workflow=plan.workflow, to="adopted", by=by, at=at, organisation_id=organisation.pk,
        adopted_by=by, adopted_at=at,
    )  # fmt: skip
    _tell(moved, moved.submitted_by, by=by, at=at)
    return moved


@transaction.atomic
def send_back(*, plan: P, reason: str, by: User, at: datetime) -> P:
    """Back to draft with a reason: by management, or by who writes it and thought of something."""
    submitter = _now(plan).submitted_by
    moved = move(
        plan, workflow=plan.workflow, to="draft", by=by, at=at, organisation_id=plan.organisation_id,
        reason=reason.strip(), submitted_by=None, submitted_at=None,
    )  # fmt: skip
    _tell(moved, submitter, by=by, at=at, reason=reason.strip())
    return moved


def _tell(plan: Plan, submitter: User | None, *, by: User, at: datetime, reason: str = "") -> None:
    """Who takes his own plan back knows."""
    if submitter is not None and submitter.is_active and submitter.pk != by.pk:
        notifications.plan_decided(plan=plan, to=submitter, by=by, reason=reason, at=at)


@transaction.atomic
def discard(*, plan: Plan, by: User, at: datetime) -> None:
    """Throw away a draft; what was adopted stays for good."""
    check_right(by, plan.organisation_id, plan.area, WRITE)
    fresh = locked(plan)
    audit.record(action=f"{name_of(fresh)}.discarded", obj=fresh, organisation=fresh.organisation_id, by=by, at=at)
    fresh.delete()


def locked(plan: P, version: int | None = None) -> P:
    """The draft as it is now, locked. Raises ``TransitionNotAllowed`` when it is none, ``PlanChanged`` when ``version``
    is another by now.
    """
    fresh = _now(plan)
    if not fresh.is_editable:
        raise TransitionNotAllowed(
            _("This cannot be done: it is “%(state)s” now. Somebody may have been here before you.")
            % {"state": fresh.get_state_display()}
        )
    if version is not None and fresh.version != version:
        raise PlanChanged(fresh)
    return fresh


def _now(plan: P) -> P:
    """The plan as it is now, locked. Raises ``TransitionNotAllowed`` where it is there no more."""
    related = _manager(plan).select_related("changed_by", "submitted_by")
    found = related.select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if found is None:
        raise TransitionNotAllowed(_("This plan is not there any more: a colleague threw it away."))
    return cast("P", found)


def same_subject(plan: Plan) -> Any:
    """The other plans of the same organisation for the same subject."""
    subject = {name: getattr(plan, name) for name in plan.subject}
    return _manager(plan).of(plan.organisation_id).filter(**subject).exclude(pk=plan.pk)


def next_edition(plan: Plan) -> int:
    """The number after the highest of its subject. Refuses a second one in hand; one at a time per organisation."""
    Organisation.objects.select_for_update().get(pk=plan.organisation_id)
    others = same_subject(plan)
    if others.exclude(state="adopted").exists():
        raise ValidationError(_("Another edition of this plan is already being prepared: continue with that one."))
    return (others.aggregate(found=Max("edition"))["found"] or 0) + 1


def check_responsible(organisation: Organisation | int, responsible: User) -> None:
    """Raise ``ValidationError`` unless he is a member that is still there."""
    members = Membership.objects.filter(organisation=organisation, user=responsible, user__is_active=True)
    if not members.exists():
        raise ValidationError({"responsible": _("Choose somebody of your own organisation.")})


def name_of(plan: Plan) -> str:
    """The noun of the audit trail."""
    return str(plan._meta.model_name)


def _end_before(other: Plan, plan: Plan, *, by: User, at: datetime) -> None:
    if other.valid_from >= plan.valid_from:
        raise TransitionNotAllowed(
            _("Edition %(number)s is in force from %(day)s: let this edition start after that day.")
            % {"number": other.edition, "day": date_format(other.valid_from)}
        )
    before, other.valid_until = other.valid_until, plan.valid_from - timedelta(days=1)
    other.save(update_fields=["valid_until"])
    audit.record(
        action=f"{name_of(other)}.replaced", obj=other, organisation=other.organisation_id, by=by, at=at,
        before={"valid_until": before}, after={"valid_until": other.valid_until, "edition": plan.edition},
    )  # fmt: skip


def _manager(plan: Plan) -> Any:
    return type(plan)._default_manager
