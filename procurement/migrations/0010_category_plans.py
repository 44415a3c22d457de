import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_approval_is_a_rule"),
        ("accounts", "__first__"),
        ("procurement", "0009_follow_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="CategoryPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="edition")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("submitted", "submitted"), ("adopted", "adopted")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted on")),
                ("adopted_at", models.DateTimeField(null=True, verbose_name="adopted on")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("scope", models.TextField(blank=True, verbose_name="what is bought, and on which market")),
                ("isv_agreement", models.TextField(blank=True, verbose_name="agreement on ISV")),
                ("isv_forms", models.JSONField(blank=True, default=list, verbose_name="forms of ISV")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="adopted by",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="procurement.procurementcategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who is responsible",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "ordering": ["category__position", "-edition"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))), name="categoryplan_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), ("submitted_at", None), ("submitted_by", None)),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="categoryplan_submitted_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adopted_at__isnull", False), ("adopted_by__isnull", False), ("state", "adopted")
                            ),
                            models.Q(
                                models.Q(("state", "adopted"), _negated=True),
                                ("adopted_at", None),
                                ("adopted_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="categoryplan_adopted_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_by", None),
                            models.Q(("adopted_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="categoryplan_adopted_by_another",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "category", "edition"), name="categoryplan_edition_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted"), _negated=True),
                        fields=("organisation", "category"),
                        name="categoryplan_one_in_hand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_focus", models.BooleanField(default=False, verbose_name="focus")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")],
                        null=True,
                        verbose_name="ambition level",
                    ),
                ),
                ("goal", models.CharField(blank=True, max_length=400, verbose_name="goal")),
                ("measure", models.TextField(blank=True, verbose_name="measure")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="procurement.categoryplan",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procurement.theme"
                    ),
                ),
            ],
            options={
                "ordering": ["theme__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "theme"), name="plan_agreement_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), models.Q(("level__gte", 1), ("level__lte", 3)), _connector="OR"
                        ),
                        name="plan_agreement_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_focus", False), ("level__isnull", False), _connector="OR"),
                        name="plan_agreement_focus_has_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanKpi",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=200, verbose_name="KPI")),
                ("unit", models.CharField(max_length=40, verbose_name="unit")),
                (
                    "direction",
                    models.CharField(
                        choices=[("at_least", "at least"), ("at_most", "at most")],
                        default="at_least",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                ("target", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="target")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kpis", to="procurement.categoryplan"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.theme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("plan", "name"), name="plan_kpi_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanKpiResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="result")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("recorded_at", models.DateTimeField()),
                (
                    "kpi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="procurement.plankpi"
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
                "ordering": ["year"],
                "constraints": [models.UniqueConstraint(fields=("kpi", "year"), name="plan_kpi_result_once")],
            },
        ),
        migrations.CreateModel(
            name="PromisingCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=400, verbose_name="why it is promising")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procurement.procurementcategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promising_categories",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["category__position", "category__name_nl"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "category"),
                        name="promising_category_once",
                        violation_error_message="This category is already called promising.",
                    )
                ],
            },
        ),
    ]
