"""The one function in which a state changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import actor_roles
from accounts.workflow import Move, TransitionNotAllowed, Workflow

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def move(
    obj: M,
    *,
    workflow: Workflow,
    to: str,
    by: User,
    at: datetime,
    organisation_id: int,
    reason: str = "",
    audit_after: dict[str, Any] | None = None,
    **changes: Any,
) -> M:
    """Move ``obj`` to state ``to`` and save ``changes`` with it: locked, re-read, checked, audited.

    Raises ``TransitionNotAllowed`` when the table has no such move from the state the row has *now*, or a
    reason is missing; ``PermissionDenied`` when ``by`` may not make it, or made the step it follows on.
    """
    manager = cast("Any", type(obj))._default_manager
    fresh = manager.select_for_update(of=("self",)).get(pk=obj.pk)
    source = getattr(fresh, workflow.field)
    check_move(fresh, workflow=workflow, to=to, by=by, organisation_id=organisation_id, reason=reason)
    before = {workflow.field: source, **{name: getattr(fresh, name) for name in changes}}
    for name, value in {workflow.field: to, **changes}.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[workflow.field, *changes])
    audit.record(
        action=f"{obj._meta.model_name}.{workflow.field}",
        obj=fresh,
        by=by,
        at=at,
        organisation=organisation_id,
        before=before,
        after={workflow.field: to, **changes, **(audit_after or {})},
        reason=reason,
    )
    for name in (workflow.field, *changes):
        setattr(obj, name, getattr(fresh, name))
    return obj


def may_move(obj: models.Model, *, workflow: Workflow, to: str, by: User, organisation_id: int) -> bool:
    """Whether ``move`` would be allowed now, for showing or hiding a button. A reason is not judged."""
    allowed = workflow.move(getattr(obj, workflow.field), to)
    if allowed is None or not allowed.roles & actor_roles(by, organisation_id):
        return False
    return not _is_own_step(allowed, obj, by)


def check_move(
    obj: models.Model, *, workflow: Workflow, to: str, by: User, organisation_id: int, reason: str = ""
) -> None:
    """Raise what ``move`` would raise for the state that ``obj`` has: for a step that is taken in the background."""
    source = getattr(obj, workflow.field)
    allowed = workflow.move(source, to)
    if allowed is None:
        raise TransitionNotAllowed(
            _("This cannot be done: it is “%(state)s” now. Somebody may have been here before you.")
            % {"state": workflow.labels.get(source, source)}
        )
    if not allowed.roles & actor_roles(by, organisation_id):
        raise PermissionDenied(_("Your role does not allow this step."))
    if _is_own_step(allowed, obj, by):
        raise PermissionDenied(_("You cannot decide on what you submitted or asked for yourself."))
    if allowed.asks_reason and not reason.strip():
        raise TransitionNotAllowed(_("This step asks a reason."))


def _is_own_step(allowed: Move, obj: models.Model, by: User) -> bool:
    return bool(allowed.other_than) and getattr(obj, allowed.other_than) == by.pk
