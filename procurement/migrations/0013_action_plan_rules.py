"""The database itself refuses two adopted action plans of one organisation at the same time."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from procurement import plan_triggers
from procurement.plan_period import ACTION_PLAN_YEARS

TABLE = "procurement_actionplan"


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    plan_triggers.make(editor, TABLE, subject=[], years=ACTION_PLAN_YEARS)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    plan_triggers.drop(editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0012_action_plans")]
    operations = [migrations.RunPython(make, drop)]
