"""The audit trail of a meeting and its agreements as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import AuditEvent
from dialogues.models import Agreement, Meeting
from dialogues.workflow import AGREEMENT, MEETING

TONES = {"held": "info", "confirmed": "success", "cancelled": "danger", "done": "success", "invited": "info"}


@dataclass(frozen=True)
class Happening:
    at: datetime
    title: str
    by: str
    reason: str
    tone: str
    detail: str


def history_of(meeting: Meeting, agreements: Sequence[Agreement], limit: int = 60) -> list[Happening]:
    """What happened to the meeting and to these agreements of it, newest first; one query."""
    texts = {each.pk: each.text for each in agreements}
    own = Q(object_type=Meeting._meta.label_lower, object_id=meeting.pk)
    theirs = Q(object_type=Agreement._meta.label_lower, object_id__in=list(texts))
    events = AuditEvent.objects.filter(own | theirs).order_by("-at", "-pk")[:limit]
    return [_happening(event, texts) for event in events if event.action != "meeting.point_noted"]


def _happening(event: AuditEvent, texts: Mapping[int, str]) -> Happening:
    title, tone = _title(event)
    is_agreement = event.object_type == Agreement._meta.label_lower
    after: dict[str, Any] = event.after
    known = texts.get(event.object_id or 0, event.object_label)
    detail = known if is_agreement else str(after.get("supplier", ""))
    if event.action == "meeting.minutes_sent":
        detail = ", ".join(after.get("suppliers", []))
    return Happening(event.at, title, event.actor_label, event.reason, tone, detail)


def _title(event: AuditEvent) -> tuple[str, str]:
    state = str(event.after.get("state", ""))
    if event.action == "meeting.state":
        return _("Meeting: %(state)s") % {"state": MEETING.labels.get(state, state)}, TONES.get(state, "neutral")
    if event.action == "agreement.state":
        return _("Agreement: %(state)s") % {"state": AGREEMENT.labels.get(state, state)}, TONES.get(state, "neutral")
    known = {
        "meeting.planned": (_("Planned"), "neutral"),
        "meeting.changed": (_("Changed"), "neutral"),
        "meeting.minutes_changed": (_("Report changed"), "neutral"),
        "meeting.minutes_sent": (_("Report sent for confirmation"), "info"),
        "meeting.minutes_confirmed": (_("Report confirmed"), "success"),
        "meeting.minutes_objected": (_("Objection to the report"), "warning"),
        "agreement.made": (_("Agreement written down"), "neutral"),
        "agreement.changed": (_("Agreement changed"), "neutral"),
        "agreement.reported": (_("Agreement reported"), "info"),
        "agreement.report_refused": (_("Report on the agreement refused"), "warning"),
    }
    return known.get(event.action, (event.action, "neutral"))
