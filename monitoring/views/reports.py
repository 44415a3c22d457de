"""Pages of the annual report: the years, the report of a year, its text and its review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.actions.transitions import may_move
from accounts.calendar import local_date
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from monitoring import annual_report, editions
from monitoring.actions import publications, reports
from monitoring.editions import Edition
from monitoring.forms_reports import AsOfForm, ReasonForm, ReportTextForm
from monitoring.indicators import Scope
from monitoring.models import AnnualReport, Job, Publication, ReportBuild
from monitoring.workflow import ANNUAL_REPORT

STEPS = {
    "": gettext_lazy("waiting for a worker"),
    "begun": gettext_lazy("counting"),
    "figures": gettext_lazy("counting"),
    "gathering": gettext_lazy("gathering what belongs in it"),
    "charts": gettext_lazy("drawing the charts"),
    "pages": gettext_lazy("laying out the pages"),
    "file": gettext_lazy("keeping the file"),
    "done": gettext_lazy("ready"),
}


@internal
def report_list(request: MemberRequest) -> HttpResponse:
    """The years with data, newest first, and how far the report of each is."""
    check_right(request.user, request.organisation, "annual_report", READ)
    visible = AnnualReport.objects.visible_to(request.user).filter(organisation=request.organisation)
    by_year: dict[int, list[AnnualReport]] = {}
    for report in visible.order_by("-edition"):
        by_year.setdefault(report.year, []).append(report)
    years = [
        {
            "year": year,
            "published": next((one for one in by_year.get(year, []) if one.state == "published"), None),
            "open": next((one for one in by_year.get(year, []) if one.state != "published"), None),
        }
        for year in editions.years_with_data(request.organisation, local_date(request.now))
        if year >= reports.FIRST_YEAR
    ]
    may_write = has_right(request.user, request.organisation, "annual_report", WRITE)
    return render(request, "monitoring/report_list.html", {"years": years, "may_write": may_write})


@internal
@require_POST
def report_begin(request: MemberRequest, year: int) -> HttpResponse:
    """Begin a draft, or the next edition of a published report."""
    try:
        reports.begin(organisation=request.organisation, year=year, by=request.user, at=request.now)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        raise Http404("; ".join(refused.messages)) from refused
    else:
        messages.success(request, _("The draft has been begun."))
        return redirect("monitoring:report-edit", year=year)
    return redirect("monitoring:report-detail", year=year)


@internal
def report_detail(request: MemberRequest, year: int) -> HttpResponse:
    """The report of a year: as published, or with the figures as they are now (``?as_of=``, ``?edition=``)."""
    form = as_of_form(request)
    edition = chosen_edition(request, year, form)
    draft = _open_report(request, year)
    if draft is not None and not edition.is_published:
        edition = editions.with_draft(edition, draft)
    query = _same_edition(edition) if form.cleaned_data.get("as_of") or edition.is_published else ""
    published = list(AnnualReport.objects.filter(organisation=request.organisation, year=year, state="published"))
    own_build = _own_build(request, edition)
    context = {
        "made": annual_report.report(edition, query=query),
        "edition": edition,
        "draft": draft,
        "form": form if form["as_of"].value() else AsOfForm(initial={"as_of": edition.as_of}, today=form.today),
        "editions": published,
        "latest": published[0] if published else None,
        "build": own_build,
        "step": build_step(own_build) if own_build else "",
        "data_kinds": [("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON")],
        "reason_form": ReasonForm(),
        "today": local_date(request.now),
        "may_write": has_right(request.user, request.organisation, "annual_report", WRITE),
        **_moves(request, draft),
    }
    return render(request, "monitoring/report_detail.html", context)


@internal
def report_edit(request: MemberRequest, year: int) -> HttpResponse:
    """The text of a draft and the day of its figures."""
    check_right(request.user, request.organisation, "annual_report", WRITE)
    draft = _open_report(request, year)
    if draft is None:
        raise Http404(_("There is no draft for this year."))
    today = local_date(request.now)
    initial = {"introduction": draft.introduction, "as_of": draft.as_of, "correction": draft.correction}
    form = ReportTextForm(request.POST or None, initial=initial, today=today, is_correction=draft.edition > 1)
    if request.method == "POST" and form.is_valid():
        try:
            reports.write(report=draft, by=request.user, at=request.now, **form.cleaned_data)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The text has been saved."))
            return redirect("monitoring:report-detail", year=year)
    return render(request, "monitoring/report_edit.html", {"form": form, "draft": draft, "year": year})


@internal
@require_POST
def report_move(request: MemberRequest, year: int) -> HttpResponse:
    """Submit, give back or publish the draft of the year."""
    draft = _open_report(request, year)
    if draft is None:
        raise Http404(_("There is no draft for this year."))
    page = redirect("monitoring:report-detail", year=year)
    try:
        moved = _move(request, draft)
    except (TransitionNotAllowed, ValidationError) as refused:
        messages.error(request, "; ".join(getattr(refused, "messages", None) or [str(refused)]))
        return page
    return redirect("monitoring:publication", pk=moved.pk) if moved else page


def _move(request: MemberRequest, draft: AnnualReport) -> Publication | None:
    """Take the step; publishing goes on in the background, and is returned."""
    match request.POST.get("to", ""):
        case "in_review":
            reports.submit(report=draft, by=request.user, at=request.now)
            messages.success(request, _("The report waits for review by a second person."))
        case "draft":
            form = ReasonForm(request.POST)
            if not form.is_valid():
                raise ValidationError(list(form.errors["reason"]))
            reports.give_back(report=draft, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, _("The report is a draft again."))
        case "published":
            return publications.request(report=draft, by=request.user, at=request.now)
        case _:
            raise TransitionNotAllowed(_("Choose what should happen to the report."))
    return None


def _same_edition(edition: Edition) -> str:
    """The query that leads to the same figures again."""
    if edition.is_published and edition.report:
        return f"?edition={edition.report.edition}"
    return f"?as_of={edition.as_of.isoformat()}"


def as_of_form(request: MemberRequest) -> AsOfForm:
    """The day that the address asks for; a wrong one shows its error and counts as none."""
    form = AsOfForm(request.GET, today=local_date(request.now))
    form.is_valid()
    return form


def chosen_edition(request: MemberRequest, year: int, form: AsOfForm) -> Edition:
    """The edition that the address names (``?edition=``, ``?as_of=``), else the published one, else live figures."""
    scope, report = chosen_scope(request, year, form)
    if report is not None:
        return editions.published(report)
    return editions.live(organisation=scope.organisation, year=year, as_of=scope.as_of)


def chosen_scope(request: MemberRequest, year: int, form: AsOfForm) -> tuple[Scope, AnnualReport | None]:
    """The same without counting: organisation, year and day, with the published edition where it is one."""
    check_right(request.user, request.organisation, "annual_report", READ)
    today = local_date(request.now)
    if not reports.FIRST_YEAR <= year <= today.year:
        raise Http404(_("There is no report of this year."))
    number = request.GET.get("edition", "")
    if number:
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        published = AnnualReport.objects.visible_to(request.user).filter(organisation=request.organisation, year=year)
        report = get_object_or_404(
            published.select_related("organisation"), edition=wanted, state="published", as_of__isnull=False
        )
        return Scope(request.organisation, year, report.as_of or today), report
    as_of: date | None = form.cleaned_data.get("as_of")
    scope, latest = editions.of(organisation=request.organisation, year=year, as_of=as_of, today=today)
    if as_of is None and latest is None:
        # Who reviews a draft judges the figures that will be frozen: those of its own day.
        draft = _open_report(request, year)
        scope = replace(scope, as_of=(draft.as_of if draft else None) or scope.as_of)
    return scope, latest


def _open_report(request: MemberRequest, year: int) -> AnnualReport | None:
    """The edition of this year that is still being made, for who may see it."""
    visible = AnnualReport.objects.visible_to(request.user).select_related("submitted_by")
    return visible.filter(organisation=request.organisation, year=year).exclude(state="published").first()


def build_step(build: Job) -> str:
    """What the worker is doing, in words."""
    return str(STEPS.get(build.step, build.step))


def _own_build(request: MemberRequest, edition: Edition) -> ReportBuild | None:
    """The file that the reader asked for last, of exactly these figures: one from before the publication says that it
    is not published."""
    visible = ReportBuild.objects.visible_to(request.user).filter(organisation=request.organisation)
    asked = visible.filter(year=edition.year, as_of=edition.as_of, requested_by=request.user)
    if edition.is_published and edition.report is not None:
        asked = asked.filter(report=edition.report, requested_at__gte=edition.report.published_at)
    else:
        asked = asked.exclude(report__state="published")
    return asked.select_related("document").first()


def _moves(request: MemberRequest, draft: AnnualReport | None) -> dict[str, Any]:
    """Which buttons of the review the reader gets."""
    if draft is None:
        return {"may_submit": False, "may_return": False, "may_publish": False, "move_url": ""}
    key, publication = request.organisation.pk, draft.publications.first()
    is_going = publication is not None and publication.is_going

    def may(to: str) -> bool:
        return not is_going and may_move(draft, workflow=ANNUAL_REPORT, to=to, by=request.user, organisation_id=key)

    return {
        "may_submit": may("in_review"),
        "may_return": may("draft"),
        "may_publish": may("published"),
        "move_url": reverse("monitoring:report-move", args=[draft.year]),
        "publication": publication,
    }
