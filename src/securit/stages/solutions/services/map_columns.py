"""Say which column of the table is which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.tabular.imports import missing_columns, signature
from securit.machinery.tabular.reading import Table
from securit.stages.solutions.importing import spec_of
from securit.stages.solutions.models import SolutionImport


class CannotMapColumns(Refusal):
    """A column that must be there is not assigned, or one is assigned twice."""


def map_columns(
    *, record: SolutionImport, table: Table, mapping: Mapping[str, str], sheet: str, actor: Actor, at: datetime,
    intent: str = "",
) -> SolutionImport:  # fmt: skip
    """Store the assignment ``{column label: field}`` for ``table`` as it was read. Raises :class:`CannotMapColumns`."""
    spec = spec_of(record.programme)
    kept = {label: name for label, name in mapping.items() if name and label in table.columns}
    twice = sorted({name for name in kept.values() if list(kept.values()).count(name) > 1})
    if twice:
        label = next(column.label for column in spec.columns if column.name == twice[0])
        raise CannotMapColumns(_("“%(label)s” is taken from two columns; choose one.") % {"label": label}, code="twice")
    if missing := missing_columns(spec, kept):
        raise CannotMapColumns(
            _("Say which column is: %(missing)s.") % {"missing": ", ".join(missing)}, code="column_missing"
        )

    def write(row: SolutionImport) -> None:
        row.mapping, row.sheet, row.header_number = kept, sheet[:120], table.header_number
        row.header_sha256 = signature(table.columns)

    note = Note(details={"columns": len(kept)})
    return perform(record, "map", actor=actor, at=at, write=write, note=note, intent=intent)
