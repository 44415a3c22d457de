"""Emptying the tables after a test that commits: only here the triggers that keep the audit trail are lifted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.accounts.factories import system_user


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Without any trigger of ours inside the block, with all of them again after it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [row[0] for row in cursor.fetchall()]
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            restore = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            lift = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            restore = [sql for _name, sql in triggers]
        for statement in lift:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in restore:
                cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def _emptying_lifts_triggers() -> Iterator[None]:
    """Django's own emptying after a transactional test, with the triggers lifted around it."""
    patch = pytest.MonkeyPatch()
    name = "_fixture_teardown"
    teardown = getattr(TransactionTestCase, name)

    def emptied(self: TransactionTestCase) -> None:
        with triggers_lifted():
            teardown(self)
        system_user()  # the migrations made it, and the other tests count on it

    patch.setattr(TransactionTestCase, name, emptied)
    yield
    patch.undo()
