import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_append_only"),
        ("documents", "0002_content_is_final"),
        ("monitoring", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(name="reportbuild", options={"ordering": ["-requested_at", "-pk"]}),
        migrations.RemoveConstraint(model_name="reportbuild", name="report_build_progress"),
        migrations.AlterField(
            model_name="reportbuild",
            name="document",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(app_label)s_%(class)s",
                to="documents.document",
            ),
        ),
        migrations.AlterField(
            model_name="reportbuild",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AlterField(
            model_name="reportbuild",
            name="state",
            field=models.CharField(
                choices=[("waiting", "waiting"), ("building", "being made"), ("done", "ready"), ("failed", "failed")],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="reportbuild",
            constraint=models.CheckConstraint(condition=models.Q(("progress__lte", 100)), name="reportbuild_progress"),
        ),
        migrations.AddConstraint(
            model_name="reportbuild",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "failed"]), _negated=True),
                    ("finished_at__isnull", False),
                    _connector="OR",
                ),
                name="reportbuild_finished_at",
            ),
        ),
    ]
