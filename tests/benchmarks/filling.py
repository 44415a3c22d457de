"""The rows that are measured over: a portfolio, and copies of it by SQL, as objects would take many minutes."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.db import connection

PLANNED = 10_000
STEP = 10_000_000
"""Further than any key of the portfolio: copy *n* of a row has its key plus *n* times this."""

# Per table, in the order of their foreign keys: which columns are keys of another copy, and which have to be unique.
COPIED = {
    "procurement_tender": ((), ("reference",)),
    "procurement_lot": (("tender_id",), ()),
    "procurement_ambition": (("tender_id",), ()),
    "procurement_approachround": (("tender_id",), ()),
    "suppliers_contract": (("tender_id",), ("reference",)),
    "suppliers_deliverable": (("contract_id",), ()),
    "dialogues_meeting": ((), ("reference",)),
    "dialogues_meeting_suppliers": (("meeting_id",), ()),
    "dialogues_agreement": (("meeting_id",), ()),
}


def fill(tenders: int) -> None:
    """Tables, lookup data, and one organisation with this many tenders (above ten thousand, a multiple of that)."""
    call_command("migrate", verbosity=0)
    call_command("make_portfolio", organisations=1, tenders=min(tenders, PLANNED), seed=1, stdout=io.StringIO())
    with connection.cursor() as cursor:
        for table, (keys, names) in COPIED.items():
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            columns = [name for (name,) in cursor.fetchall()]
            values = [_copied(column, ("id", *keys), names) for column in columns]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
                f" FROM {table}, generate_series(1, %s) AS copy ORDER BY copy, id",
                [tenders // PLANNED - 1],
            )
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        cursor.execute("VACUUM ANALYZE")


def _copied(column: str, keys: tuple[str, ...], names: tuple[str, ...]) -> str:
    if column in keys:
        return f"{column} + copy * {STEP}"
    return f"{column} || '-' || copy" if column in names else column
