"""Criteria from a file: looked through with every error, taken in as a whole after a confirmation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.permissions import check_take_in
from accounts.workflow import TransitionNotAllowed
from documents.actions.uploads import CheckedUpload
from procurement.actions.criteria_library import AREA, FIELDS, Count, Entry, Library
from procurement.actions.table_files import Sender, TextFile, kept, opened
from procurement.formats.criteria import MOST_ROWS, open_source, sheet_of
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet, Words
from procurement.formats.tables.reading import FileRefused, Line, Problem, Source
from procurement.models import CriteriaFile, Theme


@dataclass
class Outcome:
    """What a file would do, or did."""

    count: Count = field(default_factory=Count)
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def send(*, file: CheckedUpload | TextFile, organisation: Organisation, by: User, at: datetime) -> CriteriaFile:
    """Keep the file and look it through; nothing is taken in yet. Raises ``FileRefused`` when it is unreadable."""
    check_take_in(by, organisation, AREA)
    sender = Sender(organisation, by, at)
    document, sheet = sender.keep(file), sheet_now()
    with opened(document, sheet, open_source) as (source, folder):
        outcome = _read(source, sheet, Library(organisation=organisation, by=by, at=at))
        errors = sender.give_back(document, source, outcome.problems, folder) if outcome.problems else None
    made = CriteriaFile.objects.create(
        organisation=organisation, document=document, errors=errors, counts=asdict(outcome.count),
        sent_at=at, sent_by=by, **kept(outcome.problems, source),
    )  # fmt: skip
    audit.record(
        action="criteria_file.requested", obj=made, organisation=organisation, by=by, at=at,
        after={"file": document.name},
    )  # fmt: skip
    return made


@transaction.atomic
def take_in(*, file: CriteriaFile, by: User, at: datetime) -> CriteriaFile:
    """Take in all of it. Raises ``TransitionNotAllowed`` when it has errors, was taken in, or no longer fits."""
    check_take_in(by, file.organisation, AREA)
    Organisation.objects.select_for_update().get(pk=file.organisation_id)
    fresh = CriteriaFile.objects.select_for_update(of=("self",)).select_related("document").get(pk=file.pk)
    if not fresh.may_be_taken_in:
        raise TransitionNotAllowed(_("This file is not ready to be taken in."))
    library, sheet = Library(organisation=file.organisation, by=by, at=at), sheet_now()
    try:
        with opened(fresh.document, sheet, open_source) as (source, _folder):
            outcome = _read(source, sheet, library)
    except FileRefused as refused:
        raise TransitionNotAllowed(str(refused)) from refused
    if outcome.problems:
        raise TransitionNotAllowed(
            _("The library changed meanwhile, and this file does not fit any more. Send it again to see why.")
        )
    library.write()
    fresh.counts, fresh.taken_in_at, fresh.taken_in_by = asdict(outcome.count), at, by
    fresh.save(update_fields=["counts", "taken_in_at", "taken_in_by"])
    audit.record(
        action="criteria_file.imported", obj=fresh, organisation=file.organisation_id, by=by, at=at,
        after={"file": fresh.document.name, **fresh.counts},
    )  # fmt: skip
    return fresh


def sheet_now() -> Sheet:
    """The columns with the themes as their table stands."""
    return sheet_of([(theme.code, Words(theme.name_nl, theme.name_en)) for theme in Theme.objects.all()])


def _read(source: Source, sheet: Sheet, library: Library) -> Outcome:
    outcome = Outcome(library.count, list(source.problems))
    if source.problems:
        return outcome
    themes = {theme.code: theme for theme in Theme.objects.all()}
    seen: dict[str, int] = {}
    for number, line in enumerate(source.lines(sheet), start=1):
        if number > MOST_ROWS:
            text = _("This file has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS}
            outcome.problems.append(Problem(sheet.name, 0, "", text))
            break
        if isinstance(line, Problem):
            outcome.problems.append(line)
            continue
        found = [*line.problems, *_complaints(line, sheet, seen)]
        if not found and _is_complete(line, sheet):
            entry = entry_of(line.facts, themes, library)
            complaint = library.problem_with(entry)
            if complaint:
                found = [Problem(sheet.name, line.number, *complaint)]
            else:
                library.put(entry)
        outcome.problems += found
    return outcome


def _complaints(line: Line, sheet: Sheet, seen: dict[str, int]) -> Iterator[Problem]:
    """What is missing, and a number that stood there before."""
    for column in sheet.columns:
        if column.required and column.name in line.facts and line.facts[column.name] is None:
            yield Problem(sheet.name, line.number, column.name, _("Fill in this cell."))
    number = str(line.facts.get("number") or "")
    if number and seen.setdefault(number, line.number) != line.number:
        text = _("The same is in row %(row)d already.") % {"row": seen[number]}
        yield Problem(sheet.name, line.number, "number", text)


def _is_complete(line: Line, sheet: Sheet) -> bool:
    """A required column that the whole file lacks is a problem of its header, said once."""
    return all(line.facts.get(column.name) is not None for column in sheet.columns if column.required)


def entry_of(facts: Mapping[str, Fact], themes: Mapping[str, Theme], library: Library) -> Entry:
    """A row without errors as an entry of the library; what the file has no column for stays as it is there."""
    held = library.held(str(facts["number"]))
    kept = {name: getattr(held, name) for name in FIELDS if name not in facts} if held else {}
    values: dict[str, Any] = kept | {name: value for name, value in facts.items() if value is not None}
    codes: Sequence[str] = values.pop("themes")
    return Entry(**{**values, "level": int(values["level"]), "themes": tuple(themes[code] for code in codes)})
