"""The database itself refuses two adopted plans of one category at the same time, and one of more than three years."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from procurement import plan_triggers
from procurement.plan_period import CATEGORY_PLAN_YEARS

TABLE = "procurement_categoryplan"


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    plan_triggers.make(editor, TABLE, subject=["category_id"], years=CATEGORY_PLAN_YEARS)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    plan_triggers.drop(editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0010_category_plans")]
    operations = [migrations.RunPython(make, drop)]
