"""A database that another version made is refused whole, with a sentence."""

import click
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from faire_ensemble.config.cli.output import ready_database


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused():
    MigrationRecorder(connection).record_applied("funding", "0099_of_tomorrow")
    with pytest.raises(click.ClickException) as refusal:
        ready_database()
    assert "funding.0099_of_tomorrow" in refusal.value.message
    assert "FAIRE_HOME" in refusal.value.message


@pytest.mark.django_db
def test_a_database_of_this_version_is_ready():
    ready_database()
