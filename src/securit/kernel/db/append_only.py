"""Tables that the database itself keeps append-only: UPDATE and DELETE are refused by triggers.

The only vendor SQL outside the search index and the fair lock. A table may name columns that erasure is allowed
to blank (personal values beside the audit trail); every other change is refused.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only()
"""


def guard(table: str) -> migrations.RunPython:
    """A migration operation that refuses UPDATE and DELETE on ``table`` from now on."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES_FUNCTION.format(table=table))
        template = _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE
        for verb in ("update", "delete"):
            schema_editor.execute(template.format(table=table, verb=verb, VERB=verb.upper()))

    def backwards(apps: Any, schema_editor: Any) -> None:
        for verb in ("update", "delete"):
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")

    return migrations.RunPython(forwards, backwards)
