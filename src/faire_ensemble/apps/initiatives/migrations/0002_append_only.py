"""The steps of an initiative are written once."""

from django.db import migrations

from faire_ensemble.kit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [refuse_changes("initiatives_initiativestep")]
