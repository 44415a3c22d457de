"""PostgreSQL finds parts of words in references and titles by an index; SQLite reads them all.

The index takes the extension pg_trgm, which comes with PostgreSQL. Who owns the database may make it; where the product
may not, and nobody made it, the search works without the index. ``CREATE EXTENSION pg_trgm`` and the statement below make
it later.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MAY_MAKE = """
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
    OR (has_database_privilege(current_database(), 'CREATE')
        AND EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm'))
"""
MAKE = """
    CREATE INDEX tender_words ON procurement_tender
    USING gin (upper(reference::text) gin_trgm_ops, upper(title::text) gin_trgm_ops)
"""


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(MAY_MAKE)
        (may_make,) = cursor.fetchone() or (False,)
    if may_make:
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        editor.execute(MAKE)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS tender_words")


class Migration(migrations.Migration):
    dependencies = [("procurement", "0018_obligation_kept")]
    operations = [migrations.RunPython(make, drop)]
