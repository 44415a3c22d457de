"""`verify_report`: what holds is told with its hash, and what was altered is refused with the reason and status 1."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from monitoring import verification
from monitoring.actions import builds, reports
from monitoring.formats import report_json
from monitoring.models import AnnualReport
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, fill

Data = dict[str, Any]


@pytest.fixture
def report(shipped: None, cast: Cast) -> AnnualReport:
    fill(cast.organisation)
    begun = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    reports.submit(report=begun, by=cast.category_manager, at=AT)
    reports.publish(report=begun, by=cast.management, at=AT)
    return AnnualReport.objects.get()


def said(name: object) -> str:
    out = io.StringIO()
    call_command("verify_report", str(name), stdout=out)
    return out.getvalue().strip()


def refused(name: object) -> str:
    """Why it is refused."""
    with pytest.raises(CommandError) as error:
        said(name)
    assert error.value.returncode == 1
    return str(error.value)


def written(path: Path, data: Data) -> Path:
    """The data as a file; a PDF has it attached, as the product attaches it."""
    content = report_json.to_bytes(data)
    if path.suffix == ".json":
        path.write_bytes(content)
        return path
    attached(path, content)
    return path


def attached(path: Path, content: bytes) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["annual-report.json"] = pikepdf.AttachedFileSpec(
            pdf, content, filename="annual-report.json", mime_type="application/json", description="",
            creation_date="", mod_date="",
        )  # fmt: skip
        pdf.save(path)


def handed_out(report: AnnualReport, folder: Path, language: str) -> Path:
    """The PDF as the command writes it."""
    file = folder / f"{language}.pdf"
    call_command(
        "annual_report", str(report.year), organisation=report.organisation.slug, format="pdf", language=language,
        output=str(file), stderr=io.StringIO(),
    )  # fmt: skip
    return file


def _figure(data: Data) -> None:
    data["indicators"][1]["numerator"] += 1


def _unknown(data: Data) -> None:
    data["indicators"][0]["unknown"] = 0


def _left_out(data: Data) -> None:
    del data["indicators"][3]


def _other_year(data: Data) -> None:
    data["year"] += 1


def _other_day(data: Data) -> None:
    data["as_of"] = "2020-01-01"


def _added(data: Data) -> None:
    data["note"] = "approved"


def test_what_was_published_holds(report: AnnualReport, tmp_path: Path) -> None:
    expected = f"valid {report.pk} {report.sha256}"
    assert said(written(tmp_path / "report.json", report.snapshot or {})) == expected
    assert said(report.pk) == expected


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_of_what_was_published_holds(report: AnnualReport, tmp_path: Path, language: str) -> None:
    file = handed_out(report, tmp_path, language)
    assert said(file) == f"valid {report.pk} {report.sha256}"


def test_a_pdf_with_other_pages_around_the_same_data_is_refused(report: AnnualReport, tmp_path: Path) -> None:
    assert "is not the file that was made here" in refused(written(tmp_path / "other.pdf", report.snapshot or {}))
    file = handed_out(report, tmp_path, "nl")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"BT ET")
        pdf.save()
    assert "is not the file that was made here" in refused(file)


def test_a_pdf_that_was_handed_out_before_the_product_drew_it_otherwise_holds(
    report: AnnualReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = handed_out(report, tmp_path, "nl")
    monkeypatch.setattr(verification, "_drawn_now", lambda key: iter(()))
    assert said(file) == f"valid {report.pk} {report.sha256}"
    handed_out(report, tmp_path, "nl")
    assert AuditEvent.objects.filter(action=verification.HANDED_OUT).count() == 1


def test_a_pdf_that_was_made_on_the_page_holds_later(
    report: AnnualReport, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert report.as_of is not None
    build = builds.request(
        organisation=cast.organisation, year=report.year, as_of=report.as_of, report=report, file_format="pdf",
        language="nl", by=cast.auditor, at=AT,
    )  # fmt: skip
    assert builds.build(key=build.pk, at=AT, by=cast.auditor)
    build.refresh_from_db()
    assert build.document is not None
    file = tmp_path / "page.pdf"
    with build.document.file.open() as kept:
        file.write_bytes(kept.read())
    monkeypatch.setattr(verification, "_drawn_now", lambda key: iter(()))
    assert said(file) == f"valid {report.pk} {report.sha256}"


@pytest.mark.parametrize("name", ["report.json", "report.pdf"])
def test_altered_data_is_refused(report: AnnualReport, tmp_path: Path, name: str, subtests: pytest.Subtests) -> None:
    for alter in (_figure, _unknown, _left_out, _other_year, _other_day, _added):
        data = json.loads(json.dumps(report.snapshot))
        alter(data)
        with subtests.test(alter.__name__):
            assert refused(written(tmp_path / name, data)) == "not valid: the figures do not belong to the hash"


def test_an_altered_figure_with_a_new_hash_was_never_published(report: AnnualReport, tmp_path: Path) -> None:
    data = json.loads(json.dumps(report.snapshot))
    _figure(data)
    data["sha256"] = report_json.sha256(data)

    assert "no such report was published here" in refused(written(tmp_path / "report.pdf", data))


def test_figures_of_another_organisation_are_not_theirs(report: AnnualReport, cast: Cast, tmp_path: Path) -> None:
    data = {**(report.snapshot or {}), "organisation": cast.other.slug}
    data["sha256"] = report_json.sha256(data)

    assert "no such report was published here" in refused(written(tmp_path / "report.json", data))


def test_a_published_edition_whose_kept_figures_were_altered_is_refused(report: AnnualReport, tmp_path: Path) -> None:
    sound = written(tmp_path / "report.json", report.snapshot or {})
    data = json.loads(json.dumps(report.snapshot))
    _figure(data)
    AnnualReport.objects.filter(pk=report.pk).update(snapshot=data)

    reason = f"not valid: the kept figures of report {report.pk} do not belong to its hash"
    assert refused(report.pk) == reason
    assert refused(sound) == reason


def test_a_name_that_stands_twice_is_refused(report: AnnualReport, tmp_path: Path) -> None:
    path = written(tmp_path / "report.json", report.snapshot or {})
    path.write_text(path.read_text().replace("{", '{\n  "year": 1999,', 1))

    assert refused(path) == "not valid: a name stands twice in the same object"


@pytest.mark.parametrize("name", ["0", "999999", "-1", "12345678901", "abc", "1.0", "missing.pdf", "."])
def test_an_unknown_number_or_name_is_refused(db: None, name: str) -> None:
    assert refused(name).startswith("not valid: ")


def test_a_draft_is_no_published_report(cast: Cast) -> None:
    draft = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    assert refused(draft.pk) == f"not valid: there is no published report {draft.pk}"


def _pdf_without_data(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)


def _locked_pdf(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def _pdf_with_other_data(path: Path) -> None:
    attached(path, b"no json")


def _text(path: Path) -> None:
    path.write_text("Jaarverslag 2025")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _list(path: Path) -> None:
    path.write_text("[]")


def _no_figures(path: Path) -> None:
    path.write_text('{"schema": "annual-report/1"}')


def _broken_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 broken")


def _deep(path: Path) -> None:
    path.write_text("[" * 100_000)


def _other_json(path: Path) -> None:
    path.write_text('{"schema": "annual-report/2", "indicators": [], "sha256": ""}')


def _nobody(path: Path) -> None:
    path.write_text('{"schema": "annual-report/1", "indicators": [], "sha256": "", "organisation": ["a"]}')


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_pdf_without_data, "the PDF has no annual-report.json attached"),
        (_locked_pdf, "locked with a password"),
        (_pdf_with_other_data, "the file is no JSON"),
        (_text, "the file is no JSON"),
        (_empty, "the file is no JSON"),
        (_list, "no report of schema"),
        (_no_figures, "no indicators or no hash"),
        (_broken_pdf, ""),
        (_deep, "the file is no JSON"),
        (_other_json, "no report of schema annual-report/1"),
        (_nobody, "of which organisation"),
    ],
)
def test_what_is_no_report_is_refused(db: None, tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    path = tmp_path / "file"
    make(path)
    assert reason in refused(path)
