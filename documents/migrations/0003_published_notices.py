"""Published notices (XML) are kept as documents. SQLite makes the table anew, and loses its trigger with the old one."""

from importlib import import_module

from django.db import migrations, models

content_is_final = import_module("documents.migrations.0002_content_is_final")

KINDS = [
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("xlsx", "Excel"),
    ("odt", "ODT"),
    ("ods", "ODS"),
    ("csv", "CSV"),
    ("png", "PNG"),
    ("jpeg", "JPEG"),
    ("eml", "e-mail (EML)"),
    ("json", "JSON"),
    ("xml", "XML"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_content_is_final")]

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
