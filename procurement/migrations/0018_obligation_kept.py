"""Each tender keeps the outcome of the obligation, so that a list finds those of one outcome by an index."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from procurement.querysets import TenderQuerySet


def judge(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    tenders: Any = TenderQuerySet(apps.get_model("procurement", "Tender"))
    if not tenders.exists():
        return
    for outcome in ("mandatory", "not_mandatory"):
        found = tenders.order_by().with_facts().filter(central_outcome=outcome).values("pk")
        tenders.filter(pk__in=found).update(central_obligation=outcome)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0017_impact_weight_decimals"), ("accounts", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="tender",
            name="central_obligation",
            field=models.CharField(default="unknown", editable=False, max_length=20),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                fields=["organisation", "central_obligation", "-publication_date", "-id"], name="tender_obligation"
            ),
        ),
        migrations.RunPython(judge, migrations.RunPython.noop),
    ]
