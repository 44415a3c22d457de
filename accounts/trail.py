"""Events of the audit trail as people read them: words for codes, names for keys, dates and choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import AuditEvent
from accounts.roles import ROLES
from accounts.templatetags.ui import day_text
from accounts.trail_labels import DEEDS, FIELDS, HIDDEN, THINGS, VALUES

Field = models.Field[Any, Any]
Names = Mapping[type[models.Model], Mapping[Any, str]]

LONGEST = 300
NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Detail:
    """One field of a change: its name, what it was and what it became; ``before`` is empty where nothing was."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One event."""

    at: datetime
    by: str
    title: str
    about: str
    reason: str
    details: list[Detail]


def title_of(action: str) -> str:
    """An action code in words: ``tender.created`` is “Tender: made”."""
    thing, _dot, deed = action.partition(".")
    return f"{THINGS.get(thing, thing)}: {DEEDS.get(deed, deed)}"


def actions_named(text: str) -> Q:
    """The condition for events whose title has ``text`` in it, in the language of the reader."""
    wanted = text.casefold()
    found = Q(pk=None)
    for thing, label in THINGS.items():
        if wanted in str(label).casefold():
            found |= Q(action__startswith=f"{thing}.")
    for deed, label in DEEDS.items():
        if wanted in str(label).casefold():
            found |= Q(action__endswith=f".{deed}")
    return found


def lines(events: Iterable[AuditEvent]) -> list[Line]:
    """The events in words. One query per kind of thing that a change refers to."""
    rows = list(events)
    names = _names(rows)
    return [
        Line(
            event.at,
            event.actor_label,
            title_of(event.action),
            event.object_label,
            event.reason,
            [_detail(event, key, names) for key in event.after if key not in HIDDEN and _is_told(event, key)],
        )
        for event in rows
    ]


def label_of(model: type[models.Model] | None, key: str) -> str:
    """The name of a field or of another key of a change; empty when it has none."""
    if key.startswith("lot "):
        return _("lot %(number)s") % {"number": key.removeprefix("lot ")}
    field = _field(model, key)
    if field is not None and getattr(field, "_verbose_name", None) is not None:
        return str(field.verbose_name)
    return str(FIELDS.get(key) or FIELDS.get(key.removesuffix("_id")) or "")


def _is_told(event: AuditEvent, key: str) -> bool:
    """What was empty and stayed so tells nothing: most fields of something new."""
    return any(values.get(key) not in NOTHING for values in (event.before, event.after))


def _detail(event: AuditEvent, key: str, names: Names) -> Detail:
    model = _model(event)
    field = _field(model, key)
    before = _text(field, event.before[key], key, names) if event.before.get(key) not in NOTHING else ""
    after = _text(field, event.after[key], key, names)
    return Detail(label_of(model, key) or key.replace("_", " "), "" if before == after else before, after)


def _text(field: Field | None, value: Any, key: str, names: Names) -> str:
    if value in NOTHING:
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        parts = ((label_of(None, name) or name, _text(None, each, name, names)) for name, each in value.items())
        return "; ".join(f"{label}: {text}" for label, text in parts)
    if isinstance(value, list):
        return ", ".join(_text(None, each, key, names) for each in value)
    return Truncator(_plain(field, value, key, names)).chars(LONGEST)


def _plain(field: Field | None, value: Any, key: str, names: Names) -> str:
    if key == "role":
        return str(ROLES.get(str(value), value))
    if isinstance(field, models.ForeignKey):
        return names.get(field.related_model, {}).get(value, str(value))
    if (key, value) in VALUES and field is None:
        return str(VALUES[key, value])
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DecimalField):
        return _number(value)
    return _moment(value) if isinstance(value, str) else str(value)


def _moment(value: str) -> str:
    """A date or an instant as people write it; any other text as it is."""
    try:
        day, instant = parse_date(value), parse_datetime(value)
    except ValueError:  # looks like one, and is none
        return value
    if day is not None:
        return day_text(day)
    if instant is not None and timezone.is_aware(instant):
        local = timezone.localtime(instant)
        return f"{day_text(local.date())} {local:%H:%M}"
    return value


def _number(value: Any) -> str:
    try:
        return number_format(Decimal(str(value)), decimal_pos=2, use_l10n=True, force_grouping=True)
    except InvalidOperation:
        return str(value)


def _names(events: Iterable[AuditEvent]) -> Names:
    """The names of all rows that the changes refer to by key; what is gone has none."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for event in events:
        for values in (event.before, event.after):
            for key, value in values.items():
                field = _field(_model(event), key)
                if isinstance(field, models.ForeignKey) and isinstance(value, int):
                    wanted[field.related_model].add(value)
    return {
        model: {key: str(row) for key, row in model._default_manager.in_bulk(keys).items()}
        for model, keys in wanted.items()
    }


def _model(event: AuditEvent) -> type[models.Model] | None:
    try:
        return apps.get_model(event.object_type)
    except LookupError:  # of an older version
        return None


def _field(model: type[models.Model] | None, key: str) -> Field | None:
    if model is None:
        return None
    for name in (key, key.removesuffix("_id")):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return field if isinstance(field, models.Field) else None
    return None
