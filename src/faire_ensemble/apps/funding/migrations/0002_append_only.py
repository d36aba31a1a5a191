"""Submitted versions, revisions of calls and decisions are written once."""

from django.db import migrations

from faire_ensemble.kit.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [
        RefuseChanges("funding_applicationversion"),
        RefuseChanges("funding_callrevision"),
        RefuseChanges("funding_decision"),
    ]
