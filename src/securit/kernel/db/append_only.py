"""Tables that the database itself keeps append-only: UPDATE, DELETE and TRUNCATE are refused by triggers.

The only vendor SQL outside the search index and the fair lock. Personal values stand in tables of their own, which
are not guarded, since erasure may reach them.
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
FOR EACH {each} EXECUTE FUNCTION {table}_append_only()
"""


def guard(table: str) -> migrations.RunPython:
    """A migration operation that refuses UPDATE, DELETE and TRUNCATE on ``table`` from now on."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES_FUNCTION.format(table=table))
            for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
                schema_editor.execute(_POSTGRES.format(table=table, verb=verb, VERB=verb.upper(), each=each))
            return
        for verb in ("update", "delete"):
            schema_editor.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))

    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for verb in ("update", "delete", "truncate"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
            return
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")

    return migrations.RunPython(forwards, backwards)
