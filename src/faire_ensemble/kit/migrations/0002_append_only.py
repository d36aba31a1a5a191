"""The audit trail's first row, and triggers that refuse to change or delete an entry."""

from django.db import migrations

MESSAGE = "le journal des actes ne se modifie pas"

POSTGRESQL = [
    f"""CREATE FUNCTION kit_audit_refuse() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END;
        $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER kit_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
        ON kit_auditentry FOR EACH STATEMENT EXECUTE FUNCTION kit_audit_refuse()""",
]
SQLITE = [
    f"""CREATE TRIGGER kit_audit_no_{verb.lower()} BEFORE {verb} ON kit_auditentry
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    for verb in ("UPDATE", "DELETE")
]


def forwards(apps, schema_editor):
    apps.get_model("kit", "AuditHead").objects.get_or_create(pk=1)
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER kit_audit_append_only ON kit_auditentry")
        schema_editor.execute("DROP FUNCTION kit_audit_refuse()")
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER kit_audit_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
