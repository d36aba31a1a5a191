"""What was said stays said."""

from django.db import migrations

from faire_ensemble.kit.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("contract", "0001_initial")]
    operations = [
        RefuseChanges("contract_commitmentstep"),
        RefuseChanges("contract_contractversion"),
    ]
