"""The lots of a tender as its notices publish them; their category is chosen by people and never touched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement import formats
from procurement.formats import LotFacts, notice_as_json, stage_of
from procurement.history import text
from procurement.models import Lot, Notice, Tender

LABELS = {
    "title": gettext_lazy("title"),
    "cpv": "CPV",
    "estimated_value": gettext_lazy("estimated value"),
    "start_on": gettext_lazy("start"),
    "end_on": gettext_lazy("end"),
    "duration_value": gettext_lazy("duration"),
    "duration_unit": gettext_lazy("unit of the duration"),
}

EMPTY: tuple[object, ...] = (None, "", [])

WITHOUT_END = "UNLIMITED"
"""As unit of the duration: the notice says that there is no end."""

FIELDS = ("title", "cpv", "estimated_value", "start_on", "end_on", "duration_value", "duration_unit")


def stated_values(notice: formats.Notice) -> dict[str, dict[str, Any]]:
    """Lot number → its fields as this notice states them."""
    return {lot.id: _stated(lot) for lot in notice.tender.lots}


def bring_up_to_date(
    tender: Tender, notice: formats.Notice, *, older: list[Notice], is_newest: bool, fills: bool = False
) -> list[str]:
    """Make, renew and (before publication) remove lots; returns sentences. An older notice changes nothing; one that
    only ``fills`` what is empty replaces nothing."""
    published = {lot["id"]: lot for lot in notice_as_json(notice)["tender"]["lots"]}
    existing = {lot.identifier: lot for lot in tender.lots.all()}
    sentences = []
    for identifier, stated in stated_values(notice).items():
        lot = existing.get(identifier)
        if lot is None:
            if not older or is_newest:
                Lot.objects.create(tender=tender, identifier=identifier, published=published[identifier], **stated)
                sentences.append(_("Lot %(number)s is added.") % {"number": identifier})
        elif is_newest:
            sentences += _renew(lot, stated, published[identifier], older)
        elif fills:
            sentences += _renew(lot, _for_empty(lot, stated), {**published[identifier], **_filled(lot)}, older)
    if is_newest and tender.stage == "planned" and stage_of(notice) == "published":
        sentences += _remove_parts(existing, set(published))
    return sentences


def change_sentence(label: str, name: str, old: Any, new: Any) -> str:
    """What a field was and is now, in words."""
    if old in EMPTY:
        return _("%(field)s is filled in: %(new)s.") % {"field": label, "new": text(name, new)}
    return _("%(field)s: was %(old)s, is now %(new)s.") % {
        "field": label, "old": text(name, old), "new": text(name, new),
    }  # fmt: skip


def _renew(lot: Lot, stated: dict[str, Any], published: dict[str, Any], older: list[Notice]) -> list[str]:
    """Set what this notice may set; what changed, as sentences."""
    changed = [name for name, new in stated.items() if getattr(lot, name) != new and _may_replace(lot, name, older)]
    before = {name: getattr(lot, name) for name in changed}
    for name in changed:
        setattr(lot, name, stated[name])
    if _period_is_turned(lot):
        lot.start_on, lot.end_on = stated.get("start_on"), stated.get("end_on")
    if not changed and lot.published == published:
        return []
    lot.published = published
    lot.save()
    number = _("Lot %(number)s") % {"number": lot.identifier}
    if not changed:
        return [_("Lot %(number)s is renewed.") % {"number": lot.identifier}]
    return [
        change_sentence(f"{number}, {LABELS.get(name, name)}", name, old, getattr(lot, name))
        for name, old in before.items()
    ]


def _for_empty(lot: Lot, stated: dict[str, Any]) -> dict[str, Any]:
    return {name: new for name, new in stated.items() if getattr(lot, name) in EMPTY}


def _filled(lot: Lot) -> dict[str, Any]:
    return {name: said for name, said in lot.published.items() if said not in EMPTY}


def _may_replace(lot: Lot, name: str, older: list[Notice]) -> bool:
    value = getattr(lot, name)
    if value in EMPTY:
        return True
    said = [each.values.get("lots", {}).get(lot.identifier, {}).get(name) for each in older]
    return _plain(value) in said


def _period_is_turned(lot: Lot) -> bool:
    return lot.start_on is not None and lot.end_on is not None and lot.end_on < lot.start_on


def _remove_parts(existing: dict[str, Lot], published: set[str]) -> list[str]:
    """The parts of a planning notice give way to the lots of the competition, unless somebody chose their category."""
    sentences = []
    for identifier, lot in existing.items():
        if identifier not in published and lot.published and lot.category_id is None:
            lot.delete()
            sentences.append(_("Part %(number)s of the planning notice is gone.") % {"number": identifier})
    return sentences


def _stated(lot: LotFacts) -> dict[str, Any]:
    value = lot.estimated_value
    stated: dict[str, Any] = {
        "title": lot.title,
        "cpv": list(lot.cpv),
        "estimated_value": value.value.quantize(Decimal("0.01")) if value and value.value >= 0 else None,
        "start_on": lot.start,
        "end_on": lot.end,
        "duration_value": int(lot.duration.value) if lot.duration else None,
        "duration_unit": lot.duration.unit
        if lot.duration
        else lot.period_code
        if lot.period_code == WITHOUT_END
        else None,
    }
    return {name: given for name, given in stated.items() if given not in EMPTY}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    return value.isoformat() if isinstance(value, date) else value
