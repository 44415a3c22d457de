"""The audit trail of a tender as people read it: what happened, and what was before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent
from accounts.roles import ROLES
from accounts.templatetags.ui import day_text
from procurement.ambition_cells import audit_fields
from procurement.approval_reads import DUE_DATE_MOVED
from procurement.models import ApproachDecision, Lot, Tender
from procurement.wording import CELL_LABELS, PROCEDURES, cell_text
from procurement.workflow import APPROACH, STAGE

TONES = {
    "approved": "success", "awarded": "success", "published": "info", "submitted": "info", "returned": "warning",
    "withdrawn": "danger",
}  # fmt: skip
REMARKED = {
    "tender.remark": gettext_lazy("Remark on the approach"),
    "tender.remark_answered": gettext_lazy("Remark answered"),
}
HIDDEN = {
    "isv_answered",
    "isv_explanation",
    "approach_round",
    "approach_submitted_by",
    "approach_submitted_at",
    "approach_approved_at",
}


@dataclass(frozen=True)
class Change:
    """One field: its label, what it was and what it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    at: datetime
    title: str
    by: str
    reason: str
    tone: str
    changes: list[Change]


def history_of(tender: Tender, theme_names: Mapping[str, str], limit: int = 40) -> list[Happening]:
    """What happened to the tender, newest first; one query."""
    events = AuditEvent.objects.about(tender)[: limit * 4]
    groups = [list(group) for _key, group in groupby(events, key=_one_save)]
    return [_happenings(group, theme_names) for group in groups[:limit]]


def what_changed(tender: Tender) -> dict[str, list[str]]:
    """Notice, as it is named → what taking it in changed of a tender that was there; of more than one time all."""
    found: dict[str, list[str]] = {}
    for event in AuditEvent.objects.about(tender).filter(action="tender.notice_taken_in").order_by("at", "pk"):
        found.setdefault(str(event.after.get("notice", "")), []).extend(event.reason.splitlines())
    return found


def _one_save(event: AuditEvent) -> tuple[object, ...]:
    """Themes that were saved together are one happening."""
    return (event.at, event.actor_id) if event.action == "tender.ambition" else (event.pk,)


def _happenings(events: list[AuditEvent], theme_names: Mapping[str, str]) -> Happening:
    first = events[0]
    if first.action != "tender.ambition":
        return _happening(first)
    changes = [_ambition_change(event, theme_names) for event in reversed(events)]
    reason = first.reason if len(events) == 1 else ""
    return Happening(first.at, _("Ambitions chosen"), first.actor_label, reason, "neutral", changes)


def _happening(event: AuditEvent) -> Happening:
    title, tone = _title(event)
    changes = _changes(event) if event.action in ("tender.changed", "tender.isv") else []
    return Happening(event.at, title, event.actor_label, event.reason, tone, changes)


def _title(event: AuditEvent) -> tuple[str, str]:
    after = event.after
    if event.action == "tender.stage":
        state = after.get("stage", "")
        return _("Stage: %(state)s") % {"state": STAGE.labels.get(state, state)}, TONES.get(state, "neutral")
    if event.action == "tender.approach_state":
        state = after.get("approach_state", "")
        return _("Approach: %(state)s") % {"state": APPROACH.labels.get(state, state)}, TONES.get(state, "neutral")
    if event.action in REMARKED:
        return str(REMARKED[event.action]), "neutral"
    if event.action == "tender.approach_decision":
        role, verdict = str(ROLES.get(after.get("role", ""), "")), after.get("verdict", "")
        label = dict(ApproachDecision.Verdict.choices).get(verdict, verdict)
        return _("%(role)s: %(verdict)s") % {"role": role.capitalize(), "verdict": label}, TONES.get(verdict, "neutral")
    titles = {
        "tender.created": _("Tender made"),
        "tender.changed": _("Facts changed"),
        "tender.isv": _("ISV decided"),
        DUE_DATE_MOVED: _("Due date of the round changed: %(day)s") % {"day": _day_of(after.get("due_on"))},
        "tender.risk_product": _("Risk scan: %(product)s") % {"product": after.get("product", "")},
        "tender.risk_product_removed": _("Taken out of the risk scan: %(product)s")
        % {"product": event.before.get("product", "")},
        "tender.risk_judged": _("Risk judged: %(theme)s") % {"theme": after.get("risk_theme", "")},
        "tender.criteria_chosen": _("Criteria chosen: %(names)s") % {"names": _names(after.get("criteria"))},
        "tender.criteria_weighed": _("Criteria weighed"),
        "tender.criteria_ordered": _("Criteria put in order: %(names)s") % {"names": _names(after.get("criteria"))},
        "tender.criterion_written": _("Own criterion added: %(name)s") % {"name": after.get("criterion", "")},
        "tender.criterion_changed": _("Criterion adapted: %(name)s") % {"name": after.get("criterion", "")},
        "tender.criterion_renewed": _("Newer version taken over: %(name)s") % {"name": after.get("criterion", "")},
        "tender.criterion_removed": _("Criterion taken out: %(name)s") % {"name": event.before.get("criterion", "")},
        "tender.notice_taken_in": _("Notice taken in: %(notice)s") % {"notice": after.get("notice", "")},
    }
    return titles.get(event.action, event.action), "neutral"


def _day_of(value: Any) -> str:
    found: date | None = parse_date(str(value or ""))
    return day_text(found) if found else ""


def _names(found: Any) -> str:
    return ", ".join(map(str, found)) if isinstance(found, list) else ""


def _ambition_change(event: AuditEvent, theme_names: Mapping[str, str]) -> Change:
    """The level before and after; where it stayed, which cells changed."""
    code = next(iter(event.after), "")
    name, old, new = theme_names.get(code, code), event.before.get(code) or {}, event.after.get(code) or {}
    if "level" in new or "is_relevant" in new:
        return Change(name, cell_text("choice", old), cell_text("choice", new) or _("open"))
    cells = [str(label) for cell, label in CELL_LABELS.items() if any(field in new for field in audit_fields(cell))]
    return Change(name, "", ", ".join(cells))


def _changes(event: AuditEvent) -> list[Change]:
    names = [name for name in event.after if name not in HIDDEN]
    return [Change(_label(name), text(name, event.before.get(name)), text(name, event.after[name])) for name in names]


def _label(name: str) -> str:
    if name.startswith("lot "):
        return _("Lot %(number)s") % {"number": name.removeprefix("lot ")}
    field = _field(name)
    label = str(getattr(field, "verbose_name", name))
    return label[:1].upper() + label[1:]


def text(name: str, value: Any) -> str:
    """A stored value of a field of a tender in words."""
    if value is None or value in ("", []):
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    shown = " ".join(map(str, value)) if isinstance(value, list) else _field_text(name, value)
    return Truncator(shown).chars(200)


def _field_text(name: str, value: Any) -> str:
    if name == "procedure":
        return str(PROCEDURES.get(value, value))
    field = _field(name)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        found: date | None = parse_date(str(value)[:10])
        return day_text(found) if found else str(value)
    if isinstance(field, models.DecimalField):
        return _number(value)
    return str(value)


def _number(value: Any) -> str:
    try:
        return number_format(Decimal(str(value)), decimal_pos=2, use_l10n=True, force_grouping=True)
    except InvalidOperation:
        return str(value)


def _field(name: str) -> models.Field[Any, Any] | None:
    """The field of the tender of this name, else that of its lots."""
    for model in (Tender, Lot):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return field if isinstance(field, models.Field) else None
    return None
