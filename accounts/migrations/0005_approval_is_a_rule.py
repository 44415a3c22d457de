from django.db import migrations


class Migration(migrations.Migration):
    """Who approves is a rule per value now, in procurement, which took it over before it goes here."""

    dependencies = [("accounts", "0004_api_token"), ("procurement", "0007_rules_and_rounds_as_they_were")]

    operations = [migrations.RemoveField(model_name="organisation", name="approval")]
