"""The annual report as a reader sees it: chapters with figures and charts, in the order of domain.md §6.

Page and PDF show what stands here; neither counts anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from monitoring.editions import CategoryRow, Edition, Unapplied
from monitoring.formats.report_json import Line
from monitoring.indicators import Indicator, indicators
from suppliers.models import DeliverableKind


@dataclass(frozen=True)
class Shown:
    """One figure with its words, what it was last year, and the pages with its rows and its course over the years."""

    line: Line
    label: str
    definition: str
    rule: str
    before: Line | None
    url: str
    trend_url: str = ""
    unknown_is: str = ""

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def is_share(self) -> bool:
        return self.line.denominator is not None

    @property
    def unknown_url(self) -> str:
        """The page with the rows of which the answer is not known."""
        return f"{self.url}{'&' if '?' in self.url else '?'}part=unknown"

    @property
    def text(self) -> str:
        """The value for a reader: a count, a percentage, or that there is nothing to take a share of."""
        return _text(self.line)

    @property
    def counts(self) -> str:
        """Of a share: how many of how many."""
        return _counts(self.line)

    @property
    def before_text(self) -> str:
        return _text(self.before) if self.before else ""

    @property
    def change(self) -> str:
        """The difference with last year: in points for a share, in number for a count; empty without last year."""
        if self.before is None or self.line.value is None or self.before.value is None:
            return ""
        difference = self.line.value - self.before.value
        if self.is_share:
            return _("%(number)s points") % {"number": _signed(difference * 100, 1)}
        return _signed(difference, 0)


@dataclass(frozen=True)
class Chart:
    """A chart of the tags in `charts`: ``rows`` and ``series`` as its tag takes them."""

    kind: Literal["bar", "stacked", "line", "share"]
    title: str
    rows: Sequence[dict[str, Any]] = ()
    series: Sequence[Any] = ()
    moments: Sequence[int] = ()
    unit: str = ""
    whole: bool = False
    ordinal: bool = False


@dataclass(frozen=True)
class Chapter:
    """A chapter: what it is about, its figures, its charts."""

    code: str
    title: str
    intro: str = ""
    figures: Sequence[Shown] = ()
    charts: Sequence[Chart] = ()


@dataclass
class Report:
    """The whole report in the active language."""

    edition: Edition
    shown: dict[str, Shown] = field(default_factory=dict)

    @cached_property
    def key_figures(self) -> list[Shown]:
        codes = (
            "tenders.known", "tenders.mvi", "isv.mandatory.applied", "deliverables.risk_analysis.on_time",
            "dialogues.meetings", "findings.in_remedy",
        )  # fmt: skip
        return self.some(*codes)

    @cached_property
    def chapters(self) -> list[Chapter]:
        return [
            _tenders(self), _levels(self), _themes(self), _government_wide(self), _isv(self), _follow_up(self),
            _commitments(self), _dialogues(self), _findings(self),
        ]  # fmt: skip

    @cached_property
    def with_unknown(self) -> list[Shown]:
        """The figures of which some rows are not known, most first: the quality of the data."""
        return sorted((one for one in self.shown.values() if one.line.unknown), key=lambda one: -one.line.unknown)

    @cached_property
    def changes(self) -> list[tuple[str, str, str, str]]:
        """What a correction changed: code, figure, what the edition before stated, what this one states."""
        correction = self.edition.correction
        words = {one.code: capital(str(one.label)) for one in indicators()} if correction else {}
        return [
            (one.code, words.get(one.code, one.code), _stated(one.before), _stated(one.now))
            for one in (correction.changes if correction else [])
        ]

    @property
    def categories(self) -> list[tuple[str, CategoryRow]]:
        english = (get_language() or "nl").startswith("en")
        return [(row.name_en if english else row.name_nl, row) for row in self.edition.background.categories]

    @property
    def unapplied(self) -> list[Unapplied]:
        return self.edition.background.unapplied

    def some(self, *codes: str) -> list[Shown]:
        """These figures, in this order; a theme that an old edition did not have is left out."""
        return [self.shown[code] for code in codes if code in self.shown]

    def starting(self, prefix: str) -> list[Shown]:
        return [one for code, one in self.shown.items() if code.startswith(prefix)]

    def number(self, code: str) -> int:
        """The count of a figure, of a share its numerator."""
        line = self.shown[code].line
        return int((line.value if line.denominator is None else line.numerator) or 0)


def report(edition: Edition, *, query: str = "") -> Report:
    """The report of an edition in the active language; ``query`` goes into the addresses of its rows."""
    words: dict[str, Indicator] = {one.code: one for one in indicators()}
    last_year = {line.code: line for line in edition.background.years.get(edition.year - 1, [])}
    made = Report(edition)
    for line in edition.lines:
        address = reverse("monitoring:report-rows", args=[edition.year, line.code]) + query
        made.shown[line.code] = show(line, words.get(line.code), before=last_year.get(line.code), url=address)
    return made


def show(line: Line, one: Indicator | None, *, before: Line | None = None, url: str = "") -> Shown:
    """A line with the words of its indicator; an old edition may have one that is no longer defined."""
    return Shown(
        line,
        label=capital(str(one.label) if one else line.label),
        definition=str(one.definition) if one else "",
        rule=str(one.rule) if one else "",
        before=before,
        url=url,
        trend_url=reverse("monitoring:indicator-detail", args=[one.code]) if one else "",
        unknown_is=str(one.unknown_is) if one else "",
    )


def _tenders(made: Report) -> Chapter:
    years = [*sorted(made.edition.background.years), made.edition.year]
    groups = made.some("tenders.relevant_group.mvi", "tenders.outside_group.mvi")
    names = (_("In relevant product groups"), _("Outside relevant product groups"))
    return Chapter(
        "mvi", _("Tenders with MVI"),
        _("The goal of central government: MVI criteria in every tender of a relevant product group, and at least half "
          "of those at the level significant or ambitious."),
        [*made.some("tenders.known", "tenders.mvi"), *made.starting("tenders.relevant_group"),
         *made.starting("tenders.outside_group")],
        [
            Chart("line", _("Share of tenders with MVI"), moments=years, unit="%",
                  series=[{"label": _("With MVI"), "values": _over_years(made, "tenders.mvi")}]),
            Chart("bar", _("With MVI, by product group"), unit="%",
                  rows=[_bar(one, label) for one, label in zip(groups, names, strict=True)]),
        ],
    )  # fmt: skip


def _levels(made: Report) -> Chapter:
    codes = [f"tenders.level.{level}" for level in ("none", "basis", "significant", "ambitious")]
    names = [_("deliberately none"), _("basis"), _("significant"), _("ambitious")]
    years = [*sorted(made.edition.background.years), made.edition.year]
    rows = [
        {"label": str(year), "values": list(values), "url": reverse("monitoring:report-detail", args=[year])}
        for year, *values in zip(years, *(_over_years(made, code) for code in codes), strict=True)
    ]
    chart = Chart("stacked", _("Tenders by highest level"), rows=rows, series=names, ordinal=True)
    return Chapter(
        "levels", _("Ambition levels"),
        _("A tender counts at the highest level of its themes: basis keeps unsustainable products out, significant "
          "asks more and rewards it, ambitious asks the market for something new."),
        made.some(*codes), [chart],
    )  # fmt: skip


def _themes(made: Report) -> Chapter:
    found = made.starting("tenders.theme.")
    significant = [one for one in found if one.code.endswith(".significant")]
    any_level = [one for one in found if not one.code.endswith(".significant")]
    labels = {f"{one.code}.significant": one.label for one in any_level}
    return Chapter(
        "themes", _("Themes"), _("Of the tenders in which a level was filled in for the theme."), found,
        [
            Chart("bar", _("Level 1 or higher, by theme"), unit="%", rows=[_bar(one) for one in any_level]),
            Chart("bar", _("Significant or ambitious, by theme"), unit="%",
                  rows=[_bar(one, labels.get(one.code, one.label)) for one in significant]),
        ],
    )  # fmt: skip


def _government_wide(made: Report) -> Chapter:
    share = made.shown["tenders.government_wide.impact_50"]
    return Chapter(
        "government-wide", _("Government-wide categories"),
        _("The goal: government-wide category tenders are awarded for at least half on societal impact."),
        made.starting("tenders.government_wide"),
        [Chart("share", _("Awarded for at least half on societal impact"), rows=[_parts(share)])],
    )  # fmt: skip


def _isv(made: Report) -> Chapter:
    mandatory = made.shown["isv.mandatory"]
    steps = made.some("isv.mandatory", "isv.mandatory.applied", "isv.mandatory.explained", "isv.mandatory.unexplained")
    names = (
        _("mandatory"), _("applied as contract condition"), _("not applied, explained"),
        _("not applied, not explained"),
    )  # fmt: skip
    rows = [
        {"label": capital(name), "value": made.number(one.code), "url": one.url}
        for one, name in zip(steps, names, strict=True)
    ]
    unknown = {"label": _("Obligation unknown"), "value": mandatory.line.unknown, "url": mandatory.url}
    forms = made.some(
        "isv.contract_condition", "isv.minimum_requirement", "isv.selection_criterion", "isv.award_criterion"
    )
    return Chapter(
        "isv", _("International social conditions (ISV)"),
        _("Since 2017 central government must make due diligence a contract condition at or above the EU threshold in "
          "the risk categories; elsewhere it is voluntary."),
        made.starting("isv."),
        [
            Chart("bar", _("From obligation to application"), rows=[*rows, unknown]),
            Chart("bar", _("Forms of ISV"), rows=[_bar(one) for one in forms]),
        ],
    )  # fmt: skip


def _follow_up(made: Report) -> Chapter:
    rows = []
    for kind, name in DeliverableKind.choices:
        start = f"deliverables.{kind}."
        parts = [made.number(start + part) for part in ("on_time", "late", "outstanding")]
        due = made.shown[start + "due"]
        rest = max(made.number(start + "due") - sum(parts), 0)
        rows.append({"label": capital(str(name)), "values": [*parts, rest], "url": due.url})
    series = [_("on time"), _("late"), _("outstanding"), _("not yet due")]
    return Chapter(
        "follow-up", _("What suppliers delivered"),
        _("Counted by the due date in force on the day of the report, after extensions; late is accepted and counted."),
        made.starting("deliverables."),
        [Chart("stacked", _("On time, late and outstanding"), rows=rows, series=series)],
    )  # fmt: skip


def _commitments(made: Report) -> Chapter:
    promised = made.shown["commitments.promised"]
    parts = [made.number(f"commitments.{part}") for part in ("delivered", "partially", "not_delivered")]
    values = [*parts, max(made.number("commitments.promised") - sum(parts), 0)]
    series = [_("achieved"), _("partly achieved"), _("not achieved"), _("unknown")]
    return Chapter(
        "commitments", _("Promised and delivered"),
        _("What tenders promised per theme is followed in their contracts; every year is said what came of it."),
        made.starting("commitments."),
        [
            Chart(
                "stacked", _("What came of the commitments"), series=series,
                rows=[{"label": promised.label, "values": values, "url": promised.url}],
            )
        ],
    )  # fmt: skip


def _dialogues(made: Report) -> Chapter:
    done = made.shown["dialogues.agreements_done"]
    return Chapter(
        "dialogues", _("Supplier dialogues"), _("Meetings that were held, and what was agreed in them."),
        made.starting("dialogues."),
        [Chart("share", _("Agreements done"), rows=[_parts(done)])],
    )  # fmt: skip


def _findings(made: Report) -> Chapter:
    counted = made.some("findings.reported", "findings.in_remedy", "findings.closed")
    return Chapter(
        "findings", _("Findings and remedy"),
        _("Harm or risk of harm in the chain. A finding is closed best when the affected people confirm it."),
        made.starting("findings."),
        [Chart("bar", _("Findings"), rows=[_bar(one) for one in counted])],
    )  # fmt: skip


def _bar(one: Shown, label: str = "") -> dict[str, Any]:
    return {"label": label or one.label, "value": one.line.value, "url": one.url}


def _parts(one: Shown) -> dict[str, Any]:
    return {"numerator": one.line.numerator, "denominator": one.line.denominator, "label": one.label}


def _over_years(made: Report, code: str) -> list[float | None]:
    """The value of a figure in the years before and this one; unknown where a year had no tenders."""
    years = made.edition.background.years
    kept = [next((line.value for line in years[year] if line.code == code), None) for year in sorted(years)]
    return [*kept, made.shown[code].line.value]


def _text(line: Line) -> str:
    if line.value is None:
        return _("nothing to count")
    if line.denominator is None:
        return number_format(int(line.value), use_l10n=True, force_grouping=True)
    return number_format(round(line.value * 100, 1), decimal_pos=1, use_l10n=True) + "\u00a0%"


def _counts(line: Line) -> str:
    if line.denominator is None or line.numerator is None:
        return ""
    part, whole = (number_format(n, use_l10n=True, force_grouping=True) for n in (line.numerator, line.denominator))
    return pgettext("share", "%(part)s of %(whole)s") % {"part": part, "whole": whole}


def _stated(line: Line | None) -> str:
    """A figure in one sentence, with what is not known of it."""
    if line is None:
        return _("not in this edition")
    counts = f" ({_counts(line)})" if line.denominator is not None else ""
    return _("%(figure)s, %(number)d unknown") % {"figure": _text(line) + counts, "number": line.unknown}


def _signed(number: float, decimals: int) -> str:
    rounded = round(number, decimals)
    sign = "+" if rounded > 0 else "\u2212" if rounded < 0 else "±"
    return sign + number_format(abs(rounded), decimal_pos=decimals, use_l10n=True, force_grouping=True)


def capital(text: str) -> str:
    """The text with a capital first, as a heading begins."""
    return text[:1].upper() + text[1:]
