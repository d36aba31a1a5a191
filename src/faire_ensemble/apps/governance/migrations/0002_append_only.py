"""What was said of a decision, of a label, of a spending stays said."""

from django.db import migrations

from faire_ensemble.kit.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [
        RefuseChanges("governance_councilspending"),
        RefuseChanges("governance_decisionstep"),
        RefuseChanges("governance_labelstep"),
    ]
