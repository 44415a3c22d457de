import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("documents", "0001_initial"),
        ("procurement", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk_analysis", "risk analysis"),
                            ("improvement_plan", "improvement plan"),
                            ("annual_report", "public annual report"),
                        ],
                        max_length=20,
                        verbose_name="deliverable",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("is_current", models.BooleanField(default=True, verbose_name="in use")),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="question_sets",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "version"), name="question_set_version_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation", None)),
                        fields=("kind", "version"),
                        name="question_set_national_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("organisation", "kind"),
                        name="question_set_one_current",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True), ("organisation", None)),
                        fields=("kind",),
                        name="question_set_national_one_current",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                ("text_nl", models.CharField(max_length=400, verbose_name="question (Dutch)")),
                ("text_en", models.CharField(max_length=400, verbose_name="question (English)")),
                (
                    "question_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="suppliers.questionset",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("question_set", "key"), name="question_key_unique")],
            },
        ),
        migrations.CreateModel(
            name="ScheduleLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk_analysis", "risk analysis"),
                            ("improvement_plan", "improvement plan"),
                            ("annual_report", "public annual report"),
                        ],
                        max_length=20,
                        verbose_name="deliverable",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("award", "award"),
                            ("contract_start", "contract start"),
                            ("contract_end", "contract end"),
                            ("calendar", "calendar date each year"),
                            ("request", "receipt of a request"),
                        ],
                        max_length=20,
                        verbose_name="counted from",
                    ),
                ),
                ("offset_months", models.SmallIntegerField(default=0, verbose_name="months after")),
                ("offset_days", models.SmallIntegerField(default=0, verbose_name="days after")),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("none", "once"), ("yearly", "every year"), ("half_yearly", "every half year")],
                        default="none",
                        max_length=20,
                        verbose_name="repeats",
                    ),
                ),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="month")),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="day")),
                (
                    "duration",
                    models.CharField(
                        choices=[
                            ("any", "any length"),
                            ("under_a_year", "less than a year"),
                            ("year_or_longer", "a year or longer"),
                        ],
                        default="any",
                        max_length=20,
                        verbose_name="for contracts of",
                    ),
                ),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace (days)")),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="clause")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "follow_up",
                    models.CharField(
                        choices=[("light", "light"), ("normal", "normal"), ("intensive", "intensive")],
                        default="normal",
                        max_length=20,
                        verbose_name="follow-up",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedule_lines",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("anchor", "calendar"), _negated=True),
                            models.Q(("day__gte", 1), ("day__lte", 31), ("month__gte", 1), ("month__lte", 12)),
                            _connector="OR",
                        ),
                        name="schedule_line_calendar_date",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=400, verbose_name="name")),
                (
                    "kvk",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[django.core.validators.RegexValidator("^\\d{8}$", "A KvK number has 8 digits.")],
                        verbose_name="KvK number",
                    ),
                ),
                (
                    "lei",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z0-9]{18}\\d{2}$", "An LEI has 20 characters.")
                        ],
                        verbose_name="LEI",
                    ),
                ),
                (
                    "registration",
                    models.CharField(blank=True, max_length=120, verbose_name="registration number as published"),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name"],
                "indexes": [models.Index(fields=["name"], name="supplier_name")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kvk", ""), _negated=True), fields=("kvk",), name="supplier_kvk_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lei", ""), _negated=True), fields=("lei",), name="supplier_lei_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                ("title", models.CharField(max_length=600, verbose_name="title")),
                ("awarded_on", models.DateField(blank=True, null=True, verbose_name="awarded on")),
                ("start_on", models.DateField(verbose_name="start date")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="end date")),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="value"),
                ),
                ("currency", models.CharField(blank=True, default="EUR", max_length=3, verbose_name="currency")),
                ("isv", models.BooleanField(blank=True, null=True, verbose_name="ISV is a contract condition")),
                (
                    "risk_signals",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "no signals found"),
                            ("some", "one or more signals"),
                            ("severe", "forced or child labour on a main product, or a country with a high rating"),
                        ],
                        max_length=10,
                        verbose_name="signals in the chain",
                    ),
                ),
                (
                    "follow_up",
                    models.CharField(
                        blank=True,
                        choices=[("light", "light"), ("normal", "normal"), ("intensive", "intensive")],
                        max_length=20,
                        verbose_name="follow-up",
                    ),
                ),
                (
                    "follow_up_reason",
                    models.TextField(blank=True, verbose_name="reason for another follow-up than proposed"),
                ),
                ("reminders_paused_until", models.DateField(blank=True, null=True, verbose_name="no reminders until")),
                ("reminders_paused_reason", models.TextField(blank=True, verbose_name="reason")),
                ("created_at", models.DateTimeField()),
                (
                    "contract_manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_contracts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="contract manager",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("lots", models.ManyToManyField(blank=True, related_name="contracts", to="procurement.lot")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="procurement.tender",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="suppliers.supplier",
                        verbose_name="supplier",
                    ),
                ),
            ],
            options={
                "ordering": ["-start_on", "-pk"],
                "indexes": [models.Index(fields=["organisation", "-start_on", "-id"], name="contract_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="contract_reference_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("end_on", None), ("end_on__gte", models.F("start_on")), _connector="OR"),
                        name="contract_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                        name="contract_value_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reminders_paused_reason", ""), ("reminders_paused_until", None)),
                            models.Q(
                                ("reminders_paused_until__isnull", False),
                                models.Q(("reminders_paused_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contract_pause_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk_analysis", "risk analysis"),
                            ("improvement_plan", "improvement plan"),
                            ("annual_report", "public annual report"),
                        ],
                        max_length=20,
                        verbose_name="deliverable",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("award", "award"),
                            ("contract_start", "contract start"),
                            ("contract_end", "contract end"),
                            ("calendar", "calendar date each year"),
                            ("request", "receipt of a request"),
                        ],
                        max_length=20,
                        verbose_name="counted from",
                    ),
                ),
                ("offset_months", models.SmallIntegerField(default=0, verbose_name="months after")),
                ("offset_days", models.SmallIntegerField(default=0, verbose_name="days after")),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("none", "once"), ("yearly", "every year"), ("half_yearly", "every half year")],
                        default="none",
                        max_length=20,
                        verbose_name="repeats",
                    ),
                ),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="month")),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="day")),
                (
                    "duration",
                    models.CharField(
                        choices=[
                            ("any", "any length"),
                            ("under_a_year", "less than a year"),
                            ("year_or_longer", "a year or longer"),
                        ],
                        default="any",
                        max_length=20,
                        verbose_name="for contracts of",
                    ),
                ),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace (days)")),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="clause")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="suppliers.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("anchor", "calendar"), _negated=True),
                            models.Q(("day__gte", 1), ("day__lte", 31), ("month__gte", 1), ("month__lte", 12)),
                            _connector="OR",
                        ),
                        name="contract_term_calendar_date",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk_analysis", "risk analysis"),
                            ("improvement_plan", "improvement plan"),
                            ("annual_report", "public annual report"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("about_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="about year")),
                ("occurrence", models.PositiveSmallIntegerField(default=1)),
                ("due_on", models.DateField(verbose_name="due date")),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace (days)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("submitted", "submitted"),
                            ("in_assessment", "in assessment"),
                            ("accepted", "accepted"),
                            ("accepted_with_remarks", "accepted with remarks"),
                            ("revision_requested", "revision requested"),
                            ("waived", "waived"),
                        ],
                        default="expected",
                        max_length=25,
                        verbose_name="state",
                    ),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="first submitted on")),
                ("assessed_on", models.DateField(blank=True, null=True, verbose_name="assessed on")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                ("public_url", models.URLField(blank=True, max_length=500, verbose_name="public address")),
                ("waived_reason", models.TextField(blank=True)),
                ("reminders_paused_until", models.DateField(blank=True, null=True, verbose_name="no reminders until")),
                ("reminders_paused_reason", models.TextField(blank=True, verbose_name="reason")),
                ("created_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliverables",
                        to="suppliers.contract",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliverables",
                        to="suppliers.contractterm",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["state", "due_on"], name="deliverable_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "kind", "about_year", "occurrence"), name="deliverable_key_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about_year", None)),
                        fields=("contract", "kind", "occurrence"),
                        name="deliverable_key_without_year_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["expected", "waived"]), ("submitted_on", None)),
                            models.Q(
                                models.Q(("state__in", ["expected", "waived"]), _negated=True),
                                ("submitted_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="deliverable_submitted_on_when_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("waived_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deliverable_waived_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("public_url", ""), ("published_on__isnull", False), _connector="OR"),
                        name="deliverable_published_on_with_url",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reminders_paused_reason", ""), ("reminders_paused_until", None)),
                            models.Q(
                                ("reminders_paused_until__isnull", False),
                                models.Q(("reminders_paused_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deliverable_pause_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueDateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("extension", "extension"),
                            ("revision", "revision requested"),
                            ("correction", "correction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField()),
                ("changed_on", models.DateField()),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_date_changes",
                        to="suppliers.deliverable",
                    ),
                ),
            ],
            options={
                "ordering": ["changed_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="due_date_change_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted_on", models.DateField(verbose_name="wanted due date")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[("requested", "requested"), ("granted", "granted"), ("refused", "refused")],
                        default="requested",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extension_requests",
                        to="suppliers.deliverable",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-requested_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "requested")),
                        fields=("deliverable",),
                        name="extension_one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "requested")),
                            models.Q(
                                models.Q(("state", "requested"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extension_decided_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="date of effect")),
                ("public_url", models.URLField(blank=True, max_length=500, verbose_name="public address")),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("buyers", "buyers of this supplier"),
                            ("organisation", "own organisation"),
                        ],
                        default="organisation",
                        max_length=20,
                        verbose_name="who may see it",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="suppliers.deliverable",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("deliverable", "number"), name="submission_number_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("submitted_at", None)), fields=("deliverable",), name="submission_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at", None), ("submitted_by", None)),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="submission_submitted_by_and_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "accepted"),
                            ("accepted_with_remarks", "accepted with remarks"),
                            ("revision_requested", "revision requested"),
                        ],
                        max_length=25,
                        verbose_name="outcome",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks to the supplier")),
                ("completed_at", models.DateTimeField(null=True)),
                (
                    "completed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="suppliers.deliverable",
                    ),
                ),
                (
                    "question_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="suppliers.questionset",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment",
                        to="suppliers.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("completed_by", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("completed_at__isnull", False),
                                ("completed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_completed_by_and_at",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission_file",
                        to="documents.document",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="suppliers.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                ("reported_on", models.DateField(verbose_name="reported on")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("worker_monitoring", "worker-driven monitoring"),
                            ("audit", "audit"),
                            ("media", "media"),
                            ("grievance", "grievance mechanism"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="source",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="severity (1–5)",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="what was found")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "reported"),
                            ("requested", "formal request sent"),
                            ("in_remedy", "in remedy"),
                            ("verified", "remedy verified"),
                            ("closed_confirmed", "closed, confirmed by rightsholders"),
                            ("closed_unconfirmed", "closed, not confirmed"),
                            ("reopened", "reopened"),
                        ],
                        default="reported",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("created_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="suppliers.contract",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="accounts.organisation"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="procurement.risktheme",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="suppliers.supplier",
                    ),
                ),
            ],
            options={
                "ordering": ["-reported_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="finding_reference_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severity", None), models.Q(("severity__gte", 1), ("severity__lte", 5)), _connector="OR"
                        ),
                        name="finding_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False), ("state__in", ["closed_confirmed", "closed_unconfirmed"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["closed_confirmed", "closed_unconfirmed"]), _negated=True),
                                ("closed_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="finding_closed_on_when_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("invited_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_contacts",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="suppliers.supplier"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "supplier", "user"), name="supplier_contact_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("alias", models.CharField(blank=True, max_length=400, verbose_name="known here as")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_links",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="suppliers.supplier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "supplier"), name="supplier_link_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                ("text_nl", models.CharField(max_length=400)),
                ("text_en", models.CharField(max_length=400)),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fully", "fully"),
                            ("partially", "partially"),
                            ("not", "not"),
                            ("not_applicable", "not applicable"),
                        ],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="suppliers.assessment"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("assessment", "key"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="ContractRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_on", models.DateField(verbose_name="received by the supplier on")),
                ("subject", models.CharField(max_length=400, verbose_name="what was asked, and why")),
                ("recorded_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="suppliers.contract"
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
                "ordering": ["received_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "received_on"), name="contract_request_once_a_day")
                ],
            },
        ),
    ]
