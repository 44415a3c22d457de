"""Signals from a file: looked through with every error, taken in as a whole after a confirmation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.permissions import check_take_in
from accounts.workflow import TransitionNotAllowed
from documents.actions.uploads import CheckedUpload
from documents.formats.kinds import Kind
from procurement import goods
from procurement.actions.signals import AREA, Count, Entry, Shelf
from procurement.actions.table_files import Sender, TextFile, kept, opened
from procurement.country_names import country_of
from procurement.formats.signals import MOST_ROWS, open_source, plain_good, sheet_of
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet, Words
from procurement.formats.tables.reading import FileRefused, Line, Problem, Source
from procurement.models import RiskTheme, Signal, SignalFile

THEME_OF = {"child_labour": "child_labour", "forced_labour": "forced_labour"}
"""What a list says → the risk theme that it is about. Forced child labour is about both."""

LABOUR = ("child_labour", "forced_labour", "forced_child_labour", "derived")


@dataclass(frozen=True)
class About:
    """What holds for all rows that do not say it themselves, and whether the file is the whole list of its sources."""

    source: str = ""
    dated_on: date | None = None
    is_whole: bool = False


@dataclass
class Outcome:
    """What a file would do, or did. ``remarks``: what was taken in as written."""

    count: Count = field(default_factory=Count)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def send(
    *, file: CheckedUpload | TextFile, about: About, organisation: Organisation, by: User, at: datetime
) -> SignalFile:
    """Keep the file and look it through; nothing is taken in yet. Raises ``FileRefused`` when it is unreadable."""
    check_take_in(by, organisation, AREA)
    sender = Sender(organisation, by, at)
    document, sheet = sender.keep(file), sheet_now()
    with opened(document, sheet, open_source) as (source, folder):
        outcome = _read(source, sheet, about, Shelf(organisation=organisation, by=by, at=at))
        errors = sender.give_back(document, source, outcome.problems, folder) if outcome.problems else None
    made = SignalFile.objects.create(
        organisation=organisation, document=document, errors=errors, counts=asdict(outcome.count), **asdict(about),
        remarks=outcome.remarks, sent_at=at, sent_by=by, **kept(outcome.problems, source),
    )  # fmt: skip
    audit.record(
        action="signal_file.requested", obj=made, organisation=organisation, by=by, at=at, after={"file": document.name}
    )
    return made


@transaction.atomic
def take_in(*, file: SignalFile, by: User, at: datetime) -> SignalFile:
    """Take in all of it. Raises ``TransitionNotAllowed`` when it has errors, was taken in, or no longer fits."""
    check_take_in(by, file.organisation, AREA)
    Organisation.objects.select_for_update().get(pk=file.organisation_id)
    fresh = SignalFile.objects.select_for_update(of=("self",)).select_related("document").get(pk=file.pk)
    if not fresh.may_be_taken_in:
        raise TransitionNotAllowed(_("This file is not ready to be taken in."))
    shelf, sheet = Shelf(organisation=file.organisation, by=by, at=at), sheet_now()
    about = About(fresh.source, fresh.dated_on, fresh.is_whole)
    try:
        with opened(fresh.document, sheet, open_source) as (source, _folder):
            outcome = _read(source, sheet, about, shelf)
    except FileRefused as refused:
        raise TransitionNotAllowed(str(refused)) from refused
    if outcome.problems:
        raise TransitionNotAllowed(_("The file does not fit any more. Send it again to see why."))
    shelf.write()
    fresh.counts, fresh.taken_in_at, fresh.taken_in_by = asdict(outcome.count), at, by
    fresh.save(update_fields=["counts", "taken_in_at", "taken_in_by"])
    audit.record(
        action="signal_file.imported", obj=fresh, organisation=file.organisation_id, by=by, at=at,
        after={"file": fresh.document.name, **fresh.counts},
    )  # fmt: skip
    return fresh


@transaction.atomic
def take_in_path(
    *, path: Path, kind: Kind, about: About, organisation: Organisation, by: User, at: datetime, rehearse: bool = False
) -> Outcome:
    """Take in a file that lies on this machine, all or nothing. Raises ``FileRefused`` when it is unreadable."""
    check_take_in(by, organisation, AREA)
    sheet = sheet_now()
    shelf = Shelf(organisation=organisation, by=by, at=at)
    outcome = _read(open_source(path, name=path.name, kind=kind, sheet=sheet), sheet, about, shelf)
    if not outcome.problems and not rehearse:
        shelf.write()
        audit.record(
            action="signal_file.imported", obj=organisation, organisation=organisation, by=by, at=at,
            after={"file": path.name, **asdict(outcome.count)},
        )  # fmt: skip
    return outcome


def sheet_now() -> Sheet:
    """The columns with the risk themes as their table stands."""
    return sheet_of([(theme.code, Words(theme.name_nl, theme.name_en)) for theme in RiskTheme.objects.all()])


@dataclass
class _Notes:
    """What stays as it is written, because we do not know it, and rows without a signal."""

    countries: set[str] = field(default_factory=set)
    goods: set[str] = field(default_factory=set)
    silent: int = 0

    def note(self, entry: Entry) -> None:
        if entry.country_text and not entry.country:
            self.countries.add(entry.country_text)
        if entry.good and goods.known(entry.good) is None:
            self.goods.add(entry.good)


def _read(source: Source, sheet: Sheet, about: About, shelf: Shelf) -> Outcome:
    outcome = Outcome(shelf.count, list(source.problems))
    if source.problems:
        return outcome
    themes = {theme.code: theme for theme in RiskTheme.objects.all()}
    notes = _Notes()
    for number, line in enumerate(source.lines(sheet), start=1):
        if number > MOST_ROWS:
            text = _("This file has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS}
            outcome.problems.append(Problem(sheet.name, 0, "", text))
            break
        if isinstance(line, Problem):
            outcome.problems.append(line)
            continue
        found = [Problem(sheet.name, line.number, *complaint) for complaint in _complaints(line.facts, about)]
        outcome.problems += [*line.problems, *found]
        if not line.problems and not found:
            outcome.problems += _put(line, sheet, about, themes, shelf=shelf, notes=notes)
    if about.is_whole and not outcome.problems:
        shelf.withdraw_the_rest()
    outcome.remarks = list(_remarks(notes))
    return outcome


def _put(
    line: Line, sheet: Sheet, about: About, themes: Mapping[str, RiskTheme], *, shelf: Shelf, notes: _Notes
) -> Iterator[Problem]:
    """Put the signals of a row without errors on the shelf; a problem when one of them was there before."""
    if _says_no_everywhere(line.facts):
        notes.silent += 1
        return
    for entry in entries_of(line.facts, about, themes):
        if shelf.is_there_twice(entry):
            yield Problem(sheet.name, line.number, "", _("The same signal is in this file already."))
            return
        shelf.put(entry)
        notes.note(entry)


def _says_no_everywhere(facts: Mapping[str, Fact]) -> bool:
    """A row of a list that names a good and a country, and then says no to all it asks: no signal."""
    told = [facts.get(name) for name in LABOUR if facts.get(name) is not None]
    return bool(told) and not any(told) and not facts.get("rating") and not facts.get("theme")


def _complaints(facts: Mapping[str, Fact], about: About) -> Iterator[tuple[str, str]]:
    """The column and a sentence for what is missing or cannot be together."""
    has_labour = any(facts.get(name) is not None for name in LABOUR)
    if not facts.get("source") and not about.source:
        yield "source", _("Name the source here, or when you send the file.")
    if not facts.get("country") and not facts.get("good"):
        yield "country", _("Name a country, a good or both.")
    if facts.get("rating"):
        yield from _complaints_on_rating(facts, has_labour=has_labour)
    elif has_labour and not facts.get("good"):
        yield "good", _("Child and forced labour are told of a good. Name it.")
    elif not has_labour and not facts.get("theme"):
        yield "theme", _("Choose the risk theme of this signal.")


def _complaints_on_rating(facts: Mapping[str, Fact], *, has_labour: bool) -> Iterator[tuple[str, str]]:
    if has_labour or facts.get("good"):
        yield "rating", _("A rating is of a country, not of a good. Put it in a row of its own.")
    if not facts.get("country"):
        yield "country", _("A rating is of a country. Name it.")
    if facts.get("year") is None:
        yield "year", _("Say of which year the rating is.")
    if not facts.get("theme"):
        yield "theme", _("Choose the risk theme that the rating is about.")


def entries_of(facts: Mapping[str, Fact], about: About, themes: Mapping[str, RiskTheme]) -> list[Entry]:
    """A row without errors as signals: a good that is named for child and for forced labour gives two."""
    written = str(facts.get("country") or "")
    forms = tuple(name for name in LABOUR if facts.get(name))
    kind = Signal.Kind.RATING if facts.get("rating") else Signal.Kind.GOOD if forms else Signal.Kind.OWN
    told = facts.get("for_supplier")
    values: dict[str, Any] = {
        "kind": kind.value, "country": country_of(written) or "" if written else "", "country_text": written,
        "good": plain_good(str(facts.get("good") or "")), "rating": str(facts.get("rating") or ""),
        "year": facts.get("year") if facts.get("rating") else None,
        "description": str(facts.get("description") or ""), "source": str(facts.get("source") or about.source),
        "source_url": str(facts.get("source_url") or ""), "dated_on": facts.get("dated_on") or about.dated_on,
        "for_supplier": kind is not Signal.Kind.OWN if told is None else bool(told),
    }  # fmt: skip
    chosen = str(facts.get("theme") or "")
    codes = [chosen] if chosen or not forms else _themes_of(forms)
    return [Entry(theme=themes.get(code), forms=_forms_for(code, forms), **values) for code in codes]


def _themes_of(forms: tuple[str, ...]) -> list[str]:
    """Forced child labour is about both themes; what was done earlier in the chain about none."""
    found = [THEME_OF[name] for name in forms if name in THEME_OF]
    if "forced_child_labour" in forms:
        found = ["child_labour", "forced_labour"]
    return found or [""]


def _forms_for(code: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """What the list says as far as it is about this theme."""
    other = {"child_labour": "forced_labour", "forced_labour": "child_labour"}.get(code)
    return tuple(name for name in forms if name != other)


def _remarks(notes: _Notes) -> Iterator[str]:
    for name in sorted(notes.countries):
        text = _("“%(name)s” is no country that we know. It stays as it is written, and fits no product.")
        yield text % {"name": name}
    if notes.goods:
        names = sorted(notes.goods, key=str.casefold)
        text = _("Goods without a Dutch name or a proposal by CPV code, because our own table lacks them: %(names)s.")
        yield text % {"names": ", ".join(names)}
    if notes.silent:
        text = ngettext(
            "%(number)d row says no everywhere: it holds no signal, and is left out.",
            "%(number)d rows say no everywhere: they hold no signal, and are left out.", notes.silent,
        )  # fmt: skip
        yield text % {"number": notes.silent}
