from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def say_what_was_left_out(apps: Any, _schema_editor: Any) -> None:
    """Until now a row without level left the theme out, and one with a level called it relevant."""
    rows = apps.get_model("procurement", "Ambition").objects
    rows.filter(level=None).update(is_relevant=False)
    rows.exclude(level=None).update(is_relevant=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_append_only"),
        ("procurement", "0002_long_languages_and_types"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LevelMeaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("product_group", models.CharField(blank=True, max_length=200, verbose_name="product group")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")], verbose_name="ambition level"
                    ),
                ),
                ("text_nl", models.CharField(max_length=300, verbose_name="meaning (Dutch)")),
                ("text_en", models.CharField(blank=True, max_length=300, verbose_name="meaning (English)")),
            ],
            options={
                "ordering": ["theme__position", "product_group", "level"],
            },
        ),
        migrations.CreateModel(
            name="ThemeTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=2,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="target level",
                    ),
                ),
            ],
            options={
                "ordering": ["theme__position"],
            },
        ),
        migrations.AddField(
            model_name="ambition",
            name="criterion_kinds",
            field=models.JSONField(blank=True, default=list, verbose_name="kinds of criterion"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="indicator",
            field=models.CharField(blank=True, max_length=200, verbose_name="indicator"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="is_relevant",
            field=models.BooleanField(blank=True, null=True, verbose_name="relevant"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="opportunity",
            field=models.TextField(blank=True, verbose_name="opportunity"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who is responsible",
            ),
        ),
        migrations.AddField(
            model_name="ambition",
            name="risk",
            field=models.TextField(blank=True, verbose_name="risk"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="target",
            field=models.CharField(blank=True, max_length=400, verbose_name="measurable target"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="target_unit",
            field=models.CharField(blank=True, max_length=40, verbose_name="unit"),
        ),
        migrations.AddField(
            model_name="ambition",
            name="target_value",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="target value"
            ),
        ),
        migrations.RunPython(say_what_was_left_out, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="ambition",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", None), ("is_relevant", None), ("is_relevant", True), _connector="OR"),
                name="ambition_left_out_has_no_level",
            ),
        ),
        migrations.AddField(
            model_name="levelmeaning",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="level_meanings",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="levelmeaning",
            name="theme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="level_meanings",
                to="procurement.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddField(
            model_name="themetarget",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="theme_targets", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="themetarget",
            name="theme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="targets",
                to="procurement.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="levelmeaning",
            constraint=models.UniqueConstraint(
                fields=("organisation", "theme", "product_group", "level"), name="level_meaning_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="levelmeaning",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation", None)),
                fields=("theme", "product_group", "level"),
                name="level_meaning_shipped_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="levelmeaning",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__gte", 1), ("level__lte", 3)), name="level_meaning_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="themetarget",
            constraint=models.UniqueConstraint(
                fields=("organisation", "theme"),
                name="theme_target_once",
                violation_error_message="This theme already has a target: change that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="themetarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__gte", 0), ("level__lte", 3)), name="theme_target_level"
            ),
        ),
    ]
