"""Moderation, answers, reviews, the steps of a project, the jury and spending are written once."""

from django.db import migrations

from faire_ensemble.kit.append_only import RefuseChanges

TABLES = (
    "answer",
    "answerline",
    "followupstep",
    "juryoverride",
    "kinship",
    "moderation",
    "projectstep",
    "review",
    "spending",
)


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]
    operations = [RefuseChanges(f"participation_{table}") for table in TABLES]
