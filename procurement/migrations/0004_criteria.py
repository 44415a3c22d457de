import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_api_token"),
        ("accounts", "__first__"),
        ("documents", "0003_published_notices"),
        ("procurement", "0003_ambition_matrix"),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("product_group", models.CharField(blank=True, max_length=200, verbose_name="product group")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suitability_requirement", "suitability requirement"),
                            ("selection_criterion", "selection criterion"),
                            ("minimum_requirement", "minimum requirement"),
                            ("award_criterion", "award criterion"),
                            ("contract_clause", "contract clause"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")], verbose_name="level"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("note", models.TextField(blank=True, verbose_name="explanatory note")),
                ("verification", models.TextField(blank=True, verbose_name="verification")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("superseded_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(related_name="criteria", to="procurement.theme", verbose_name="themes"),
                ),
            ],
            options={
                "ordering": ["number", "-version"],
                "indexes": [models.Index(fields=["organisation", "superseded_on", "number"], name="criterion_list")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "number", "version"), name="criterion_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation", None)),
                        fields=("number", "version"),
                        name="criterion_shipped_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_on", None)),
                        fields=("organisation", "number"),
                        name="criterion_newest_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation", None), ("superseded_on", None)),
                        fields=("number",),
                        name="criterion_shipped_newest_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)), name="criterion_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="criterion_valid_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChosenCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suitability_requirement", "suitability requirement"),
                            ("selection_criterion", "selection criterion"),
                            ("minimum_requirement", "minimum requirement"),
                            ("award_criterion", "award criterion"),
                            ("contract_clause", "contract clause"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("technical_specification", "technical specification"),
                            ("contract_condition", "contract condition"),
                        ],
                        max_length=30,
                        verbose_name="stands in the tender as",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")],
                        null=True,
                        verbose_name="level",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("verification", models.TextField(blank=True, verbose_name="verification")),
                (
                    "weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight (%)",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("chosen_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="procurement.tender"
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, related_name="chosen_criteria", to="procurement.theme", verbose_name="themes"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen",
                        to="procurement.criterion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "criterion"), name="chosen_criterion_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight", None),
                            models.Q(("kind", "award_criterion"), ("weight__gte", 0), ("weight__lte", 100)),
                            _connector="OR",
                        ),
                        name="chosen_weight",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use", ""), ("kind", "minimum_requirement"), _connector="OR"),
                        name="chosen_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), models.Q(("level__gte", 1), ("level__lte", 3)), _connector="OR"
                        ),
                        name="chosen_criterion_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("problem_count", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField()),
                ("taken_in_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "errors",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria_files",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "taken_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_in_at", None), ("taken_in_by", None)),
                            models.Q(
                                ("problem_count", 0), ("taken_in_at__isnull", False), ("taken_in_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="criteria_file_taken_in_at_and_by",
                    )
                ],
            },
        ),
    ]
