"""Judging all tenders anew in the background: in steps, gone on with after a kill, and by the newest rows."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from procurement.actions import obligations
from procurement.models import ObligationRun, ProcurementCategory, Tender, Threshold
from procurement.tasks import judge_obligations
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

IN_TRANSACTIONS = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """What no handler of the product may hold up."""


def made(cast: Cast, number: int) -> list[Tender]:
    energy = ProcurementCategory.objects.get(code="energy")
    return [TenderFactory(organisation=cast.organisation, by=cast.buyer, lots=[energy]) for _ in range(number)]


def corrected(amount: int) -> None:
    """A threshold becomes another, as by the page."""
    with transaction.atomic():
        Threshold.objects.filter(kind="central").update(amount=Decimal(amount))
        obligations.ask_all(AT)


def outcomes() -> list[str]:
    return list(Tender.objects.order_by("pk").values_list("central_obligation", flat=True))


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obligations, "IN_ONE_STEP", 2)


@pytest.mark.usefixtures("shipped", "small_steps")
def test_a_task_judges_all_tenders_in_steps_and_once(cast: Cast) -> None:
    made(cast, 5)
    corrected(9_000_000)
    assert outcomes() == ["mandatory"] * 5
    judge_obligations()
    assert outcomes() == ["not_mandatory"] * 5
    assert not ObligationRun.objects.exists()
    assert obligations.run_waiting(at=AT) == 0


@pytest.mark.usefixtures("shipped", "small_steps")
@IN_TRANSACTIONS
def test_what_a_killed_worker_left_another_goes_on_with(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made(cast, 5)
    corrected(9_000_000)
    judge, calls = obligations.judge, []

    def killed_in_its_second_step(*, tenders: Iterable[int]) -> None:
        calls.append(list(tenders))
        judge(tenders=calls[-1])
        if len(calls) == 2:
            raise Killed

    monkeypatch.setattr(obligations, "judge", killed_in_its_second_step)
    with pytest.raises(Killed):
        obligations.run_waiting(at=AT)
    assert outcomes() == ["not_mandatory"] * 2 + ["mandatory"] * 3
    ObligationRun.objects.update(lease_until=AT + obligations.LEASE)  # a process that is gone releases nothing
    assert obligations.run_waiting(at=AT + timedelta(minutes=1)) == 0
    assert obligations.run_waiting(at=AT + obligations.LEASE * 2) == 1
    assert outcomes() == ["not_mandatory"] * 5
    assert calls[2:] == [calls[1], [max(Tender.objects.values_list("pk", flat=True))]]


@pytest.mark.usefixtures("shipped", "small_steps")
@IN_TRANSACTIONS
def test_a_correction_while_a_run_goes_on_is_seen_by_all_tenders(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made(cast, 4)
    corrected(9_000_000)
    step, steps = obligations._step, []

    def correcting(run: ObligationRun) -> bool:
        steps.append(run.pk)
        if len(steps) == 2:
            corrected(1_000)
        return step(run)

    monkeypatch.setattr(obligations, "_step", correcting)
    assert obligations.run_waiting(at=AT) == 1
    assert set(outcomes()) == {"mandatory", "not_mandatory"}
    assert obligations.run_waiting(at=AT) == 1
    assert outcomes() == ["mandatory"] * 4


@pytest.mark.usefixtures("shipped")
def test_several_corrections_are_one_run(cast: Cast) -> None:
    made(cast, 1)
    for amount in (9_000_000, 8_000_000, 7_000_000):
        corrected(amount)
    assert [obligations.run_waiting(at=AT) for _ in range(2)] == [1, 0]
    assert outcomes() == ["not_mandatory"]


@pytest.mark.usefixtures("shipped")
def test_a_correction_that_is_taken_back_asks_nothing(cast: Cast) -> None:
    with transaction.atomic():
        corrected(9_000_000)
        transaction.set_rollback(True)
    assert not ObligationRun.objects.exists()


@pytest.mark.postgres
@pytest.mark.usefixtures("shipped")
@IN_TRANSACTIONS
def test_a_tender_that_is_made_at_the_same_moment_is_judged_once_it_is_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was judged by the old threshold and is not committed yet, so the first run cannot see it."""
    monkeypatch.setattr(obligations, "TRIES", 1)
    judged, may_end = threading.Event(), threading.Event()

    def make() -> None:
        try:
            with transaction.atomic():
                made(cast, 1)
                judged.set()
                assert may_end.wait(20)
        finally:
            connection.close()

    making = threading.Thread(target=make)
    making.start()
    assert judged.wait(20)
    corrected(9_000_000)
    assert obligations.run_waiting(at=AT) == 0
    assert ObligationRun.objects.exists()
    may_end.set()
    making.join(20)
    assert outcomes() == ["mandatory"]
    assert obligations.run_waiting(at=AT) == 1
    assert outcomes() == ["not_mandatory"]
