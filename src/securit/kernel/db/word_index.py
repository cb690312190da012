"""Search by words inside the database: SQLite's FTS5, PostgreSQL's text search; one lookup for both.

A model keeps what should be found in a :class:`SearchText` column (filled with :func:`folded`), its migration ends
with :func:`index_words`, and a query says ``filter(words__found_by=what_was_typed)``. Every word typed must begin a
word of the text; accents and case do not count. Nothing is written here: the database keeps its index itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import migrations, models
from django.db.models import Lookup

MOST_WORDS = 8
MOST_CHARACTERS = 40
_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

_SQLITE = (
    "DROP TABLE IF EXISTS {table}_words",
    "CREATE VIRTUAL TABLE {table}_words USING fts5({column}, content='{table}', content_rowid='id', prefix='1 2 3')",
    "INSERT INTO {table}_words({table}_words) VALUES ('rebuild')",
    """CREATE TRIGGER {table}_words_in AFTER INSERT ON {table} BEGIN
    INSERT INTO {table}_words(rowid, {column}) VALUES (new.id, new.{column}); END""",
    """CREATE TRIGGER {table}_words_out AFTER DELETE ON {table} BEGIN
    INSERT INTO {table}_words({table}_words, rowid, {column}) VALUES ('delete', old.id, old.{column}); END""",
    """CREATE TRIGGER {table}_words_on AFTER UPDATE OF {column} ON {table} WHEN old.{column} <> new.{column} BEGIN
    INSERT INTO {table}_words({table}_words, rowid, {column}) VALUES ('delete', old.id, old.{column});
    INSERT INTO {table}_words(rowid, {column}) VALUES (new.id, new.{column}); END""",
)
_POSTGRES = "CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (to_tsvector('simple', {column}))"


def folded(text: str) -> str:
    """Words in lower case without accents, one space between them: as they are stored and looked for."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.translate(_PLAIN)))


def words_of(text: str) -> list[str]:
    """The first :data:`MOST_WORDS` words of what was typed, each cut at :data:`MOST_CHARACTERS`."""
    return [word[:MOST_CHARACTERS] for word in folded(text).split()[:MOST_WORDS]]


class SearchText(models.TextField):  # type: ignore[type-arg]
    """A text to be searched; what was typed is matched with ``found_by``."""


@SearchText.register_lookup
class FoundBy(Lookup):
    """Rows whose text holds every word typed, each as the beginning of a word. Nothing typed finds nothing."""

    lookup_name = "found_by"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """By the virtual table beside the model's own."""
        table = self.lhs.target.model._meta.db_table
        asked = " ".join(f'"{word}"*' for word in words_of(str(self.rhs))) or '""'
        inside = f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s"  # noqa: S608 - the name of a model's table
        return f'"{self.lhs.alias}"."id" IN ({inside})', [asked]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """By the index of the expression."""
        column, params = self.process_lhs(compiler, connection)
        asked = " & ".join(f"'{word}':*" for word in words_of(str(self.rhs)))
        return f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)", [*params, asked]


def index_words(table: str, column: str) -> migrations.RunPython:
    """A migration operation that keeps an index of the words in ``column``, now and from now on.

    A later migration that lets SQLite remake the table (it drops its triggers) ends with this operation again.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES.format(table=table, column=column))
            return
        for name in ("in", "out", "on"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_words_{name}")
        for statement in _SQLITE:
            schema_editor.execute(statement.format(table=table, column=column))

    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_words")
            return
        for name in ("in", "out", "on"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_words_{name}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}_words")

    return migrations.RunPython(forwards, backwards)
