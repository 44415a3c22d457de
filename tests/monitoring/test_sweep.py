"""The sweep: each step finds its own work, one that fails stops no other, and a stopped sweep shows."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import OutgoingMessage
from documents.actions import orphans
from monitoring.actions import lookups, sweep
from monitoring.models import SweepRun
from monitoring.worklist import SWEEP_SHOULD_RUN, has_stopped
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, DeliverableFactory, contact_of

DUE = date(2027, 4, 1)


def due_deliverable(cast: Cast) -> None:
    lookups.load_reminder_offsets(by=system_user(), at=AT)
    contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    contact_of(contract)
    DeliverableFactory(contract=contract, due_on=DUE)
    OutgoingMessage.objects.all().delete()


def test_the_command_reminds_and_delivers_in_one_run(cast: Cast, mailoutbox: list[object]) -> None:
    due_deliverable(cast)
    out = io.StringIO()

    call_command("sweep", at=_at("2027-03-02T06:00+01:00"), stdout=out)

    assert "reminders 1, messages 1" in out.getvalue()
    assert len(mailoutbox) == 1


def test_a_step_that_fails_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    due_deliverable(cast)

    def fail(**kwargs: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setitem(sweep.STEPS, "deliverables", fail)

    run = sweep.run(at=_at("2027-03-02T06:00+01:00"), by=system_user(), clock=lambda: AT)

    assert (run.failed_steps, run.reminders) == (["deliverables"], 1)


def test_a_stopped_sweep_shows_to_the_administrator(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    assert client.get("/").context["sweep_stopped"]

    call_command("sweep", stdout=io.StringIO())

    assert not client.get("/").context["sweep_stopped"]


def test_a_sweep_that_runs_just_now_is_no_stopped_one(cast: Cast, client: Client) -> None:
    call_command("sweep", stdout=io.StringIO())
    SweepRun.objects.create(started_at=timezone.now(), as_at=timezone.now())
    client.force_login(cast.administrator)

    assert not client.get("/").context["sweep_stopped"]


def test_the_switch_falls_after_an_hour() -> None:
    run = SweepRun(started_at=AT, finished_at=AT, as_at=AT)

    assert not has_stopped(run, now=AT + SWEEP_SHOULD_RUN)
    assert has_stopped(run, now=AT + SWEEP_SHOULD_RUN + timedelta(seconds=1))
    assert has_stopped(None, now=AT)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_files_are_looked_through_once_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[datetime] = []

    def look(*, at: datetime) -> int:
        looked.append(at)
        return 0

    monkeypatch.setattr(orphans, "sweep", look)
    moments = [_at(f"2027-03-0{day}T{hour}:00+01:00") for day in (2, 3) for hour in ("06", "07", "23")]

    for moment in moments:
        sweep.run(at=moment, by=system_user(), clock=lambda: AT)

    assert looked == [moments[0], moments[3]]


def test_old_runs_are_thrown_away_and_the_last_one_stays(db: None) -> None:
    for days in (400, 31, 29):
        SweepRun.objects.create(started_at=AT - timedelta(days=days), as_at=AT)

    run = sweep.run(at=AT, by=system_user(), clock=lambda: AT)

    kept = list(SweepRun.objects.order_by("started_at").values_list("started_at", flat=True))
    assert kept == [AT - timedelta(days=29), run.started_at]
