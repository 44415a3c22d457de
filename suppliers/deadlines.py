"""What a supplier owes and when: date arithmetic without database or clock (domain.md §4).

A schedule is a list of lines. Each line gives rise to one or more deliverables of a contract: dates and numbers in,
dates out. The same lines and the same contract always give the same deliverables; a later horizon only adds to them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.utils.translation import gettext as _

ANCHORS = ("award", "contract_start", "contract_end", "calendar", "request")
RECURRENCES = {"none": 0, "half_yearly": 6, "yearly": 12}
DURATIONS = ("any", "under_a_year", "year_or_longer")

DAYS_FREE_AFTER_AWARD = 30
"""Nothing is due sooner after the award than this many days (ours)."""


HORIZON_MONTHS = 18
"""How far ahead an open-ended contract shows what it will owe: always at least the next of each yearly cycle."""


class ExtensionNotPossible(Exception):
    """The new due date cannot be given. Carries a sentence for the user."""


@dataclass(frozen=True)
class Contract:
    """The dates of a contract that its deliverables hang on. ``end`` is its last day; empty = open-ended."""

    start: date
    end: date | None = None
    award: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a contract cannot end before it starts")

    @property
    def is_under_a_year(self) -> bool:
        return self.end is not None and self.end + timedelta(days=1) < add_months(self.start, 12)


@dataclass(frozen=True)
class ScheduleLine:
    """One rule of a schedule.

    ``anchor`` is what the offset counts from: the award, the first or last day of the contract, the receipt of a
    request, or ``calendar``: each calendar year in which the contract ran, due on ``month``/``day`` of the year after
    it. ``recurrence`` repeats the line from its first due date until the contract ends. ``duration`` says to which
    contracts the line applies. ``grace_days`` do not move the due date: they say until when a submission is on time.
    """

    kind: str
    anchor: str
    offset_months: int = 0
    offset_days: int = 0
    recurrence: str = "none"
    month: int | None = None
    day: int | None = None
    duration: str = "any"
    grace_days: int = 0

    def __post_init__(self) -> None:
        if self.anchor not in ANCHORS or self.recurrence not in RECURRENCES or self.duration not in DURATIONS:
            raise ValueError(
                f"unknown anchor, recurrence or duration: {self.anchor}, {self.recurrence}, {self.duration}"
            )
        if self.anchor == "calendar" and (self.month is None or self.day is None or self.recurrence != "yearly"):
            raise ValueError("a calendar line is yearly and has a month and a day")
        if self.anchor in ("contract_end", "request") and self.recurrence != "none":
            raise ValueError("a line that counts from the end of the contract or from a request does not recur")
        if self.grace_days < 0:
            raise ValueError("grace days cannot be negative")

    def applies_to(self, contract: Contract) -> bool:
        return self.duration == "any" or (self.duration == "under_a_year") == contract.is_under_a_year

    def offset(self, anchor: date, months: int = 0) -> date:
        """The anchor moved by this line's offset and by ``months`` more."""
        return add_months(anchor, self.offset_months + months) + timedelta(days=self.offset_days)


@dataclass(frozen=True)
class Due:
    """A deliverable that a contract gives rise to. (kind, about_year, occurrence) identifies it within the contract.

    ``line`` is the place, in the lines that were given, of the one that it follows from.
    """

    kind: str
    about_year: int | None
    occurrence: int
    due_on: date
    grace_days: int = 0
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str, int | None, int]:
        return (self.kind, self.about_year, self.occurrence)


@dataclass(frozen=True, order=True)
class _Moment:
    """A due date before numbering. Those that come from a request are numbered after the others."""

    on_request: bool
    base: date
    line: int


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); the last day of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def horizon(today: date) -> date:
    """Until when a sweep on ``today`` makes the deliverables of open-ended contracts."""
    return add_months(today, HORIZON_MONTHS)


