"""What stands beside the ambition of a tender: what a level means here, the average, the target, and who can do it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Exists, OuterRef, Q

from accounts.models import AuditEvent, Organisation, User
from procurement.ambition_cells import audit_fields
from procurement.models import Ambition, LevelMeaning, Tender, Theme

RECENT = 200
"""The average is that of so many tenders, the latest published first: it says what is usual now, and costs the same
however many there are."""


@dataclass(frozen=True)
class Meaning:
    """What a level asks here; ``is_own`` when the organisation wrote it, else it is the product's."""

    text: str
    is_own: bool
    product_group: str = ""


def meanings_for(tender: Tender) -> dict[tuple[int, int], Meaning]:
    """Theme key and level → the meaning that fits best: of the own organisation, and of the product group, first."""
    groups = groups_of(tender.product_groups)
    rows = LevelMeaning.objects.filter(Q(organisation=None) | Q(organisation=tender.organisation_id))
    fitting = [row for row in rows if not row.product_group or _group(row.product_group) in groups]
    fitting.sort(key=lambda row: (bool(row.product_group), row.organisation_id is not None))
    return {
        (row.theme_id, row.level): Meaning(row.text, row.organisation_id is not None, row.product_group)
        for row in fitting
    }


def groups_of(text: str) -> set[str]:
    """The product groups that a tender names, separated by commas, semicolons or line ends."""
    return {_group(part) for part in re.split(r"[;,\n]", text) if part.strip()}


def _group(text: str) -> str:
    return " ".join(text.split()).casefold()


def averages(tender: Tender, user: User) -> dict[int, float]:
    """Theme key → the average level of the latest published tenders of the same organisation, this one left out."""
    with_level = Ambition.objects.filter(tender=OuterRef("pk"), level__isnull=False)
    others = Tender.objects.visible_to(user).of(tender.organisation).exclude(pk=tender.pk)
    published = others.filter(Exists(with_level), stage__in=("published", "awarded"), publication_date__isnull=False)
    recent = published.order_by("-publication_date", "-pk").values("pk")[:RECENT]
    known = Ambition.objects.filter(tender__in=recent, level__isnull=False)
    return dict(known.order_by().values_list("theme").annotate(average=Avg("level")))


def targets_of(organisation: Organisation) -> dict[int, float]:
    """Theme key → the level that the organisation wants to reach, where it set one."""
    return {theme: float(level) for theme, level in organisation.theme_targets.values_list("theme", "level")}


def colleagues(organisation: Organisation) -> list[User]:
    """Who can be responsible: the members of the organisation that are still there."""
    return list(User.objects.filter(memberships__organisation=organisation, is_active=True).distinct().order_by("name"))


@dataclass(frozen=True)
class CellChange:
    """One change of one cell: the stored fields before and after."""

    at: datetime
    by: str
    before: dict[str, object]
    after: dict[str, object]


def history_of_cell(tender: Tender, theme: Theme, cell: str) -> list[CellChange]:
    """Who changed this cell from what to what, the latest first; one query."""
    names = audit_fields(cell)
    events = AuditEvent.objects.about(tender).filter(action="tender.ambition", after__has_key=theme.code)
    found = []
    for event in events:
        before, after = (side.get(theme.code) or {} for side in (event.before, event.after))
        if any(name in after for name in names):
            old, new = ({name: side[name] for name in names if name in side} for side in (before, after))
            found.append(CellChange(event.at, event.actor_label, old, new))
    return found


def rows_by_theme(tender: Tender) -> dict[int, Ambition]:
    """Theme key → the saved row, with who changed it and who is responsible."""
    return {row.theme_id: row for row in tender.ambitions.select_related("theme", "changed_by", "responsible")}


def axes_of(themes: Sequence[Theme], rows: dict[int, Ambition]) -> list[dict[str, str]]:
    """The axes of the web: each theme, with a code that says why it has no level: left_out, open, or nothing."""
    found = []
    for theme in themes:
        row = rows.get(theme.pk)
        state = "" if row and row.level is not None else "left_out" if row and row.is_left_out else "open"
        found.append({"label": theme.short_name, "state": state})
    return found
