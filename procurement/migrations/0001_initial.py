import django.core.serializers.json
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
    ]

    operations = [
        migrations.CreateModel(
            name="CpvCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_nl", models.CharField(max_length=200, verbose_name="name (Dutch)")),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("code", models.CharField(max_length=8, unique=True)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="RiskTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_nl", models.CharField(max_length=200, verbose_name="name (Dutch)")),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("fair_business", "fair business"),
                            ("human_rights", "human rights and ethics"),
                            ("labour", "labour"),
                            ("environment", "environment"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_nl", models.CharField(max_length=200, verbose_name="name (Dutch)")),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("sdgs", models.JSONField(default=list, verbose_name="SDGs")),
                ("is_optional", models.BooleanField(default=False, verbose_name="optional")),
                ("description_nl", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="ProcurementCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_nl", models.CharField(max_length=200, verbose_name="name (Dutch)")),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("code", models.SlugField(max_length=80)),
                ("is_risk", models.BooleanField(default=False, verbose_name="risk category")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="other names")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="procurement_categories",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="procurement.procurementcategory",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name_nl"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "code"), name="category_code_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation", None)),
                        fields=("code",),
                        name="category_national_code_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="category_valid_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                ("procedure_id", models.CharField(blank=True, max_length=120)),
                ("title", models.CharField(max_length=600, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[("supplies", "supplies"), ("services", "services"), ("works", "works")],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "regime",
                    models.CharField(
                        choices=[("standard", "standard"), ("social", "social and other specific services")],
                        default="standard",
                        max_length=20,
                        verbose_name="regime",
                    ),
                ),
                ("procedure", models.CharField(blank=True, max_length=60, verbose_name="procedure")),
                (
                    "estimated_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="estimated value",
                    ),
                ),
                ("currency", models.CharField(blank=True, default="EUR", max_length=3, verbose_name="currency")),
                ("publication_date", models.DateField(blank=True, null=True, verbose_name="publication date")),
                ("award_date", models.DateField(blank=True, null=True, verbose_name="award date")),
                ("cpv", models.JSONField(blank=True, default=list, verbose_name="CPV")),
                (
                    "government_wide",
                    models.BooleanField(blank=True, null=True, verbose_name="government-wide category"),
                ),
                (
                    "relevant_product_group",
                    models.BooleanField(blank=True, null=True, verbose_name="relevant product group"),
                ),
                ("product_groups", models.CharField(blank=True, max_length=400, verbose_name="product groups")),
                (
                    "impact_weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="award weight on societal impact (%)",
                    ),
                ),
                ("isv_answered", models.BooleanField(default=False, verbose_name="ISV decided")),
                ("isv_contract_condition", models.BooleanField(default=False, verbose_name="contract condition")),
                ("isv_minimum_requirement", models.BooleanField(default=False, verbose_name="minimum requirement")),
                ("isv_selection_criterion", models.BooleanField(default=False, verbose_name="selection criterion")),
                ("isv_award_criterion", models.BooleanField(default=False, verbose_name="award criterion")),
                ("isv_explanation", models.TextField(blank=True, verbose_name="explanation on ISV")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("published", "published"),
                            ("awarded", "awarded"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "approach_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted for approval"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="approach",
                    ),
                ),
                ("approach_round", models.PositiveSmallIntegerField(default=0)),
                ("approach_submitted_at", models.DateTimeField(null=True)),
                ("approach_approved_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "approach_submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="tenders", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-publication_date", "-pk"],
                "indexes": [
                    models.Index(fields=["organisation", "-publication_date", "-id"], name="tender_list"),
                    models.Index(fields=["organisation", "stage"], name="tender_stage"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="tender_reference_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("procedure_id", ""), _negated=True),
                        fields=("organisation", "procedure_id"),
                        name="tender_procedure_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("estimated_value", None), ("estimated_value__gte", 0), _connector="OR"),
                        name="tender_value_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("impact_weight", None),
                            models.Q(("impact_weight__gte", 0), ("impact_weight__lte", 100)),
                            _connector="OR",
                        ),
                        name="tender_impact_weight_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("isv_answered", True),
                            models.Q(
                                ("isv_award_criterion", False),
                                ("isv_contract_condition", False),
                                ("isv_minimum_requirement", False),
                                ("isv_selection_criterion", False),
                            ),
                            _connector="OR",
                        ),
                        name="tender_isv_form_is_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approach_submitted_at", None), ("approach_submitted_by", None)),
                            models.Q(
                                ("approach_submitted_at__isnull", False), ("approach_submitted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="tender_submitted_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approach_state", "draft"), ("approach_submitted_at__isnull", False), _connector="OR"
                        ),
                        name="tender_submitted_before_judged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approach_approved_at__isnull", False), ("approach_state", "approved")),
                            models.Q(
                                models.Q(("approach_state", "approved"), _negated=True), ("approach_approved_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="tender_approved_at_when_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=120)),
                ("version", models.CharField(max_length=20)),
                ("type", models.CharField(max_length=40)),
                ("form", models.CharField(blank=True, max_length=30)),
                ("subtype", models.CharField(blank=True, max_length=10)),
                ("publication", models.CharField(blank=True, max_length=40)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("language", models.CharField(blank=True, max_length=3)),
                ("sha256", models.CharField(max_length=64)),
                ("facts", models.JSONField()),
                ("values", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("imported_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="procurement.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["-imported_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "identifier", "version"), name="notice_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=60, verbose_name="lot")),
                ("title", models.CharField(blank=True, max_length=600, verbose_name="title")),
                ("cpv", models.JSONField(blank=True, default=list, verbose_name="CPV")),
                ("estimated_value", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ("start_on", models.DateField(blank=True, null=True)),
                ("end_on", models.DateField(blank=True, null=True)),
                ("duration_value", models.PositiveIntegerField(blank=True, null=True)),
                ("duration_unit", models.CharField(blank=True, max_length=10)),
                ("published", models.JSONField(blank=True, default=dict)),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="procurement.procurementcategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lots", to="procurement.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["tender", "identifier"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "identifier"), name="lot_identifier_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_on", None), ("end_on", None), ("end_on__gte", models.F("start_on")), _connector="OR"
                        ),
                        name="lot_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Buyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=400)),
                ("identifier", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=3)),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="buyers", to="procurement.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("tender", "position"), name="buyer_position_unique")],
            },
        ),
        migrations.CreateModel(
            name="ApproachDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[("tenderboard", "tenderboard"), ("budget_holder", "budget holder")], max_length=20
                    ),
                ),
                (
                    "verdict",
                    models.CharField(choices=[("approved", "approved"), ("returned", "returned")], max_length=10),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approach_decisions",
                        to="procurement.tender",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "round", "role"), name="approach_decision_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "approved"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="approach_return_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ambition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "deliberately none"), (1, "basis"), (2, "significant"), (3, "ambitious")],
                        null=True,
                        verbose_name="ambition level",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("goal", models.CharField(blank=True, max_length=400, verbose_name="goal")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ambitions", to="procurement.tender"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ambitions", to="procurement.theme"
                    ),
                ),
            ],
            options={
                "ordering": ["theme__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "theme"), name="ambition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), models.Q(("level__gte", 0), ("level__lte", 3)), _connector="OR"
                        ),
                        name="ambition_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("central", "central government: supplies and services"),
                            ("decentral", "decentral: supplies and services"),
                            ("works", "works"),
                            ("social", "social and other specific services"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            ],
            options={
                "ordering": ["-valid_from", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "valid_from"), name="threshold_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="threshold_positive"),
                ],
            },
        ),
    ]
