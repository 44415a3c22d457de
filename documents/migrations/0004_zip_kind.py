"""An export as CSV files is one zip. As with every change of this table, its trigger is made again afterwards."""

from importlib import import_module

from django.db import migrations, models

content_is_final = import_module("documents.migrations.0002_content_is_final")
KINDS = [*import_module("documents.migrations.0003_published_notices").KINDS, ("zip", "ZIP")]


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_published_notices")]

    operations = [
        migrations.RunPython(content_is_final.release, content_is_final.protect),
        migrations.RemoveConstraint(model_name="document", name="document_kind_known"),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10, verbose_name="type"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [code for code, _label in KINDS])), name="document_kind_known"
            ),
        ),
        migrations.RunPython(content_is_final.protect, content_is_final.release),
    ]
