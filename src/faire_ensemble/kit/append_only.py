"""Triggers that refuse to change or delete the rows of a table: what was said stays said.

A model marked `append_only = True` gets them from its migration (`RefuseChanges`). They hold
against mistakes and against our own code; whoever owns the database can lift them, which is why
the audit trail is also chained.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

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


class RefuseChanges(Operation):
    """A migration operation that protects a table, and can be undone.

    Not `RunPython`, which would have Django draw every model of the site for each table.
    """

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for statement in raising(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for statement in lifting(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"refuse changes to {self.table}"
