"""What the database itself refuses of plans: two adopted ones of one subject at once, and one that is too long.

A constraint of the ORM cannot say either on both databases, so a migration makes these triggers (and a later one that
SQLite needs to remake the table makes them again).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TWICE = "another adopted plan holds in this period"
LONG = "the period of this plan is too long"


def make(editor: BaseDatabaseSchemaEditor, table: str, *, subject: Sequence[str], years: int) -> None:
    """Make the triggers of one table. ``subject``: the columns that name what the plan is for."""
    same = " AND ".join(f"other.{column} = NEW.{column}" for column in ("organisation_id", *subject))
    overlap = (
        f"NEW.state = 'adopted' AND EXISTS (SELECT 1 FROM {table} other WHERE other.id <> NEW.id AND {same} "  # noqa: S608
        "AND other.state = 'adopted' AND other.valid_from <= NEW.valid_until AND other.valid_until >= NEW.valid_from)"
    )
    if editor.connection.vendor == "postgresql":
        too_long = f"NEW.valid_until >= (NEW.valid_from + INTERVAL '{years} years')::date"
        editor.execute(_postgresql(table, overlap, too_long), params=None)
        return
    too_long = f"NEW.valid_until >= date(NEW.valid_from, '+{years} years')"
    for code, condition, message in (("apart", overlap, TWICE), ("length", too_long, LONG)):
        for moment in ("INSERT", "UPDATE"):
            editor.execute(
                f"CREATE TRIGGER {table}_{code}_{moment.lower()} BEFORE {moment} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


def drop(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER {table}_rules ON {table}; DROP FUNCTION {table}_rules();", params=None)
        return
    for code in ("apart", "length"):
        for moment in ("insert", "update"):
            editor.execute(f"DROP TRIGGER {table}_{code}_{moment}")


def _postgresql(table: str, overlap: str, too_long: str) -> str:
    def refuse(message: str) -> str:
        return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'"

    return f"""
CREATE FUNCTION {table}_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {overlap} THEN {refuse(TWICE)}; END IF;
    IF {too_long} THEN {refuse(LONG)}; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_rules BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_rules();
"""
