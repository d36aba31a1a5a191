"""What a call was at each revision; the day an expectation was answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from faire_ensemble.kit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0006_joint_instruction"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["call", "number"],
            },
        ),
        migrations.AddField(
            model_name="expectedsolution",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="expectedsolution",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("state", "set_aside"), _negated=True),
                name="solution_set_aside_with_reason",
            ),
        ),
        migrations.AddField(
            model_name="callrevision",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="callrevision",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="funding.call",
            ),
        ),
        migrations.AddConstraint(
            model_name="callrevision",
            constraint=models.UniqueConstraint(
                fields=("call", "number"), name="call_revision_once"
            ),
        ),
        refuse_changes("funding_callrevision"),
    ]
