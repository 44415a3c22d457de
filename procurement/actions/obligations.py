"""The outcome of the obligation that each tender keeps, so that a list finds those of one outcome by an index."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.actions.outbox import wake
from procurement.models import ObligationRun, Tender
from procurement.reads import central_outcomes

AT_ONCE = 5_000

IN_ONE_STEP = 1_000
"""So many tenders are locked together while all are judged anew: who saves one of them waits half a second at most."""

LEASE = timedelta(minutes=15)
"""Longer than a task may run: a worker that was killed leaves its run to another after this time."""

JUDGING = 20_170_401
"""The advisory lock of PostgreSQL that is shared by who judges tenders, until his transaction ends."""

TRIES, PAUSE = 20, 0.1


@transaction.atomic
def judge(*, tenders: Iterable[int]) -> None:
    """Keep with the tenders of these keys whether ISV is mandatory, were each one of the central government.

    Whoever changes facts or lots of a tender does this in the same transaction; whoever changes thresholds or
    categories asks for ``ask_all``. Each tender is locked first, so that a change which another makes is waited for,
    and then seen.
    """
    keys = list(tenders)
    _share_the_lock()
    for start in range(0, len(keys), AT_ONCE):
        chosen = Tender.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
        held = list(chosen.select_for_update(of=("self",)).defer("description", "cpv"))
        changed: dict[str, list[int]] = {}
        for tender, outcome in central_outcomes(held):
            if tender.central_obligation != outcome:
                changed.setdefault(outcome, []).append(tender.pk)
        for outcome, found in changed.items():
            Tender.objects.filter(pk__in=found).update(central_obligation=outcome)


def ask_all(at: datetime) -> None:
    """Have every tender judged anew in the background: thresholds or categories changed in this transaction."""
    ObligationRun.objects.create(asked_at=at)
    wake("procurement.tasks.judge_obligations")


def run_waiting(*, at: datetime) -> int:
    """Judge all tenders, if that was asked and no worker is at it; returns 1 when it was done.

    In steps, each a transaction of its own that also keeps how far it is: what a worker leaves undone, another goes on
    with. Once more at the next sweep where somebody made tenders by the old rows all the while.
    """
    run = _claim(at)
    if run is None:
        return 0
    is_last = _nobody_judges()
    try:
        while _step(run):
            pass
    except BaseException:
        _mine(run).update(lease_until=None)
        raise
    if is_last:
        return int(bool(_mine(run).delete()[0]))
    _mine(run).update(lease_until=None, position=0)
    return 0


@transaction.atomic
def _claim(at: datetime) -> ObligationRun | None:
    """One run for all that were asked for; it begins anew where a later one was."""
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    runs = list(ObligationRun.objects.select_for_update().filter(free).order_by("pk"))
    if not runs:
        return None
    *earlier, run = runs
    if earlier:
        ObligationRun.objects.filter(pk__in=[each.pk for each in earlier]).delete()
        run.position = 0
    run.lease_until, run.attempts = at + LEASE, run.attempts + 1
    run.save(update_fields=["lease_until", "attempts", "position"])
    return run


@transaction.atomic
def _step(run: ObligationRun) -> bool:
    """Judge the next tenders; false when there are none, or when another worker has taken over."""
    following = Tender.objects.filter(pk__gt=run.position).order_by("pk")
    keys = list(following.values_list("pk", flat=True)[:IN_ONE_STEP])
    if not keys or not _mine(run).update(position=keys[-1]):
        return False
    judge(tenders=keys)
    run.position = keys[-1]
    return True


def _mine(run: ObligationRun) -> QuerySet[ObligationRun]:
    return ObligationRun.objects.filter(pk=run.pk, attempts=run.attempts)


def _share_the_lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [JUDGING])


def _nobody_judges() -> bool:
    """Whether everybody who judged by the rows as they were has ended, so that his tenders are seen from now on.

    A tender that is being made is seen by nobody else: it may be judged by a threshold that changed meanwhile, and come
    after the run has passed. Nobody waits for this lock: a long import would then hold up everybody else. SQLite has
    one writer at a time.
    """
    if connection.vendor != "postgresql":
        return True
    for _attempt in range(TRIES):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [JUDGING])
            if cursor.fetchone()[0]:
                return True
        time.sleep(PAUSE)
    return False
