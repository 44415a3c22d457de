import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("procurement", "0003_ambition_matrix"),
        ("suppliers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.CharField(blank=True, max_length=400, verbose_name="goal")),
                ("indicator", models.CharField(blank=True, max_length=200, verbose_name="indicator")),
                ("target", models.CharField(blank=True, max_length=400, verbose_name="measurable target")),
                (
                    "target_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="target value"
                    ),
                ),
                ("target_unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")], verbose_name="ambition level"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="commitments", to="suppliers.contract"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="procurement.theme"
                    ),
                ),
            ],
            options={
                "ordering": ["theme__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "theme"), name="commitment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)), name="commitment_level"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("delivered", "achieved"),
                            ("partially", "partly achieved"),
                            ("not_delivered", "not achieved"),
                        ],
                        max_length=20,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "measured_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="measured value"
                    ),
                ),
                ("measured_on", models.DateField(verbose_name="measured on")),
                ("note", models.TextField(max_length=4000, verbose_name="explanation")),
                ("recorded_at", models.DateTimeField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="suppliers.commitment"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("commitment", "year"), name="commitment_result_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="commitment_result_is_explained"
                    ),
                ],
            },
        ),
    ]
