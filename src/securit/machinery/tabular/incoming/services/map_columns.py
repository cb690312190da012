"""Say which column of the table is which, and what holds for rows that say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.tabular.imports import ImportSpec, missing_columns, signature
from securit.machinery.tabular.incoming.intake import Intake
from securit.machinery.tabular.incoming.models import IncomingTable
from securit.machinery.tabular.reading import Table


class CannotMapColumns(Refusal):
    """A column that must be there is not assigned, or one is assigned twice."""


def map_columns(
    *, intake: Intake, record: IncomingTable, table: Table, mapping: Mapping[str, str],
    defaults: Mapping[str, str] | None = None, sheet: str, actor: Actor, at: datetime, intent: str = "",
) -> IncomingTable:  # fmt: skip
    """Store the assignment ``{column label: name}`` for ``table`` as it was read. Raises :class:`CannotMapColumns`.

    ``defaults`` are texts by name; those that are no choice of their column are left out, as are unknown names.
    """
    spec = intake.spec_of(record.programme)
    names = {column.name for column in spec.columns}
    kept = {label: name for label, name in mapping.items() if name in names and label in table.columns}
    chosen = {
        column.name: (defaults or {}).get(column.name, "")
        for column in spec.columns
        if (defaults or {}).get(column.name, "") in dict(column.choices)
    }
    _refuse_incomplete(spec, kept, chosen)

    def write(row: IncomingTable) -> None:
        row.mapping, row.defaults, row.sheet, row.header_number = kept, chosen, sheet[:120], table.header_number
        row.header_sha256, row.returned_because = signature(table.columns), ""

    note = Note(details={"columns": len(kept)})
    return perform(record, "map", actor=actor, at=at, write=write, note=note, intent=intent)


def _refuse_incomplete(spec: ImportSpec, mapping: Mapping[str, str], defaults: Mapping[str, str]) -> None:
    taken = list(mapping.values())
    if twice := sorted({name for name in taken if taken.count(name) > 1}):
        label = next(column.label for column in spec.columns if column.name == twice[0])
        raise CannotMapColumns(_("“%(label)s” is taken from two columns; choose one.") % {"label": label}, code="twice")
    if missing := missing_columns(spec, mapping, defaults):
        raise CannotMapColumns(
            _("Say which column is: %(missing)s.") % {"missing": ", ".join(missing)}, code="column_missing"
        )
