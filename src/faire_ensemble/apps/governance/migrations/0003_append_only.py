"""What was said of a decision, of a label, of a spending stays said."""

from django.db import migrations

from faire_ensemble.kit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_meetings_and_decisions")]
    operations = [
        refuse_changes("governance_decisionstep"),
        refuse_changes("governance_labelstep"),
        refuse_changes("governance_councilspending"),
    ]
