"""The database itself refuses to change what a document was: its file, hash, size, kind and who sent it when."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FINAL = ("file", "sha256", "size", "kind", "uploaded_by_id", "uploaded_at")
SAYS = "a document is evidence: its content never changes"

POSTGRESQL = f"""
CREATE FUNCTION documents_document_content_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER documents_document_no_change BEFORE UPDATE ON documents_document FOR EACH ROW
    WHEN ({" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FINAL)})
    EXECUTE FUNCTION documents_document_content_is_final();
"""
SQLITE = f"""
CREATE TRIGGER documents_document_no_change BEFORE UPDATE ON documents_document FOR EACH ROW
    WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FINAL)}
    BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
"""


def protect(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE, params=None)


def release(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER documents_document_no_change ON documents_document", params=None)
        editor.execute("DROP FUNCTION documents_document_content_is_final()", params=None)
        return
    editor.execute("DROP TRIGGER documents_document_no_change", params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
