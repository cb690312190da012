"""What a stage says to take tables in, and how such a table is read and judged."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from securit.kernel.actor import Actor
from securit.kernel.refusals import Sentence
from securit.machinery.files.models import File
from securit.machinery.files.uploads import store_of
from securit.machinery.tabular.imports import MOST_IMPORT_ROWS, ImportSpec, JudgedRow, Preview, judge
from securit.machinery.tabular.incoming.models import IncomingTable
from securit.machinery.tabular.reading import Table, UnreadableTable, read_table, sheets_of


@dataclass(frozen=True, slots=True)
class Advice:
    """Something like a row of the table: said beside it, with a link where there is one; nothing follows from it."""

    text: str
    url: str = ""


def _nothing(*_args: Any) -> Any:
    return {}


@dataclass(frozen=True, kw_only=True)
class Intake:
    """A stage's way of taking tables in. Its pages are the routes ``import``, ``table``, ``take``, … of ``space``.

    ``spec_of(programme)`` says what is taken; ``known_keys(record, actor)`` what is here already, as far as whoever
    asks (or for whom the worker asks) may know; ``store(record, rows, actor, at)`` makes the things, all or none,
    inside the caller's transaction. ``prepare(record, actor)`` fills what the stage stores of a table besides.
    ``promise(record, preview)`` says what follows before anything is taken; ``advice(record, preview, actor)`` what is
    like which row, by its number. With a ``confirmation`` nothing is taken before it is ticked.
    """

    model: type[IncomingTable]
    spec_of: Callable[[Any], ImportSpec]
    known_keys: Callable[[Any, Actor], Mapping[str, str]]
    store: Callable[[Any, Sequence[JudgedRow], Actor, datetime], None]
    space: str
    title: Sentence
    one_row: Sentence
    back: Callable[[Any], str]
    after: Callable[[Any], str]
    promise: Callable[[Any, Preview], Sequence[str]]
    advice: Callable[[Any, Preview, Actor], Mapping[int, Sequence[Advice]]] = _nothing
    confirmation: Sentence = ""
    prepare: Callable[[Any, Actor], None] = _nothing

    @property
    def advises(self) -> bool:
        """Whether rows are compared with what is here."""
        return self.advice is not _nothing

    def preview_of(self, record: IncomingTable, table: Table, actor: Actor, spec: ImportSpec | None = None) -> Preview:
        """Every row judged under the assignment stored with the record; ``spec`` where it is known already."""
        known = self.known_keys(record, actor)
        return judge(spec or self.spec_of(record.programme), table, record.mapping, known, record.defaults)

    def recent(self, programme: Any, actor: Actor) -> list[IncomingTable]:
        """The last ten tables that the actor may see, newest first."""
        rows: Any = self.tables(programme)
        return list(rows.visible_to(actor).select_related("file", "uploaded_by").order_by("-id")[:10])

    def tables(self, programme: Any) -> QuerySet[IncomingTable]:
        """The tables of a programme."""
        return self.model._default_manager.filter(Q(programme=programme))


def content_of(file: File) -> bytes:
    """The bytes of the uploaded table."""
    with store_of(file.programme).open(file.sha256) as stream:
        return stream.read()


def table_of(record: IncomingTable) -> Table:
    """The table as it is read by now. Raises :class:`UnreadableTable`, also beyond the limit of rows."""
    return read_content(content_of(record.file), record.file.name, sheet=record.sheet, header=record.header_number)


def read_content(content: bytes, name: str, *, sheet: str = "", header: int = 0) -> Table:
    """The table in these bytes. Raises :class:`UnreadableTable`."""
    table = read_table(io.BytesIO(content), name, sheet=sheet, header=header)
    if len(table.rows) > MOST_IMPORT_ROWS:
        raise UnreadableTable(
            f"“{name}” has {len(table.rows)} rows; at most {MOST_IMPORT_ROWS} are taken at once. Split it."
        )
    return table


def first_readable(content: bytes, name: str) -> tuple[Table, str]:
    """The first sheet that holds a table, and its name (empty for a text file). Raises :class:`UnreadableTable`."""
    refused: UnreadableTable | None = None
    for sheet in sheets_of(content, name):
        try:
            return read_content(content, name, sheet=sheet), sheet
        except UnreadableTable as error:
            refused = refused or error
    raise refused or UnreadableTable(f"“{name}” has no visible sheet.")