def occurrences(
    lines: Sequence[ScheduleLine],
    *,
    contract: Contract,
    received: Iterable[date] = (),
    until: date | None = None,
) -> list[Due]:
    """The deliverables of this contract, by due date.

    ``received`` holds the days on which a request was received, for lines that count from one. ``until`` is the
    horizon: only what is due on or before it. An open-ended contract needs one, and a later sweep with a later horizon
    returns the same deliverables and those that were added. Dates within thirty days of the award move to the
    thirtieth day. A line whose anchor is not known gives nothing (see :func:`undated`).
    """
    if until is None and contract.end is None:
        raise ValueError("an open-ended contract needs a horizon")
    requests = sorted(set(received))
    groups: dict[tuple[str, int | None], list[_Moment]] = {}
    for index, line in enumerate(lines):
        if not line.applies_to(contract):
            continue
        for about_year, base in _moments(line, contract, requests, until):
            moment = _Moment(line.anchor == "request", base, index)
            groups.setdefault((line.kind, about_year), []).append(moment)
    found = []
    for (kind, about_year), moments in groups.items():
        for number, moment in enumerate(sorted(moments), start=1):
            due_on = _not_too_soon(moment.base, contract.award)
            if until is None or due_on <= until:
                found.append(Due(kind, about_year, number, due_on, lines[moment.line].grace_days, moment.line))
    return sorted(found, key=lambda due: (due.due_on, due.kind, due.about_year or 0, due.occurrence))


def undated(lines: Sequence[ScheduleLine], *, contract: Contract) -> list[ScheduleLine]:
    """The lines that apply but have no date yet, because the award or the end of the contract is not known."""
    missing = {"award": contract.award is None, "contract_end": contract.end is None}
    return [line for line in lines if line.applies_to(contract) and missing.get(line.anchor, False)]


def _moments(
    line: ScheduleLine, contract: Contract, requests: Sequence[date], until: date | None
) -> Iterator[tuple[int | None, date]]:
    """(year it is about, date before it is kept away from the award) for each deliverable of one line."""
    match line.anchor:
        case "calendar":
            yield from _yearly_reports(line, contract, until)
        case "request":
            for day in requests:
                yield day.year, line.offset(day)
        case "contract_end":
            if contract.end is not None:
                yield contract.end.year, line.offset(contract.end)
        case _:
            anchor = contract.award if line.anchor == "award" else contract.start
            if anchor is not None:
                yield from _repeated(line, anchor, contract, until)


def _yearly_reports(line: ScheduleLine, contract: Contract, until: date | None) -> Iterator[tuple[int, date]]:
    """One per calendar year in which the contract ran, the last in the year after its end."""
    if line.month is None or line.day is None:
        return
    last = until.year if until and contract.end is None else (contract.end or contract.start).year
    for year in range(contract.start.year, last + 1):
        on = date(year + 1, line.month, min(line.day, monthrange(year + 1, line.month)[1]))
        yield year, line.offset(on)


def _repeated(line: ScheduleLine, anchor: date, contract: Contract, until: date | None) -> Iterator[tuple[None, date]]:
    """The first always; its repetitions as long as the contract runs and the horizon allows."""
    first = line.offset(anchor)
    yield None, first
    step = RECURRENCES[line.recurrence]
    if not step:
        return
    for number in count(1):
        base = line.offset(anchor, number * step)
        if (contract.end is not None and base > contract.end) or (until is not None and base > until):
            return
        yield None, base


def _not_too_soon(base: date, award: date | None) -> date:
    return base if award is None else max(base, award + timedelta(days=DAYS_FREE_AFTER_AWARD))


def is_on_time(submitted_on: date, due_on: date, grace_days: int = 0) -> bool:
    """Whether a first submission counts as on time: on or before the due date plus grace days (interfaces.md)."""
    return submitted_on <= due_on + timedelta(days=grace_days)


def days_late(submitted_on: date, due_on: date, grace_days: int = 0) -> int:
    """How many days after the due date this came; 0 when it was on time."""
    return 0 if is_on_time(submitted_on, due_on, grace_days) else (submitted_on - due_on).days


def check_new_due_date(*, due_on: date, new_due_on: date, today: date) -> None:
    """Refuse a new due date that is not later than the present one, or that has passed already."""
    if new_due_on <= due_on:
        raise ExtensionNotPossible(_("Choose a date after the present due date."))
    if new_due_on < today:
        raise ExtensionNotPossible(_("Choose a date that has not passed."))
