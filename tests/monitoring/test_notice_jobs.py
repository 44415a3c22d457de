"""A long file of notices: checked, confirmed and taken in in the background, each notice once, whatever happens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from documents.models import Document
from monitoring.actions import jobs, notices
from monitoring.models import NoticeJob
from procurement.models import Notice, Tender
from suppliers.actions.notices import Outcome, SentFile, take_in_files
from tests.accounts.factories import AT, UserFactory, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.json_notices import as_bytes, publication

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=1)
NUMBER = 60


def content(number: int = NUMBER) -> bytes:
    """So many notices, and one that is none."""
    return as_bytes([*(publication(id=str(n), tenderned_kenmerk=f"K{n}") for n in range(number)), {"no": "notice"}])


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer)
    return client


def send(client: Client, data: bytes | None = None) -> NoticeJob:
    file = SimpleUploadedFile("lijst.json", data or content(), "application/json")
    answer = client.post(reverse("monitoring:notice-import"), {"notices": file})
    assert answer.status_code == 302, answer.content.decode()
    return NoticeJob.objects.get()


def asked(cast: Cast) -> NoticeJob:
    """A confirmed job."""
    job = notices.send(
        files=[SentFile("lijst.json", content(5))], number=6, organisation=cast.organisation, language="nl",
        by=cast.buyer, at=AT,
    )  # fmt: skip
    worked(job)
    return notices.confirm(job=job, by=cast.buyer, at=AT)


def worked(job: NoticeJob) -> NoticeJob:
    assert notices.run_waiting(at=LATER, by=system_user()) == 1
    job.refresh_from_db()
    return job


def page(client: Client, job: NoticeJob) -> str:
    return client.get(reverse("monitoring:notice-job", args=[job.pk])).content.decode()


def test_a_long_file_is_checked_then_confirmed_then_taken_in(buyer: Client) -> None:
    job = send(buyer)
    assert "De aankondigingen worden gecontroleerd" in page(buyer, job)
    worked(job)
    assert (job.counts, job.may_be_confirmed) == ({"created": NUMBER, "rejected": 1}, True)
    assert not Tender.objects.exists()
    told = page(buyer, job)
    assert "Er is nog niets opgeslagen" in told
    assert "page=2" in told
    for _twice in range(2):
        buyer.post(reverse("monitoring:notice-job-confirm", args=[job.pk]))
    made = worked(NoticeJob.objects.get(kind="import"))
    assert (made.state, made.counts) == ("done", {"created": NUMBER, "rejected": 1})
    assert Tender.objects.count() == NUMBER
    told = page(buyer, made)
    assert "De aankondigingen zijn ingelezen" in told
    assert f'href="/tenders/{Tender.objects.get(reference="K0").pk}/"' in told
    assert Document.objects.count() == 1, "the file is kept once, beside its notices"
    assert not Notice.objects.filter(document=None).exists()
    assert AuditEvent.objects.filter(action="notice_job.requested").count() == 2


def test_what_was_refused_comes_first_and_the_list_can_be_downloaded(buyer: Client) -> None:
    job = worked(send(buyer))
    assert "geweigerd" in page(buyer, job).partition("nieuwe aanbesteding")[0]
    answer = buyer.get(reverse("monitoring:notice-job-export", args=[job.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows: list[Any] = list(sheet.iter_rows(values_only=True))
    assert len(rows) == NUMBER + 2
    assert rows[1][:4] == ("lijst.json", "0", "nieuwe aanbesteding", "K0")
    assert rows[-1][2] == "geweigerd"


def test_what_is_known_already_cannot_be_confirmed(buyer: Client, cast: Cast) -> None:
    worked(asked(cast))
    again = notices.send(
        files=[SentFile("lijst.json", content(5))], number=6, organisation=cast.organisation, language="nl",
        by=cast.buyer, at=LATER,
    )  # fmt: skip
    worked(again)
    assert (again.counts, again.may_be_confirmed) == ({"unchanged": 5, "rejected": 1}, False)
    buyer.post(reverse("monitoring:notice-job-confirm", args=[again.pk]))
    assert NoticeJob.objects.filter(kind="import").count() == 1


def test_after_a_killed_worker_the_next_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked(cast)

    def killed(**options: Any) -> Iterator[Outcome]:
        for number, outcome in enumerate(take_in_files(**options)):
            if number == 3:
                raise KeyboardInterrupt
            yield outcome

    with monkeypatch.context() as broken:
        broken.setattr("monitoring.actions.notices.take_in_files", killed)
        with pytest.raises(KeyboardInterrupt):
            notices.run_waiting(at=LATER, by=system_user())
    job.refresh_from_db()
    assert (job.state, job.outcomes.count(), Tender.objects.count()) == ("building", 3, 3)
    assert notices.run_waiting(at=LATER + timedelta(minutes=1), by=system_user()) == 0, "its lease still holds"

    assert notices.run_waiting(at=LATER + jobs.LEASE + timedelta(minutes=1), by=system_user()) == 1

    job.refresh_from_db()
    assert (job.state, job.counts) == ("done", {"created": 5, "rejected": 1})
    assert list(job.outcomes.values_list("position", flat=True)) == list(range(6))
    assert Tender.objects.count() == 5


def test_a_worker_that_lost_its_claim_keeps_nothing_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked(cast)

    def slow(**options: Any) -> Iterator[Outcome]:
        NoticeJob.objects.filter(pk=job.pk).update(attempts=2)
        yield from take_in_files(**options)

    monkeypatch.setattr("monitoring.actions.notices.take_in_files", slow)
    assert notices.run_waiting(at=LATER, by=system_user()) == 0
    assert (Tender.objects.count(), job.outcomes.count()) == (0, 0)


def test_a_failure_shows_and_can_be_tried_again(buyer: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked(cast)

    def fail(**options: Any) -> Iterator[Outcome]:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("monitoring.actions.notices.take_in_files", fail)
        for _attempt in range(jobs.MOST_ATTEMPTS):
            notices.run_waiting(at=LATER, by=system_user())
    assert "the disk is full" in page(buyer, job)
    buyer.post(reverse("monitoring:notice-job-retry", args=[job.pk]))
    assert worked(job).state == "done"


def test_an_unreadable_file_beside_a_long_one_is_said_at_the_field(buyer: Client) -> None:
    files = [SimpleUploadedFile("lijst.json", content()), SimpleUploadedFile("kapot.json", b'{"x')]
    told = buyer.post(reverse("monitoring:notice-import"), {"notices": files}).content.decode()
    assert "id_notices_error" in told
    assert not NoticeJob.objects.exists()
    assert not Document.objects.exists()


def test_a_job_is_its_own_asker_s(cast: Cast) -> None:
    job = asked(cast)
    colleague = Client()
    colleague.force_login(UserFactory(organisation=cast.organisation, roles=["buyer"]))
    for name in ("notice-job", "notice-job-export"):
        assert colleague.get(reverse(f"monitoring:{name}", args=[job.pk])).status_code == 404


def test_a_job_that_goes_on_tells_how_many_were_done(buyer: Client) -> None:
    job = send(buyer)
    notices._tell(job, 40)
    told = page(buyer, job)
    assert "40 van 61 aankondigingen" in told
    assert f'value="{10 + 80 * 40 // 61}"' in told
    answer = buyer.get(reverse("monitoring:notice-job", args=[job.pk]), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    worked(job)
    answer = buyer.get(reverse("monitoring:notice-job", args=[job.pk]), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
