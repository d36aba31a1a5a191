"""Moderation, answers, reviews, the jury and spending are written once."""

from django.db import migrations

from faire_ensemble.kit.append_only import refuse_changes

TABLES = (
    "answer",
    "answerline",
    "followupstep",
    "juryoverride",
    "kinship",
    "moderation",
    "review",
    "spending",
)


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]
    operations = [refuse_changes(f"participation_{table}") for table in TABLES]
