"""The database itself refuses to change or delete an audit event, and there is always a system user."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

POSTGRESQL = """
CREATE FUNCTION accounts_auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER accounts_auditevent_no_change BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION accounts_auditevent_append_only();
CREATE TRIGGER accounts_auditevent_no_truncate BEFORE TRUNCATE ON accounts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_auditevent_append_only();
"""
POSTGRESQL_BACK = """
DROP TRIGGER accounts_auditevent_no_change ON accounts_auditevent;
DROP TRIGGER accounts_auditevent_no_truncate ON accounts_auditevent;
DROP FUNCTION accounts_auditevent_append_only();
"""
SQLITE = {
    "accounts_auditevent_no_update": "BEFORE UPDATE",
    "accounts_auditevent_no_delete": "BEFORE DELETE",
}


def protect(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL, params=None)
        return
    for name, moment in SQLITE.items():
        editor.execute(
            f"CREATE TRIGGER {name} {moment} ON accounts_auditevent "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )


def release(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_BACK, params=None)
        return
    for name in SQLITE:
        editor.execute(f"DROP TRIGGER {name}")


def add_system_user(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    user = apps.get_model("accounts", "User")
    user.objects.get_or_create(
        kind="system",
        defaults={
            "email": "system@localhost.invalid",
            "name": "Gepast",
            "date_joined": timezone.now(),
            "password": "!",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(protect, release),
        migrations.RunPython(add_system_user, migrations.RunPython.noop),
    ]
