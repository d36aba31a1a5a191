"""What a model marks append-only is neither changed nor deleted, on both databases."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

MARKED = [model for model in apps.get_models() if getattr(model, "append_only", False)]


def test_some_models_are_marked():
    assert {model.__name__ for model in MARKED} >= {"ApplicationVersion", "Decision"}


@pytest.mark.django_db
def test_a_version_is_neither_changed_nor_deleted(year):
    version = year.submitted().versions.get()
    table = version._meta.db_table
    for statement in (f"UPDATE {table} SET number = 7", f"DELETE FROM {table}"):  # noqa: S608
        with (
            pytest.raises(DatabaseError, match="ne se modifient pas"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    version.refresh_from_db()
    assert version.number == 1


@pytest.mark.django_db
@pytest.mark.parametrize("model", MARKED, ids=lambda model: model.__name__)
def test_every_marked_table_has_its_triggers(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgname = %s", [f"{table}_append_only"]
            )
            assert cursor.fetchone() == (1,)
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
            assert cursor.fetchone() == (2,)
