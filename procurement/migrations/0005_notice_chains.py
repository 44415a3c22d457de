from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def copy_procedures(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What notices that are there already say of their procedure stands in their values."""
    rows = apps.get_model("procurement", "Notice").objects.only("pk", "values")
    for row in rows.iterator(chunk_size=500):
        row.procedure_id = row.values.get("procedure_id") or ""
        row.save(update_fields=["procedure_id"])


class Migration(migrations.Migration):
    dependencies = [("procurement", "0004_criteria")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="earlier",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="modifications",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="notice",
            name="procedure_id",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RunPython(copy_procedures, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["identifier"], name="notice_identifier"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["publication"], name="notice_publication"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["procedure_id"], name="notice_procedure"),
        ),
    ]
