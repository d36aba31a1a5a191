"""Triggers that refuse to change or delete the rows of a table: what was said stays said.

A model marked `append_only = True` gets them from its migration (`refuse_changes`). They hold
against mistakes and against our own code; whoever owns the database can lift them, which is why
the audit trail is also chained.
"""

from typing import Any

from django.db import migrations

MESSAGE = "ces lignes ne se modifient pas : écrivez-en une nouvelle"


def raising(table: str, vendor: str) -> list[str]:
    """The statements that protect a table."""
    if vendor == "postgresql":
        return [
            f"""CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END; $$ LANGUAGE plpgsql""",
            f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
            ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
        ]
    return [
        f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
        for verb in ("UPDATE", "DELETE")
    ]


def lifting(table: str, vendor: str) -> list[str]:
    """The statements that take the protection away."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER {table}_append_only ON {table}",
            f"DROP FUNCTION {table}_refuse()",
        ]
    return [f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete")]


def refuse_changes(table: str) -> migrations.RunPython:
    """A migration operation that protects a table, and can be undone."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        for statement in raising(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def backwards(apps: Any, schema_editor: Any) -> None:
        for statement in lifting(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    return migrations.RunPython(forwards, backwards)
