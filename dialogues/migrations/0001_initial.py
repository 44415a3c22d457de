import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("suppliers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("individual", "supplier dialogue"),
                            ("market", "market meeting"),
                            ("working_group", "working group"),
                        ],
                        default="individual",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="until")),
                ("location", models.CharField(blank=True, max_length=300, verbose_name="location")),
                ("purpose", models.TextField(verbose_name="purpose and expected outcome")),
                ("benefit", models.TextField(blank=True, verbose_name="what the supplier gains")),
                ("attendance", models.TextField(blank=True, verbose_name="who was there")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("invited", "invited"),
                            ("held", "held"),
                            ("confirmed", "confirmed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=0)),
                ("invited_at", models.DateTimeField(null=True)),
                ("held_recorded_at", models.DateTimeField(null=True)),
                ("minutes_sent_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.TextField(blank=True, verbose_name="reason")),
                ("created_at", models.DateTimeField()),
                (
                    "colleagues",
                    models.ManyToManyField(
                        blank=True,
                        related_name="attended_meetings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleagues",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contracts",
                    models.ManyToManyField(
                        blank=True, related_name="meetings", to="suppliers.contract", verbose_name="contracts"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="accounts.organisation"
                    ),
                ),
                (
                    "organiser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organised_meetings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="organiser",
                    ),
                ),
                (
                    "suppliers",
                    models.ManyToManyField(
                        blank=True, related_name="meetings", to="suppliers.supplier", verbose_name="suppliers"
                    ),
                ),
            ],
            options={
                "ordering": ["-date", "-pk"],
                "indexes": [models.Index(fields=["organisation", "-date"], name="meeting_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="meeting_reference_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at", None),
                            ("ends_at", None),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="meeting_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_confirmed_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_confirmed_at_when_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cancel_reason", ""), ("state", "cancelled"), _connector="OR"),
                        name="meeting_cancel_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes_sent_at", None), ("state__in", ["held", "confirmed"]), _connector="OR"
                        ),
                        name="meeting_minutes_after_holding",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscussionPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=400, verbose_name="discussion point")),
                ("said", models.TextField(blank=True, verbose_name="what was said")),
                (
                    "leverage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commercial", "commercial"),
                            ("contractual", "contractual"),
                            ("reputational", "reputational"),
                            ("knowledge", "knowledge"),
                        ],
                        max_length=20,
                        verbose_name="leverage used",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="dialogues.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "position"), name="point_position_unique")],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("confirmed", "confirmed"), ("objected", "objected")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("objection", models.TextField(blank=True, verbose_name="objection of the supplier")),
                (
                    "answered_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="suppliers.supplier"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="dialogues.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["-round", "supplier__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "supplier", "round"), name="confirmation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="confirmation_answered_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "objected"), models.Q(("objection", ""), _negated=True)),
                            models.Q(models.Q(("answer", "objected"), _negated=True), ("objection", "")),
                            _connector="OR",
                        ),
                        name="confirmation_objection_has_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                ("text", models.TextField(verbose_name="agreement")),
                ("owner", models.CharField(max_length=200, verbose_name="owner")),
                (
                    "owner_side",
                    models.CharField(
                        choices=[("buyer", "contracting authority"), ("supplier", "supplier")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due date")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("dropped", "dropped")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reported_at", models.DateTimeField(null=True)),
                (
                    "reported_as",
                    models.CharField(blank=True, choices=[("done", "done"), ("dropped", "dropped")], max_length=10),
                ),
                ("report", models.TextField(blank=True, verbose_name="report")),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_reason", models.TextField(blank=True, verbose_name="reason")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("created_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reported_by",
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
                        related_name="agreements",
                        to="suppliers.supplier",
                        verbose_name="supplier",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="dialogues.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["state", "due_on"], name="agreement_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "reference"), name="agreement_reference_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reported_as", ""), ("reported_at", None), ("reported_by", None)),
                            models.Q(
                                ("reported_at__isnull", False),
                                ("reported_by__isnull", False),
                                models.Q(("reported_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_reported_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at", None), ("refused_by", None), ("refused_reason", "")),
                            models.Q(
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                models.Q(("refused_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_refused_by_and_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("state", "done")),
                            models.Q(models.Q(("state", "done"), _negated=True), ("done_on", None)),
                            _connector="OR",
                        ),
                        name="agreement_done_on_when_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("reported_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="agreement_confirmed_by_another",
                    ),
                ],
            },
        ),
    ]
