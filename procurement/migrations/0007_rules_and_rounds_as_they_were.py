from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.calendar import add_working_days, local_date

TERM_DAYS = 10


def copy_rules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What an organisation said for all its tenders is its rule from 0."""
    rules: Any = apps.get_model("procurement", "ApprovalRule")
    organisations: Any = apps.get_model("accounts", "Organisation")
    for organisation in organisations.objects.all():
        rules.objects.create(
            organisation=organisation, from_value=0, asks=organisation.approval, working_days=TERM_DAYS
        )


def find_rounds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The rounds of before, from what the audit trail and the tenders hold; what was submitted then was not kept."""
    rounds: Any = apps.get_model("procurement", "ApproachRound")
    tenders: Any = apps.get_model("procurement", "Tender")
    events: Any = apps.get_model("accounts", "AuditEvent")
    found: dict[tuple[int, int], tuple[Any, Any]] = {}
    moves = events.objects.filter(action="tender.approach_state", object_type="procurement.tender").order_by("pk")
    for key, actor, at, after in moves.values_list("object_id", "actor_id", "at", "after"):
        if after.get("approach_state") == "submitted" and after.get("approach_round"):
            found[key, after["approach_round"]] = (actor, at)
    people = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    submitted = tenders.objects.filter(approach_round__gt=0, approach_submitted_by__isnull=False)
    for tender in submitted.select_related("organisation").iterator(chunk_size=500):
        found[tender.pk, tender.approach_round] = (tender.approach_submitted_by_id, tender.approach_submitted_at)
        known = {number: found.get((tender.pk, number)) for number in range(1, tender.approach_round + 1)}
        rounds.objects.bulk_create(
            rounds(
                tender=tender, number=number, asks=tender.organisation.approval, submitted_by_id=who[0],
                submitted_at=who[1], due_on=add_working_days(local_date(who[1]), TERM_DAYS),
            )
            for number, who in known.items()
            if who is not None and who[0] in people
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("procurement", "0006_approval_rounds"), ("accounts", "0004_api_token")]

    operations = [
        migrations.RunPython(copy_rules, migrations.RunPython.noop),
        migrations.RunPython(find_rounds, migrations.RunPython.noop),
    ]
