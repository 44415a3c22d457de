from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0002_commitments")]

    operations = [
        migrations.RemoveConstraint(model_name="deliverable", name="deliverable_published_on_with_url"),
    ]
