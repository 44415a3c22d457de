"""A report is published in the background: decided once, all of it or nothing, by a person who still may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Membership
from accounts.workflow import TransitionNotAllowed
from monitoring.actions import jobs, publications, report_rows, reports
from monitoring.models import AnnualReport, Publication, ReportRow
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, fill

pytestmark = pytest.mark.usefixtures("shipped")
LATER = AT + timedelta(hours=1)


@pytest.fixture
def reviewed(cast: Cast) -> AnnualReport:
    fill(cast.organisation)
    report = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)
    return reports.submit(report=report, by=cast.category_manager, at=AT)


def decided(report: AnnualReport, cast: Cast) -> Publication:
    return publications.request(report=report, by=cast.management, at=AT)


def run(cast: Cast) -> int:
    return publications.run_waiting(at=LATER, by=cast.system)


def test_the_worker_publishes_in_the_name_of_who_decided(reviewed: AnnualReport, cast: Cast) -> None:
    one = decided(reviewed, cast)
    reviewed.refresh_from_db()
    assert reviewed.state == "in_review"

    assert run(cast) == 1

    reviewed.refresh_from_db()
    one.refresh_from_db()
    assert (reviewed.state, reviewed.published_by, reviewed.published_at) == ("published", cast.management, LATER)
    assert (one.state, one.progress) == ("done", 100)
    assert reviewed.rows.exists()
    actions = AuditEvent.objects.filter(
        action__in=["publication.requested", "annualreport.state"], actor_id=cast.management.pk
    )
    assert [event.action for event in actions.order_by("pk")] == ["publication.requested", "annualreport.state"]


def test_it_is_decided_once(reviewed: AnnualReport, cast: Cast) -> None:
    other = cast.with_roles("management")
    assert decided(reviewed, cast) == publications.request(report=reviewed, by=other, at=AT)
    assert AuditEvent.objects.filter(action="publication.requested").count() == 1


def test_who_may_not_publish_does_not_decide(reviewed: AnnualReport, cast: Cast) -> None:
    for person in (cast.category_manager, cast.administrator, cast.outsider):
        with pytest.raises(PermissionDenied):
            publications.request(report=reviewed, by=person, at=AT)
    reports.give_back(report=reviewed, reason="Vul aan.", by=cast.management, at=AT)
    with pytest.raises(TransitionNotAllowed):
        decided(reviewed, cast)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("reason", ["given back", "role lost"])
def test_what_is_no_longer_allowed_is_not_done(reviewed: AnnualReport, cast: Cast, reason: str) -> None:
    one = decided(reviewed, cast)
    if reason == "given back":
        reports.give_back(report=reviewed, reason="Vul aan.", by=cast.category_manager, at=AT)
    else:
        Membership.objects.filter(user=cast.management).delete()

    assert run(cast) == 0

    one.refresh_from_db()
    reviewed.refresh_from_db()
    assert (one.state, one.attempts) == ("failed", 1)
    assert one.error
    assert reviewed.state != "published"
    assert not ReportRow.objects.exists()


def test_a_record_changed_meanwhile_is_counted_again(
    reviewed: AnnualReport, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = decided(reviewed, cast)

    def changed(**kwargs: object) -> None:
        raise report_rows.RecordsChanged("changed")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("monitoring.actions.report_rows.keep", changed)
        assert run(cast) == 0
    one.refresh_from_db()
    assert one.state == "waiting"
    assert run(cast) == 1
    reviewed.refresh_from_db()
    assert reviewed.state == "published"


def test_a_worker_killed_halfway_leaves_nothing_behind(
    reviewed: AnnualReport, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(reviewed, cast)

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as halfway:
        halfway.setattr("monitoring.actions.publications.Claim.finish", killed)
        with pytest.raises(KeyboardInterrupt):
            run(cast)
    reviewed.refresh_from_db()
    assert reviewed.state == "in_review"
    assert not ReportRow.objects.exists()

    after = LATER + jobs.LEASE + timedelta(minutes=1)
    assert publications.run_waiting(at=after, by=cast.system) == 1
    reviewed.refresh_from_db()
    assert reviewed.state == "published"


def test_the_page_shows_how_far_it_is(client: Client, reviewed: AnnualReport, cast: Cast) -> None:
    one = decided(reviewed, cast)
    Publication.objects.filter(pk=one.pk).update(state="building", progress=5, attempts=1, lease_until=LATER)
    jobs.whisper(one, (500, 1000))
    client.force_login(cast.category_manager)

    page = client.get(reverse("monitoring:publication", args=[one.pk]))
    assert page.context["percent"] == 52
    assert '<progress max="100" value="52"' in page.content.decode()
    fragment = client.get(reverse("monitoring:publication", args=[one.pk]), headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_who_may_not_publish_is_not_offered_to_try_again(client: Client, reviewed: AnnualReport, cast: Cast) -> None:
    failed = decided(reviewed, cast)
    Publication.objects.filter(pk=failed.pk).update(state="failed", error="vol", finished_at=AT)
    address = reverse("monitoring:publication-again", args=[failed.pk])
    client.force_login(cast.category_manager)
    assert address not in client.get(reverse("monitoring:publication", args=[failed.pk])).content.decode()
    client.post(address)
    assert Publication.objects.get() == failed


def test_while_it_goes_on_nothing_else_is_offered(client: Client, reviewed: AnnualReport, cast: Cast) -> None:
    one = decided(reviewed, cast)
    client.force_login(cast.management)
    page = client.get(reverse("monitoring:report-detail", args=[YEAR]))
    assert not page.context["may_publish"]
    assert not page.context["may_return"]
    assert reverse("monitoring:publication", args=[one.pk]) in page.content.decode()


def test_who_decides_anew_on_what_failed_does_so_in_his_own_name(
    client: Client, reviewed: AnnualReport, cast: Cast
) -> None:
    failed = decided(reviewed, cast)
    Publication.objects.filter(pk=failed.pk).update(state="failed", error="vol", finished_at=AT)
    other = cast.with_roles("management")
    client.force_login(other)

    assert "vol" in client.get(reverse("monitoring:publication", args=[failed.pk])).content.decode()
    client.post(reverse("monitoring:publication-again", args=[failed.pk]))

    assert run(cast) == 1
    reviewed.refresh_from_db()
    assert reviewed.published_by == other
