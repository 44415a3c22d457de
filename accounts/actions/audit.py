"""Writing the audit trail: called inside the action, in its transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import AuditEvent, Organisation, User

_waiting: ContextVar[list[AuditEvent] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write all events of this block at its end, in a few statements: for what makes thousands of them at once.

    Open it inside the transaction of the changes. A block that fails writes none; nobody reads them before its end.
    """
    if _waiting.get() is not None:  # within another: that one writes
        yield
        return
    events: list[AuditEvent] = []
    token = _waiting.set(events)
    try:
        yield
    finally:
        _waiting.reset(token)
    AuditEvent.objects.bulk_create(events, batch_size=500)


def record(
    *,
    action: str,
    obj: models.Model,
    by: User,
    at: datetime,
    organisation: Organisation | int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Append one event. ``action`` is ``noun.verb``; ``before`` and ``after`` hold only what changed."""
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    event = AuditEvent(
        at=at,
        actor_id=by.pk,
        actor_label=str(by)[:200],
        organisation_id=key,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        object_label=str(obj)[:300],
        before=_plain(before),
        after=_plain(after),
        reason=reason,
    )
    waiting = _waiting.get()
    if waiting is None:
        event.save(force_insert=True)
    else:
        waiting.append(event)
    return event


def snapshot(obj: models.Model, *names: str) -> dict[str, Any]:
    """The named fields as the audit trail shows them; a foreign key as its key."""
    return _plain({name: obj.serializable_value(name) for name in names})


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides reduced to the fields that differ."""
    differ = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in differ}, {name: after[name] for name in differ}


def mark_of(values: Mapping[str, Any]) -> str:
    """A mark of what somebody saw, which travels along with his form: another mark now means that it changed since."""
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, models.Model) else value for name, value in (values or {}).items()}
