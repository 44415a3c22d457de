"""Files made in the background: claimed once, seen while made, never lost, fetched by who may."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from monitoring import report_files
from monitoring.actions import builds, jobs, reports
from monitoring.models import AnnualReport, ReportBuild
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import AS_OF, YEAR, fill

pytestmark = pytest.mark.usefixtures("shipped")
LATER = AT + timedelta(hours=1)


def asked(cast: Cast, file_format: str = "json") -> ReportBuild:
    return builds.request(
        organisation=cast.organisation, year=YEAR, as_of=AS_OF, report=None, file_format=file_format, language="nl",
        by=cast.management, at=AT,
    )  # fmt: skip


def published(cast: Cast) -> AnnualReport:
    report = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    reports.submit(report=report, by=cast.category_manager, at=AT)
    return reports.publish(report=report, by=cast.management, at=AT)


def test_a_build_is_made_and_kept(cast: Cast) -> None:
    build = asked(cast)
    assert builds.build_waiting(at=LATER, by=system_user()) == 1
    build.refresh_from_db()
    assert (build.state, build.progress, build.attempts, build.lease_until) == ("done", 100, 1, None)
    assert build.document is not None
    assert build.document.confidentiality == "organisation"
    assert builds.build_waiting(at=LATER, by=system_user()) == 0


def test_asking_twice_gives_one_build(cast: Cast) -> None:
    assert asked(cast) == asked(cast)


def test_a_build_that_is_being_made_is_not_made_twice(cast: Cast) -> None:
    build = asked(cast)
    ReportBuild.objects.filter(pk=build.pk).update(state="building", attempts=1, lease_until=LATER)
    assert not builds.build(key=build.pk, at=LATER, by=system_user())


def test_a_killed_worker_leaves_it_to_another(cast: Cast) -> None:
    build = asked(cast)
    ReportBuild.objects.filter(pk=build.pk).update(state="building", attempts=1, lease_until=AT)
    assert builds.build_waiting(at=LATER, by=system_user()) == 1
    build.refresh_from_db()
    assert (build.state, build.attempts) == ("done", 2)


def test_a_worker_that_was_taken_over_keeps_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    build = asked(cast)
    real = report_files.make

    def slow(*args: object, **kwargs: object) -> object:
        ReportBuild.objects.filter(pk=build.pk).update(attempts=2)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("monitoring.actions.builds.make", slow)
    assert not builds.build(key=build.pk, at=LATER, by=system_user())
    build.refresh_from_db()
    assert (build.state, build.document) == ("building", None)


def test_a_failure_shows_and_can_be_tried_again(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    build = asked(cast)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("static file x is missing")

    with monkeypatch.context() as broken:
        broken.setattr("monitoring.actions.builds.make", fail)
        for _attempt in range(jobs.MOST_ATTEMPTS):
            builds.build_waiting(at=LATER, by=system_user())
    build.refresh_from_db()
    assert (build.state, build.error) == ("failed", "static file x is missing")
    client.force_login(cast.management)
    assert "static file x is missing" in client.get(f"/reports/files/{build.pk}/").content.decode()

    client.post(f"/reports/files/{build.pk}/again/")
    builds.build_waiting(at=LATER, by=system_user())

    build.refresh_from_db()
    assert build.state == "done"


def test_what_cannot_be_made_as_asked_is_not_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    build = asked(cast)

    def refuse(*args: object, **kwargs: object) -> None:
        raise jobs.Refused("there is nothing of this year")

    monkeypatch.setattr("monitoring.actions.builds.make", refuse)
    assert builds.build_waiting(at=LATER, by=system_user()) == 0
    build.refresh_from_db()
    assert (build.state, build.error, build.attempts) == ("failed", "there is nothing of this year", 1)
    assert build.finished_at == LATER


def test_a_worker_whose_time_is_up_leaves_the_rest_to_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    build = asked(cast)

    def out_of_time(*args: object, **kwargs: object) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("monitoring.actions.builds.make", out_of_time)
    with pytest.raises(SoftTimeLimitExceeded):
        builds.build_waiting(at=LATER, by=system_user())
    build.refresh_from_db()
    assert (build.state, build.attempts) == ("waiting", 1)


def test_the_page_shows_how_far_it_is_with_and_without_script(cast: Cast, client: Client) -> None:
    client.force_login(cast.management)
    answer = client.post(f"/reports/{YEAR}/build/?as_of={AS_OF:%Y-%m-%d}")
    build = ReportBuild.objects.get()
    assert answer["Location"] == f"/reports/files/{build.pk}/"
    ReportBuild.objects.update(state="building", progress=45, step="pages", lease_until=LATER)

    whole = client.get(f"/reports/files/{build.pk}/").content.decode()
    part = client.get(f"/reports/files/{build.pk}/", headers={"HX-Request": "true"}).content.decode()

    for text in (whole, part):
        assert 'value="45"' in text
        assert "hx-trigger" in text
    assert "<html" in whole
    assert "<html" not in part


def test_a_file_is_for_the_organisation_and_of_a_draft_for_its_writers(cast: Cast, client: Client) -> None:
    live = asked(cast)
    draft = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.management, at=AT)
    secret = builds.request(
        organisation=cast.organisation, year=YEAR, as_of=AS_OF, report=draft, file_format="json", language="nl",
        by=cast.management, at=AT,
    )  # fmt: skip
    builds.build_waiting(at=LATER, by=system_user())
    for role, person in cast.people.items():
        client.force_login(person)
        assert fetched(client, live) == 200, role
        expected = 200 if role in ("management", "category_manager") else 404
        assert fetched(client, secret) == expected, role
    client.force_login(cast.outsider)
    assert client.get(f"/reports/files/{live.pk}/").status_code == 404
    assert fetched(client, live) == 404
    assert client.post(f"/reports/files/{live.pk}/again/").status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_carries_its_data_and_is_tagged(cast: Cast, tmp_path: Path, language: str) -> None:
    fill(cast.organisation)
    published(cast)
    path = tmp_path / "report.pdf"
    call_command(
        "annual_report", str(YEAR), organisation=cast.organisation.slug, format="pdf", output=str(path),
        language=language, stderr=io.StringIO(),
    )  # fmt: skip

    with pikepdf.open(path) as pdf:
        assert sorted(pdf.attachments) == ["annual-report.json", "annual-report.xlsx"]
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
    report = AnnualReport.objects.get()
    assert verified(str(path)) == verified(str(report.pk)) == f"valid {report.pk} {report.sha256}"


@pytest.mark.parametrize("file_format", ["json", "csv", "xlsx"])
def test_the_same_edition_gives_the_same_bytes(cast: Cast, tmp_path: Path, file_format: str) -> None:
    fill(cast.organisation)
    published(cast)
    made = []
    for number in range(2):
        path = tmp_path / f"{number}.{file_format}"
        call_command(
            "annual_report", str(YEAR), organisation=cast.organisation.slug, format=file_format, output=str(path),
            stderr=io.StringIO(),
        )  # fmt: skip
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_figures_that_claim_to_be_published_must_have_been(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    call_command(
        "annual_report", str(YEAR), organisation=cast.organisation.slug, as_of=date(2026, 2, 1), output=str(path),
        stderr=io.StringIO(),
    )  # fmt: skip
    assert verified(str(path)).startswith("valid - ")
    path.write_text(path.read_text().replace('"published": false', '"published": true'))
    with pytest.raises(CommandError, match="not valid"):
        verified(str(path))


def verified(name: str) -> str:
    out = io.StringIO()
    call_command("verify_report", name, stdout=out)
    return out.getvalue().strip()


def fetched(client: Client, build: ReportBuild) -> int:
    """The status of the download; the file is read and closed."""
    answer: Any = client.get(f"/reports/files/{build.pk}/download/")
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    answer.close()
    return int(answer.status_code)


def test_the_workbook_of_a_reader_holds_the_rows_that_add_up_to_each_figure(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    client.force_login(cast.management)
    answer = client.get(f"/reports/{YEAR}/data.xlsx?as_of=2026-02-01")

    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    sheets = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]
    figures = {row[0]: row for row in sheets[0][1:]}
    found = {}
    for rows in sheets[1:]:
        for column, code in enumerate(rows[0]):
            if code in figures:
                found[code] = [row[column] for row in rows[1:]]
    assert set(found) == set(figures)
    assert any(1 in marks for marks in found.values())
    for code, (_code, _label, value, numerator, denominator, unknown, _definition) in figures.items():
        marks = found[code]
        assert marks.count(1) == (numerator if denominator is not None else value), code
        assert marks.count("?") + marks.count("(?)") == unknown, code
        if denominator is not None:
            assert marks.count(1) + marks.count(0) + marks.count("?") == denominator, code


def test_the_rows_in_a_workbook_are_those_that_its_reader_may_see(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    client.force_login(cast.buyer)
    answer = client.get(f"/reports/{YEAR}/data.xlsx?as_of=2026-02-01", headers={"Accept-Language": "en"})

    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    assert len(list(book["Findings"].iter_rows())) == 1
    assert len(list(book["Tenders"].iter_rows())) > 1
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Rows as recorded on"] == timezone.localdate().isoformat()


def test_a_file_of_the_draft_is_not_offered_as_that_of_the_published_edition(cast: Cast, client: Client) -> None:
    fill(cast.organisation)
    client.force_login(cast.management)
    draft = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    reports.write(report=draft, introduction="", as_of=AS_OF, by=cast.category_manager, at=AT)
    asked(cast)
    builds.build_waiting(at=AT, by=system_user())
    assert "/download/" in client.get(f"/reports/{YEAR}/").content.decode()
    reports.submit(report=draft, by=cast.category_manager, at=AT)
    reports.publish(report=draft, by=cast.management, at=LATER)
    assert "/download/" not in client.get(f"/reports/{YEAR}/").content.decode()
    builds.request(
        organisation=cast.organisation, year=YEAR, as_of=AS_OF, report=draft, file_format="json", language="nl",
        by=cast.management, at=LATER,
    )  # fmt: skip
    builds.build_waiting(at=LATER, by=system_user())
    assert "/download/" in client.get(f"/reports/{YEAR}/").content.decode()
