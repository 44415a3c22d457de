"""The annual report of a year: its text, the review by a second person, and what is frozen at publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.transitions import check_move, move
from accounts.calendar import local_date
from accounts.models import Organisation, User
from accounts.permissions import check_right
from accounts.roles import WRITE
from accounts.workflow import TransitionNotAllowed
from monitoring import editions
from monitoring.actions import report_rows
from monitoring.actions.report_rows import Progress
from monitoring.models import AnnualReport
from monitoring.workflow import ANNUAL_REPORT

FIRST_YEAR = 2000


@transaction.atomic
def begin(*, organisation: Organisation, year: int, by: User, at: datetime) -> AnnualReport:
    """A draft for the year: the first edition, or the next one with the text of the published one.

    Raises ``ValidationError`` for a year that cannot have a report, ``TransitionNotAllowed`` when one is open already.
    """
    check_right(by, organisation, "annual_report", WRITE)
    if not FIRST_YEAR <= year <= local_date(at).year:
        raise ValidationError(_("Choose a year from %(first)d up to this year.") % {"first": FIRST_YEAR})
    last = AnnualReport.objects.filter(organisation=organisation, year=year).order_by("-edition").first()
    if last is not None and last.state != "published":
        raise TransitionNotAllowed(_("There is a draft for this year already."))
    try:
        with transaction.atomic():
            report = AnnualReport.objects.create(
                organisation=organisation,
                year=year,
                edition=last.edition + 1 if last else 1,
                introduction=last.introduction if last else "",
                created_at=at,
                created_by=by,
            )
    except IntegrityError as error:
        raise TransitionNotAllowed(_("There is a draft for this year already.")) from error
    audit.record(
        action="report.begun", obj=report, organisation=organisation, by=by, at=at,
        after={"year": year, "edition": report.edition},
    )  # fmt: skip
    return report


@transaction.atomic
def write(
    *, report: AnnualReport, introduction: str, as_of: date | None, by: User, at: datetime, correction: str = ""
) -> AnnualReport:
    """Save the text, the day as of which the figures count (none: the day of publication), and why it corrects."""
    check_right(by, report.organisation_id, "annual_report", WRITE)
    fresh = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if fresh.state != "draft":
        raise TransitionNotAllowed(
            _("This cannot be done: it is “%(state)s” now. Somebody may have been here before you.")
            % {"state": fresh.get_state_display()}
        )
    if as_of is not None and as_of > local_date(at):
        raise ValidationError({"as_of": _("Choose a day that is not in the future.")})
    fields = ("introduction", "as_of", "correction")
    before = audit.snapshot(fresh, *fields)
    fresh.introduction, fresh.as_of, fresh.correction = introduction.strip(), as_of, correction.strip()
    fresh.save(update_fields=fields)
    old, new = audit.changes(before, audit.snapshot(fresh, *fields))
    if new:
        audit.record(
            action="report.written", obj=fresh, organisation=fresh.organisation_id, by=by, at=at, before=old, after=new
        )
    return fresh


def submit(*, report: AnnualReport, by: User, at: datetime) -> AnnualReport:
    """Ask a second person to review and publish. A correction says why it corrects."""
    if AnnualReport.objects.filter(pk=report.pk, edition__gt=1, state="draft", correction="").exists():
        raise TransitionNotAllowed(_("First write with the text why this edition corrects the one before."))
    return move(
        report, workflow=ANNUAL_REPORT, to="in_review", by=by, at=at, organisation_id=report.organisation_id,
        submitted_by=by, submitted_at=at,
    )  # fmt: skip


def give_back(*, report: AnnualReport, reason: str, by: User, at: datetime) -> AnnualReport:
    """Back to draft, with the reason why."""
    return move(
        report, workflow=ANNUAL_REPORT, to="draft", by=by, at=at, organisation_id=report.organisation_id,
        reason=reason, submitted_by=None, submitted_at=None,
    )  # fmt: skip


@transaction.atomic
def publish(*, report: AnnualReport, by: User, at: datetime, tell: Progress = lambda done, total: None) -> AnnualReport:
    """Count once more, freeze what was counted and the rows behind it with their hashes, and make it final; somebody
    else submitted it. ``tell`` hears how far it is. Raises ``RecordsChanged`` when one changed meanwhile."""
    fresh = AnnualReport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
    check_move(fresh, workflow=ANNUAL_REPORT, to="published", by=by, organisation_id=fresh.organisation_id)
    edition = editions.live(
        organisation=fresh.organisation, year=fresh.year, as_of=fresh.as_of or local_date(at), report=fresh
    )
    edition = replace(edition, data=editions.frozen(edition))
    report.background = edition.background.as_json()
    kept = report_rows.keep(report=fresh, scope=edition.scope, lines=edition.lines, tell=tell)
    report.row_tables, report.rows_sha256 = kept.tables, kept.sha256
    AnnualReport.objects.filter(pk=fresh.pk).update(
        background=report.background, row_tables=report.row_tables, rows_sha256=report.rows_sha256
    )
    return move(
        report, workflow=ANNUAL_REPORT, to="published", by=by, at=at, organisation_id=fresh.organisation_id,
        audit_after={"sha256": edition.sha256, "rows_sha256": report.rows_sha256},
        published_by=by, published_at=at, as_of=edition.as_of, snapshot=edition.data,
        sha256=edition.sha256,
    )  # fmt: skip
