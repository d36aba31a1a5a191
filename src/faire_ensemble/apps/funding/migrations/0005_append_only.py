"""Submitted versions and decisions are written once."""

from django.db import migrations

from faire_ensemble.kit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_the_year_of_a_call")]
    operations = [
        refuse_changes("funding_applicationversion"),
        refuse_changes("funding_decision"),
    ]
