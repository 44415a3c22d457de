"""Two people, sweeps or workers at one moment: real threads on real connections, so only on PostgreSQL.

The test holds a lock until both wait for one, so that they are at the same point for certain.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.workflow import TransitionNotAllowed

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
"""


@contextmanager
def both_at_once(act: Callable[[], object], other: Callable[[], object] | None = None) -> Iterator[list[object]]:
    """Do both, or the same twice, at a time. Inside the block take the lock for which the first has to wait.

    The results come after the block, in this order; of what was refused the refusal.
    """
    results: list[object] = []
    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            yield results
            done = [threads.submit(_on_its_own_connection, each) for each in (act, other or act)]
            _wait_for_two()
        results += [each.result(timeout=30) for each in done]


def hold(lock: str) -> None:
    """Take this lock until the end of the block, such as ``LOCK TABLE … IN SHARE MODE``: they read, and write after."""
    with connection.cursor() as cursor:
        cursor.execute(lock)


def _on_its_own_connection(act: Callable[[], object]) -> object:
    try:
        return act()
    except (TransitionNotAllowed, ValidationError) as refused:
        return refused
    finally:
        connection.close()


def _wait_for_two() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0] == 2:
                return
        time.sleep(0.05)
    raise AssertionError("they did not come to the same point")
