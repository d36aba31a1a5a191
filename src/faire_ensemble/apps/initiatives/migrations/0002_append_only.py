"""The steps of an initiative are written once."""

from django.db import migrations

from faire_ensemble.kit.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [
        RefuseChanges("initiatives_initiativestep"),
    ]
