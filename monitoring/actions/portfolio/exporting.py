"""Giving a portfolio out, as a workbook or as CSV files: what the user may see, in the form in which it comes in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Q

from accounts.actions import audit
from accounts.calendar import AMSTERDAM
from accounts.models import AuditEvent, Organisation, User
from accounts.permissions import has_right
from accounts.roles import READ
from monitoring.actions.portfolio import sheets
from monitoring.actions.portfolio.deliverables import OUTCOMES
from monitoring.actions.portfolio.keeper import Keeper, Scene
from procurement.formats.tables.cells import Facts
from procurement.formats.tables.columns import Sheet
from procurement.formats.tables.writing import write_csv, write_workbook
from suppliers.actions.directory import SupplierDirectory

HISTORY = ("at", "by", "action", "about", "number", "before", "after", "reason")
CHUNK = 1000

_AREAS = {
    "procurement.tender": "", "suppliers.contract": "", "suppliers.deliverable": "", "suppliers.supplier": "",
    "dialogues.meeting": "dialogue", "dialogues.agreement": "dialogue", "suppliers.finding": "findings",
}  # fmt: skip
"""Whose events go along, and the area that one must be allowed to read for that (none: every member)."""

Tell = Callable[[str, int], None]


def to_workbook(path: Path, *, organisation: Organisation, by: User, at: datetime, tell: Tell | None = None) -> None:
    """Write the portfolio as a workbook. The same portfolio gives the same bytes."""
    write_workbook(path, _sheets(organisation, by, at, tell), ("history", HISTORY, _history(organisation, by)))
    _record(organisation, by, at)


def to_folder(folder: Path, *, organisation: Organisation, by: User, at: datetime, tell: Tell | None = None) -> None:
    """Write the portfolio as CSV files."""
    write_csv(folder, _sheets(organisation, by, at, tell), ("history", HISTORY, _history(organisation, by)))
    _record(organisation, by, at)


def to_zip(path: Path, *, organisation: Organisation, by: User, at: datetime, tell: Tell | None = None) -> None:
    """Write the portfolio as CSV files in one zip, made in the folder of ``path``; the same for the same portfolio."""
    folder = path.parent / "csv"
    folder.mkdir()
    to_folder(folder, organisation=organisation, by=by, at=at, tell=tell)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())


def _record(organisation: Organisation, by: User, at: datetime) -> None:
    audit.record(action="portfolio.exported", obj=organisation, organisation=organisation, by=by, at=at)


def _sheets(
    organisation: Organisation, by: User, at: datetime, tell: Tell | None
) -> Iterator[tuple[Sheet, Iterable[Facts]]]:
    scene = Scene(organisation, by, at, SupplierDirectory(organisation=organisation, by=by, at=at))
    for sheet in sheets.current():
        keeper = sheets.KEEPERS[sheet.name](sheet, scene)
        yield keeper.outgoing(), _rows(keeper, tell)


def _rows(keeper: Keeper[Any], tell: Tell | None) -> Iterator[Facts]:
    for number, record in enumerate(keeper.records().iterator(chunk_size=CHUNK), start=1):
        yield keeper.facts_of(record)
        if tell and number % CHUNK == 0:
            tell(keeper.sheet.name, number)


def _history(organisation: Organisation, by: User) -> Iterator[list[str]]:
    """What happened to what is in the sheets, eldest first, as far as the user may read it on the pages."""
    seen = [kind for kind, area in _AREAS.items() if not area or _may_read(by, organisation, area)]
    events = AuditEvent.objects.filter(organisation_id=organisation.pk, object_type__in=seen)
    may_read_assessments = _may_read(by, organisation, "assess")
    if not may_read_assessments:
        events = events.exclude(Q(action="deliverable.answered"))
    for event in events.order_by("at", "pk").iterator(chunk_size=CHUNK):
        is_remark = event.action == "deliverable.state" and event.after.get("state") in OUTCOMES
        yield [
            event.at.astimezone(AMSTERDAM).isoformat(timespec="seconds"), event.actor_label, event.action,
            event.object_label, str(event.object_id), _as_text(event.before), _as_text(event.after),
            "" if is_remark and not may_read_assessments else event.reason,
        ]  # fmt: skip


def _may_read(user: User, organisation: Organisation, area: str) -> bool:
    return user.is_system or has_right(user, organisation, area, READ)


def _as_text(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""
