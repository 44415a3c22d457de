"""What a report shows: the figures as they are now, or as a published edition froze them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import translation

from accounts.models import Organisation
from monitoring.formats import report_json
from monitoring.formats.report_json import Line
from monitoring.indicators import Figure, Indicator, Scope, figures, indicators
from monitoring.indicators.sources import tenders
from monitoring.models import AnnualReport
from procurement.models import ProcurementCategory, Tender
from procurement.obligation import MANDATORY

YEARS_SHOWN = 5
MOST_UNAPPLIED = 200
"""No report lists more tenders by name; the rest stands behind the figure."""

OVER_YEARS = ("tenders.known", "tenders.mvi", "tenders.level.")
"""The figures of which a report shows the course over the years."""

HASHED_LANGUAGE = "nl"
"""The labels in the data are Dutch for every reader, so that the same figures have the same hash."""


@dataclass(frozen=True)
class CategoryRow:
    """ISV in one risk category: how many tenders had to, and how many did, as contract condition."""

    name_nl: str
    name_en: str
    mandatory: int
    applied: int


@dataclass(frozen=True)
class Unapplied:
    """A tender in which ISV was mandatory and was not made a contract condition."""

    reference: str
    title: str
    explanation: str


@dataclass(frozen=True)
class Background:
    """What stands beside the indicators of the year: earlier years (year → lines), and the detail on ISV."""

    years: dict[int, list[Line]] = field(default_factory=dict)
    categories: list[CategoryRow] = field(default_factory=list)
    unapplied: list[Unapplied] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Background:
        return cls(
            years={int(year): [Line(**line) for line in lines] for year, lines in kept.get("years", {}).items()},
            categories=[CategoryRow(**row) for row in kept.get("categories", [])],
            unapplied=[Unapplied(**row) for row in kept.get("unapplied", [])],
        )


@dataclass(frozen=True)
class Changed:
    """A figure that is another than in the edition before; none where one of both does not have it."""

    code: str
    before: Line | None
    now: Line | None


@dataclass(frozen=True)
class Correction:
    """Which published edition this one corrects, why, and what that changes, figure by figure."""

    of_edition: int
    reason: str
    changes: list[Changed]


@dataclass(frozen=True)
class Edition:
    """Everything that the page, the PDF and the data files of one year are made from."""

    organisation: Organisation
    year: int
    as_of: date
    data: dict[str, Any]
    background: Background
    report: AnnualReport | None = None
    introduction: str = ""
    correction: Correction | None = None

    @property
    def is_published(self) -> bool:
        return bool(self.data["published"])

    @property
    def has_kept_rows(self) -> bool:
        """Whether the rows behind the figures were frozen with them."""
        return self.is_published and self.report is not None and bool(self.report.rows_sha256)

    @property
    def sha256(self) -> str:
        return str(self.data["sha256"])

    @property
    def lines(self) -> list[Line]:
        return report_json.lines(self.data)

    @property
    def scope(self) -> Scope:
        return Scope(self.organisation, self.year, self.as_of)


def live(*, organisation: Organisation, year: int, as_of: date, report: AnnualReport | None = None) -> Edition:
    """The figures as they are recorded now, as of that day; ``report`` is the draft that they belong to."""
    scope, asked = Scope(organisation, year, as_of), _asked()
    edition = Edition(organisation, year, as_of, _object(scope, asked), _background(scope, asked))
    return with_draft(edition, report) if report else edition


def bare(*, organisation: Organisation, year: int, as_of: date) -> Edition:
    """The figures of ``live`` without counting what stands beside them: no earlier years, no detail on ISV."""
    return Edition(organisation, year, as_of, _object(Scope(organisation, year, as_of), _asked()), Background())


def published(report: AnnualReport) -> Edition:
    """What a published edition froze."""
    if report.snapshot is None or report.as_of is None:
        raise ValueError("this edition has not been published")
    return Edition(
        report.organisation,
        report.year,
        report.as_of,
        report.snapshot,
        Background.from_json(report.background),
        report,
        report.introduction,
        _correction(report, report_json.lines(report.snapshot)),
    )


def with_draft(edition: Edition, draft: AnnualReport) -> Edition:
    """Live figures together with the text of the draft that they belong to, and what that draft would correct."""
    correction = _correction(draft, edition.lines)
    return replace(edition, report=draft, introduction=draft.introduction, correction=correction)


def _correction(report: AnnualReport, lines: Sequence[Line]) -> Correction | None:
    """What these figures change in the edition before; of two published editions both are frozen, so this is too."""
    if report.edition == 1:
        return None
    earlier = AnnualReport.objects.filter(
        organisation=report.organisation_id, year=report.year, edition__lt=report.edition, state="published"
    )
    before = earlier.order_by("-edition").first()
    if before is None or before.snapshot is None:
        return None
    was = {line.code: line for line in report_json.lines(before.snapshot)}
    now = {line.code: line for line in lines}
    changes = [Changed(code, was.get(code), now.get(code)) for code in {**now, **was} if not _same(was, now, code)]
    return Correction(before.edition, report.correction, changes)


def _same(was: dict[str, Line], now: dict[str, Line], code: str) -> bool:
    """Whether both state the same number; other words for it are no correction."""
    if code not in was or code not in now:
        return False
    return replace(was[code], label="") == replace(now[code], label="")


def latest_published(organisation: Organisation, year: int) -> AnnualReport | None:
    published = AnnualReport.objects.filter(organisation=organisation, year=year, state="published")
    return published.select_related("organisation").first()


def of(*, organisation: Organisation, year: int, as_of: date | None, today: date) -> tuple[Scope, AnnualReport | None]:
    """What is meant by a year and perhaps a day: the published edition, unless it states another day."""
    report = latest_published(organisation, year)
    if report is not None and report.as_of is not None and as_of in (None, report.as_of):
        return Scope(organisation, year, report.as_of), report
    return Scope(organisation, year, as_of or today), None


def chosen(*, organisation: Organisation, year: int, as_of: date | None, today: date) -> Edition:
    """The published edition, unless another day is asked for than the one that it states; else live figures."""
    scope, report = of(organisation=organisation, year=year, as_of=as_of, today=today)
    return published(report) if report else live(organisation=organisation, year=year, as_of=scope.as_of)


def data(*, organisation: Organisation, year: int, as_of: date | None, today: date) -> dict[str, Any]:
    """The object of interfaces.md of what ``chosen`` gives, without counting what a page shows beside it."""
    scope, report = of(organisation=organisation, year=year, as_of=as_of, today=today)
    return published(report).data if report else _object(scope, _asked())


def frozen(edition: Edition) -> dict[str, Any]:
    """The object of a live edition, as it will stand when published; the hash does not change by that."""
    return {**edition.data, "published": True}


def years_with_data(organisation: Organisation, today: date) -> list[int]:
    """The years in which a tender was published or a report was begun, and this year; newest first."""
    found = set(AnnualReport.objects.filter(organisation=organisation).values_list("year", flat=True))
    dated = Tender.objects.of(organisation).filter(publication_date__lte=today)
    found |= {day.year for day in dated.order_by().dates("publication_date", "year")}
    return sorted(found | {today.year}, reverse=True)


def _object(scope: Scope, asked: Sequence[Indicator]) -> dict[str, Any]:
    lines = _count(scope, asked)
    as_of = scope.as_of.isoformat()
    return report_json.document(organisation=scope.organisation.slug, year=scope.year, as_of=as_of, lines=lines)


def _asked() -> list[Indicator]:
    """Every indicator, with Dutch labels."""
    with translation.override(HASHED_LANGUAGE):
        return indicators()


def _count(scope: Scope, asked: Sequence[Indicator]) -> list[Line]:
    """These figures of a year as lines with Dutch labels."""
    with translation.override(HASHED_LANGUAGE):
        return [line_of(one) for one in figures(scope, chosen=asked)]


def line_of(figure: Figure) -> Line:
    """A figure as a report states it, with its label in the active language."""
    return Line(
        figure.code, str(figure.indicator.label), figure.value, figure.numerator, figure.denominator, figure.unknown
    )


def _background(scope: Scope, asked: Sequence[Indicator]) -> Background:
    """Last year in full, for the change; of the years before it what is drawn over the years."""
    last = scope.year - 1
    kept = AnnualReport.objects.filter(
        organisation=scope.organisation, state="published", year__lt=scope.year, year__gt=scope.year - YEARS_SHOWN
    ).order_by("edition")
    frozen_years = {report.year: report_json.lines(report.snapshot) for report in kept if report.snapshot}
    over_years = [one for one in asked if one.code.startswith(OVER_YEARS)]
    years: dict[int, list[Line]] = {}
    for year in range(max(scope.year - YEARS_SHOWN + 1, 1), scope.year):
        before = replace(scope, year=year)
        years[year] = frozen_years.get(year) or _count(before, asked if year == last else over_years)
    return Background(years, _categories(scope), _unapplied(scope))


def _categories(scope: Scope) -> list[CategoryRow]:
    """Per risk category of this organisation: mandatory tenders with a lot in it, and those with the condition."""
    rows_of_year: Any = tenders(scope)
    mandatory = rows_of_year.filter(obligation=MANDATORY)
    rows = (
        ProcurementCategory.objects.filter(
            Q(organisation=None) | Q(organisation=scope.organisation),
            is_risk=True,
            lots__tender__in=mandatory.values("pk"),
        )
        .annotate(
            mandatory=Count("lots__tender", distinct=True),
            applied=Count("lots__tender", distinct=True, filter=Q(lots__tender__isv_contract_condition=True)),
        )
        .order_by("position", "name_nl")
    )
    return [CategoryRow(row.name_nl, row.name_en, row.mandatory, row.applied) for row in rows]


def _unapplied(scope: Scope) -> list[Unapplied]:
    rows_of_year: Any = tenders(scope)
    without = rows_of_year.filter(obligation=MANDATORY, isv_answered=True, isv_contract_condition=False)
    rows = without.order_by("reference").values_list("reference", "title", "isv_explanation")
    return [Unapplied(*row) for row in rows[:MOST_UNAPPLIED]]
