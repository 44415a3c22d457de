import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_approval_is_a_rule"),
        ("accounts", "__first__"),
        ("procurement", "0011_category_plan_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionPlan",
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
                ("vision", models.TextField(blank=True, verbose_name="what the organisation wants")),
                (
                    "stage",
                    models.CharField(
                        choices=[("awareness", "awareness"), ("anchoring", "anchoring"), ("impact", "impact")],
                        max_length=10,
                        verbose_name="growth stage",
                    ),
                ),
                ("stage_reason", models.TextField(blank=True, verbose_name="why this stage")),
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
                "ordering": ["-valid_from", "-edition"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))), name="actionplan_period"
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
                        name="actionplan_submitted_by_and_at",
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
                        name="actionplan_adopted_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_by", None),
                            models.Q(("adopted_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="actionplan_adopted_by_another",
                    ),
                    models.UniqueConstraint(fields=("organisation", "edition"), name="actionplan_edition_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted"), _negated=True),
                        fields=("organisation",),
                        name="actionplan_one_in_hand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("text", models.CharField(max_length=400, verbose_name="goal")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("level_share", "share of the tenders at or above a level (%)"),
                            ("level_count", "number of tenders at or above a level"),
                            ("isv_share", "share of the tenders with ISV as contract condition (%)"),
                        ],
                        max_length=20,
                        verbose_name="indicator",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")],
                        null=True,
                        verbose_name="ambition level",
                    ),
                ),
                ("target", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="target")),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.theme",
                        verbose_name="theme",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="procurement.actionplan"
                    ),
                ),
            ],
            options={
                "ordering": ["theme__position", "year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "theme", "year", "indicator", "level"), name="action_goal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("indicator", "isv_share"), ("level", None)),
                            models.Q(
                                models.Q(("indicator", "isv_share"), _negated=True),
                                ("level__gte", 1),
                                ("level__isnull", False),
                                ("level__lte", 3),
                            ),
                            _connector="OR",
                        ),
                        name="action_goal_level_where_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gte", 0),
                            models.Q(("indicator", "level_count"), ("target__lte", 100), _connector="OR"),
                        ),
                        name="action_goal_target",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionFocus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basis"), (2, "significant"), (3, "ambitious")],
                        default=3,
                        verbose_name="ambition level",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.procurementcategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.theme",
                        verbose_name="theme",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="focuses", to="procurement.actionplan"
                    ),
                ),
            ],
            options={
                "ordering": ["theme__position", "category__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "theme", "category"), name="action_focus_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("category", None)),
                        fields=("plan", "theme"),
                        name="action_focus_everywhere_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)), name="action_focus_level"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalExplanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="explanation")),
                ("numerator", models.PositiveIntegerField()),
                ("denominator", models.PositiveIntegerField(null=True)),
                ("unknown", models.PositiveIntegerField()),
                ("explained_at", models.DateTimeField()),
                (
                    "explained_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="explanations",
                        to="procurement.actiongoal",
                    ),
                ),
            ],
            options={
                "ordering": ["-explained_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="goal_explanation_says_something"
                    )
                ],
            },
        ),
    ]
