"""The life of a project in steps, what tally and jury gave it, elections counted elsewhere."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from faire_ensemble.kit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_one_organisation_a_number"),
        ("participation", "0004_words"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProjectStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("review", "à l'étude"),
                            ("admitted", "au catalogue"),
                            ("refused", "non retenu à l'étude"),
                            ("withdrawn", "retiré"),
                            ("won", "lauréat"),
                            ("lost", "non lauréat"),
                            ("delivering", "en réalisation"),
                            ("delivered", "réalisé"),
                            ("abandoned", "abandonné"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PublishedElection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=200, unique=True)),
                ("source_digest", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("vote_type", models.CharField(max_length=12)),
                ("rule", models.CharField(blank=True, default="", max_length=80)),
                ("budget", models.DecimalField(decimal_places=2, max_digits=16)),
                ("currency", models.CharField(default="EUR", max_length=8)),
                ("ballots", models.PositiveIntegerField()),
                ("meta", models.JSONField(default=dict)),
                ("voters", models.JSONField(default=list)),
                ("compared", models.JSONField(default=dict)),
                ("imported_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="budgetproject",
            name="awarded",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="budgetproject",
            name="extra",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="budgetproject",
            name="tally_won",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="budgetproject",
            constraint=models.CheckConstraint(
                condition=models.Q(("awarded__isnull", True), ("awarded__gt", 0), _connector="OR"),
                name="project_award_counts",
            ),
        ),
        migrations.AddField(
            model_name="projectstep",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="projectstep",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="participation.budgetproject",
            ),
        ),
        migrations.AddField(
            model_name="publishedelection",
            name="process",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="published_election",
                to="participation.process",
            ),
        ),
        refuse_changes("participation_projectstep"),
    ]
