"""The page that verifies a PDF: the words and the rule of ``verify_report``, and a newer edition is named."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from monitoring import editions, report_files
from monitoring.actions import reports
from monitoring.formats import report_json
from monitoring.models import AnnualReport
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, fill
from tests.monitoring.test_verification import attached

PAGE = "/reports/verify/"


def publish(cast: Cast) -> AnnualReport:
    draft = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    if draft.edition > 1:
        reports.write(report=draft, introduction="", as_of=None, correction="Fout.", by=cast.management, at=AT)
    reports.submit(report=draft, by=cast.category_manager, at=AT)
    reports.publish(report=draft, by=cast.management, at=AT + timedelta(hours=draft.edition))
    return AnnualReport.objects.select_related("organisation").get(pk=draft.pk)


@pytest.fixture
def report(shipped: None, cast: Cast) -> AnnualReport:
    fill(cast.organisation)
    return publish(cast)


def pdf_of(report: AnnualReport, folder: Path) -> bytes:
    """The file as it was handed out: after a newer edition it would be drawn otherwise."""
    file = folder / "jaarverslag.pdf"
    call_command(
        "annual_report", str(report.year), organisation=report.organisation.slug, format="pdf", language="nl",
        output=str(file), stdout=StringIO(),
    )  # fmt: skip
    return file.read_bytes()


def sent(client: Client, content: bytes, name: str = "jaarverslag.pdf") -> Any:
    return client.post(PAGE, {"document": SimpleUploadedFile(name, content)})


def test_every_member_hears_which_edition_it_is_and_whether_there_is_a_newer_one(
    client: Client, cast: Cast, report: AnnualReport, tmp_path: Path
) -> None:
    content = pdf_of(report, tmp_path)
    client.force_login(cast.buyer)
    page = sent(client, content)
    assert page.context["report"] == report
    assert page.context["newer"] is None
    assert report.sha256 in page.content.decode()
    second = publish(cast)
    page = sent(client, content)
    assert "refused" not in page.context, page.context["refused"]
    assert page.context["newer"] == second
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(content)
    with pikepdf.open(changed, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"BT ET")
        pdf.save()
    assert "niet het bestand dat hier" in sent(client, changed.read_bytes()).context["refused"]


def test_a_report_of_another_organisation_says_no_more(
    client: Client, cast: Cast, report: AnnualReport, tmp_path: Path
) -> None:
    content = pdf_of(report, tmp_path)
    client.force_login(cast.outsider)
    page = sent(client, content)
    assert "report" not in page.context
    assert page.context["refused"]
    assert f"/reports/{YEAR}/?edition=" not in page.content.decode()


def test_figures_that_were_never_published_are_told_apart(client: Client, cast: Cast, report: AnnualReport) -> None:
    live = editions.live(organisation=cast.organisation, year=YEAR - 1, as_of=AT.date())
    client.force_login(cast.management)
    page = sent(client, report_files.make(live, file_format="pdf", language="nl", at=AT).content)
    assert (page.context["report"], "refused" in page.context) == (None, False)
    assert "nooit gepubliceerd" in page.content.decode()


def test_hostile_and_broken_files_are_refused_in_words(
    client: Client, cast: Cast, shipped: None, tmp_path: Path
) -> None:
    client.force_login(cast.buyer)
    for content, name in ((b"", "leeg.pdf"), (b"%PDF-1.7 broken", "kapot.pdf"), (b"x", "verslag.json")):
        page = sent(client, content, name)
        assert (page.status_code, bool(page.context["form"].errors)) == (422, True), name
    assert client.post(PAGE).status_code == 422
    for number, data in enumerate((b"no json", b"[" * 100_000, b"\0" * (report_json.MOST_BYTES + 10))):
        attached(tmp_path / f"{number}.pdf", data)
        page = sent(client, (tmp_path / f"{number}.pdf").read_bytes())
        assert page.context["refused"], number
